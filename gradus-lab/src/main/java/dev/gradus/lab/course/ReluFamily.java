package dev.gradus.lab.course;

import static dev.gradus.initializer.Initializers.heNormal;
import static dev.gradus.lab.Condition.above;
import static dev.gradus.lab.Condition.below;
import static dev.gradus.lab.Condition.between;
import static dev.gradus.layer.Layers.elu;
import static dev.gradus.layer.Layers.flatten;
import static dev.gradus.layer.Layers.gelu;
import static dev.gradus.layer.Layers.generalisedRelu;
import static dev.gradus.layer.Layers.leakyRelu;
import static dev.gradus.layer.Layers.maxout;
import static dev.gradus.layer.Layers.parametricRelu;
import static dev.gradus.layer.Layers.relu;
import static dev.gradus.layer.Layers.sequential;
import static dev.gradus.layer.Layers.sigmoid;
import static dev.gradus.layer.Layers.tanh;
import static dev.gradus.optimizer.Optimizers.gradientDescent;
import static dev.gradus.random.Seed.seed;

import dev.gradus.dataset.Dataset;
import dev.gradus.lab.Experiment;
import dev.gradus.lab.Figure;
import dev.gradus.lab.Notebook;
import dev.gradus.lab.Rule;
import dev.gradus.lab.Setting;
import dev.gradus.layer.Layer;
import dev.gradus.layer.Layers;
import dev.gradus.model.Model;
import dev.gradus.plot.DotPlot;
import dev.gradus.plot.Plot;
import dev.gradus.tensor.Shape;
import dev.gradus.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/// ReLU and its kin, against the sigmoid and each other: how fast a network learns, how many units die, what a step costs.
final class ReluFamily implements Experiment {
  private static final int WIDTH = 32;
  private static final int DEPTH = 3;
  private static final int BATCH = 16;
  private static final double[] RATES = {0.01, 0.03, 0.1, 0.3};
  /// A rate at which ReLU still learns, and some of its units are thrown where no example reaches them.
  private static final double HARSH = 0.5;

  /// A hidden layer: weights and what follows them.
  private static final Map<String, Supplier<List<Layer>>> KINDS = new LinkedHashMap<>();

  static {
    KINDS.put("relu", () -> dense(relu()));
    KINDS.put("leaky", () -> dense(leakyRelu()));
    KINDS.put("generalised", () -> dense(generalisedRelu(0.1)));
    KINDS.put("parametric", () -> dense(parametricRelu()));
    KINDS.put("maxout", () -> List.of(maxout(WIDTH, 2)));
    KINDS.put("elu", () -> dense(elu()));
    KINDS.put("gelu", () -> dense(gelu()));
    KINDS.put("tanh", () -> dense(tanh()));
    KINDS.put("sigmoid", () -> dense(sigmoid()));
  }

  private static List<Layer> dense(Layer activation) {
    return List.of(Layers.dense(WIDTH).initializer(heNormal()), activation);
  }

  @Override
  public String name() {
    return "relu-family";
  }

  @Override
  public List<Integer> claims() {
    return List.of(11, 22, 23);
  }

  @Override
  public Rule rule() {
    return Rule.of(below("sigmoid", 0.9), below("tanh", 0.95), below("elu", 1), below("gelu", 1), below("maxout", 1),
        above("dead-relu", 0.01), below("dead-leaky", 0.01), between("leaky", 0.95, 1.05), between("generalised", 0.95, 1.05));
  }

  /// Of one kind and seed, at its best rate.
  private record Trained(double[] losses, double seconds, double dead, double[] slopes) {
    double mean() {
      return Handwriting.mean(losses);
    }
  }

