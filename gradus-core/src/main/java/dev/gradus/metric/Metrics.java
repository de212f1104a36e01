package dev.gradus.metric;

import dev.gradus.GradusException;
import dev.gradus.graph.Value;
import dev.gradus.loss.Loss;
import dev.gradus.loss.Losses;
import dev.gradus.tensor.DType;
import dev.gradus.tensor.Dim;
import dev.gradus.tensor.ShapeException;
import java.util.function.BinaryOperator;

/// The metrics that are a mean over examples, for static import. Those of a whole set are in [SetMetrics].
public final class Metrics {
  private Metrics() {}

  /// The fraction of examples whose most likely class is the right one.
  ///
  /// Shapes: output [N, classes] with labels `I32` [N] or probabilities `F32` [N, classes], whose largest is right (the first
  /// of equals); or logits [N] or [N, 1] with targets 0 and 1, where a positive logit means 1, or with probabilities of 1, of
  /// which those above ½ mean 1.
  /// Source: definition.
  public static Metric accuracy() {
    return new Accuracy();
  }

  /// The fraction of examples whose right class is among the k most likely. A tie with the k-th is a miss, so a network that
  /// gives every class the same score has none.
  ///
  /// Shapes: output [N, classes]; labels `I32` [N] or probabilities `F32` [N, classes], whose largest is right
  /// Source: definition.
  ///
  /// @param k at least 1; with 1 and without ties it is the accuracy
  public static Metric topKAccuracy(int k) {
    if (k < 1) {
      throw new GradusException("k must be at least 1, not " + k);
    }
    return new TopKAccuracy(k);
  }

  /// The mean squared error of the output: mean_i (y_i - t_i)², for outputs that are the prediction.
  ///
  /// Shapes: output [N, ...], targets of the same shape. For other losses see [#ofPrediction].
  /// Source: definition.
  public static Metric meanSquaredError() {
    return new OfLoss("meanSquaredError", Better.LOWER, Losses.meanSquaredError()::perExample);
  }

  /// The mean absolute error of the output: mean_i |y_i - t_i|, for outputs that are the prediction.
  ///
  /// Shapes: output [N, ...], targets of the same shape. For other losses see [#ofPrediction].
  /// Source: definition.
  public static Metric meanAbsoluteError() {
    return new OfLoss("meanAbsoluteError", Better.LOWER, Losses.meanAbsoluteError()::perExample);
  }

  /// Log loss: the plain cross-entropy from logits, also where the training's loss is smoothed, weighted or another.
  ///
  /// Shapes: logits [N, classes] with labels `I32` [N] or probabilities; or logits [N] or [N, 1] with answers 0 and 1
  /// -Σ_i t_i · ln softmax(z)_i, or for one logit ln(1 + e^-z) of a yes and ln(1 + e^z) of a no
  /// Source: definition.
  public static Metric logLoss() {
    return new OfLoss("logLoss", Better.LOWER, (output, target) ->
        (single(output) ? Losses.binaryCrossEntropy() : Losses.softmaxCrossEntropy()).perExample(output, target));
  }

  /// A metric of what a loss makes of the output instead of the output: the mean absolute error of a Poisson rate, say.
  ///
  /// metric(loss.predict(output), target)
  /// Source: definition.
  public static Metric ofPrediction(Loss loss, Metric metric) {
    return new OfLoss(metric.name(), metric.better(), (output, target) -> metric.perExample(loss.predict(output), target));
  }

  /// One logit for an example.
  private static boolean single(Value output) {
    return output.shape().rank() == 1 || output.shape().rank() == 2 && output.shape().dim(1).equals(Dim.of(1));
  }

  private record OfLoss(String name, Better better, BinaryOperator<Value> expression) implements Metric {
    @Override
    public Value perExample(Value output, Value target) {
      return expression.apply(output, target);
    }
  }

  private record TopKAccuracy(int k) implements Metric {
    @Override
    public String name() {
      return "top" + k + "Accuracy";
    }

    @Override
    public Better better() {
      return Better.HIGHER;
    }

    @Override
    public Value perExample(Value output, Value target) {
      if (output.shape().rank() != 2 || output.shape().length(1) < k) {
        throw new ShapeException(name() + " expects an output [N, classes] of at least " + k + " classes, got " + output.shape());
      }
      int classes = output.shape().length(1);
      Value label = (target.dtype() == DType.I32 ? target : target.argMax()).oneHot(classes);
      Value ofLabel = label.multiply(output).sumKeep(1);
      // Those below are counted, not those above: NaN is then no hit.
      return ofLabel.greater(output).sum(1).greater(classes - k - 0.5);
    }
  }

  private record Accuracy() implements Metric {
    @Override
    public String name() {
      return "accuracy";
    }

    @Override
    public Better better() {
      return Better.HIGHER;
    }

    @Override
    public Value perExample(Value output, Value target) {
      if (single(output)) {
        Value answer = output.reshape(output.shape().sub(0, 1)).greater(0);
        return answer.equalTo(target.toFloat().reshape(answer.shape()).greater(0.5));
      }
      if (output.shape().rank() != 2) {
        throw new ShapeException("accuracy expects an output [N, classes], got " + output.shape());
      }
      Value label = target.dtype() == DType.I32 ? target : target.argMax();
      return output.argMax().toFloat().equalTo(label.toFloat());
    }
  }
}
