package dev.gradus.examples;

import static dev.gradus.layer.Layers.dense;
import static dev.gradus.layer.Layers.layer;
import static dev.gradus.layer.Layers.sequential;
import static dev.gradus.layer.Layers.tanh;
import static dev.gradus.loss.Losses.softmaxCrossEntropy;
import static dev.gradus.metric.Metrics.accuracy;
import static dev.gradus.optimizer.Optimizers.adam;
import static dev.gradus.random.Seed.seed;

import dev.gradus.data.Toys;
import dev.gradus.dataset.Dataset;
import dev.gradus.graph.Value;
import dev.gradus.initializer.Initializers;
import dev.gradus.layer.Layer;
import dev.gradus.model.Model;
import dev.gradus.tensor.Shape;
import dev.gradus.tensor.Tensor;
import dev.gradus.train.Trainer;
import dev.gradus.train.TrainingReport;
import java.nio.file.Path;

/// Layers of your own: a layer is a function from a value to a value, so a lambda is one.
///
///     CustomLayers [EPOCHS [FILE]]        by default 40 epochs, custom.gradus
public final class CustomLayers {
  private CustomLayers() {}

  /// A ReLU whose slope on the negative side is learned, one number for each unit: max(x, 0) + a · min(x, 0).
  ///
  /// `scope` makes the parameter `a` and names it by its place in the model. Its gradient needs no code: it follows from
  /// the expression.
  ///
  /// Source: He, Zhang, Ren and Sun 2015, arXiv:1502.01852. Deviation: none.
  static Layer parametricRelu() {
    return layer("prelu", (scope, x) -> {
      Shape units = Shape.of(x.shape().length(-1));
      Value a = scope.parameter("a", units, Initializers.constant(0.25));
      return x.maximum(0).add(a.multiply(x.minimum(0)));
    });
  }

  /// A block with a way around it: what it learns is added to what came in.
  static Layer residual(Layer block) {
    return (scope, x) -> x.add(block.apply(scope, x));
  }

  /// Two points in the plane wound around each other, told apart by a network of such layers.
  static Model model() {
    Layer net = sequential(
        dense(16), parametricRelu(),
        residual(sequential(dense(16), tanh(), dense(16))),
        residual(sequential(dense(16), tanh(), dense(16))),
        dense(2));
    return Model.create(net, Shape.of(2), seed(7));
  }

  static TrainingReport train(Model model, Dataset points, int epochs) {
    return Trainer.of(model)
        .loss(softmaxCrossEntropy()).optimizer(adam(0.01)).metrics(accuracy())
        .epochs(epochs).batchSize(32)
        .fit(points);
  }

  /// Trains, saves, loads, and asks the loaded model about one point.
  public static void main(String[] args) {
    int epochs = args.length > 0 ? Integer.parseInt(args[0]) : 40;
    Path file = Path.of(args.length > 1 ? args[1] : "custom.gradus");

    Model model = model();
    System.out.println(model.summary());
    TrainingReport report = train(model, Toys.spirals(1_000, 2, 0.02, 1), epochs);
    System.out.println(report.history().getLast());
    System.out.println("test: " + model.evaluate(Toys.spirals(500, 2, 0.02, 2)));
    System.out.println("learned slopes: " + model.variables().get("prelu_1/a"));

    // What is saved is the traced graph, so that loading needs none of the lambdas above.
    model.save(file);
    Tensor point = Tensor.of(Shape.of(2), 0.3f, -0.4f);
    System.out.println("P(arm) at (0.3, -0.4): " + Model.load(file).predict(point));
  }
}
