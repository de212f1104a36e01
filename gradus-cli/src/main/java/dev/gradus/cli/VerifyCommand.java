package dev.gradus.cli;

import dev.gradus.GradusException;
import dev.gradus.backend.Execution;
import dev.gradus.cli.recipe.Blueprint;
import dev.gradus.cli.recipe.Recipe;
import dev.gradus.dataset.Dataset;
import dev.gradus.model.Model;
import dev.gradus.train.DivergenceException;
import dev.gradus.train.EpochReport;
import dev.gradus.train.Listener;
import dev.gradus.train.Training;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `gradus verify RUN`: trains again and says whether every bit agrees with the run's receipt. It writes nothing into the run folder.
@Command(
    name = "verify",
    description = "Train a run again and say whether every bit agrees with its receipt, or where the first one differs.",
    footer = {"", "Examples:", "  gradus verify runs/digits-1", "  gradus verify runs/digits-1 --threads 1"})
final class VerifyCommand implements Action {
  @Mixin
  private CommonOptions common;

  @Parameters(paramLabel = "RUN", description = "A run folder.")
  private Path path;

  @Option(names = "--threads", paramLabel = "N",
      description = "Threads to compute with; all processors by default. It changes no bit.")
  private Optional<Integer> threads = Optional.empty();

  VerifyCommand() {}

  @Override
  public Object run(Screen screen) throws Exception {
    RunFolder run = RunFolder.open(path);
    Receipt kept = Receipt.read(run);
    Recipe recipe = run.recipe();
    Execution execution = Compute.on(threads, screen);
    Blueprint blueprint = Blueprint.of(recipe);
    String version = Receipt.currentVersion();
    // Another version may draw other data or write the recipe otherwise, and that is not the run's fault.
    if (!version.equals(kept.version())) {
      throw differs("version", "the run was made by " + kept.version() + ", but this is " + version
          + ": bits are promised within one version");
    }
    if (!Receipt.sha(recipe.yaml()).equals(kept.recipe())) {
      throw differs("recipe", "the recipe in " + run.recipeFile() + " is not the one that was trained: it was changed after the run");
    }
    screen.note(blueprint.source().doing() + "…");
    Dataset training = blueprint.weighted(blueprint.source().train(recipe.seed()));
    Receipt now = Receipt.begin(recipe.yaml(), training);
    if (!now.data().equals(kept.data())) {
      throw differs("data", "the training data are not those of the run: SHA-256 " + now.data() + ", in the receipt " + kept.data());
    }
    int held = blueprint.validationExamples(training.size());
    Model model = blueprint.model(training);
    Map<String, Object> first = new LinkedHashMap<>();
    Optional<String> diverged = Optional.empty();
    try (Progress progress = Progress.on(screen.err(), Terminal.ofStandardError())) {
      progress.begin("Epoch 1/" + recipe.epochs(), "images");
      Comparison comparison = new Comparison(kept, first, progress);
      long steps;
      try {
        steps = blueprint.trainer(model, execution).listener(comparison).fit(training).steps();
      } catch (DivergenceException again) {
        // A run that diverged has a receipt up to there.
        steps = comparison.agreed;
        diverged = Optional.of(again.what());
      }
      if (first.isEmpty() && steps < kept.steps().size()) {
        throw differs("steps", path + " has " + kept.steps().size() + " steps in its receipt, but training ended after " + steps
            + diverged.map(what -> ": " + what).orElse(""));
      }
      if (first.isEmpty() && comparison.epochs < kept.weights().size()) {
        throw differs("epochs", path + " has the weights after " + kept.weights().size() + " epochs in its receipt, but training ended after "
            + comparison.epochs);
      }
    }
    if (!first.isEmpty()) {
      String where = "epoch " + first.get("epoch") + ", step " + first.get("step") + ", " + first.get("what");
      first.put("identical", false);
      throw new Differs(path + " differs from its receipt first at " + where, first);
    }
    checkModel(run, kept, model.weightsSha256());
    screen.say("Every bit agrees: " + Figures.count(kept.steps().size()) + " steps, " + kept.parameters().size() + " parameters, "
        + kept.weights().size() + " epochs");
    diverged.ifPresent(what -> screen.say("Then, as in the run, " + what));
    Map<String, Object> report = new LinkedHashMap<>();
    report.put("run", path.toString());
    report.put("identical", true);
    report.put("steps", kept.steps().size());
    report.put("epochs", kept.weights().size());
    report.put("threads", execution.threads());
    report.put("diverged", diverged.isPresent());
    return report;
  }

