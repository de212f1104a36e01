package dev.gradus.cli;

import dev.gradus.model.Evaluation;
import dev.gradus.train.EpochReport;
import java.util.Locale;
import java.util.Map;

/// Numbers for people, in the same form for any locale.
final class Figures {
  private Figures() {}

  /// `12,345`.
  static String count(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  /// `12 columns`.
  static String columns(int number) {
    return count(number) + (number == 1 ? " column" : " columns");
  }

  /// `30.9 MB`.
  static String bytes(long number) {
    return number < 1_000_000 ? String.format(Locale.ROOT, "%.1f kB", number / 1e3) : String.format(Locale.ROOT, "%.1f MB", number / 1e6);
  }

  /// `97.05%` of a part of one.
  static String percent(double part) {
    return String.format(Locale.ROOT, "%.2f%%", 100 * part);
  }

  /// `12.3 s`, or `5 min 07 s`.
  static String duration(double seconds) {
    if (seconds < 100) {
      return String.format(Locale.ROOT, "%.1f s", seconds);
    }
    long whole = Math.round(seconds);
    return String.format(Locale.ROOT, "%d min %02d s", whole / 60, whole % 60);
  }

  /// `accuracy 97.05%, loss 0.1234`.
  static String quality(double loss, Map<String, Double> metrics) {
    StringBuilder text = new StringBuilder();
    metrics.forEach((name, value) -> text.append(name).append(' ')
        .append(name.equals("accuracy") ? percent(value) : String.format(Locale.ROOT, "%.4f", value)).append(", "));
    return text.append(String.format(Locale.ROOT, "loss %.4f", loss)).toString();
  }

  /// `accuracy 97.05%, loss 0.1234`.
  static String quality(Evaluation evaluation) {
    return quality(evaluation.loss(), evaluation.metrics());
  }

  /// An epoch's line to keep.
  static String epoch(EpochReport report, int epochs) {
    StringBuilder text = new StringBuilder("Epoch " + report.epoch() + "/" + epochs + ": " + quality(report.loss(), report.metrics()));
    report.validation().ifPresent(validation -> text.append("; validation ").append(quality(validation)));
    return text.append(String.format(Locale.ROOT, "; %s, %.0f images/s", duration(report.seconds()), report.examplesPerSecond()))
        .toString();
  }
}
