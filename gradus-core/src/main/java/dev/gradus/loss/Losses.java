package dev.gradus.loss;

import dev.gradus.graph.Value;
import dev.gradus.activation.Activations;
import dev.gradus.tensor.DType;
import dev.gradus.tensor.Dim;
import dev.gradus.tensor.ShapeException;
import java.util.stream.IntStream;

/// The losses, for static import.
public final class Losses {
  private Losses() {}

  /// Categorical cross-entropy from logits: L = -Σ_i t_i · ln softmax(z)_i, for one class of several.
  ///
  /// Shapes: logits z [N, classes]; target t labels `I32` [N], or probabilities `F32` [N, classes]
  /// Predicts softmax(z). Stable for logits of any size.
  /// Source: Goodfellow, Bengio and Courville 2016, section 6.2.2.3. Deviation: none.
  public static Loss softmaxCrossEntropy() {
    return new SoftmaxCrossEntropy();
  }

  /// Binary cross-entropy from logits: L = mean_i (max(z_i, 0) - z_i · t_i + ln(1 + e^-|z_i|)), for yes-or-no
  /// answers.
  ///
  /// Shapes: logits z [N, ...]; target t `F32` of the same shape in [0, 1], or labels 0 and 1 `I32` [N] for z [N, 1]
  /// Predicts sigmoid(z). Stable for logits of any size.
  /// Source: Goodfellow, Bengio and Courville 2016, section 6.2.2.2. Deviation: several answers are averaged.
  public static Loss binaryCrossEntropy() {
    return new BinaryCrossEntropy();
  }

  /// Mean squared error: L = mean_i (y_i - t_i)²
  ///
  /// Shapes: output y [N, ...], target t `F32` of the same shape. Predicts y.
  /// Source: the negative log-likelihood of a normal distribution of constant variance, up to factor and constant.
  public static Loss meanSquaredError() {
    return new MeanSquaredError();
  }

  private record SoftmaxCrossEntropy() implements Loss {
    @Override
    public String name() {
      return "softmaxCrossEntropy";
    }

    @Override
    public Value perExample(Value logits, Value target) {
      if (logits.shape().rank() != 2) {
        throw new ShapeException(name() + " expects logits [N, classes], got " + logits.shape() + ". Add flatten() and dense(classes)?");
      }
      Value distribution = target.dtype() == DType.I32 ? target.oneHot(logits.shape().length(1)) : target;
      if (!distribution.shape().equals(logits.shape())) {
        throw new ShapeException(name() + ": logits have shape " + logits.shape() + ", but targets " + target.type());
      }
      return distribution.multiply(Activations.logSoftmax(logits)).sum(1).negate();
    }

    @Override
    public Value predict(Value logits) {
      return Activations.softmax(logits);
    }
  }

  private record BinaryCrossEntropy() implements Loss {
    @Override
    public String name() {
      return "binaryCrossEntropy";
    }

    @Override
    public Value perExample(Value z, Value target) {
      Value t = like(name(), target.toFloat(), z);
      // max(z, 0) as (z + |z|) / 2: its slope at 0 is ½, and so the loss's slope there is sigmoid(0) - t as it must be. A
      // network whose last layer starts at 0 gives nothing but such logits.
      Value positive = z.multiply(0.5).add(z.abs().multiply(0.5));
      return meanOfEach(positive.subtract(z.multiply(t)).add(z.abs().negate().exp().log1p()));
    }

    @Override
    public Value predict(Value logits) {
      return logits.sigmoid();
    }
  }

  private record MeanSquaredError() implements Loss {
    @Override
    public String name() {
      return "meanSquaredError";
    }

    @Override
    public Value perExample(Value output, Value target) {
      return meanOfEach(output.subtract(like(name(), target.toFloat(), output)).square());
    }

    @Override
    public Value predict(Value output) {
      return output;
    }
  }

  /// The mean over all axes but the batch.
  static Value meanOfEach(Value value) {
    return value.shape().rank() == 1 ? value : value.mean(IntStream.range(1, value.shape().rank()).toArray());
  }

  /// The target in the output's shape: [N] and [N, 1] are the same to a user.
  static Value like(String loss, Value target, Value output) {
    boolean column = target.shape().rank() + 1 == output.shape().rank() && output.shape().dim(-1).equals(Dim.of(1));
    if (column && target.shape().elements().equals(output.shape().elements())) {
      return target.reshape(output.shape());
    }
    if (!target.shape().equals(output.shape())) {
      throw new ShapeException(loss + ": the output has shape " + output.shape() + ", but targets " + target.shape());
    }
    return target;
  }
}
