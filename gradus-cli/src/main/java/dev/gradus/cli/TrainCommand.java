package dev.gradus.cli;

import dev.gradus.GradusException;
import dev.gradus.backend.Execution;
import dev.gradus.backend.Memory;
import dev.gradus.cli.recipe.Blueprint;
import dev.gradus.cli.recipe.Recipe;
import dev.gradus.cli.recipe.Source;
import dev.gradus.data.table.BadRows;
import dev.gradus.dataset.Dataset;
import dev.gradus.model.Evaluation;
import dev.gradus.model.Model;
import dev.gradus.train.DivergenceException;
import dev.gradus.train.LearningRateFinder;
import dev.gradus.train.TrainingReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
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
      "  gradus train my.yaml --find-learning-rate", "  gradus train --data house.csv --target price --folds 5", "  gradus train --data folder/of/pets --size 32",
      "  gradus train --jdbc jdbc:postgresql://db/sales --query 'select * from house' --driver postgresql.jar --target price", "  gradus train fashion-mnist --data folder/of/fashion-mnist",
      "  gradus data fetch iris && gradus train --data iris --target species"
    })
final class TrainCommand implements Action {
  @Mixin
  private CommonOptions common;

  @Parameters(paramLabel = "RECIPE", arity = "0..1",
      description = "A built-in recipe (gradus recipes lists them), or a YAML file. Without one: your own data, with --data or --jdbc.")
  private Optional<String> recipe = Optional.empty();

  @Option(names = "--csv", paramLabel = "FILE", description = "The same as --data FILE.")
  private Optional<Path> csv = Optional.empty();

  @Option(names = "--jdbc", paramLabel = "URL",
      description = "A database to query for the table. GRADUS_JDBC_USER and GRADUS_JDBC_PASSWORD of the environment log in.")
  private Optional<String> jdbc = Optional.empty();

  @Option(names = "--query", paramLabel = "SQL", description = "What to ask the database.")
  private Optional<String> query = Optional.empty();

  @Option(names = "--driver", paramLabel = "JAR", description = "The database's JDBC driver, unless it is on Java's path.")
  private Optional<Path> driver = Optional.empty();

  @Option(names = "--target", paramLabel = "COLUMN", description = "The column of the table to learn to predict.")
  private Optional<String> target = Optional.empty();

  @Option(names = "--folds", paramLabel = "K", description = "Cross-validate on the table's rows in so many parts.")
  private Optional<Integer> folds = Optional.empty();

  @Option(names = "--skip-bad-rows", description = "Leave out rows of the table that can't be read, and list them.")
  private boolean skipBadRows;

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
          + " of one that gradus data fetch brought; or a folder that has a folder of pictures for each class.")
  private Optional<Path> data = Optional.empty();

  @Option(names = "--size", paramLabel = "N", description = "Pictures are stretched to N × N pixels; 64 by default.")
  private Optional<Integer> size = Optional.empty();

  @Option(names = "--out", paramLabel = "FOLDER", description = "Where to make the run folder; runs by default.")
  private Optional<Path> out = Optional.empty();

  TrainCommand() {}

  @Override
  public Object run(Screen screen) throws Exception {
    boolean own = recipe.isEmpty() && data.isPresent();
    if (csv.isPresent() || jdbc.isPresent() || own && !Files.isDirectory(data.get())) {
      return table().run(screen, Compute.on(threads, screen));
    }
    Recipe resolved = resolved();
    Execution execution = Compute.on(threads, screen);
    Blueprint blueprint = Blueprint.of(resolved);
    Source source = blueprint.source();
    Path parent = out.orElse(RunFolder.USUAL_PARENT);
    if (!findLearningRate) {
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

    RunFolder run = RunFolder.create(parent, resolved.name());
    run.write(resolved);
    Receipt receipt = Receipt.begin(run.recipe().yaml(), training);
    TrainingReport report;
    AtomicBoolean stop = new AtomicBoolean();
    CtrlC.listen(() -> stop.set(true));
    EpochLog log;
    try (Progress progress = Progress.on(screen.err(), Terminal.ofStandardError())) {
      progress.begin(1, resolved.epochs(), training.size() - held);
      log = new EpochLog(run, progress, stop, receipt);
      report = blueprint.trainer(model, execution).listener(log).fit(training);
    } catch (DivergenceException diverged) {
      throw new Diverged(diverged, run);
    }
    receipt.write(run);
    model.save(run.modelFile());
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("run", run.path().toString());
    if (report.stopped().isPresent() && !report.stoppedEarly()) {
      put(result, report, model, training.size() - held, held, memory, execution);
      throw new Stopped(report.stopped().get() + " after step " + report.steps() + ", in epoch "
          + (report.history().size() + 1) + " of " + resolved.epochs() + "; the run is kept in " + run.path(), result);
    }
    Dataset test = source.test(resolved.seed());
    Evaluation evaluation = model.evaluate(test, execution, blueprint.setMetrics());
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

  /// The training of a table, for which the recipe's options have no meaning.
  private TableTraining table() {
    String given = csv.isPresent() ? "--csv" : jdbc.isPresent() ? "--jdbc" : "--data";
    if (recipe.isPresent() || epochs.isPresent() || batchSize.isPresent() || learningRate.isPresent() || findLearningRate || size.isPresent()
        || Stream.of(csv, jdbc, data).filter(Optional::isPresent).count() > 1) {
      throw new GradusException("a table, " + given + ", goes with --target, --folds, --skip-bad-rows, --seed, --threads and --out alone");
    }
    if (jdbc.isPresent() != query.isPresent() || driver.isPresent() && jdbc.isEmpty()) {
      throw new GradusException("a database takes both --jdbc URL and --query SQL");
    }
    TableInput input = jdbc.isPresent() ? TableInput.query(jdbc.get(), query.get(), driver) : TableInput.file(NamedFile.table(csv.or(() -> data).get()));
    return new TableTraining(input,
        target.orElseThrow(() -> new GradusException(given + " needs --target COLUMN: what to learn to predict")),
        folds.isPresent() ? OptionalInt.of(folds.get()) : OptionalInt.empty(), skipBadRows ? BadRows.SKIP : BadRows.REFUSE,
        seed.orElse(42L), out.orElse(RunFolder.USUAL_PARENT));
  }

  private Recipe resolved() {
    boolean pictures = recipe.isEmpty() && data.isPresent();
    if (target.isPresent() || folds.isPresent() || query.isPresent() || driver.isPresent() || skipBadRows && !pictures) {
      throw new GradusException("--target, --folds, --skip-bad-rows, --query and --driver go with a table, --data FILE or --jdbc URL, and no recipe");
    }
    if (size.isPresent() && !pictures) {
      throw new GradusException("--size goes with a folder of pictures, --data FOLDER, and no recipe");
    }
    Recipe resolved = pictures ? Recipe.forPictures(data.get(), size.orElse(64), skipBadRows ? BadRows.SKIP : BadRows.REFUSE)
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
    screen.say("Next: ./gradus predict " + run.path() + " " + exampleInput(training));
    screen.say("      ./gradus evaluate " + run.path());
  }

  private static String exampleInput(Dataset training) {
    return training.inputShape().rank() == 3 ? "image.png" : "0.3" + ",-0.5".repeat(training.inputShape().size() - 1);
  }
}
