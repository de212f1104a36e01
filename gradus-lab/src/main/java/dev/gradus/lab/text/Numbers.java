package dev.gradus.lab.text;

import java.math.BigDecimal;
import java.math.MathContext;

/// Numbers as text, rounded for reading.
public final class Numbers {
  private static final String SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹";
  private static final double LARGEST = 1e6;
  private static final double SMALLEST = 1e-3;

  private Numbers() {}

  /// Three significant digits, as `0.0123`, `12.3`, `4,560` or `1.23·10⁻⁷`.
  public static String text(double number) {
    return text(number, 3);
  }

  /// So many significant digits; whole digits are never rounded away below a million.
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
      int exponent = rounded.precision() - rounded.scale() - 1;
      String mantissa = rounded.movePointLeft(exponent).stripTrailingZeros().toPlainString();
      String power = "10" + superscript(exponent);
      return minus(mantissa.equals("1") ? power : mantissa.equals("-1") ? "-" + power : mantissa + "·" + power);
    }
    if (size >= 1000) {
      return minus(String.format(java.util.Locale.ROOT, "%,d", Math.round(number)));
    }
    if (size >= 100) {
      rounded = BigDecimal.valueOf(number).round(new MathContext(Math.max(digits, 3)));
    }
    return minus(rounded.stripTrailingZeros().toPlainString());
  }

  private static String minus(String text) {
    return text.startsWith("-") ? "−" + text.substring(1) : text;
  }

  /// A whole number as superscript digits, for powers.
  public static String superscript(int exponent) {
    StringBuilder text = new StringBuilder();
    for (char digit : Integer.toString(exponent).toCharArray()) {
      text.append(digit == '-' ? '⁻' : SUPERSCRIPTS.charAt(digit - '0'));
    }
    return text.toString();
  }
}