  /// The receipt may be right, and the model beside it another: then it is that of no epoch, nor of the training's end.
  private static void checkModel(RunFolder run, Receipt kept, String trained) {
    if (!Files.exists(run.modelFile())) {
      return;
    }
    String weights;
    try {
      weights = Model.load(run.modelFile()).weightsSha256();
    } catch (GradusException damaged) {
      throw differs("model", damaged.getMessage());
    }
    if (!weights.equals(trained) && !kept.weights().contains(weights)) {
      throw differs("model", run.modelFile() + " doesn't have the run's weights: their SHA-256 is " + weights + ", by the receipt "
          + trained + ". It was changed or exchanged after the training");
    }
  }

  private static Differs differs(String what, String line) {
    Map<String, Object> report = new LinkedHashMap<>();
    report.put("identical", false);
    report.put("what", what);
    return new Differs(line, report);
  }

  /// Holds each step to the receipt, and ends the training at the first that differs or after the last that it has.
  private static final class Comparison implements Listener {
    private final Receipt kept;
    private final Map<String, Object> first;
    private final Progress progress;
    private long agreed;
    private int epochs;

    Comparison(Receipt kept, Map<String, Object> first, Progress progress) {
      this.kept = kept;
      this.first = first;
      this.progress = progress;
    }

    @Override
    public void stepFinished(Training training) {
      int at = (int) training.step() - 1;
      if (at >= kept.steps().size()) {
        found(training, "a step that the receipt doesn't have");
        return;
      }
      int[] expected = kept.steps().get(at);
      int[] row = Receipt.row(training);
      if (row.length != expected.length) {
        throw new GradusException("the model has " + (row.length - 2) + " parameters, the receipt " + (expected.length - 2));
      }
      for (int i = 0; i < row.length; i++) {
        if (row[i] != expected[i]) {
          found(training, switch (i) {
            case 0 -> "the epoch's number";
            case 1 -> "loss";
            default -> "gradient of " + kept.parameters().get(i - 2);
          });
          return;
        }
      }
      agreed = training.step();
      progress.step(training.examples(), (double) training.examples() / training.examplesPerEpoch(),
          Progress.quality(training.loss(), Double.NaN));
      boolean epochEnds = training.examples() == training.examplesPerEpoch();
      if (at + 1 == kept.steps().size() && !(epochEnds && kept.weights().size() == training.epoch())) {
        training.stop("the receipt ends here");
      }
    }

    @Override
    public void epochFinished(Training training, EpochReport report) {
      progress.end("Epoch " + report.epoch() + "/" + training.epochs());
      if (!first.isEmpty()) {
        return;
      }
      epochs = report.epoch();
      if (training.step() < kept.steps().size() && report.epoch() > kept.weights().size()) {
        found(training, "weights after the epoch, which the receipt doesn't have");
      } else if (report.epoch() <= kept.weights().size()
          && !kept.weights().get(report.epoch() - 1).equals(training.model().weightsSha256())) {
        found(training, "weights after the epoch");
      } else if (training.step() >= kept.steps().size()) {
        training.stop("the receipt ends here");
      }
      if (training.stopped().isEmpty() && report.epoch() < training.epochs()) {
        progress.begin("Epoch " + (report.epoch() + 1) + "/" + training.epochs(), "images");
      }
    }

    private void found(Training training, String what) {
      if (first.isEmpty()) {
        first.put("epoch", training.epoch());
        first.put("step", training.step());
        first.put("what", what);
      }
      training.stop("it differs");
    }
  }
}
