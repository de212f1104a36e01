package dev.gradus.lab.plot;

/// How numbers become places along an axis.
enum Scale {
  LINEAR,
  LOG;

  double of(double number) {
    return switch (this) {
      case LINEAR -> number;
      case LOG -> Math.log10(number);
    };
  }

  double back(double place) {
    return switch (this) {
      case LINEAR -> place;
      case LOG -> Math.pow(10, place);
    };
  }

  /// Whether a number has a place at all.
  boolean takes(double number) {
    return Double.isFinite(number) && (this == LINEAR || number > 0);
  }
}
