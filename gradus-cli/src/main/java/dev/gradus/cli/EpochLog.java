package dev.gradus.cli;

import dev.gradus.GradusException;
import dev.gradus.cli.recipe.Recipe;
import dev.gradus.dataset.Dataset;
import dev.gradus.diagnose.Diagnosis;
import dev.gradus.train.CheckpointException;
import dev.gradus.train.DivergenceException;
import dev.gradus.train.EpochReport;
import dev.gradus.train.Listener;
import dev.gradus.train.Resumption;
import dev.gradus.train.Trainer;
import dev.gradus.train.Training;
import dev.gradus.train.TrainingReport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;

/// Follows a training: shows its progress, keeps metrics and model in the run folder, and ends it when asked to.
final class EpochLog implements Listener {
  /// Drawing is slower than a small network's step.
  private static final long PAUSE_NANOS = 50_000_000;
  /// What checkpoints note: the recipe as it was trained, and what the metrics are.
  static final String RECIPE = "recipe";
  private static final String METRICS = "metrics";

  private final RunFolder run;
  private final Progress progress;
  private final AtomicBoolean stop;
  private final Screen screen;
  private final String recipe;
  private final List<Diagnosis> warnings = new ArrayList<>();
  private Optional<Receipt> receipt;
  private final Optional<Receipt> earlier;
  private OptionalLong resumedAt = OptionalLong.empty();
  private boolean begun;
  private long receiptStep = -1;
  private long shown;

  /// @param stop becomes true when the training should end after its step
  /// @param receipt a new one, for a training from the start
  /// @param earlier the one of the run as it was left, for a training that goes on
  EpochLog(RunFolder run, Recipe recipe, Progress progress, AtomicBoolean stop, Screen screen, Receipt receipt, Optional<Receipt> earlier) {
    this.recipe = recipe.yaml();
    this.screen = screen;
    this.receipt = Optional.of(receipt);
    this.earlier = earlier;
    this.run = run;
    this.progress = progress;
    this.stop = stop;
  }

  /// Trains with a trainer that tells this log; whatever ends the training, the run folder is left as far as it got.
  TrainingReport fit(Trainer trainer, Dataset training) throws IOException {
    try {
      return trainer.fit(training);
    } catch (DivergenceException diverged) {
      writeReceipt();
      throw new Diverged(diverged, "The epochs before are kept in " + run.path());
    } catch (CheckpointException | UncheckedIOException failed) {
      if (!begun) {
        throw failed;
      }
      throw new GradusException(Failure.of(failed).line() + ". When that is mended, gradus train --resume " + run.path()
          + " goes on with the run", failed);
    }
  }

