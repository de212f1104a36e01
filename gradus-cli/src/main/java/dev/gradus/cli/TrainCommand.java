package dev.gradus.cli;

import dev.gradus.GradusException;
import dev.gradus.backend.Execution;
import dev.gradus.backend.Memory;
import dev.gradus.cli.recipe.Blueprint;
import dev.gradus.cli.recipe.Recipe;
import dev.gradus.cli.recipe.Source;
import dev.gradus.dataset.Dataset;
import dev.gradus.model.Evaluation;
import dev.gradus.model.Model;
import dev.gradus.train.Checkpoints;
import dev.gradus.train.LearningRateFinder;
import dev.gradus.train.Trainer;
import dev.gradus.train.TrainingReport;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `gradus train RECIPE`: trains a model, tests it once, and leaves a run folder.
@Command(
    name = "train",
    description = "Train a model as a recipe says, test it, and keep it in a run folder.",
    footer = {
      "", "Examples:", "  gradus train digits", "  gradus train my.yaml --epochs 20 --learning-rate 0.0005",
      "  gradus train my.yaml --find-learning-rate", "  gradus train fashion-mnist --data folder/of/fashion-mnist",
      "  gradus train --resume runs/digits-1", "  gradus train --data house.csv --target price --folds 5",
      "  gradus train --data visits.csv --target cost --group patient \\", "    --column zip=category",
      "  gradus train --jdbc jdbc:postgresql://db/sales \\", "    --query 'select * from house' --driver postgresql.jar --target price",
      "  gradus train --data folder/of/pets --size 32", "  gradus data fetch iris && gradus train --data iris --target species"
    })
final class TrainCommand implements Action {
  @Mixin
  private CommonOptions common;

  @Parameters(paramLabel = "RECIPE", arity = "0..1",
      description = "A built-in recipe (gradus recipes lists them), or a YAML file. Without one: your own data, with --data or --jdbc.")
  private Optional<String> recipe = Optional.empty();

  @Mixin
  private TableOptions table;

  @Option(names = "--epochs", paramLabel = "N", description = "How often to go over the training data.")
  private Optional<Integer> epochs = Optional.empty();

  @Option(names = "--batch-size", paramLabel = "N", converter = BatchSize.class,
      description = "Examples a step: 1 is stochastic, all is batch gradient descent.")
  private Optional<Integer> batchSize = Optional.empty();

  @Option(names = "--learning-rate", paramLabel = "RATE", description = "The optimizer's learning rate.")
  private Optional<Double> learningRate = Optional.empty();

  @Option(names = "--find-learning-rate",
      description = "Train for some steps at rising learning rates, show how the loss goes, propose a rate, and keep nothing.")
  private boolean findLearningRate;

  @Option(names = "--seed", paramLabel = "N", description = "From which everything random follows. Same seed, same bits.")
  private Optional<Long> seed = Optional.empty();

  @Option(names = "--threads", paramLabel = "N",
      description = "Threads to compute with; all processors by default. It changes no bit.")
  private Optional<Integer> threads = Optional.empty();

  @Option(names = "--data", paramLabel = "PATH",
      description = "With a recipe, the folder that its data are read from. Without, a table, a file of CSV, JSON lines or Parquet, or the name"
          + " of one that gradus data fetch brought (gradus data list shows them); or a folder that has a folder of pictures for each class.")
  private Optional<Path> data = Optional.empty();

  @Option(names = "--size", paramLabel = "N", description = "Pictures are stretched to N × N pixels; 64 by default.")
  private Optional<Integer> size = Optional.empty();

  @Option(names = "--resume", paramLabel = "RUN",
      description = "Go on with an interrupted run from its last checkpoint, to the bits that it would have had.")
  private Optional<Path> resume = Optional.empty();

  @Mixin
  private CheckpointOptions checkpointOptions;

  @Option(names = "--out", paramLabel = "FOLDER", description = "Where to make the run folder; runs by default.")
  private Optional<Path> out = Optional.empty();

  TrainCommand() {}

