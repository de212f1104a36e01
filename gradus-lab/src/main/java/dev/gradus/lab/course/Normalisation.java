package dev.gradus.lab.course;

import static dev.gradus.initializer.Initializers.heNormal;
import static dev.gradus.lab.Condition.above;
import static dev.gradus.layer.Layers.batchNorm;
import static dev.gradus.layer.Layers.dense;
import static dev.gradus.layer.Layers.flatten;
import static dev.gradus.layer.Layers.layerNorm;
import static dev.gradus.layer.Layers.relu;
import static dev.gradus.layer.Layers.sequential;
import static dev.gradus.optimizer.Optimizers.gradientDescent;
import static dev.gradus.random.Seed.seed;

import dev.gradus.dataset.Dataset;
import dev.gradus.lab.Experiment;
import dev.gradus.lab.Notebook;
import dev.gradus.lab.Rule;
import dev.gradus.lab.Setting;
import dev.gradus.layer.Layer;
import dev.gradus.model.Model;
import dev.gradus.plot.Plot;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/// Normalising what each layer gives: how large a learning rate it bears, and how deep a network it lets learn.
final class Normalisation implements Experiment {
  private static final int BATCH = 64;
  private static final int WIDTH = 32;
  private static final int SHALLOW = 2;
  private static final int[] DEPTHS = {2, 5, 12, 30};
  /// From 0.02, each four times the one before.
  private static final double[] RATES = IntStream.range(0, 8).mapToDouble(i -> 0.02 * StrictMath.pow(4, i)).toArray();
  private static final double[] DEEP_RATES = {0.03, 0.1, 0.3};
  /// A network counts as learning that has brought the loss to this part of guessing's.
  private static final double LEARNING = 0.5;

  /// What stands between a dense layer and its ReLU, by name.
  private static final Map<String, Supplier<List<Layer>>> KINDS = new LinkedHashMap<>();

  static {
    KINDS.put("none", List::of);
    KINDS.put("batch", () -> List.of(batchNorm()));
    KINDS.put("layer", () -> List.of(layerNorm()));
  }

  @Override
  public String name() {
    return "normalisation";
  }

  @Override
  public List<Integer> claims() {
    return List.of(4, 9);
  }

  @Override
  public Rule rule() {
    return Rule.of(above("rate-batch", 1), above("rate-layer", 1), above("depth-batch", 1.5), above("depth-layer", 1.5));
  }

  /// Of one kind and seed: the loss at the end by rate in a shallow network, and by depth at the best rate.
  private record Outcome(double[] byRate, double[] byDepth) {
    /// The largest rate that still learns; the least there is if none does.
    double rate() {
      return IntStream.range(0, RATES.length).filter(i -> learns(byRate[i])).mapToDouble(i -> RATES[i]).max().orElse(RATES[0]);
    }

    /// The deepest network that learns; 1 if none does.
    double depth() {
      return IntStream.range(0, byDepth.length).filter(i -> learns(byDepth[i])).mapToDouble(i -> DEPTHS[i]).max().orElse(1);
    }
  }

  private static boolean learns(double loss) {
    return loss <= LEARNING * Handwriting.GUESSING;
  }

  @Override
  public void run(Setting setting, Notebook notebook) {
    List<Map<String, Outcome>> outcomes = setting.perSeed(seed -> {
      Map<String, Outcome> of = new LinkedHashMap<>();
      KINDS.keySet().forEach(kind -> of.put(kind, new Outcome(byRate(setting, seed, kind), byDepth(setting, seed, kind))));
      return of;
    });
    KINDS.keySet().forEach(kind -> notebook.measure("largest-" + kind, outcomes, of -> of.get(kind).rate()));
    KINDS.keySet().forEach(kind -> notebook.measure("deepest-" + kind, outcomes, of -> of.get(kind).depth()));
    for (String kind : List.of("batch", "layer")) {
      notebook.measure("rate-" + kind, outcomes, of -> StrictMath.log(of.get(kind).rate() / of.get("none").rate()) / StrictMath.log(2));
      notebook.measure("depth-" + kind, outcomes, of -> of.get(kind).depth() / of.get("none").depth());
    }
    Plot rates = notebook.lines("rates").logX();
    Plot depths = notebook.lines("depths").logX();
    double[] numbers = Arrays.stream(depths(setting)).asDoubleStream().toArray();
    KINDS.keySet().forEach(kind -> {
      rates.line(kind, RATES, outcomes.stream().map(of -> of.get(kind).byRate()).toList());
      depths.line(kind, numbers, outcomes.stream().map(of -> of.get(kind).byDepth()).toList());
    });
    rates.horizontal("learning", LEARNING * Handwriting.GUESSING).horizontal("guessing", Handwriting.GUESSING);
    depths.horizontal("learning", LEARNING * Handwriting.GUESSING).horizontal("guessing", Handwriting.GUESSING);
  }

  private static int[] depths(Setting setting) {
    return setting.choose(new int[] {2, 3}, DEPTHS, DEPTHS);
  }

  private static int epochs(Setting setting) {
    return setting.of(1, 15, 30);
  }

  private static Layer network(int depth, String kind) {
    List<Layer> layers = new ArrayList<>(List.of(flatten()));
    for (int i = 0; i < depth; i++) {
      layers.add(dense(WIDTH).initializer(heNormal()));
      layers.addAll(KINDS.get(kind).get());
      layers.add(relu());
    }
    layers.add(dense(Handwriting.CLASSES));
    return sequential(layers.toArray(Layer[]::new));
  }

  /// The mean loss of the last tenth of training: of a rate too large the loss leaps.
  private static double train(Setting setting, long seed, int depth, String kind, double rate) {
    Dataset data = Handwriting.training(setting, seed);
    Model model = Model.create(network(depth, kind), Handwriting.IMAGE, seed(seed));
    double[] losses = Handwriting.train(model, data, gradientDescent(rate), BATCH, epochs(setting), seed, setting);
    return Arrays.stream(losses, losses.length - Math.max(1, losses.length / 10), losses.length).average().orElseThrow();
  }

  private static double[] byRate(Setting setting, long seed, String kind) {
    return Arrays.stream(RATES).map(rate -> train(setting, seed, SHALLOW, kind, rate)).toArray();
  }

  private static double[] byDepth(Setting setting, long seed, String kind) {
    return Arrays.stream(depths(setting))
        .mapToDouble(depth -> Arrays.stream(DEEP_RATES).map(rate -> train(setting, seed, depth, kind, rate)).min().orElseThrow()).toArray();
  }
}