  @Override
  public void run(Setting setting, Notebook notebook) {
    List<Map<String, Trained>> outcomes = setting.perSeed(seed -> {
      Map<String, Trained> of = new LinkedHashMap<>();
      KINDS.forEach((key, kind) -> of.put(key, best(setting, seed, key, kind)));
      return of;
    });
    // Below 1 where ReLU learns faster than the other.
    KINDS.keySet().stream().skip(1).forEach(key -> notebook.measure(key, outcomes, of -> of.get("relu").mean() / of.get(key).mean()));
    for (String key : List.of("relu", "leaky")) {
      notebook.measure("dead-" + key, outcomes, of -> of.get(key).dead());
    }
    notebook.measure("slope", outcomes, of -> Arrays.stream(of.get("parametric").slopes()).average().orElseThrow());
    for (String key : List.of("maxout", "elu", "gelu", "sigmoid")) {
      notebook.time("cost-" + key, outcomes, of -> of.get(key).seconds() / of.get("relu").seconds());
    }

    Plot curves = notebook.lines("curves").logY();
    for (String key : List.of("relu", "leaky", "maxout", "gelu", "tanh", "sigmoid")) {
      curves.line(key, Handwriting.epochs(epochs(setting)), outcomes.stream().map(of -> of.get(key).losses()).toList());
    }
    DotPlot dots = notebook.dots("losses").logX();
    KINDS.keySet().forEach(key -> {
      Figure figure = notebook.measure("loss-" + key, outcomes, of -> of.get(key).mean());
      dots.row(key, figure.mean(), Math.max(figure.mean() / 4, figure.interval().low()), figure.interval().high(),
          figure.values().stream().mapToDouble(value -> value).toArray());
    });
    Plot shapes = notebook.lines("shapes");
    double[] x = IntStream.rangeClosed(-30, 20).mapToDouble(i -> i * 0.1).toArray();
    Map<String, Layer> shapeOf = new LinkedHashMap<>();
    shapeOf.put("relu", relu());
    shapeOf.put("generalised", generalisedRelu(0.1));
    shapeOf.put("elu", elu());
    shapeOf.put("gelu", gelu());
    shapeOf.put("tanh", tanh());
    shapeOf.put("sigmoid", sigmoid());
    shapeOf.forEach((key, layer) -> {
      Model one = Model.create(layer, Shape.of(1), seed(0));
      shapes.line(key, x, Arrays.stream(x).map(at -> one.predict(Tensor.of(Shape.of(1), (float) at), setting.execution()).get(0)).toArray());
    });
    Plot slopes = notebook.lines("slopes");
    double[] units = IntStream.rangeClosed(1, WIDTH * DEPTH).asDoubleStream().toArray();
    slopes.points("slope", units, Arrays.stream(outcomes.getFirst().get("parametric").slopes()).sorted().toArray());
  }

  private static int epochs(Setting setting) {
    return setting.of(1, 12, 24);
  }

  private static Model network(long seed, Supplier<List<Layer>> kind) {
    List<Layer> layers = new ArrayList<>(List.of(flatten()));
    for (int i = 0; i < DEPTH; i++) {
      layers.addAll(kind.get());
    }
    layers.add(Layers.dense(Handwriting.CLASSES));
    return Model.create(sequential(layers.toArray(Layer[]::new)), Handwriting.IMAGE, seed(seed));
  }

  private static Trained best(Setting setting, long seed, String key, Supplier<List<Layer>> kind) {
    Dataset data = Handwriting.training(setting, seed);
    double[] best = {Double.POSITIVE_INFINITY};
    double seconds = 0;
    double[] slopes = {};
    for (double rate : RATES) {
      Model model = network(seed, kind);
      long start = System.nanoTime();
      double[] losses = Handwriting.train(model, data, gradientDescent(rate), BATCH, epochs(setting), seed, setting);
      if (Handwriting.mean(losses) < Handwriting.mean(best)) {
        best = losses;
        seconds = (System.nanoTime() - start) * 1e-9;
        slopes = slopes(model);
      }
    }
    double dead = key.equals("relu") || key.equals("leaky") ? dead(setting, seed, kind, key.equals("relu") ? "relu_" : "leakyRelu_") : 0;
    return new Trained(best, seconds, dead, slopes);
  }

  /// The slopes for negative input that a network with parametric units has learnt; none of others.
  private static double[] slopes(Model model) {
    return model.variables().entrySet().stream().filter(entry -> entry.getKey().startsWith("parametricRelu"))
        .flatMapToDouble(entry -> IntStream.range(0, entry.getValue().size()).mapToDouble(entry.getValue()::get)).toArray();
  }

  /// The part of the hidden units that give 0 for every one of some examples, after training at a harsh rate.
  private static double dead(Setting setting, long seed, Supplier<List<Layer>> kind, String layer) {
    Dataset data = Handwriting.training(setting, seed);
    Model model = network(seed, kind);
    Handwriting.train(model, data, gradientDescent(HARSH), BATCH, epochs(setting), seed, setting);
    boolean[] alive = new boolean[WIDTH * DEPTH];
    for (int i = 0; i < Math.min(data.size(), 100); i++) {
      Map<String, Tensor> outputs = model.inspect(data.input(i));
      for (int unit = 0; unit < alive.length; unit++) {
        alive[unit] |= outputs.get(layer + (unit / WIDTH + 1)).get(unit % WIDTH) != 0;
      }
    }
    return IntStream.range(0, alive.length).filter(unit -> !alive[unit]).count() / (double) alive.length;
  }
}
