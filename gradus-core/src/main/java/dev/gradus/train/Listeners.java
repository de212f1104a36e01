package dev.gradus.train;

import dev.gradus.GradusException;
import dev.gradus.model.Evaluation;
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

  /// Stops once the validation loss has not reached a new low for so many epochs.
  ///
  /// @param patience how many epochs to wait, at least 1
  public static Listener earlyStopping(int patience) {
    if (patience < 1) {
      throw new GradusException("early stopping's patience must be at least 1 epoch, not " + patience);
    }
    return new EarlyStopping(patience);
  }

  private static final class EarlyStopping implements Listener {
    private final int patience;
    private double best = Double.POSITIVE_INFINITY;
    private int bestEpoch;

    EarlyStopping(int patience) {
      this.patience = patience;
    }

    @Override
    public void epochFinished(Training training, EpochReport report) {
      Evaluation validation = report.validation().orElseThrow(() -> new GradusException(
          "early stopping watches the validation loss, but there are no validation data. Set validationSplit?"));
      if (validation.loss() < best) {
        best = validation.loss();
        bestEpoch = report.epoch();
      } else if (report.epoch() - bestEpoch >= patience) {
        training.stop("no lower validation loss than epoch " + bestEpoch + "'s for " + patience + " epochs");
      }
    }
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
