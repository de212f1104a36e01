package dev.gradus.plot;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;

/// How figures are written: short, and the same everywhere.
public final class Numbers {
  private Numbers() {}

  /// A whole number with its thousands parted: `12,345`.
  public static String count(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }

  /// A share as a percentage with one digit: `99.4%`.
  public static String percent(double share) {
    return Double.isFinite(share) ? String.format(Locale.ROOT, "%.1f%%", 100 * share) : "–";
  }

  /// A number to four significant digits, with a power of ten where it is very small or large; `–` for one that is not finite.
  public static String text(double value) {
    return text(value, 4);
  }

  static String text(double value, int digits) {
    if (!Double.isFinite(value)) {
      return "–";
    }
    if (value == 0) {
      return "0";
    }
    BigDecimal rounded = new BigDecimal(value).round(new MathContext(digits)).stripTrailingZeros();
    int power = rounded.precision() - rounded.scale() - 1;
    if (power < -4 || power > 8) {
      return rounded.scaleByPowerOfTen(-power).stripTrailingZeros().toPlainString() + "e" + power;
    }
    return rounded.scale() <= 0 && power >= 4 ? String.format(Locale.ROOT, "%,d", rounded.longValueExact()) : rounded.toPlainString();
  }
}
