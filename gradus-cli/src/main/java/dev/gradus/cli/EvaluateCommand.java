package dev.gradus.cli;

import dev.gradus.GradusException;
import dev.gradus.backend.Execution;
import dev.gradus.cli.recipe.Blueprint;
import dev.gradus.cli.recipe.Recipe;
import dev.gradus.cli.recipe.Source;
import dev.gradus.data.Idx;
import dev.gradus.data.ImageFolder;
import dev.gradus.data.Pictures;
import dev.gradus.data.table.BadRows;
import dev.gradus.data.table.TableModel;
import dev.gradus.dataset.Dataset;
import dev.gradus.metric.SetMetric;
import dev.gradus.model.Ensemble;
import dev.gradus.model.Evaluation;
import dev.gradus.model.Model;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `gradus evaluate RUN…`: how good a trained model is on its test set, or on another of the same form; of several runs, how
/// good their mean prediction is.
@Command(
    name = "evaluate",
    description = "Test a trained model on its own test set, or on the test files in another folder. Of several runs the mean"
        + " prediction is tested, on the first one's test set.",
    footer = {"", "Examples:", "  gradus evaluate runs/digits-1", "  gradus evaluate runs/digits-1 --data folder/of/mnist",
      "  gradus evaluate runs/digits-1 runs/digits-2 runs/digits-3", "  gradus evaluate runs/house-1 other.csv --skip-bad-rows"})
final class EvaluateCommand implements Action {
  @Mixin
  private CommonOptions common;

  @Parameters(arity = "1..*", paramLabel = "RUN", description = "A run folder, or a model's file; several are an ensemble. After"
      + " one that was trained on a table comes a table with the answers.")
  private List<Path> runs;

  @Option(names = "--data", paramLabel = "FOLDER",
      description = "A folder with t10k-images-idx3-ubyte and t10k-labels-idx1-ubyte, plain or as .gz; for a run trained on pictures, a folder"
          + " with a folder for each class.")
  private Optional<Path> data = Optional.empty();

  @Option(names = "--skip-bad-rows", description = "Leave out rows of the table, or pictures of the folder, that can't be read, and list them.")
  private boolean skipBadRows;

  @Option(names = "--threads", paramLabel = "N",
      description = "Threads to compute with; all processors by default. It changes no bit.")
  private Optional<Integer> threads = Optional.empty();

  EvaluateCommand() {}

  @Override
  public Object run(Screen screen) {
    Execution execution = Compute.on(threads, screen);
    Trained trained = Trained.open(runs.getFirst());
    if (TableModel.is(trained.model())) {
      if (runs.size() != 2 || data.isPresent()) {
        throw new GradusException(trained.path() + " was trained on a table: gradus evaluate " + trained.path() + " other.csv");
      }
      return new TableEvaluation(trained.path(), TableModel.of(trained.model()), runs.getLast(), badRows()).run(screen, execution);
    }
    if (skipBadRows && !(data.isPresent() && trained.onPictures())) {
      throw new GradusException("--skip-bad-rows goes with another table, or with another folder of pictures, --data FOLDER");
    }
    List<Trained> members = Stream.concat(Stream.of(trained), runs.stream().skip(1).map(Trained::open)).toList();
    Ensemble ensemble = Ensemble.of(members.stream().map(Trained::model).toList());
    Model model = trained.model();
    Dataset test = data.isPresent() ? inFolder(data.get(), trained, screen) : ownTestSet(trained, screen);
    if (test instanceof Pictures pictures) {
      leftOut(pictures.skippedPictures(), pictures.skipped(), screen);
    }
    screen.note("Testing on " + Figures.count(test.size()) + " examples…");
    List<SetMetric> setMetrics = trained.run().map(folder -> Blueprint.setMetrics(folder.recipe())).orElse(List.of());
    boolean several = members.size() > 1;
    List<Map<String, Object>> each = several ? each(members, test, execution, screen) : List.of();
    Evaluation evaluation = several ? ensemble.evaluate(test, execution, setMetrics) : model.evaluate(test, execution, setMetrics);
    screen.say((several ? "Mean prediction of " + members.size() + " runs: " : "Test: ") + Figures.quality(evaluation) + " on " + Figures.count(evaluation.examples()) + " examples");
    evaluation.confusion().ifPresent(counted -> {
      screen.say("");
      ConfusionMatrix.of(counted).lines().forEach(screen::say);
    });
    Map<String, Object> report = new LinkedHashMap<>();
    if (several) {
      report.put("members", each);
    } else {
      report.put("run", trained.path().toString());
    }
    data.ifPresent(folder -> report.put("data", folder.toString()));
    if (test instanceof Pictures pictures) {
      report.put("skipped_rows", pictures.skippedPictures());
      report.put("skipped", pictures.skipped());
    }
    report.put("test_accuracy", evaluation.metrics().get("accuracy"));
    report.put("test_metrics", evaluation.metrics());
    report.put("test_loss", evaluation.loss());
    report.put("test_examples", evaluation.examples());
    report.put("classes", model.classes());
    evaluation.confusion().ifPresent(counted -> report.put("confusion", counted.counts()));
    if (!several) {
      report.put("weights_sha256", model.weightsSha256());
    }
    return report;
  }

  private BadRows badRows() {
    return skipBadRows ? BadRows.SKIP : BadRows.REFUSE;
  }

  /// Tells what isn't tested on.
  static void leftOut(int count, List<String> told, Screen screen) {
    if (count > 0) {
      screen.note("Left out " + Figures.count(count) + " that can't be read, such as:");
      told.forEach(line -> screen.note("  " + line));
    }
  }

  /// Each member's own figures on the test set of them all.
  private static List<Map<String, Object>> each(List<Trained> members, Dataset test, Execution execution, Screen screen) {
    return members.stream().map(member -> {
      Evaluation alone = member.model().evaluate(test, execution);
      screen.say(member.path() + ": " + Figures.quality(alone));
      Map<String, Object> figures = new LinkedHashMap<>();
      figures.put("run", member.path().toString());
      figures.put("test_accuracy", alone.metrics().get("accuracy"));
      figures.put("test_loss", alone.loss());
      figures.put("weights_sha256", member.model().weightsSha256());
      return figures;
    }).toList();
  }

  private static Dataset ownTestSet(Trained trained, Screen screen) {
    Recipe recipe = trained.run().orElseThrow(() -> new GradusException(
        "a model's file alone doesn't say what to test it on: name a folder with --data, or the run folder instead")).recipe();
    Source source = Blueprint.of(recipe).source();
    screen.note(source.doing() + "…");
    return source.test(recipe.seed());
  }

  /// The test files in a folder. Names are the folder's own if it has any, otherwise the model's.
  private Dataset inFolder(Path folder, Trained trained, Screen screen) {
    Model model = trained.model();
    if (trained.onPictures()) {
      return ImageFolder.of(folder, model.classes()).read(model.inputShape(), badRows());
    }
    boolean named = Files.exists(folder.resolve("classes.txt")) || model.classes().isEmpty();
    Dataset test = named ? Idx.test(folder) : Idx.test(folder, model.classes());
    List<String> known = model.classes();
    if (test.classes().size() != known.size()) {
      throw new GradusException("the model knows " + known.size() + " classes, but " + folder + " has " + test.classes().size()
          + ": " + String.join(", ", test.classes()));
    }
    if (!test.classes().equals(known)) {
      screen.note("Note: the classes have other names in " + folder + " (" + String.join(", ", test.classes())
          + ") than in the model (" + String.join(", ", known) + "); they are taken in their order");
    }
    return test;
  }
}
