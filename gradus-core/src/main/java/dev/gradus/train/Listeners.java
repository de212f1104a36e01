package dev.gradus.train;

import java.io.PrintStream;
import java.util.Locale;

/// The listeners, for static import.
public final class Listeners {
  private Listeners() {}

  /// Shows progress on standard error: a line that stays for each epoch and, on a terminal, one that is written over while
  /// an epoch runs.
  public static Listener progressBar() {
    return new ProgressBar(System.err);
  }

  /// Writes a line for each epoch.
  public static Listener print(PrintStream out) {
    return new Listener() {
      @Override
      public void epochFinished(Training training, EpochReport report) {
        out.println(report);
      }
    };
  }

  private static final class ProgressBar implements Listener {
    private static final int WIDTH = 24;
    private static final long PAUSE_NANOS = 100_000_000;

    private final PrintStream out;
    private final boolean terminal = System.console() != null && System.console().isTerminal();
    private long shown;

    ProgressBar(PrintStream out) {
      this.out = out;
    }

    @Override
    public void stepFinished(Training training) {
      long now = System.nanoTime();
      if (!terminal || now - shown < PAUSE_NANOS) {
        return;
      }
      shown = now;
      int filled = (int) ((long) WIDTH * training.examples() / training.examplesPerEpoch());
      double rate = training.examplesPerSecond();
      out.printf(Locale.ROOT, "\repoch %d/%d %s%s %,.0f/s loss %.4f, %.0f s left  ", training.epoch(), training.epochs(),
          "█".repeat(filled), "░".repeat(WIDTH - filled), rate, training.loss(),
          (training.examplesPerEpoch() - training.examples()) / rate);
      out.flush();
    }

    @Override
    public void epochFinished(Training training, EpochReport report) {
      out.println(terminal ? "\r" + report + " ".repeat(20) : report.toString());
    }
  }
}
