package dev.gradus.loss;

import dev.gradus.GradusException;
import dev.gradus.activation.Activations;
import dev.gradus.graph.Value;
import java.util.List;
import java.util.stream.DoubleStream;

/// Categorical cross-entropy from logits: L = -Σ_i w_i · t'_i · ln softmax(z)_i with t' = (1 - ε) · t + ε / classes
///
/// Shapes: logits z [N, classes]; target t labels `I32` [N], or probabilities `F32` [N, classes]
/// Predicts softmax(z). Stable for logits of any size.
/// Source: Goodfellow, Bengio and Courville 2016, section 6.2.2.3; label smoothing: Szegedy et al. 2016,
/// arXiv:1512.00567, section 7. Deviation: none. The batch's loss is the mean over its examples, not divided by their
/// classes' weights.
///
/// @param labelSmoothing ε in [0, 1): how much of the target is spread over all classes alike; default 0
/// @param classWeights w, one for each class, to count rare classes more; default empty, 1 for each
public record SoftmaxCrossEntropy(double labelSmoothing, List<Double> classWeights) implements Loss {
  public SoftmaxCrossEntropy {
    if (!(labelSmoothing >= 0 && labelSmoothing < 1)) {
      throw new GradusException("labelSmoothing must be in [0, 1), not " + labelSmoothing);
    }
    classWeights = List.copyOf(classWeights);
    classWeights.forEach(weight -> Terms.notNegative("a class weight", weight));
    if (classWeights.size() == 1) {
      throw new GradusException("classWeights needs a weight for each class, not one alone");
    }
  }

  SoftmaxCrossEntropy() {
    this(0, List.of());
  }

  /// The same loss with so much of the target spread over all classes.
  public SoftmaxCrossEntropy labelSmoothing(double epsilon) {
    return new SoftmaxCrossEntropy(epsilon, classWeights);
  }

  /// The same loss with a weight for each class.
  public SoftmaxCrossEntropy classWeights(double... weights) {
    return new SoftmaxCrossEntropy(labelSmoothing, DoubleStream.of(weights).boxed().toList());
  }

  @Override
  public String name() {
    return "softmaxCrossEntropy";
  }

  @Override
  public Value perExample(Value logits, Value target) {
    Value t = Terms.distribution(name(), logits, target);
    if (labelSmoothing > 0) {
      t = t.multiply(1 - labelSmoothing).add(labelSmoothing / logits.shape().length(1));
    }
    if (!classWeights.isEmpty()) {
      t = t.multiply(Terms.row(name(), "class weights", classWeights, logits));
    }
    return t.multiply(Activations.logSoftmax(logits)).sum(1).negate();
  }

  @Override
  public Value predict(Value logits) {
    return Activations.softmax(logits);
  }
}
