package dev.gradus.cli;

import java.io.PrintStream;
import java.util.Locale;
import java.util.function.LongSupplier;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarStyle;

/// A training run's progress on standard error, driven by the trainer's listener: a bar for each epoch on a terminal,
/// a line every few seconds elsewhere.
///
/// Accuracy is a part of one; [Double#NaN] leaves it out. Not for use by several threads.
interface Progress extends AutoCloseable {
  /// An epoch starts.
  ///
  /// @param epoch from 1
  /// @param epochs in all
  /// @param total the epoch's number of examples
  void begin(int epoch, int epochs, long total);

  /// So many examples of the epoch are done, with the epoch's mean loss and accuracy so far.
  void step(long done, double loss, double accuracy);

  /// The epoch is over; `summary` is its line to keep.
  void end(String summary);

  /// Leaves the terminal tidy, also in the middle of an epoch.
  @Override
  void close();

  /// What fits `terminal`.
  static Progress on(PrintStream err, Terminal terminal) {
    return terminal.interactive() ? new Bar(err, terminal.columns()) : new Lines(err, System::nanoTime);
  }

  /// ` loss 0.1234 accuracy 97.05%`, in the same form for any locale.
  private static String figures(long done, long nanos, double loss, double accuracy) {
    StringBuilder line = new StringBuilder();
    if (nanos > 0) {
      line.append(String.format(Locale.ROOT, "%.0f images/s ", done * 1e9 / nanos));
    }
    line.append(String.format(Locale.ROOT, "loss %.4f", loss));
    if (!Double.isNaN(accuracy)) {
      line.append(String.format(Locale.ROOT, " accuracy %.2f%%", 100 * accuracy));
    }
    return line.toString();
  }

  /// For a terminal.
  final class Bar implements Progress {
    private final PrintStream err;
    private final int columns;
    private ProgressBar bar;
    private long start;

    Bar(PrintStream err, int columns) {
      this.err = err;
      this.columns = columns;
    }

    @Override
    public void begin(int epoch, int epochs, long total) {
      close();
      start = System.nanoTime();
      boolean blocks = err.charset().newEncoder().canEncode('█');
      bar = ProgressBar.builder()
          .setTaskName("Epoch " + epoch + "/" + epochs)
          .setInitialMax(total)
          .setUpdateIntervalMillis(200)
          .setStyle(blocks ? ProgressBarStyle.UNICODE_BLOCK : ProgressBarStyle.ASCII)
          // With the width given, the library never asks JLine for the terminal.
          .setConsumer(new ConsoleProgressBarConsumer(err, columns - 1))
          .build();
    }

    @Override
    public void step(long done, double loss, double accuracy) {
      bar.stepTo(done);
      bar.setExtraMessage(figures(done, System.nanoTime() - start, loss, accuracy));
    }

    @Override
    public void end(String summary) {
      close();
      err.println(summary);
    }

    @Override
    public void close() {
      if (bar != null) {
        bar.close();
        bar = null;
      }
    }
  }

  /// For a file or a pipe.
  final class Lines implements Progress {
    static final long INTERVAL_NANOS = 5_000_000_000L;

    private final PrintStream err;
    private final LongSupplier nanoTime;
    private String epoch = "";
    private long total;
    private long start;
    private long last;

    Lines(PrintStream err, LongSupplier nanoTime) {
      this.err = err;
      this.nanoTime = nanoTime;
    }

    @Override
    public void begin(int number, int epochs, long examples) {
      epoch = "Epoch " + number + "/" + epochs;
      total = examples;
      start = nanoTime.getAsLong();
      last = start;
    }

    @Override
    public void step(long done, double loss, double accuracy) {
      long now = nanoTime.getAsLong();
      if (now - last < INTERVAL_NANOS) {
        return;
      }
      last = now;
      long left = done == 0 ? 0 : Math.round((now - start) * 1e-9 * (total - done) / done);
      err.println(String.format(Locale.ROOT, "%s: %d/%d %s, %d s left",
          epoch, done, total, figures(done, now - start, loss, accuracy), left));
    }

    @Override
    public void end(String summary) {
      err.println(summary);
    }

    @Override
    public void close() {
      err.flush();
    }
  }
}
