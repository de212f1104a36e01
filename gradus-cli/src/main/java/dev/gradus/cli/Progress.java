package dev.gradus.cli;

import java.io.PrintStream;
import java.util.Locale;
import java.util.function.LongSupplier;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarConsumer;
import me.tongfei.progressbar.ProgressState;

/// How far something that takes long has come, on standard error: a bar on a terminal, a line every few seconds elsewhere, and nothing
/// in the first two seconds.
///
/// Not for use by several threads.
interface Progress extends AutoCloseable {
  /// What takes less is not shown.
  long QUIET_NANOS = 2_000_000_000L;

  /// Something starts; what was under way is over.
  ///
  /// @param what such as "Epoch 2/5"
  /// @param unit of what is counted, such as "images"
  void begin(String what, String unit);

  /// So much of it is done.
  ///
  /// @param part of all, 0 to 1; NaN if that isn't known
  /// @param figures what else there is to say, such as "loss 0.1234"; may be empty
  void step(long done, double part, String figures);

  /// It is over; `summary` is its line to keep.
  void end(String summary);

  /// It is over, and nothing of it stays on the terminal.
  void end();

  /// Leaves the terminal tidy, also in the middle of something.
  @Override
  void close();

  /// What fits `terminal`.
  static Progress on(PrintStream err, Terminal terminal) {
    return terminal.interactive() ? new Bar(err, terminal.columns(), System::nanoTime) : new Lines(err, System::nanoTime);
  }

  /// `loss 0.1234, accuracy 97.05%`, in the same form for any locale.
  ///
  /// @param accuracy a part of one; [Double#NaN] leaves it out
  static String quality(double loss, double accuracy) {
    return String.format(Locale.ROOT, "loss %.4f", loss) + (Double.isNaN(accuracy) ? "" : ", accuracy " + Figures.percent(accuracy));
  }

  /// How far something is.
  record State(String what, String unit, long begun, long done, double part, String figures) {
    private static final double ENOUGH = 0.01;

    State at(long done, double part, String figures) {
      return new State(what, unit, begun, done, part, figures);
    }

    double seconds(long now) {
      return (now - begun) * 1e-9;
    }

    boolean measured() {
      return !Double.isNaN(part);
    }

    /// `loss 0.1234, 712 images/s, 0:15 left`.
    String told(long now) {
      return (figures.isEmpty() ? "" : figures + ", ") + speed(now);
    }

    /// `712 images/s, 0:15 left`, if as much is done in each second as up to now; what takes long to warm up says so only once it has.
    String speed(long now) {
      String rate = done > 0 && now > begun ? Figures.count(Math.round(done / seconds(now))) + " " + unit + "/s, " : "";
      return rate + (part >= ENOUGH ? clock(seconds(now) * (1 - part) / part) + " left" : clock(seconds(now)) + " so far");
    }

    private static String clock(double seconds) {
      long whole = Math.round(seconds);
      return whole < 3600 ? String.format(Locale.ROOT, "%d:%02d", whole / 60, whole % 60)
          : String.format(Locale.ROOT, "%d:%02d:%02d", whole / 3600, whole / 60 % 60, whole % 60);
    }
  }

  /// For a terminal.
  final class Bar implements Progress {
    private static final int LEAST_BAR = 4;

    private final PrintStream err;
    private final int width;
    private final LongSupplier nanoTime;
    private final String full;
    private ProgressBar bar;
    // The bar is drawn by a thread of its own.
    private volatile State state;
    private volatile boolean drawn;

    Bar(PrintStream err, int columns, LongSupplier nanoTime) {
      this.err = err;
      this.width = columns - 1;
      this.nanoTime = nanoTime;
      full = err.charset().newEncoder().canEncode('█') ? "█" : "#";
    }

    @Override
    public void begin(String what, String unit) {
      end();
      state = new State(what, unit, nanoTime.getAsLong(), 0, Double.NaN, "");
      bar = ProgressBar.builder()
          .setUpdateIntervalMillis(200)
          // The time goes on where nothing else does.
          .continuousUpdate()
          .setRenderer((ProgressState _, int _) -> line(nanoTime.getAsLong()))
          .setConsumer(new Redraw())
          .build();
    }

    @Override
    public void step(long done, double part, String figures) {
      state = state.at(done, part, figures);
    }

    @Override
    public void end(String summary) {
      close();
      err.println(summary);
    }

    @Override
    public void end() {
      if (stopDrawing()) {
        err.print('\r' + " ".repeat(width) + '\r');
        err.flush();
      }
    }

    @Override
    public void close() {
      if (stopDrawing()) {
        err.println();
      }
    }

    /// Whether there is a line to deal with.
    private boolean stopDrawing() {
      if (bar != null) {
        bar.close();
        bar = null;
      }
      boolean was = drawn;
      drawn = false;
      return was;
    }

    /// `Epoch 2/5  45% |████      | loss 0.1234, 712 images/s, 0:15 left`; the bar takes what room is left. On a narrow terminal the
    /// speed alone is told.
    private String line(long now) {
      State state = this.state;
      String line;
      if (state.measured()) {
        String head = state.what() + String.format(Locale.ROOT, " %3d%% |", (int) (100 * state.part()));
        int most = width - head.length() - "| ".length() - LEAST_BAR;
        String tail = "| " + (state.told(now).length() <= most ? state.told(now) : state.speed(now));
        int room = Math.max(0, width - head.length() - tail.length());
        int done = (int) (room * state.part());
        line = head + full.repeat(done) + " ".repeat(room - done) + tail;
      } else {
        line = state.what() + "  " + state.told(now);
      }
      return line.length() < width ? line + " ".repeat(width - line.length()) : line.substring(0, width);
    }

    /// Draws over the line. The library's own consumer would ask JLine for the terminal, and the native code behind it.
    private final class Redraw implements ProgressBarConsumer {
      @Override
      public int getMaxRenderedLength() {
        return width;
      }

      @Override
      public void accept(String line) {
        if (nanoTime.getAsLong() - state.begun() >= QUIET_NANOS) {
          drawn = true;
          err.print('\r' + line);
          err.flush();
        }
      }

      @Override
      public void close() {}
    }
  }

  /// For a file or a pipe.
  final class Lines implements Progress {
    static final long INTERVAL_NANOS = 5_000_000_000L;

    private final PrintStream err;
    private final LongSupplier nanoTime;
    private State state;
    private long last;

    Lines(PrintStream err, LongSupplier nanoTime) {
      this.err = err;
      this.nanoTime = nanoTime;
      last = nanoTime.getAsLong() - INTERVAL_NANOS;
    }

    @Override
    public void begin(String what, String unit) {
      state = new State(what, unit, nanoTime.getAsLong(), 0, Double.NaN, "");
    }

    /// `Epoch 1/5: 25%, loss 0.2500, 50 images/s, 0:15 left`.
    @Override
    public void step(long done, double part, String figures) {
      long now = nanoTime.getAsLong();
      if (now - state.begun() < QUIET_NANOS || now - last < INTERVAL_NANOS) {
        return;
      }
      last = now;
      state = state.at(done, part, figures);
      err.println(state.what() + ": " + (state.measured() ? (int) (100 * part) + "%, " : "") + state.told(now));
    }

    @Override
    public void end(String summary) {
      err.println(summary);
      last = nanoTime.getAsLong();
    }

    @Override
    public void end() {}

    @Override
    public void close() {
      err.flush();
    }
  }
}
