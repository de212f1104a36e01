package dev.gradus.diagnose;

import java.util.Locale;

/// Numbers as diagnoses write them.
final class Numbers {
  private Numbers() {}

  /// To three digits: `0.05`, `17`, `2.35e+08`; NaN and infinities by name.
  static String text(double number) {
    if (!Double.isFinite(number)) {
      return Double.toString(number);
    }
    double size = Math.abs(number);
    if (number == 0 || size >= 1e-4 && size < 1e6) {
      // To three digits, but all those before the point.
      int digits = number == 0 ? 0 : Math.max(0, 2 - (int) Math.floor(StrictMath.log10(size)));
      String text = String.format(Locale.ROOT, "%." + digits + "f", number);
      return text.contains(".") ? text.replaceFirst("\\.?0+$", "") : text;
    }
    return String.format(Locale.ROOT, "%.2e", number).replaceFirst("\\.?0*e", "e");
  }
}
