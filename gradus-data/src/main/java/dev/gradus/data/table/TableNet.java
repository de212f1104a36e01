package dev.gradus.data.table;

import dev.gradus.graph.Value;
import dev.gradus.initializer.Initializers;
import dev.gradus.layer.Layer;
import dev.gradus.layer.Layers;
import dev.gradus.loss.Loss;
import dev.gradus.loss.Losses;
import dev.gradus.tensor.Shape;

/// The network for a table: a linear way and, added to it, what two hidden layers make of the same features.
///
/// Classes: logits = linear(x) + hidden(x), both learned together from 0.
/// Numbers: y = ridge(x) + share · deviation · hidden(x); the ridge is solved before and stays, so that hidden layers learn only what a
/// line can't say.
final class TableNet {
  /// The variable, 1 while training, by which the hidden layers' part is multiplied.
  static final String SHARE = "share";
  private static final double DROPOUT = 0.1;

  private TableNet() {}

  private static Layer hidden(int units, int outputs) {
    return Layers.sequential(Layers.dense(units).initializer(Initializers.heNormal()), Layers.relu(), Layers.dropout(DROPOUT),
        Layers.dense(units / 2).initializer(Initializers.heNormal()), Layers.relu(),
        Layers.dense(outputs).initializer(Initializers.zeros()));
  }

  static Layer classes(Preparation preparation, int units, int classes) {
    return Layers.sequential(preparation,
        Layers.residual(hidden(units, classes), Layers.dense(classes).initializer(Initializers.zeros())));
  }

  static Layer numbers(Preparation preparation, int units, Ridge ridge, double deviation) {
    Layer scaled = (scope, x) -> hidden(units, 1).apply(scope, x).multiply(deviation)
        .multiply(scope.state(SHARE, Shape.of(1), Initializers.ones()));
    return Layers.sequential(preparation, Layers.residual(Layers.layer("correction", scaled), Layers.layer("ridge", linear(ridge))));
  }

  private static Layer linear(Ridge ridge) {
    return (scope, x) -> {
      Value kernel = scope.state("kernel", Shape.of(ridge.weights().length, 1), (values, _, _) -> {
        for (int f = 0; f < values.length; f++) {
          values[f] = (float) ridge.weights()[f][0];
        }
      });
      Value bias = scope.state("bias", Shape.of(1), (values, _, _) -> values[0] = (float) ridge.intercepts()[0]);
      return x.matmul(kernel).add(bias);
    };
  }

  /// Huber's loss of numbers in units of the target's deviation; what is predicted is in the target's own.
  record ScaledHuber(double deviation) implements Loss {
    @Override
    public String name() {
      return "scaledHuber";
    }

    @Override
    public Value perExample(Value output, Value target) {
      return Losses.huber(2).perExample(output.multiply(1 / deviation), target.multiply(1 / deviation));
    }

    @Override
    public Value predict(Value output) {
      return output;
    }
  }
}
