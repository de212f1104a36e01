package dev.gradus.cli;

import dev.gradus.GradusException;
import dev.gradus.diagnose.Diagnosis;
import dev.gradus.train.EpochReport;
import dev.gradus.train.Listener;
import dev.gradus.train.Training;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicBoolean;

/// Follows a training: shows its progress, keeps metrics and model in the run folder, and ends it when asked to.
final class EpochLog implements Listener {
  /// Drawing is slower than a small network's step.
  private static final long PAUSE_NANOS = 50_000_000;

  private final RunFolder run;
  private final Progress progress;
  private final AtomicBoolean stop;
  private final Receipt receipt;
  private final List<Diagnosis> warnings = new ArrayList<>();
  private long shown;

  /// @param stop becomes true when the training should end after its step
  EpochLog(RunFolder run, Progress progress, AtomicBoolean stop, Receipt receipt) {
    this.receipt = receipt;
    this.run = run;
    this.progress = progress;
    this.stop = stop;
  }

  @Override
  public void stepFinished(Training training) {
    receipt.stepFinished(training);
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
    progress.step(training.examples(), training.loss(), accuracy < 0 ? Double.NaN : training.metric(accuracy));
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
      // With early stopping the folder holds the best model at any time.
      if (keep) {
        training.model().save(run.modelFile());
      }
      run.append(line(training, report));
      receipt.weights().add(training.model().weightsSha256());
      receipt.write(run);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    warnings.stream().filter(warning -> warning.epoch() == report.epoch()).forEach(warning -> progress.end("Warning: " + warning.cause().what()));
    if (report.epoch() < training.epochs() && training.stopped().isEmpty()) {
      progress.begin(report.epoch() + 1, training.epochs(), training.examplesPerEpoch());
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

  /// An epoch's line of metrics.
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
    line.put("seconds", report.seconds());
    line.put("images_per_second", report.examplesPerSecond());
    line.put("weights_sha256", training.model().weightsSha256());
    training.bestEpoch().ifPresent(epoch -> line.put("best_epoch", epoch));
    return line;
  }
}
