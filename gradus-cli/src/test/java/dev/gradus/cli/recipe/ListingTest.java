package dev.gradus.cli.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gradus.activation.Activations;
import dev.gradus.data.augment.Augmentations;
import dev.gradus.initializer.Initializers;
import dev.gradus.layer.Conv2d;
import dev.gradus.layer.Layers;
import dev.gradus.loss.Losses;
import dev.gradus.loss.SoftmaxCrossEntropy;
import dev.gradus.metric.Metrics;
import dev.gradus.metric.SetMetrics;
import dev.gradus.network.Models;
import dev.gradus.optimizer.Constraints;
import dev.gradus.optimizer.Optimizers;
import dev.gradus.optimizer.Schedules;
import dev.gradus.optimizer.Transforms;
import dev.gradus.output.OutputUnits;
import dev.gradus.train.EarlyStopping;
import dev.gradus.train.Trainer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// The lines of `gradus list` against the documentation of what they list.
class ListingTest {
  /// Where the members of a group are documented, under their own names.
  private static final Map<String, List<Class<?>>> DOCUMENTED = Map.of(
      "units", List.of(Layers.class),
      "outputs", List.of(OutputUnits.class),
      "losses", List.of(Losses.class),
      "optimizers", List.of(Optimizers.class),
      "schedules", List.of(Schedules.class),
      "initializers", List.of(Initializers.class),
      "layers", List.of(Layers.class),
      "models", List.of(Models.class),
      "augmentations", List.of(Augmentations.class),
      "metrics", List.of(Metrics.class, SetMetrics.class));

  /// What documents a regularizer that is an option or a link of something else.
  private record Member(Class<?> type, String name) {}

  private static final Map<String, Member> REGULARIZERS = Map.ofEntries(
      Map.entry("l1", new Member(Transforms.class, "l1")),
      Map.entry("l2", new Member(Transforms.class, "weightDecay")),
      Map.entry("weightDecay", new Member(Optimizers.class, "adamW")),
      Map.entry("maxNorm", new Member(Constraints.class, "maxNorm")),
      Map.entry("weightStandardisation", new Member(Conv2d.class, "STANDARDISED")),
      Map.entry("labelSmoothing", new Member(SoftmaxCrossEntropy.class, "labelSmoothing")),
      Map.entry("earlyStopping", new Member(EarlyStopping.class, "record EarlyStopping")),
      Map.entry("mixup", new Member(Augmentations.class, "mixup")),
      Map.entry("cutmix", new Member(Augmentations.class, "cutmix")),
      Map.entry("averageWeights", new Member(Trainer.class, "averageWeights")));

  static Stream<Arguments> things() {
    return Listing.groups().stream().flatMap(group -> group.things().stream().map(thing -> Arguments.of(group.key(), thing)));
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("things")
  void aLineIsHowTheDocumentationBegins(String group, Listing.Thing thing) {
    List<String> comments = members(group, thing.name()).stream().flatMap(member -> comments(member).stream()).toList();
    assertThat(comments).as("doc comments of %s %s", group, thing.name()).isNotEmpty();
    assertThat(thing.about()).as("the line of %s %s in about.properties", group, thing.name()).isNotBlank();
    assertThat(comments).as("the beginning of the documentation of %s %s, which its line in about.properties is: \"%s\"", group,
        thing.name(), thing.about()).anyMatch(comment -> (comment + " ").matches("(?s)\\Q" + thing.about() + "\\E\\W.*"));
  }

  private static List<Member> members(String group, String name) {
    if (!group.equals("regularizers")) {
      return DOCUMENTED.get(group).stream().map(type -> new Member(type, name)).toList();
    }
    return List.of(REGULARIZERS.getOrDefault(name, new Member(Layers.class, name)));
  }

  /// The comments right before declarations of a member of this name, without marks.
  private static List<String> comments(Member member) {
    List<String> lines = lines(member.type());
    List<String> comments = new ArrayList<>();
    for (int i = 1; i < lines.size(); i++) {
      if (lines.get(i).matches("\\s*(public .*)?\\b" + member.name() + "\\b.*") && lines.get(i - 1).strip().startsWith("///")) {
        int start = i;
        while (start > 0 && lines.get(start - 1).strip().startsWith("///")) {
          start--;
        }
        StringBuilder text = new StringBuilder();
        lines.subList(start, i).forEach(line -> text.append(line.strip().substring(3).strip()).append(' '));
        comments.add(text.toString().replace("`", ""));
      }
    }
    return comments;
  }

  private static List<String> lines(Class<?> type) {
    try {
      // The sources stand beside the classes, or beside the jar, of each module.
      Path classes = Path.of(Listing.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      String module = type == Augmentations.class ? "gradus-data" : "gradus-core";
      Path sources = classes.resolve("../../../" + module + "/src/main/java").normalize();
      return Files.readAllLines(sources.resolve(type.getName().replace('.', '/') + ".java"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void everyLineIsOfSomethingListed() {
    Set<String> listed = new TreeSet<>();
    Listing.groups().forEach(group -> group.things().forEach(thing -> listed.add(group.key() + "." + thing.name())));
    assertThat(listed).containsAll(Listing.described());
  }

  @Test
  void everyActivationIsAUnit() {
    // Softmax's logarithm is within the losses from logits.
    Set<String> activations = RoundTripTest.methods(Activations.class, Set.of("logSoftmax"));
    assertThat(KnownUnits.UNITS.names()).containsAll(activations);
  }

  /// What a recipe writes for it, with the rest of the least recipe that it fits.
  @ParameterizedTest
  @MethodSource("regularizers")
  void anExampleOfARegularizerIsRead(String name, String example) {
    String model = example.startsWith("model:") ? "" : "model: [dense: 2]\n";
    Recipe recipe = Recipe.read("data: moons\n" + model + example + "\n", "x");
    Blueprint.of(recipe);
    assertThat(Recipe.read(recipe.yaml(), "y")).as(name).isEqualTo(recipe);
  }

  static Stream<Arguments> regularizers() {
    return KnownRegularizers.EXAMPLES.entrySet().stream().map(example -> Arguments.of(example.getKey(), example.getValue()));
  }
}
