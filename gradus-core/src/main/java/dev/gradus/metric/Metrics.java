package dev.gradus.metric;

import dev.gradus.graph.Value;
import dev.gradus.tensor.DType;
import dev.gradus.tensor.Dim;
import dev.gradus.tensor.ShapeException;

/// The metrics, for static import.
public final class Metrics {
  private Metrics() {}

  /// The fraction of examples whose most likely class is the right one.
  ///
  /// Shapes: output [N, classes] with labels `I32` [N] or probabilities `F32` [N, classes]; or logits [N] or [N, 1] with
  /// targets 0 and 1, where a positive logit means 1.
  public static Metric accuracy() {
    return new Accuracy();
  }

  private record Accuracy() implements Metric {
    @Override
    public String name() {
      return "accuracy";
    }

    @Override
    public Value perExample(Value output, Value target) {
      boolean binary = output.shape().rank() == 1 || output.shape().rank() == 2 && output.shape().dim(1).equals(Dim.of(1));
      if (binary) {
        Value answer = output.reshape(output.shape().sub(0, 1)).greater(0);
        return answer.equalTo(target.toFloat().reshape(answer.shape()));
      }
      if (output.shape().rank() != 2) {
        throw new ShapeException("accuracy expects an output [N, classes], got " + output.shape());
      }
      Value label = target.dtype() == DType.I32 ? target : target.argMax();
      return output.argMax().toFloat().equalTo(label.toFloat());
    }
  }
}
