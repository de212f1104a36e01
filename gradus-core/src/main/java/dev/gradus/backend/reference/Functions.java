package dev.gradus.backend.reference;

import dev.gradus.op.BinaryKind;
import dev.gradus.op.UnaryKind;

/// The elementwise functions in double precision.
final class Functions {
  private Functions() {}

  static double apply(UnaryKind kind, double x) {
    return switch (kind) {
      case NEGATE -> -x;
      case ABS -> Math.abs(x);
      case SIGN -> Math.signum(x);
      case FLOOR -> Math.floor(x);
      case SQRT -> Math.sqrt(x);
      case EXP -> StrictMath.exp(x);
      case EXPM1 -> StrictMath.expm1(x);
      case LOG -> StrictMath.log(x);
      case LOG1P -> StrictMath.log1p(x);
      case SIGMOID -> 1 / (1 + StrictMath.exp(-x));
      case TANH -> StrictMath.tanh(x);
      case ERF -> erf(x);
      case SIN -> StrictMath.sin(x);
      case COS -> StrictMath.cos(x);
    };
  }

  static double apply(BinaryKind kind, double a, double b) {
    return switch (kind) {
      case ADD -> a + b;
      case SUBTRACT -> a - b;
      case MULTIPLY -> a * b;
      case DIVIDE -> a / b;
      case MAXIMUM -> Math.max(a, b);
      case MINIMUM -> Math.min(a, b);
      case GREATER -> a > b ? 1 : 0;
      case EQUAL -> a == b ? 1 : 0;
    };
  }

  /// The error function, to about 1e-15: its Taylor series near 0, the continued fraction of erfc further out.
  static double erf(double x) {
    double size = Math.abs(x);
    if (Double.isNaN(x) || x == 0) {
      return x;
    }
    if (size > 6) {
      return Math.signum(x);
    }
    if (size < 2.5) {
      double term = size;
      double sum = size;
      for (int n = 1; Math.abs(term) > 1e-17 * sum; n++) {
        term *= -size * size / n;
        sum += term / (2 * n + 1);
      }
      return Math.signum(x) * 2 / Math.sqrt(Math.PI) * sum;
    }
    // erfc(x) = e^(-x²) / √π · 1 / (x + (1/2) / (x + 1 / (x + (3/2) / (x + …)))), evaluated from its far end.
    double fraction = 0;
    for (int n = 120; n >= 1; n--) {
      fraction = n / 2.0 / (size + fraction);
    }
    double erfc = StrictMath.exp(-size * size) / Math.sqrt(Math.PI) / (size + fraction);
    return Math.signum(x) * (1 - erfc);
  }
}
