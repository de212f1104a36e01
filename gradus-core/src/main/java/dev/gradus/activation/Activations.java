package dev.gradus.activation;

import dev.gradus.graph.Value;

/// The activation functions, as expressions.
public final class Activations {
  private Activations() {}

  /// max(0, x). Range [0, ∞), derivative 0 or 1 (0 at 0).
  public static Value relu(Value x) {
    return x.relu();
  }

  /// x for x > 0, else slope · x. Range (-∞, ∞), derivative 1 or slope (slope at 0).
  ///
  /// Source: Maas, Hannun and Ng 2013. Deviation: none.
  public static Value leakyRelu(Value x, double slope) {
    return x.greater(0).select(x, x.multiply(slope));
  }

  /// 1 / (1 + e^-x). Range (0, 1), derivative at most 0.25.
  public static Value sigmoid(Value x) {
    return x.sigmoid();
  }

  /// (e^x - e^-x) / (e^x + e^-x). Range (-1, 1), derivative at most 1.
  public static Value tanh(Value x) {
    return x.tanh();
  }

  /// e^(x_i) / Σ_j e^(x_j) over the last axis. Range (0, 1), each row sums to 1. The largest is subtracted first, so that
  /// nothing overflows.
  public static Value softmax(Value x) {
    Value shifted = shifted(x);
    Value powers = shifted.exp();
    return powers.divide(powers.sumKeep(-1));
  }

  /// ln softmax(x) = x_i - ln Σ_j e^(x_j) over the last axis, without a detour through numbers near 0.
  public static Value logSoftmax(Value x) {
    Value shifted = shifted(x);
    return shifted.subtract(shifted.exp().sumKeep(-1).log());
  }

  /// Subtracting any number from all leaves softmax as it is, so the gradient need not go through the largest.
  private static Value shifted(Value x) {
    return x.subtract(x.maxKeep(-1).stopGradient());
  }
}