  @Override
  public Object run(Screen screen) throws Exception {
    Optional<TableTraining> ofTable = table.training(recipe, data, seed, out.orElse(RunFolder.USUAL_PARENT), epochs.isPresent()
        || batchSize.isPresent() || learningRate.isPresent() || findLearningRate || size.isPresent() || resume.isPresent() || checkpointOptions.given());
    if (ofTable.isPresent()) {
      return ofTable.get().run(screen, Compute.on(threads, screen));
    }
    Optional<EarlierRun> earlier = earlier();
    Recipe resolved = earlier.isPresent() ? earlier.get().recipe() : resolved();
    Execution execution = Compute.on(threads, screen);
    Blueprint blueprint = Blueprint.of(earlier.isPresent() && data.isPresent() ? resolved.withFolder(data.get()) : resolved);
    Source source = blueprint.source();
    Path parent = out.orElse(RunFolder.USUAL_PARENT);
    // A wrong option is found before there is anything to wait for.
    checkpointOptions.in(parent);
    if (!findLearningRate && earlier.isEmpty()) {
      RunFolder.prepare(parent);
    }
    source.check();
    // A layer that doesn't fit, or too large a plan, is found before there is anything to wait for.
    Optional<Dataset> outline = source.outline();
    Optional<Model> early = outline.map(blueprint::model);
    if (outline.isPresent() && outline.get().size() != Source.UNKNOWN_COUNT) {
      planned(blueprint, early.get(), outline.get(), execution);
    }
    screen.note(source.doing() + "…");
    Dataset training = blueprint.weighted(source.train(resolved.seed()));
    Source.Skipped skipped = source.skipped();
    if (skipped.count() > 0) {
      screen.note("Left out " + Figures.count(skipped.count()) + " that can't be read, such as:");
      skipped.told().forEach(line -> screen.note("  " + line));
    }
    Model model = early.orElseGet(() -> blueprint.model(training));
    blueprint.checkSetMetrics(model, training, execution);
    int held = blueprint.validationExamples(training.size());
    Memory memory = planned(blueprint, model, training, execution);
    screen.say("Data: " + Figures.count(training.size() - held) + " examples to train on, " + Figures.count(held)
        + " to validate on, each " + training.inputShape() + ", in " + training.classes().size() + " classes");
    screen.say("Model: " + Figures.count(model.parameters()) + " parameters; a training step is planned to take "
        + Memory.text(memory.total()) + " of memory");
    screen.say("Computing with " + Compute.described(execution));
    if (findLearningRate) {
      return RateReport.of(LearningRateFinder.usual().sweep(blueprint.trainer(model, execution), training)).say(screen);
    }

    Receipt receipt = Receipt.begin(resolved.yaml(), training);
    earlier.ifPresent(kept -> kept.check(receipt));
    RunFolder run = earlier.isPresent() ? earlier.get().folder() : RunFolder.create(parent, resolved.name());
    if (earlier.isEmpty()) {
      run.write(resolved);
    }
    Optional<Checkpoints> checkpoints = checkpointOptions.in(run.checkpoints()).map(rule -> rule.dataDigest(receipt.data()));
    checkpoints.ifPresent(_ -> screen.note("Should it be interrupted, gradus train --resume " + run.path() + " goes on with it"));
    AtomicBoolean stop = new AtomicBoolean();
    CtrlC.listen(() -> stop.set(true));
    TrainingReport report;
    EpochLog log;
    try (Progress progress = Progress.on(screen.err(), Terminal.ofStandardError())) {
      log = new EpochLog(run, resolved, progress, stop, screen, receipt, earlier.flatMap(EarlierRun::receipt));
      Trainer trainer = blueprint.trainer(model, execution).listener(log);
      checkpoints.ifPresent(trainer::checkpoints);
      report = log.fit(earlier.isPresent() ? trainer.resume() : trainer, training);
    } catch (Diverged diverged) {
      RunReport.untested(run, model, "which went wrong: " + diverged.cause(), Optional.empty());
      throw diverged;
    }
    log.writeReceipt();
    model.save(run.modelFile());
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("run", run.path().toString());
    log.resumedAt().ifPresent(step -> result.put("resumed_at_step", step));
    if (report.stopped().isPresent() && !report.stoppedEarly()) {
      Path page = RunReport.untested(run, model, report.stopped().get() + " after step " + report.steps() + " and not tested",
          Optional.of(model.weightsSha256()));
      result.put("report", page.toString());
      screen.say("To look at: " + page);
      put(result, report, model, training.size() - held, held, memory, execution);
      throw new Stopped(report.stopped().get() + " after step " + report.steps() + ", in epoch "
          + (report.history().size() + 1) + " of " + resolved.epochs() + "; the run is kept in " + run.path()
          + (checkpoints.isPresent() ? "; gradus train --resume " + run.path() + " goes on with it" : ""), result);
    }
    Dataset test = source.test(resolved.seed());
    Evaluation evaluation = model.evaluate(test, execution, blueprint.setMetrics());
    Path page = RunReport.write(run, model, test, evaluation, execution);
    result.put("report", page.toString());
    result.put("warnings", log.warnings().stream().map(Diverged::report).toList());
    result.put("test_accuracy", evaluation.metrics().get("accuracy"));
    result.put("test_metrics", evaluation.metrics());
    result.put("test_loss", evaluation.loss());
    put(result, report, model, training.size() - held, held, memory, execution);
    result.put("test_examples", test.size());
    if (skipped.count() > 0) {
      result.put("skipped_rows", skipped.count());
      result.put("skipped", skipped.told());
    }
    say(screen, run, evaluation, report, training);
    log.warnings().forEach(warning -> {
      screen.note("");
      screen.note("Warning of epoch " + warning.epoch() + ":");
      warning.lines().forEach(screen::note);
    });
    return result;
  }

