package dev.gradus.data.table;

import dev.gradus.graph.Value;
import dev.gradus.layer.Layer;
import dev.gradus.layer.Layers;
import dev.gradus.layer.Scope;
import dev.gradus.loss.Loss;
import dev.gradus.loss.Losses;
import dev.gradus.tensor.Shape;

/// The network for a table, from raw numbers to the answer.
///
/// Classes: logits = line(features) + share · mean of the members(features)
/// Numbers: y = back(line(features) + share · mean of the members(features))
/// The linear model is solved before and stays; the members have learned what it leaves over.
final class TableNet {
  private TableNet() {}

  private static Value clipped(Value features) {
    return features.maximum(-Members.FARTHEST).minimum(Members.FARTHEST);
  }

  /// @param share of what the members say; with 0 there are none
  static Layer of(Preparation preparation, Line line, Members members, double share) {
    return (scope, x) -> {
      Value features = preparation.apply(scope, x);
      Value linear = Layers.layer("line", (inner, f) -> linear(inner, f, line)).apply(scope, features);
      return share == 0 ? linear : linear.add(members.mean(members.apply(scope, clipped(features))).multiply(share));
    };
  }

  private static Value linear(Scope scope, Value features, Line line) {
    int outputs = line.intercepts().length;
    Value kernel = scope.state("kernel", Shape.of(line.weights().length, outputs), (values, _, _) -> {
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) line.weights()[i / outputs][i % outputs];
      }
    });
    Value bias = scope.state("bias", Shape.of(outputs), (values, _, _) -> {
      for (int o = 0; o < outputs; o++) {
        values[o] = (float) line.intercepts()[o];
      }
    });
    return features.matmul(kernel).add(bias);
  }

  /// Huber's loss of numbers in units of the target's deviation; what is predicted is in the target's own.
  record ScaledHuber(double deviation) implements Loss {
    @Override
    public String name() {
      return "scaledHuber";
    }

    @Override
    public Value perExample(Value output, Value target) {
      return Losses.huber(Members.HUBER).perExample(output.multiply(1 / deviation), target.multiply(1 / deviation));
    }

    @Override
    public Value predict(Value output) {
      return output;
    }
  }
}
