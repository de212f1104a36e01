package dev.gradus.train;

import static dev.gradus.layer.Layers.batchNorm;
import static dev.gradus.layer.Layers.dense;
import static dev.gradus.layer.Layers.dropout;
import static dev.gradus.layer.Layers.named;
import static dev.gradus.layer.Layers.relu;
import static dev.gradus.layer.Layers.sequential;
import static dev.gradus.layer.Layers.shared;
import static dev.gradus.loss.Losses.binaryCrossEntropy;
import static dev.gradus.loss.Losses.softmaxCrossEntropy;
import static dev.gradus.metric.Metrics.accuracy;
import static dev.gradus.model.Inputs.inputs;
import static dev.gradus.optimizer.Optimizers.adam;
import static dev.gradus.random.Seed.seed;

import dev.gradus.backend.Execution;
import dev.gradus.dataset.Examples;
import dev.gradus.dataset.Field;
import dev.gradus.graph.Value;
import dev.gradus.layer.Layer;
import dev.gradus.layer.Network;
import dev.gradus.model.Model;
import dev.gradus.random.RandomStream;
import dev.gradus.tensor.Shape;
import dev.gradus.tensor.Tensor;
import java.util.List;
import java.util.Map;

/// Two points in the plane, each of one of three clouds: are they of the same cloud, and of which is the left one? Two towers of one set
/// of weights, two heads.
public final class Pairs {
  private static final float[][] CLOUDS = {{0, 2}, {2, -1}, {-2, -1}};

  private Pairs() {}

  /// With running statistics and a mask, shared by the towers.
  public static final Network NET = (scope, in) -> {
    Layer tower = shared(named("tower", sequential(dense(16), batchNorm(), relu(), dropout(0.1), dense(8))));
    Value left = tower.apply(scope, in.get("left"));
    Value right = tower.apply(scope, in.get("right"));
    return Map.of(
        "same", named("same", sequential(dense(8), relu(), dense(1))).apply(scope, left.subtract(right).square()),
        "cloud", named("cloud", dense(3)).apply(scope, left));
  };

  public static Model model() {
    return Model.create(NET, inputs("left", Shape.of(2)).and("right", Shape.of(2)), seed(42));
  }

  public static Trainer trainer(Model model, Execution execution) {
    return Trainer.of(model).loss("cloud", softmaxCrossEntropy()).loss("same", binaryCrossEntropy(), 0.5)
        .metrics("cloud", accuracy()).metrics("same", accuracy()).optimizer(adam(0.01)).batchSize(32).execution(execution);
  }

  public static Examples data(int count, long seed) {
    float[] left = new float[2 * count];
    float[] right = new float[2 * count];
    int[] same = new int[count];
    int[] cloud = new int[count];
    RandomStream random = new RandomStream(seed, "pairs");
    for (int i = 0; i < count; i++) {
      cloud[i] = i % 3;
      int other = i % 2 == 0 ? cloud[i] : (cloud[i] + 1 + i / 2 % 2) % 3;
      same[i] = other == cloud[i] ? 1 : 0;
      for (int axis = 0; axis < 2; axis++) {
        left[2 * i + axis] = (float) (CLOUDS[cloud[i]][axis] + 0.5 * random.nextGaussian());
        right[2 * i + axis] = (float) (CLOUDS[other][axis] + 0.5 * random.nextGaussian());
      }
    }
    return Examples.of(count,
        List.of(Field.of("left", Tensor.of(Shape.of(count, 2), left)), Field.of("right", Tensor.of(Shape.of(count, 2), right))),
        List.of(Field.of("cloud", Tensor.of(Shape.of(count), cloud), List.of("north", "east", "west")),
            Field.of("same", Tensor.of(Shape.of(count), same), List.of("no", "yes"))));
  }

  /// The inputs of examples `first` to `first + count - 1`.
  public static Map<String, Tensor> rows(Examples data, int first, int count) {
    float[][] both = new float[2][2 * count];
    for (int i = 0; i < count; i++) {
      data.inputs().get(0).read(first + i, both[0], 2 * i);
      data.inputs().get(1).read(first + i, both[1], 2 * i);
    }
    return Map.of("left", Tensor.of(Shape.of(count, 2), both[0]), "right", Tensor.of(Shape.of(count, 2), both[1]));
  }
}