  /// What training takes from the heap, which must be large enough for it.
  private static Memory planned(Blueprint blueprint, Model model, Dataset like, Execution execution) {
    int count = like.size() - blueprint.validationExamples(like.size());
    Memory memory = blueprint.memory(model, like, count, execution);
    Compute.requireHeap(memory, "a training step with batch size " + Math.min(blueprint.recipe().batchSize(), count));
    return memory;
  }

  /// The run that is to go on, with which a recipe's options have no meaning: it goes on as it began.
  private Optional<EarlierRun> earlier() throws IOException {
    if (resume.isEmpty()) {
      return Optional.empty();
    }
    if (recipe.isPresent() || epochs.isPresent() || batchSize.isPresent() || learningRate.isPresent() || seed.isPresent() || findLearningRate
        || out.isPresent()) {
      throw new GradusException("--resume RUN goes on with a run as it began, to the same bits: it takes --threads, --data,"
          + " --checkpoint-every and --keep-checkpoints, but no recipe and none of its options");
    }
    if (checkpointOptions.in(resume.get()).isEmpty()) {
      throw new GradusException("--resume goes on with a run's checkpoints, so --keep-checkpoints is at least 1");
    }
    return Optional.of(EarlierRun.open(resume.get()));
  }

  private Recipe resolved() {
    boolean pictures = recipe.isEmpty() && data.isPresent();
    table.refuse(data.filter(_ -> pictures));
    if (size.isPresent() && !pictures) {
      throw new GradusException("--size goes with a folder of pictures, --data FOLDER, and no recipe");
    }
    Recipe resolved = pictures ? Recipe.forPictures(data.get(), size.orElse(64), table.badRows())
        : Recipe.find(recipe.orElseThrow(() -> new GradusException("name a recipe, such as gradus train digits, or your own data: a table with"
            + " --data FILE --target COLUMN, or a folder of pictures with --data FOLDER")));
    learningRate.filter(rate -> !(rate > 0 && rate < Double.POSITIVE_INFINITY)).ifPresent(rate -> {
      throw new GradusException("--learning-rate is above 0, not " + rate);
    });
    if (epochs.isPresent()) {
      resolved = resolved.withEpochs(epochs.get());
    }
    if (batchSize.isPresent()) {
      resolved = resolved.withBatchSize(batchSize.get());
    }
    if (learningRate.isPresent()) {
      resolved = resolved.withLearningRate(learningRate.get());
    }
    if (seed.isPresent()) {
      resolved = resolved.withSeed(seed.get());
    }
    return data.isPresent() ? resolved.withFolder(data.get()) : resolved;
  }

  private static void put(
      Map<String, Object> result, TrainingReport report, Model model, int training, int held, Memory memory, Execution execution) {
    result.put("epochs", report.history().size());
    report.bestEpoch().ifPresent(epoch -> result.put("best_epoch", epoch));
    result.put("steps", report.steps());
    result.put("images_per_second", report.examplesPerSecond());
    result.put("weights_sha256", model.weightsSha256());
    result.put("seconds", report.seconds());
    result.put("parameters", model.parameters());
    result.put("training_examples", training);
    result.put("validation_examples", held);
    result.put("planned_memory_bytes", memory.total());
    result.put("threads", execution.threads());
    result.put("stopped", report.stopped().isPresent());
    result.put("stopped_early", report.stoppedEarly());
  }

  private static void say(Screen screen, RunFolder run, Evaluation evaluation, TrainingReport report, Dataset training) {
    screen.say("Trained for " + Figures.duration(report.seconds()) + " at " + Figures.count(Math.round(report.examplesPerSecond()))
        + " images/s");
    if (report.stoppedEarly()) {
      screen.say("Stopped after epoch " + report.history().size() + ": " + report.stopped().orElseThrow());
    }
    report.bestEpoch().ifPresent(epoch -> screen.say("The model has the weights of epoch " + epoch + ", the best on the validation data"));
    screen.say("");
    screen.say("Test: " + Figures.quality(evaluation) + " on " + Figures.count(evaluation.examples()) + " examples never seen before");
    screen.say("");
    evaluation.confusion().ifPresent(counted -> {
      ConfusionMatrix.of(counted).lines().forEach(screen::say);
      screen.say("");
    });
    screen.say("Run folder: " + run.path());
    screen.say("To look at: " + RunReport.file(run));
    screen.say("Next: ./gradus predict " + run.path() + " " + exampleInput(training));
    screen.say("      ./gradus evaluate " + run.path());
  }

  private static String exampleInput(Dataset training) {
    return training.inputShape().rank() == 3 ? "image.png" : "0.3" + ",-0.5".repeat(training.inputShape().size() - 1);
  }
}
