package dev.gradus.cli;

import dev.gradus.GradusException;
import dev.gradus.cli.recipe.Blueprint;
import dev.gradus.cli.recipe.Recipe;
import dev.gradus.data.ContactSheet;
import dev.gradus.dataset.Augmentation;
import dev.gradus.dataset.Dataset;
import dev.gradus.tensor.DType;
import dev.gradus.tensor.Tensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `gradus data preview RECIPE`: a contact sheet of training pictures as they are, after each augmentation, and after all.
@Command(
    name = "preview",
    description = "Write a PNG of training pictures as they are, by each augmentation of the recipe, and by all as epochs see them.",
    footer = {"", "Example:", "  gradus data preview fashion-mnist-best --data folder/of/fashion-mnist --out sheet.png"})
final class PreviewCommand implements Action {
  /// How many epochs are shown.
  private static final int EPOCHS = 3;

  @Mixin
  private CommonOptions common;

  @Parameters(paramLabel = "RECIPE", description = "A built-in recipe, or a YAML file.")
  private String named;

  @Option(names = "--data", paramLabel = "FOLDER", description = "The folder that the recipe's data are read from.")
  private Optional<Path> data = Optional.empty();

  @Option(names = "--out", paramLabel = "FILE", description = "The PNG to write; NAME-preview.png by default.")
  private Optional<Path> out = Optional.empty();

  @Option(names = "--examples", paramLabel = "N", description = "How many examples to show; 8 by default.")
  private int examples = 8;

  PreviewCommand() {}

  @Override
  public Object run(Screen screen) {
    Recipe found = Recipe.find(named);
    Recipe recipe = data.isPresent() ? found.withFolder(data.get()) : found;
    Blueprint blueprint = Blueprint.of(recipe);
    blueprint.source().check();
    Dataset training = blueprint.source().train(recipe.seed());
    if (training.inputShape().rank() != 3) {
      throw new GradusException("a preview shows pictures [height, width, channels], but examples of " + recipe.name() + " have shape "
          + training.inputShape());
    }
    if (examples < 1 || examples > training.size()) {
      throw new GradusException("--examples must be 1 to " + training.size() + ", the number of training examples, not " + examples);
    }
    List<String> titles = new ArrayList<>(List.of("original"));
    List<Dataset> columns = new ArrayList<>(List.of(training));
    for (int i = 0; i < recipe.augment().size(); i++) {
      titles.add(recipe.augment().get(i).name());
      columns.add(blueprint.augmentations().get(i).view(training, recipe.seed(), 1));
    }
    for (int epoch = 1; epoch <= EPOCHS && !recipe.augment().isEmpty(); epoch++) {
      titles.add("epoch " + epoch);
      Augmentation all = blueprint.augmentation().orElseThrow();
      columns.add(all.view(training, recipe.seed(), epoch));
    }
    List<List<Tensor>> rows = new ArrayList<>();
    List<String> labels = new ArrayList<>();
    for (int i = 0; i < examples; i++) {
      int example = i;
      rows.add(columns.stream().map(column -> column.input(example)).toList());
      labels.add(label(training, i));
    }
    Path file = out.orElse(Path.of(recipe.name() + "-preview.png"));
    ContactSheet.write(file, titles, labels, rows);
    screen.say("Wrote " + file + ": " + examples + " examples as " + String.join(", ", titles));
    Map<String, Object> report = new LinkedHashMap<>();
    report.put("file", file.toString());
    report.put("examples", examples);
    report.put("columns", titles);
    return report;
  }

  private static String label(Dataset training, int example) {
    if (training.targetType() != DType.I32) {
      return String.valueOf(example);
    }
    int label = training.readLabel(example);
    return label < training.classes().size() ? training.classes().get(label) : String.valueOf(label);
  }
}
