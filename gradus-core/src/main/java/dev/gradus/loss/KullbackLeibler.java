package dev.gradus.loss;

import dev.gradus.activation.Activations;
import dev.gradus.graph.Value;
import dev.gradus.tensor.DType;
import dev.gradus.tensor.ShapeException;

/// How far the predicted distribution is from the target's.
record KullbackLeibler() implements Loss {
  @Override
  public String name() {
    return "kullbackLeibler";
  }

  @Override
  public Value perExample(Value logits, Value target) {
    if (target.dtype() != DType.F32) {
      throw new ShapeException(name() + " expects distributions F32 [N, classes], got targets " + target.type()
          + ". For labels use softmaxCrossEntropy");
    }
    Value t = Terms.distribution(name(), logits, target);
    // t · ln t is 0 at t = 0.
    Value logOfTarget = t.greater(0).select(t, Value.constant(1)).log();
    return t.multiply(logOfTarget.subtract(Activations.logSoftmax(logits))).sum(1);
  }

  @Override
  public Value predict(Value logits) {
    return Activations.softmax(logits);
  }
}
