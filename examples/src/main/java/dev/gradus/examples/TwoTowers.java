package dev.gradus.examples;

import static dev.gradus.layer.Layers.conv2d;
import static dev.gradus.layer.Layers.dense;
import static dev.gradus.layer.Layers.flatten;
import static dev.gradus.layer.Layers.maxPool;
import static dev.gradus.layer.Layers.named;
import static dev.gradus.layer.Layers.relu;
import static dev.gradus.layer.Layers.sequential;
import static dev.gradus.layer.Layers.shared;
import static dev.gradus.loss.Losses.binaryCrossEntropy;
import static dev.gradus.loss.Losses.softmaxCrossEntropy;
import static dev.gradus.metric.Metrics.accuracy;
import static dev.gradus.optimizer.Optimizers.adam;
import static dev.gradus.random.Seed.seed;
import static dev.gradus.train.Listeners.progressBar;

import dev.gradus.data.digits.Digits;
import dev.gradus.dataset.Dataset;
import dev.gradus.dataset.Examples;
import dev.gradus.dataset.Field;
import dev.gradus.graph.Value;
import dev.gradus.layer.Layer;
import dev.gradus.layer.Network;
import dev.gradus.model.Evaluation;
import dev.gradus.model.Inputs;
import dev.gradus.model.Model;
import dev.gradus.random.RandomStream;
import dev.gradus.tensor.DType;
import dev.gradus.tensor.Shape;
import dev.gradus.tensor.Tensor;
import dev.gradus.train.Trainer;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// A network of two inputs and two outputs: do two pictures show the same digit, and which is the left one? Both pictures go
/// through one tower, whose weights they share.
///
///     TwoTowers [PAIRS [EPOCHS]]        by default 8000 pairs, 4 epochs
public final class TwoTowers {
  private TwoTowers() {}

  /// Trains as the arguments say and prints how well it went.
  public static void main(String[] args) {
    run(args.length > 0 ? Integer.parseInt(args[0]) : 8_000, args.length > 1 ? Integer.parseInt(args[1]) : 4);
  }

  /// Trains on so many pairs and tests on a quarter as many of other pictures.
  static Evaluation run(int pairs, int epochs) {
    Examples train = pairs(Digits.train(42, pairs), 42);
    Dataset pictures = Digits.test(42, Math.max(20, pairs / 4));
    Examples test = pairs(pictures, 43);

    Network net = (scope, in) -> {
      Layer tower = shared(named("tower", sequential(
          conv2d(16, 3), relu(), maxPool(2), conv2d(32, 3), relu(), maxPool(2), flatten(), dense(32), relu())));
      Value left = tower.apply(scope, in.get("left"));
      Value right = tower.apply(scope, in.get("right"));
      return Map.of(
          "same", named("same", sequential(dense(32), relu(), dense(1))).apply(scope, left.subtract(right).square()),
          "digit", named("digit", dense(10)).apply(scope, left));
    };
    Model model = Model.create(net, Inputs.like(train), seed(42));
    System.out.println(model.summary());

    Trainer.of(model)
        .loss("digit", softmaxCrossEntropy()).loss("same", binaryCrossEntropy(), 0.5)
        .metrics("digit", accuracy()).metrics("same", accuracy())
        .optimizer(adam(2e-3)).epochs(epochs).batchSize(64).listener(progressBar())
        .fit(train);
    Evaluation evaluation = model.evaluate(test);
    System.out.println("test: " + evaluation);

    Map<String, Tensor> predicted = model.predict(Map.of("left", pictures.input(0), "right", pictures.input(1)));
    System.out.println(String.format(Locale.ROOT, "the first two test pictures, a %s and a %s, show the same digit with probability %.3f",
        pictures.classes().get(pictures.readLabel(0)), pictures.classes().get(pictures.readLabel(1)), predicted.get("same").get(0)));
    return evaluation;
  }

  /// Each picture with another one, which shows the same digit in every second pair.
  static Examples pairs(Dataset pictures, long seed) {
    int[] partners = new int[pictures.size()];
    int[] same = new int[pictures.size()];
    int[] digits = new int[pictures.size()];
    for (int i = 0; i < partners.length; i++) {
      RandomStream random = new RandomStream(seed, "partner", i);
      digits[i] = pictures.readLabel(i);
      do {
        partners[i] = random.nextInt(pictures.size());
      } while (i % 2 == 0 && pictures.readLabel(partners[i]) != digits[i]);
      same[i] = pictures.readLabel(partners[i]) == digits[i] ? 1 : 0;
    }
    Shape one = Shape.of(pictures.size());
    return Examples.of(pictures.size(),
        List.of(new Picture("left", pictures), new Picture("right", pictures.select(partners))),
        List.of(Field.of("digit", Tensor.of(one, digits), pictures.classes()), Field.of("same", Tensor.of(one, same))));
  }

  /// The pictures of a data set as a field.
  private record Picture(String name, Dataset pictures) implements Field {
    @Override
    public DType type() {
      return DType.F32;
    }

    @Override
    public Shape shape() {
      return pictures.inputShape();
    }

    @Override
    public void read(int index, float[] into, int at) {
      pictures.readInput(index, into, at);
    }
  }
}
