package dev.gradus.lab.course;

import static dev.gradus.initializer.Initializers.glorotNormal;
import static dev.gradus.initializer.Initializers.heNormal;
import static dev.gradus.initializer.Initializers.scaled;
import static dev.gradus.lab.Condition.above;
import static dev.gradus.lab.Condition.below;
import static dev.gradus.lab.Condition.between;
import static dev.gradus.layer.Layers.batchNorm;
import static dev.gradus.layer.Layers.dense;
import static dev.gradus.layer.Layers.relu;
import static dev.gradus.layer.Layers.residual;
import static dev.gradus.layer.Layers.sequential;
import static dev.gradus.layer.Layers.sigmoid;
import static dev.gradus.layer.Layers.tanh;
import static dev.gradus.loss.Losses.softmaxCrossEntropy;
import static dev.gradus.optimizer.Optimizers.gradientDescent;
import static dev.gradus.optimizer.Optimizers.momentum;

import dev.gradus.initializer.Initializer;
import dev.gradus.lab.Experiment;
import dev.gradus.lab.Figure;
import dev.gradus.lab.Notebook;
import dev.gradus.lab.Rule;
import dev.gradus.lab.Setting;
import dev.gradus.layer.Layer;
import dev.gradus.model.Model;
import dev.gradus.plot.DotPlot;
import dev.gradus.plot.Plot;
import dev.gradus.train.Listener;
import dev.gradus.train.Trainer;
import dev.gradus.train.Training;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/// How the gradient fares on its way back through many layers, by activation and by what keeps it alive.
final class VanishingGradient implements Experiment {
  private static final int WIDTH = 32;
  /// Where gradients are looked at layer by layer.
  private static final int DEPTH = 20;
  private static final int[] DEPTHS = {2, 10, 20, 50};
  /// Where it is tried how well networks learn.
  private static final int TRAINED = 10;
  private static final double[] RATES = {0.01, 0.1};

  /// How a hidden layer begins and what follows it.
  private record Kind(Initializer initializer, Supplier<List<Layer>> unit) {}

  private static final Map<String, Kind> KINDS = new LinkedHashMap<>();

  static {
    KINDS.put("sigmoid", new Kind(glorotNormal(), () -> List.of(sigmoid())));
    KINDS.put("tanh", new Kind(glorotNormal(), () -> List.of(tanh())));
    KINDS.put("relu", new Kind(heNormal(), () -> List.of(relu())));
    KINDS.put("large", new Kind(scaled(heNormal(), 2), () -> List.of(relu())));
    KINDS.put("batch", new Kind(glorotNormal(), () -> List.of(batchNorm(), sigmoid())));
    // A layer with a way around it, after each plain one.
    KINDS.put("residual", new Kind(heNormal(), () -> List.of(relu(), residual(sequential(dense(WIDTH).initializer(scaled(heNormal(), 0.5)), relu())))));
  }

  @Override
  public String name() {
    return "vanishing-gradient";
  }

  @Override
  public List<Integer> claims() {
    return List.of(9, 10, 11);
  }

  @Override
  public Rule rule() {
    return Rule.of(below("factor-sigmoid", 0.3), between("factor-relu", 0.8, 1.25), above("growth-large", 1.5), above("learns", 0.2));
  }

  /// Of one kind and seed: the gradient's norm by layer, that of the first layer at half the depth, what is left by depth, and the
  /// accuracy reached.
  private record Outcome(double[] norms, double half, double[] left, double accuracy) {
    /// By what one layer multiplies the gradient on its way back, on average.
    double factor() {
      return StrictMath.pow(norms[0] / norms[norms.length - 1], 1.0 / (norms.length - 1));
    }

    /// By what one layer more multiplies the first layer's gradient, on average.
    double growth() {
      return StrictMath.pow(norms[0] / half, 2.0 / DEPTH);
    }
  }

