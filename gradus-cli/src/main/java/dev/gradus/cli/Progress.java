package dev.gradus.cli;

import java.io.PrintStream;
import java.util.Locale;
import java.util.function.LongSupplier;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarConsumer;
import me.tongfei.progressbar.ProgressState;

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
    private final String full;
    private ProgressBar bar;
    private long start;

    Bar(PrintStream err, int columns) {
      this.err = err;
      this.columns = columns;
      full = err.charset().newEncoder().canEncode('█') ? "█" : "#";
    }

    @Override
    public void begin(int epoch, int epochs, long total) {
      close();
      start = System.nanoTime();
      bar = ProgressBar.builder()
          .setTaskName("Epoch " + epoch + "/" + epochs)
          .setInitialMax(total)
          .setUpdateIntervalMillis(200)
          .setRenderer(this::render)
          .setConsumer(new Redraw(err, columns - 1))
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
        err.println();
      }
    }

    /// `Epoch 2/5  45% |████      | 712 images/s loss 0.1234 accuracy 97.05% 0:15 left`; the bar takes what room is left.
    private String render(ProgressState state, int width) {
      double part = state.getNormalizedProgress();
      String head = String.format(Locale.ROOT, "%s %3d%% |", state.getTaskName(), (int) (100 * part));
      long left = part == 0 ? 0 : Math.round((System.nanoTime() - start) * 1e-9 * (1 - part) / part);
      String tail = state.getExtraMessage().isEmpty()
          ? "|"
          : String.format(Locale.ROOT, "| %s %d:%02d left", state.getExtraMessage(), left / 60, left % 60);
      int room = Math.max(0, width - head.length() - tail.length());
      int done = (int) (room * part);
      String line = head + full.repeat(done) + " ".repeat(room - done) + tail;
      return line.substring(0, Math.min(width, line.length()));
    }
  }

  /// Draws over the line. The library's own consumer would ask JLine for the terminal, and the native code behind it.
  record Redraw(PrintStream err, int getMaxRenderedLength) implements ProgressBarConsumer {
    @Override
    public void accept(String line) {
      err.print('\r' + line);
      err.flush();
    }

    @Override
    public void close() {}
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
