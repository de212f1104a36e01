package dev.gradus.loss;

import dev.gradus.graph.Value;
import java.util.function.UnaryOperator;

/// The mean of a function of the errors: L = mean_i f(y_i - t_i), for an output y that is the prediction.
///
/// @param name in reports
/// @param ofError f
record ErrorLoss(String name, UnaryOperator<Value> ofError) implements Loss {
  static ErrorLoss huber(double delta) {
    Terms.positive("delta", delta);
    return new ErrorLoss("huber", error -> {
      Value size = error.abs();
      // c · (|e| - c / 2) is e² / 2 up to delta and the tangent from there, without a choice between two results.
      Value bounded = size.minimum(delta);
      return bounded.multiply(size.subtract(bounded.multiply(0.5)));
    });
  }

  static ErrorLoss logCosh() {
    return new ErrorLoss("logCosh", error -> {
      Value size = error.abs();
      return size.add(size.multiply(-2).exp().log1p()).subtract(Math.log(2));
    });
  }

  static ErrorLoss quantile(double q) {
    Terms.fraction("q", q);
    // With e = t - y: q · e above 0 and (q - 1) · e below are |e| / 2 + (q - ½) · e.
    return new ErrorLoss("quantile", error -> error.abs().multiply(0.5).add(error.multiply(0.5 - q)));
  }

  @Override
  public Value perExample(Value output, Value target) {
    return Terms.meanOfEach(ofError.apply(output.subtract(Terms.like(name, target.toFloat(), output))));
  }

  @Override
  public Value predict(Value output) {
    return output;
  }
}
