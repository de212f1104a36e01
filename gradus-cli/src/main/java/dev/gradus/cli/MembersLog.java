package dev.gradus.cli;

import dev.gradus.data.table.TableFit;
import dev.gradus.train.EpochReport;
import dev.gradus.train.Resumption;
import dev.gradus.train.Training;
import java.util.Locale;
import java.util.Optional;

/// Follows what is learned from a table's rows: shows how far it is, as one whole however many epochs it has, and measures how fast
/// its training steps go.
final class MembersLog implements TableFit.Follower {
  /// Saying it takes longer than a small network's step.
  private static final long PAUSE_NANOS = 50_000_000;
  private static final int TOLD = 1024;

  private final String what;
  private final RowProgress shown;
  private final Screen screen;
  private final Optional<TableReport> page;
  private long last = System.nanoTime() - PAUSE_NANOS;
  private long rows;
  private double seconds;
  private boolean told;

  /// @param what is learned, such as "Fold 2 of 5"
  /// @param page of the model that is kept, if it is that one
  MembersLog(String what, RowProgress shown, Screen screen, Optional<TableReport> page) {
    this.what = what;
    this.shown = shown;
    this.screen = screen;
    this.page = page;
    shown.progress().begin(what + ", preparing", "rows");
  }

  @Override
  public boolean wantsGradientNorms() {
    return page.isPresent();
  }

  @Override
  public void lineAt(int row, int rows) {
    // Once it has seen all rows it goes on for nobody knows how long.
    if (row == 0 || row == rows - 1) {
      shown.progress().begin(what + ", linear model", "rows");
    } else if (row % TOLD == 0) {
      stopping();
      shown.progress().step(row, (double) row / rows, "");
    }
  }

  @Override
  public void trainingBegins(Training training, Optional<Resumption> resumed) {
    page.ifPresent(hearing -> hearing.trainingBegins(training, resumed));
    shown.progress().begin(what, "rows");
  }

  @Override
  public void stepFinished(Training training) {
    page.ifPresent(hearing -> hearing.stepFinished(training));
    if (stopping()) {
      shown.progress().end();
      return;
    }
    long now = System.nanoTime();
    if (now - last < PAUSE_NANOS) {
      return;
    }
    last = now;
    long done = (training.epoch() - 1L) * training.examplesPerEpoch() + training.examples();
    shown.progress().step(done, (double) done / training.examplesPerEpoch() / training.epochs(),
        String.format(Locale.ROOT, "epoch %d of %d, loss %.4f", training.epoch(), training.epochs(), training.loss()));
  }

  @Override
  public void epochFinished(Training training, EpochReport report) {
    page.ifPresent(hearing -> hearing.epochFinished(training, report));
    rows += training.examples();
    seconds += training.examples() / report.examplesPerSecond();
  }

  /// Of the training steps of whole epochs.
  double rowsPerSecond() {
    return rows / seconds;
  }

  /// Whether Ctrl-C asked for the end, which is told once.
  private boolean stopping() {
    boolean stopping = shown.stop().get();
    if (stopping && !told) {
      told = true;
      shown.progress().end();
      screen.note("Interrupted: keeping what was learned so far…");
    }
    return stopping;
  }
}