  @Override
  public void trainingBegins(Training training, Optional<Resumption> resumed) {
    begun = true;
    boolean done = training.epoch() == training.epochs() && training.examples() == training.examplesPerEpoch();
    try {
      if (resumed.isPresent()) {
        goOn(training, resumed.get());
      } else {
        Files.deleteIfExists(run.metricsFile());
        Files.deleteIfExists(run.timesFile());
      }
      writeReceipt(training);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (!done && training.stopped().isEmpty()) {
      boolean midway = training.examples() > 0 && training.examples() < training.examplesPerEpoch();
      progress.begin("Epoch " + (training.epoch() + (midway ? 0 : 1)) + "/" + training.epochs(), "images");
    }
  }

  /// Forgets what the run folder has from after the checkpoint.
  private void goOn(Training training, Resumption resumption) throws IOException {
    resumption.passedOver().forEach(line -> screen.note(line + "; going on from the one before"));
    int epochs = resumption.history().size();
    screen.note("Going on after step " + Figures.count(training.step()) + ", in which " + epochs + " of " + training.epochs()
        + " epochs are finished, from " + resumption.checkpoint());
    resumedAt = OptionalLong.of(training.step());
    receipt = earlier;
    receipt.ifPresentOrElse(kept -> kept.cut(run, training.step(), epochs),
        () -> screen.note("There is no " + Receipt.file(run) + ": the run can't be verified"));
    if (!run.cutMetrics(training.note(METRICS).orElseThrow())) {
      screen.note("There is no " + run.metricsFile() + ": the lines of earlier epochs are lost");
    }
    run.cutTimes(epochs);
  }

  private void writeReceipt(Training training) throws IOException {
    if (receipt.isPresent() && receiptStep != training.step()) {
      receipt.get().write(run);
      receiptStep = training.step();
    }
  }

  /// Writes what the receipt has by now.
  void writeReceipt() throws IOException {
    if (receipt.isPresent()) {
      receipt.get().write(run);
    }
  }

  @Override
  public void checkpointing(Training training) {
    try {
      writeReceipt(training);
      training.note(RECIPE, recipe);
      training.note(METRICS, run.metricsDigest());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// After which step the training went on, if it did not begin at the start.
  OptionalLong resumedAt() {
    return resumedAt;
  }

  @Override
  public void stepFinished(Training training) {
    receipt.ifPresent(kept -> kept.stepFinished(training));
    if (stop.get()) {
      training.stop("interrupted");
    }
    long now = System.nanoTime();
    boolean last = training.examples() == training.examplesPerEpoch();
    if (now - shown < PAUSE_NANOS && !last) {
      return;
    }
    shown = now;
    int accuracy = training.metricNames().indexOf("accuracy");
    progress.step(training.examples(), (double) training.examples() / training.examplesPerEpoch(),
        Progress.quality(training.loss(), accuracy < 0 ? Double.NaN : training.metric(accuracy)));
  }

  @Override
  public void epochFinished(Training training, EpochReport report) {
    OptionalInt best = training.bestEpoch();
    boolean keep = best.isEmpty() || best.getAsInt() == report.epoch();
    progress.end(Figures.epoch(report, training.epochs())
        + (best.isEmpty() ? "" : keep ? "; best so far" : "; best was epoch " + best.getAsInt()));
    try {
      if (!Files.isDirectory(run.path())) {
        throw new GradusException("the run folder " + run.path() + " is gone");
      }
      run.append(line(training, report));
      run.appendTimes(times(report));
      // Before the model: the receipt knows the weights of any that lies beside it.
      receipt.ifPresent(kept -> kept.weights().add(training.model().weightsSha256()));
      receiptStep = -1;
      writeReceipt(training);
      // With early stopping the folder holds the best model at any time.
      if (keep) {
        training.model().save(run.modelFile());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    warnings.stream().filter(warning -> warning.epoch() == report.epoch()).forEach(warning -> progress.end("Warning: " + warning.cause().what()));
    if (report.epoch() < training.epochs() && training.stopped().isEmpty()) {
      progress.begin("Epoch " + (report.epoch() + 1) + "/" + training.epochs(), "images");
    }
  }

  @Override
  public void warned(Training training, Diagnosis diagnosis) {
    warnings.add(diagnosis);
  }

  /// What went wrong without ending the training.
  List<Diagnosis> warnings() {
    return List.copyOf(warnings);
  }

  /// An epoch's line of times.
  private static Map<String, Object> times(EpochReport report) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("epoch", report.epoch());
    line.put("seconds", report.seconds());
    line.put("images_per_second", report.examplesPerSecond());
    return line;
  }

  /// An epoch's line of metrics: the same bytes in each run of the same bits.
  static Map<String, Object> line(Training training, EpochReport report) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("epoch", report.epoch());
    line.put("steps", report.steps());
    line.put("loss", report.loss());
    line.putAll(report.metrics());
    report.validation().ifPresent(validation -> {
      line.put("validation_loss", validation.loss());
      validation.metrics().forEach((name, value) -> line.put("validation_" + name, value));
    });
    line.put("weights_sha256", training.model().weightsSha256());
    training.bestEpoch().ifPresent(epoch -> line.put("best_epoch", epoch));
    return line;
  }
}
