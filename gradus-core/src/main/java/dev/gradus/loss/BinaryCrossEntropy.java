package dev.gradus.loss;

import dev.gradus.graph.Value;
import java.util.List;
import java.util.stream.DoubleStream;

/// Binary cross-entropy from logits: L = mean_i (w_i · t_i · ln(1 + e^(-z_i)) + (1 - t_i) · ln(1 + e^(z_i))), for
/// yes-or-no answers: one, or several of which any may be yes (multi-label).
///
/// Shapes: logits z [N, ...]; target t `F32` of the same shape in [0, 1], or labels 0 and 1 `I32` [N] for z [N, 1]
/// Predicts sigmoid(z). Stable for logits of any size.
/// Source: Goodfellow, Bengio and Courville 2016, section 6.2.2.2. Deviation: several answers are averaged.
///
/// @param positiveWeights w, how much more a yes counts than a no: one for all answers or one for each of z [N, answers];
///     default empty, which is 1 for all
public record BinaryCrossEntropy(List<Double> positiveWeights) implements Loss {
  public BinaryCrossEntropy {
    positiveWeights = List.copyOf(positiveWeights);
    positiveWeights.forEach(weight -> Terms.positive("a positive weight", weight));
  }

  BinaryCrossEntropy() {
    this(List.of());
  }

  /// The same loss with a weight for yes: one for all answers, or one for each.
  public BinaryCrossEntropy positiveWeight(double... weights) {
    return new BinaryCrossEntropy(DoubleStream.of(weights).boxed().toList());
  }

  @Override
  public String name() {
    return "binaryCrossEntropy";
  }

  @Override
  public Value perExample(Value z, Value target) {
    Value t = Terms.like(name(), target.toFloat(), z);
    if (positiveWeights.isEmpty()) {
      return Terms.meanOfEach(Terms.positive(z).subtract(z.multiply(t)).add(Terms.tail(z)));
    }
    Value weight = Terms.row(name(), "positive weights", positiveWeights, z);
    Value yes = t.multiply(weight).multiply(Terms.softplus(z.negate()));
    Value no = Value.constant(1).subtract(t).multiply(Terms.softplus(z));
    return Terms.meanOfEach(yes.add(no));
  }

  @Override
  public Value predict(Value logits) {
    return logits.sigmoid();
  }
}
