package dev.gradus.model;

import static dev.gradus.layer.Layers.dense;
import static dev.gradus.layer.Layers.dropout;
import static dev.gradus.layer.Layers.relu;
import static dev.gradus.layer.Layers.sequential;
import static dev.gradus.loss.Losses.softmaxCrossEntropy;
import static dev.gradus.optimizer.Optimizers.adam;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gradus.GradusException;
import dev.gradus.backend.Backend;
import dev.gradus.backend.Execution;
import dev.gradus.backend.Widths;
import dev.gradus.dataset.Dataset;
import dev.gradus.graph.Value;
import dev.gradus.layer.Layer;
import dev.gradus.random.Seed;
import dev.gradus.tensor.Shape;
import dev.gradus.train.Nets;
import dev.gradus.train.Trainer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ModelFileTest {
  private static final Execution ONE = new Execution(Backend.VECTOR, 1);

  @TempDir
  private Path folder;

  @ParameterizedTest
  @EnumSource
  void loadedModelIsTheSavedOne(Nets net) throws IOException {
    Path file = folder.resolve("m.gradus");
    Model saved = net.model();
    Dataset data = net.data(64);
    net.trainer(saved, ONE).batchSize(16).fit(data);
    saved.save(file);
    Model loaded = Model.load(file);

    assertThat(loaded.weightsSha256()).isEqualTo(saved.weightsSha256());
    assertThat(loaded.variables()).isEqualTo(saved.variables());
    assertThat(loaded.seed()).isEqualTo(saved.seed());
    assertThat(loaded.classes()).containsExactly("a", "b", "c");
    assertThat(loaded.summary()).isEqualTo(saved.summary());
    assertThat(loaded.predict(net.inputs(9))).isEqualTo(saved.predict(net.inputs(9)));
    Evaluation before = saved.evaluate(data);
    Evaluation after = loaded.evaluate(data);
    assertThat(after.loss()).isEqualTo(before.loss());
    assertThat(after.metrics()).isEqualTo(before.metrics());
    assertThat(after.confusion().orElseThrow().counts()).isDeepEqualTo(before.confusion().orElseThrow().counts());

    Path again = folder.resolve("again.gradus");
    loaded.save(again);
    assertThat(Files.readAllBytes(again)).as("save(load(file))").isEqualTo(Files.readAllBytes(file));

    net.trainer(saved, ONE).batchSize(16).fit(data);
    net.trainer(loaded, ONE).batchSize(16).fit(data);
    assertThat(loaded.weightsSha256()).as("trained on").isEqualTo(saved.weightsSha256());
  }

  @Test
  void untrainedModelLoadsAndTrains() {
    Path file = folder.resolve("m.gradus");
    Nets.CNN.model().save(file);
    Model loaded = Model.load(file);
    Model fresh = Nets.CNN.model();
    assertThat(loaded.classes()).isEmpty();
    Nets.CNN.trainer(loaded, ONE).fit(Nets.CNN.data(40));
    Nets.CNN.trainer(fresh, ONE).fit(Nets.CNN.data(40));
    assertThat(loaded.weightsSha256()).isEqualTo(fresh.weightsSha256());
  }

  @Test
  void modelOfLambdasLoadsInAnotherJvmWithoutTheirCode() throws Exception {
    Layer gate = (s, x) -> x.multiply(s.parameter("gate", Shape.of(8), (into, _, _) -> java.util.Arrays.fill(into, 0.5f)));
    Layer block = sequential(dense(8), relu());
    Layer residual = (s, x) -> x.add(block.apply(s, x));
    Model model = Model.create(sequential(dense(8), gate, residual, dropout(0.1), dense(3)), Shape.of(13), Seed.seed(3));
    Nets.MLP.trainer(model, ONE).fit(Nets.MLP.data(50));
    Path file = folder.resolve("lambdas.gradus");
    model.save(file);
    String prediction = model.predict(Nets.MLP.inputs(4)).toString();
    Nets.MLP.trainer(model, ONE).fit(Nets.MLP.data(50));
    assertThat(Widths.runWithoutVectors(Elsewhere.class, file.toString())).containsExactly(prediction, model.weightsSha256());
    // Names of classes and lambdas are nowhere in the file.
    assertThat(new String(Files.readAllBytes(file), java.nio.charset.StandardCharsets.ISO_8859_1))
        .doesNotContain("Lambda").doesNotContain("dev.gradus").doesNotContain("ModelFileTest");
  }

  /// Loads a model in a JVM that never made its layers, predicts with it and trains it on.
  static final class Elsewhere {
    private Elsewhere() {}

    public static void main(String[] arguments) {
      Model model = Model.load(Path.of(arguments[0]));
      System.out.println(model.predict(Nets.MLP.inputs(4)));
      Nets.MLP.trainer(model, Execution.best()).fit(Nets.MLP.data(50));
      System.out.println(model.weightsSha256());
    }
  }

  @Test
  void customOpLoadsOnlyIfTheCallerPassesIt() {
    Model model = Model.create(
        sequential(dense(5), (_, x) -> Value.custom(new Cube(0.25f), x), dense(3)), Shape.of(13), Seed.seed(3));
    Trainer.of(model).loss(softmaxCrossEntropy()).optimizer(adam(1e-2)).execution(ONE).fit(Nets.MLP.data(50));
    Path file = folder.resolve("cube.gradus");
    model.save(file);
    assertThatThrownBy(() -> Model.load(file)).isInstanceOf(FormatException.class).message()
        .startsWith(file + " is not a model file at byte 8: the model's description: node ")
        .endsWith(": custom op \"cube\" is not among those passed to load: []. Pass it?");
    Model loaded = Model.load(file, Map.of("cube", Cube::read));
    assertThat(loaded.predict(Nets.MLP.inputs(4))).isEqualTo(model.predict(Nets.MLP.inputs(4)));
    for (Model each : List.of(model, loaded)) {
      Trainer.of(each).loss(softmaxCrossEntropy()).optimizer(adam(1e-2)).execution(ONE).fit(Nets.MLP.data(50));
    }
    assertThat(loaded.weightsSha256()).isEqualTo(model.weightsSha256());
  }

  @Test
  void customOpWhoseMakerFailsIsAnErrorOfTheFile() {
    Model model = Model.create((_, x) -> Value.custom(new Cube(1), x), Shape.of(2), Seed.seed(3));
    Path file = folder.resolve("cube.gradus");
    model.save(file);
    assertThatThrownBy(() -> Model.load(file, Map.of("cube", _ -> Cube.read("not a number")))).isInstanceOf(FormatException.class);
  }

  @Test
  void savingToAMissingFolderSaysSo() {
    Path missing = folder.resolve("nowhere");
    assertThatThrownBy(() -> Nets.MLP.model().save(missing.resolve("m.gradus"))).isInstanceOf(GradusException.class).hasMessage(
        "can't write the model to " + missing.resolve("m.gradus") + ": there is no folder " + missing);
    assertThat(missing).doesNotExist();
  }

  @Test
  void savingOverAFolderSaysSoAndLeavesNothingBehind() throws IOException {
    Path taken = Files.createDirectory(folder.resolve("taken"));
    Files.writeString(taken.resolve("inside"), "kept");
    assertThatThrownBy(() -> Nets.MLP.model().save(taken)).isInstanceOf(GradusException.class)
        .hasMessage("can't write the model to " + taken + ": it is a folder");
    assertThat(taken.resolve("inside")).hasContent("kept");
    assertThat(folder).isDirectoryNotContaining(path -> path.toString().endsWith(".part"));
  }

  @Test
  void failedSaveKeepsTheOldFile() throws IOException {
    Path file = folder.resolve("m.gradus");
    Nets.MLP.model().save(file);
    byte[] old = Files.readAllBytes(file);
    // A folder where the temporary file goes makes writing fail for every user, the superuser too.
    Path temporary = Files.createDirectory(folder.resolve("m.gradus.part"));
    Files.writeString(temporary.resolve("inside"), "kept");
    assertThatThrownBy(() -> Nets.CNN.model().save(file)).isInstanceOf(GradusException.class)
        .hasMessageStartingWith("can't write the model to " + file + ": ");
    assertThat(Files.readAllBytes(file)).isEqualTo(old);
    assertThat(temporary.resolve("inside")).hasContent("kept");
  }

  @Test
  void savedFileIsReplacedWhole() throws IOException {
    Path file = folder.resolve("m.gradus");
    Nets.CNN.model().save(file);
    Nets.MLP.model().save(file);
    assertThat(Model.load(file).weightsSha256()).isEqualTo(Nets.MLP.model().weightsSha256());
    assertThat(Files.list(folder)).containsExactly(file);
  }
}
