package dev.gradus.cli.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gradus.GradusException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EntryTest {
  /// The layer that `yaml` writes on line 1 of `my.yaml`.
  private static Entry layer(String yaml) {
    return Entry.of(YamlReader.read(yaml, "my.yaml"), "layer");
  }

  @Test
  void aMissingFileOrAFolderIsOneLine(@TempDir Path folder) {
    Path missing = folder.resolve("none.yaml");
    fails(() -> YamlReader.read(missing), "no such file or folder: " + missing);
    fails(() -> YamlReader.read(folder), "a recipe is a file, and this is a folder: " + folder);
  }

  @Test
  void anOverlongNumberIsShortened() {
    fails(() -> layer("x: {i: " + "9".repeat(500) + "}"),
        "my.yaml line 1: the number " + "9".repeat(80) + "… is too large");
  }

  @Test
  void fourWaysToWriteOne() {
    assertThat(layer("relu").takingNamed()).isEqualTo(Entry.bare("relu", Place.OUTSIDE));
    assertThat(layer("dense: 10").taking("units", "bias")).isEqualTo(layer("dense: {units: 10}").taking("units", "bias"));
    Entry residual = layer("residual: [conv2d: {filters: 8, kernel: 3}, relu, [relu, flatten]]").taking("layers");
    List<Entry> layers = residual.entries("layers");
    assertThat(layers).extracting(Entry::name).containsExactly("conv2d", "relu", "sequential");
    assertThat(layers.get(2).taking("layers").entries("layers")).extracting(Entry::name).containsExactly("relu", "flatten");
  }

  @Test
  void optionsHaveTypesAndDefaults() {
    Entry entry = layer("x: {i: 3, d: 0.5, e: 1e-3, b: true, s: same, l: [1, 2], n: [a, 7], init: {he: {gain: 2}}}");
    assertThat(entry.integer("i")).isEqualTo(3);
    assertThat(entry.integer("none", 4)).isEqualTo(4);
    assertThat(entry.number("d")).isEqualTo(0.5);
    assertThat(entry.number("e")).isEqualTo(0.001);
    assertThat(entry.number("i")).isEqualTo(3);
    assertThat(entry.number("none", 0.25)).isEqualTo(0.25);
    assertThat(entry.flag("b", false)).isTrue();
    assertThat(entry.flag("none", true)).isTrue();
    assertThat(entry.choice("s", "valid", "same", "valid")).isEqualTo("same");
    assertThat(entry.choice("none", "valid", "same", "valid")).isEqualTo("valid");
    assertThat(entry.integers("l")).containsExactly(1, 2);
    assertThat(entry.integers("i")).containsExactly(3);
    assertThat(entry.integers("none")).isEmpty();
    assertThat(entry.texts("n")).containsExactly("a", "7");
    assertThat(entry.entry("init").orElseThrow().number("gain")).isEqualTo(2);
    assertThat(entry.entry("none")).isEmpty();
  }

  @Test
  void aWrongTypeIsNamedWithWhatWasExpected() {
    Entry entry = layer("conv2d:\n  filters: many\n  padding: sam\n  bias: 1\n  kernel: [3, x]\n  rate: true");
    fails(() -> entry.integer("filters"), "my.yaml line 2: conv2d.filters: expected a whole number, not the text \"many\"");
    fails(() -> entry.choice("padding", "valid", "same", "valid"),
        "my.yaml line 3: conv2d.padding: \"sam\" is none of same, valid (did you mean same?)");
    fails(() -> entry.flag("bias", true), "my.yaml line 4: conv2d.bias: expected true or false, not the number 1");
    fails(() -> entry.integers("kernel"), "my.yaml line 5: conv2d.kernel: expected a whole number, not the text \"x\"");
    fails(() -> entry.number("rate"), "my.yaml line 6: conv2d.rate: expected a number, not true");
    fails(() -> entry.integer("strides"), "my.yaml line 1: conv2d: the option strides, a whole number, is missing");
    fails(() -> entry.entries("bias"), "my.yaml line 4: expected a list of layers, each after a dash, not the number 1");
  }

  @Test
  void unknownNamesGetTheNearest() {
    fails(() -> layer("conv2d:\n  filters: 3\n  kernle: 3").taking("filters", "kernel"),
        "my.yaml line 3: conv2d: unknown option \"kernle\" (did you mean kernel?); its options are filters, kernel");
    fails(() -> layer("relu: {x: 1}").takingNamed(), "my.yaml line 1: relu: unknown option \"x\"; it takes no options");
    fails(() -> layer("relu: 3").takingNamed(), "my.yaml line 1: relu: the number 3 belongs to no option; relu takes no options");
    fails(() -> layer("conv2d: 3").takingNamed("filters", "kernel"),
        "my.yaml line 1: conv2d: the number 3 belongs to no option; name the option: filters, kernel");
    assertThat(layer("\n\n- conv2".replace("- ", "")).unknown("layer", List.of("conv2d", "dense")))
        .isInstanceOf(GradusException.class)
        .hasMessage("my.yaml line 3: unknown layer \"conv2\" (did you mean conv2d?)");
    assertThat(layer("dense: 3").error("no")).hasMessage("my.yaml line 1: dense: no");
  }

  private static void fails(org.assertj.core.api.ThrowableAssert.ThrowingCallable call, String message) {
    assertThatThrownBy(call).isInstanceOf(GradusException.class).hasMessage(message);
  }
}
