package dev.gradus.loss;

import dev.gradus.GradusException;
import dev.gradus.graph.Value;
import dev.gradus.tensor.DType;
import dev.gradus.tensor.Dim;
import dev.gradus.tensor.Shape;
import dev.gradus.tensor.ShapeException;
import java.util.List;
import java.util.stream.IntStream;

/// The expressions and checks that losses share.
final class Terms {
  /// Where [#boundedExp] leaves e^x: e^30 is about 1e13, and its square still far from float32's largest number.
  static final double EXP_LIMIT = 30;

  private Terms() {}

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

  /// The target as a distribution over the classes of logits [N, classes].
  static Value distribution(String loss, Value logits, Value target) {
    classes(loss, logits);
    Value distribution = target.dtype() == DType.I32 ? target.oneHot(logits.shape().length(1)) : target;
    if (!distribution.shape().equals(logits.shape())) {
      throw new ShapeException(loss + ": logits have shape " + logits.shape() + ", but targets " + target.type());
    }
    return distribution;
  }

  /// The labels of logits [N, classes] as rows with a single one; a loss that compares a class with the rest takes no
  /// distributions.
  static Value oneHot(String loss, Value logits, Value target) {
    if (target.dtype() != DType.I32) {
      throw new ShapeException(loss + " expects labels I32 [N], got targets " + target.type());
    }
    return distribution(loss, logits, target);
  }

  private static void classes(String loss, Value logits) {
    if (logits.shape().rank() != 2) {
      throw new ShapeException(loss + " expects logits [N, classes], got " + logits.shape() + ". Add flatten() and dense(classes)?");
    }
  }

  /// ln(1 + e^x). max(x, 0) is taken as (x + |x|) / 2: its slope at 0 is ½, and so the whole's is sigmoid(0) as it must be.
  /// A network whose last layer starts at 0 gives nothing but such logits.
  static Value softplus(Value x) {
    return positive(x).add(tail(x));
  }

  static Value positive(Value x) {
    return x.multiply(0.5).add(x.abs().multiply(0.5));
  }

  /// ln(1 + e^-|x|)
  static Value tail(Value x) {
    return x.abs().negate().exp().log1p();
  }

  /// e^x up to x = 30, from there on its tangent, so that value and slope are finite for any x and still rise with it.
  static Value boundedExp(Value x) {
    Value bounded = x.minimum(EXP_LIMIT);
    return bounded.exp().multiply(x.subtract(bounded).add(1));
  }

  /// ln Σ_i e^(x_i) over the last axis, which stays. The gradient need not go through the largest.
  static Value logSumExpKeep(Value x) {
    Value largest = x.maxKeep(-1).stopGradient();
    return x.subtract(largest).exp().sumKeep(-1).log().add(largest);
  }

  /// Numbers of a user's as a row [1, numbers], or as the number that they all are.
  static Value row(String loss, String what, List<Double> numbers, Value output) {
    if (numbers.size() == 1) {
      return Value.constant(numbers.getFirst());
    }
    if (output.shape().rank() != 2 || output.shape().length(1) != numbers.size()) {
      throw new ShapeException(loss + ": " + numbers.size() + " " + what + " don't fit an output of shape " + output.shape());
    }
    Shape one = Shape.of(1, 1);
    return Value.concat(1, numbers.stream().map(number -> Value.constant(number).broadcast(one)).toList());
  }

  static void notNegative(String what, double number) {
    if (!(number >= 0 && number < Double.POSITIVE_INFINITY)) {
      throw new GradusException(what + " must be at least 0 and finite, not " + number);
    }
  }

  static void positive(String what, double number) {
    if (!(number > 0 && number < Double.POSITIVE_INFINITY)) {
      throw new GradusException(what + " must be above 0 and finite, not " + number);
    }
  }

  /// In (0, 1).
  static void fraction(String what, double number) {
    if (!(number > 0 && number < 1)) {
      throw new GradusException(what + " must be in (0, 1), not " + number);
    }
  }
}
