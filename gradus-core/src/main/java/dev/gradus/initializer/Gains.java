package dev.gradus.initializer;

import dev.gradus.GradusException;
import java.util.Map;
import java.util.TreeMap;

/// The table of [Initializers#gain].
final class Gains {
  /// Sorted by name.
  static final Map<String, Double> TABLE = new TreeMap<>(Map.ofEntries(
      Map.entry("linear", 1.0),
      Map.entry("sigmoid", 1.0),
      Map.entry("hardSigmoid", 1.0),
      Map.entry("softmax", 1.0),
      Map.entry("tanh", 5 / 3.0),
      Map.entry("relu", Math.sqrt(2)),
      Map.entry("leakyRelu", Math.sqrt(2 / (1 + 0.01 * 0.01))),
      Map.entry("generalisedRelu", Math.sqrt(2 / (1 + 0.1 * 0.1))),
      Map.entry("parametricRelu", Math.sqrt(2 / (1 + 0.25 * 0.25))),
      Map.entry("absoluteValue", 1.0),
      Map.entry("maxout", 1.0),
      Map.entry("selu", 1.0),
      Map.entry("elu", 1.2451983007),
      Map.entry("celu", 1.2451983007),
      Map.entry("gelu", 1.5335304412),
      Map.entry("geluTanh", 1.5335805217),
      Map.entry("silu", 1.6765324703),
      Map.entry("mish", 1.4868475813),
      Map.entry("hardSwish", 1.7366572128),
      Map.entry("softplus", 1.0418668355),
      Map.entry("softsign", 2.3375333631),
      Map.entry("hardTanh", 1.3920361405)));

  private Gains() {}

  static double of(String activation) {
    Double gain = TABLE.get(activation);
    if (gain == null) {
      throw new GradusException("no gain is known for the activation \"" + activation + "\"; known are "
          + String.join(", ", TABLE.keySet()));
    }
    return gain;
  }
}
