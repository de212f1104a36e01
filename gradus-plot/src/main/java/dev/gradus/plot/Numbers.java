package dev.gradus.plot;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;

/// Numbers as text, rounded for reading, and the same everywhere.
public final class Numbers {
  private static final String SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹";
  private static final double LARGEST = 1e7;
  private static final double SMALLEST = 1e-4;

  private Numbers() {}

  /// A whole number with its thousands parted: `12,345`.
  public static String count(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }

  /// A share as a percentage with one digit: `99.4%`.
  public static String percent(double share) {
    return Double.isFinite(share) ? String.format(Locale.ROOT, "%.1f%%", 100 * share) : "–";
  }

  /// Three significant digits, as `0.0123`, `12.3`, `4,560` or `1.23·10⁻⁷`.
  public static String text(double number) {
    return text(number, 3);
  }

  /// So many significant digits; whole digits are never rounded away below ten millions.
  public static String text(double number, int digits) {
    if (Double.isNaN(number)) {
      return "–";
    }
    if (Double.isInfinite(number)) {
      return number > 0 ? "∞" : "−∞";
    }
    if (number == 0) {
      return "0";
    }
    BigDecimal rounded = BigDecimal.valueOf(number).round(new MathContext(digits));
    double size = Math.abs(rounded.doubleValue());
    if (Math.abs(number) >= LARGEST || size < SMALLEST) {
      return power(number, digits);
    }
    if (size >= 1000) {
      return minus(count(Math.round(number)));
    }
    if (size >= 100) {
      rounded = BigDecimal.valueOf(number).round(new MathContext(Math.max(digits, 3)));
    }
    return minus(rounded.stripTrailingZeros().toPlainString());
  }

  /// With a power of ten: `1.23·10⁷`, `10⁻⁴`.
  static String power(double number, int digits) {
    BigDecimal rounded = BigDecimal.valueOf(number).round(new MathContext(digits));
    int exponent = rounded.precision() - rounded.scale() - 1;
    String mantissa = rounded.movePointLeft(exponent).stripTrailingZeros().toPlainString();
    StringBuilder power = new StringBuilder(mantissa.equals("1") ? "10" : mantissa.equals("-1") ? "-10" : mantissa + "·10");
    for (char digit : Integer.toString(exponent).toCharArray()) {
      power.append(digit == '-' ? '⁻' : SUPERSCRIPTS.charAt(digit - '0'));
    }
    return minus(power.toString());
  }

  private static String minus(String text) {
    return text.startsWith("-") ? "−" + text.substring(1) : text;
  }
}
