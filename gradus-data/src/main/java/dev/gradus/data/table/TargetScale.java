package dev.gradus.data.table;

import dev.gradus.graph.Value;

/// How a number to learn is scaled, and back: z = (y - shift) / scale, or z = (ln y - shift) / scale.
///
/// Back from logarithms, ŷ = smear · exp(scale · z + shift), with z cut off at a quarter of the training rows' range beyond it, as a line
/// that runs on would leave all measure. The factor makes up for the mean of an exponential being more than the exponential of the mean.
///
/// Source: Duan 1983, doi:10.1080/01621459.1983.10478017, for the factor. Deviation: that of least squares, Σ y · e / Σ e².
///
/// @param low the least z of a training row
/// @param high the largest
record TargetScale(boolean log, double shift, double scale, double low, double high, double smear) {
  static TargetScale of(TableRows rows, boolean log) {
    double sum = 0;
    for (int row = 0; row < rows.size(); row++) {
      double y = rows.answer(row);
      sum += log ? StrictMath.log(y) : y;
    }
    double mean = sum / rows.size();
    double squares = 0;
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    for (int row = 0; row < rows.size(); row++) {
      double y = rows.answer(row);
      double far = (log ? StrictMath.log(y) : y) - mean;
      squares += far * far;
      low = Math.min(low, far);
      high = Math.max(high, far);
    }
    double deviation = Math.sqrt(squares / rows.size());
    double scale = deviation > 0 ? deviation : 1;
    return new TargetScale(log, mean, scale, low / scale, high / scale, 1);
  }

  double scaled(double y) {
    return ((log ? StrictMath.log(y) : y) - shift) / scale;
  }

  /// The prediction without the factor.
  double plain(double z) {
    double margin = (high - low) / 4;
    return log ? StrictMath.exp(Math.clamp(z, low - margin, high + margin) * scale + shift) : z * scale + shift;
  }

  double back(double z) {
    return smear * plain(z);
  }

  /// With the factor that makes Σ (y - ŷ)² least.
  TargetScale fitted(double[] answers, double[] predicted) {
    if (!log) {
      return this;
    }
    double product = 0;
    double square = 0;
    for (int i = 0; i < answers.length; i++) {
      double e = plain(predicted[i]);
      product += answers[i] * e;
      square += e * e;
    }
    return new TargetScale(true, shift, scale, low, high, square > 0 ? product / square : 1);
  }

  /// [#back] as an expression.
  Value back(Value z) {
    double margin = (high - low) / 4;
    return log ? z.maximum(low - margin).minimum(high + margin).multiply(scale).add(shift + StrictMath.log(smear)).exp()
        : z.multiply(scale).add(shift);
  }
}