  @Override
  public void run(Setting setting, Notebook notebook) {
    List<Map<String, Outcome>> outcomes = setting.perSeed(seed -> {
      Map<String, Outcome> of = new LinkedHashMap<>();
      KINDS.forEach((key, kind) -> of.put(key, new Outcome(
          norms(setting, seed, kind, DEPTH), norms(setting, seed, kind, DEPTH / 2)[0],
          Arrays.stream(depths(setting)).mapToDouble(depth -> left(norms(setting, seed, kind, depth))).toArray(),
          accuracy(setting, seed, kind))));
      return of;
    });
    KINDS.keySet().forEach(key -> notebook.measure("factor-" + key, outcomes, of -> of.get(key).factor()));
    notebook.measure("growth-large", outcomes, of -> of.get("large").growth());
    notebook.measure("learns", outcomes, of -> of.get("relu").accuracy() - of.get("sigmoid").accuracy());

    Plot layers = notebook.lines("layers").logY();
    Plot depths = notebook.lines("depths").logX().logY();
    DotPlot dots = notebook.dots("accuracy").x(0, 1);
    double[] numbers = Arrays.stream(depths(setting)).asDoubleStream().toArray();
    KINDS.keySet().forEach(key -> {
      int count = outcomes.getFirst().get(key).norms().length;
      layers.line(key, IntStream.range(0, count).mapToDouble(i -> 2 + i * (DEPTH - 2.0) / (count - 1)).toArray(),
          outcomes.stream().map(of -> of.get(key).norms()).toList());
      depths.line(key, numbers, outcomes.stream().map(of -> of.get(key).left()).toList());
      Figure figure = notebook.measure("accuracy-" + key, outcomes, of -> of.get(key).accuracy());
      dots.row(key, figure.mean(), Math.max(0, figure.interval().low()), Math.min(1, figure.interval().high()),
          figure.values().stream().mapToDouble(value -> value).toArray());
    });
  }

  private static int[] depths(Setting setting) {
    return setting.choose(new int[] {2, 5}, DEPTHS, DEPTHS);
  }

  private static Model network(long seed, Kind kind, int depth) {
    return Handwriting.deep(seed, depth, WIDTH, kind.initializer(), kind.unit());
  }

  /// The norm of the loss's gradient by each hidden layer's weights, from the second on, which are all of one size.
  private static double[] norms(Setting setting, long seed, Kind kind, int depth) {
    List<Double> norms = new ArrayList<>();
    Trainer.of(network(seed, kind, depth)).loss(softmaxCrossEntropy()).optimizer(gradientDescent(1e-6)).batchSize(Trainer.WHOLE_SET)
        .epochs(1).gradientNorms(true).diagnosing(false).execution(setting.execution()).listener(new Listener() {
          @Override
          public void stepFinished(Training training) {
            training.gradientNorms().forEach((path, norm) -> {
              if (path.endsWith("/kernel") && training.model().variables().get(path).size() == WIDTH * WIDTH) {
                norms.add((double) norm);
              }
            });
          }
        }).fit(Handwriting.training(setting, seed).select(IntStream.range(0, 40).toArray()));
    return norms.stream().mapToDouble(norm -> norm).toArray();
  }

  /// The first layer's part of the last one's; not less than the least float, where it has vanished altogether.
  private static double left(double[] norms) {
    return Math.max(Float.MIN_VALUE, norms[0] / norms[norms.length - 1]);
  }

  /// On images not seen before, at the better of two rates.
  private static double accuracy(Setting setting, long seed, Kind kind) {
    return Arrays.stream(RATES).map(rate -> {
      Model model = network(seed, kind, setting.of(2, TRAINED, TRAINED));
      double[] losses = Handwriting.train(model, Handwriting.training(setting, seed), momentum(rate), 16, setting.of(1, 8, 20), seed, setting);
      return losses[losses.length - 1] < Handwriting.MOST_LOSS ? Handwriting.accuracy(model, setting, seed) : 1.0 / Handwriting.CLASSES;
    }).max().orElseThrow();
  }
}
