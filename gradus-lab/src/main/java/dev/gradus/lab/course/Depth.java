package dev.gradus.lab.course;

import static dev.gradus.initializer.Initializers.heNormal;
import static dev.gradus.lab.Condition.above;
import static dev.gradus.lab.Condition.below;
import static dev.gradus.layer.Layers.dense;
import static dev.gradus.layer.Layers.flatten;
import static dev.gradus.layer.Layers.relu;
import static dev.gradus.layer.Layers.sequential;
import static dev.gradus.loss.Losses.meanSquaredError;
import static dev.gradus.loss.Losses.softmaxCrossEntropy;
import static dev.gradus.metric.Metrics.accuracy;
import static dev.gradus.optimizer.Optimizers.adam;
import static dev.gradus.random.Seed.seed;

import dev.gradus.dataset.Dataset;
import dev.gradus.lab.Experiment;
import dev.gradus.lab.Figure;
import dev.gradus.lab.Notebook;
import dev.gradus.lab.Rule;
import dev.gradus.lab.Setting;
import dev.gradus.layer.Layer;
import dev.gradus.loss.Loss;
import dev.gradus.model.Model;
import dev.gradus.optimizer.Schedules;
import dev.gradus.plot.DotPlot;
import dev.gradus.random.RandomStream;
import dev.gradus.tensor.Shape;
import dev.gradus.tensor.Tensor;
import dev.gradus.train.Trainer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/// Deep against wide at as many parameters: on functions made of repeated folds, on images, and on labels without a rule.
final class Depth implements Experiment {
  private static final double[] RATES = {0.003, 0.01, 0.03};
  private static final int DEEP = 4;
  private static final int BITS = 8;
  private static final List<String> CLASSES = List.of("even", "odd");

  @Override
  public String name() {
    return "depth";
  }

  @Override
  public List<Integer> claims() {
    return List.of(7, 8, 12);
  }

  @Override
  public Rule rule() {
    return Rule.of(below("saw", 0.5), above("parity", 0.05), above("images", 0.01), above("capacity", 0.02));
  }

  /// One number for the deep network and one for the shallow.
  private record Pair(double deep, double shallow) {}

  private record Outcome(Pair saw, Pair parity, Pair images, Pair capacity) {}

  @Override
  public void run(Setting setting, Notebook notebook) {
    List<Outcome> outcomes = setting.perSeed(seed -> new Outcome(
        pair(2, 1, 9, net -> sawError(setting, seed, net)),
        pair(BITS, 2, 9, net -> parity(setting, seed, net)),
        pair(Handwriting.IMAGE.size(), Handwriting.CLASSES, 16, net -> images(setting, seed, net)),
        pair(2, 2, 9, net -> capacity(setting, seed, net))));

    notebook.measure("saw", outcomes, outcome -> outcome.saw().deep() / outcome.saw().shallow());
    notebook.measure("parity", outcomes, outcome -> outcome.parity().deep() - outcome.parity().shallow());
    notebook.measure("images", outcomes, outcome -> outcome.images().deep() - outcome.images().shallow());
    notebook.measure("capacity", outcomes, outcome -> outcome.capacity().deep() - outcome.capacity().shallow());

    showFits(setting, notebook);
    DotPlot dots = notebook.dots("accuracies").x(0, 1);
    rows(notebook, dots, outcomes, "parity", Outcome::parity);
    rows(notebook, dots, outcomes, "images", Outcome::images);
    rows(notebook, dots, outcomes, "capacity", Outcome::capacity);
    notebook.exact("parameters-deep", parameters(2, 1, 9, DEEP));
    notebook.exact("parameters-shallow", parameters(2, 1, wide(2, 1, 9), 1));
  }

  private static void rows(Notebook notebook, DotPlot dots, List<Outcome> outcomes, String task, Function<Outcome, Pair> pair) {
    row(notebook, dots, outcomes, task + "-deep", outcome -> pair.apply(outcome).deep());
    row(notebook, dots, outcomes, task + "-shallow", outcome -> pair.apply(outcome).shallow());
  }

  private static void row(Notebook notebook, DotPlot dots, List<Outcome> outcomes, String key, ToDoubleFunction<Outcome> value) {
    Figure figure = notebook.measure(key, outcomes, value);
    dots.row(key, figure.mean(), Math.max(0, figure.interval().low()), Math.min(1, figure.interval().high()),
        figure.values().stream().mapToDouble(number -> number).toArray());
  }

  // Two networks of as many parameters: DEEP hidden layers of a width, or one hidden layer of as much as that allows.

  private static int parameters(int inputs, int outputs, int width, int depth) {
    return inputs * width + width + (depth - 1) * (width * width + width) + width * outputs + outputs;
  }

  private static int wide(int inputs, int outputs, int width) {
    return (parameters(inputs, outputs, width, DEEP) - outputs) / (inputs + 1 + outputs);
  }

  private static Layer net(int width, int depth, int outputs) {
    List<Layer> layers = new ArrayList<>(List.of(flatten()));
    for (int i = 0; i < depth; i++) {
      layers.add(dense(width).initializer(heNormal()));
      layers.add(relu());
    }
    layers.add(dense(outputs));
    return sequential(layers.toArray(Layer[]::new));
  }

  private static Pair pair(int inputs, int outputs, int width, ToDoubleFunction<Layer> trial) {
    return new Pair(trial.applyAsDouble(net(width, DEEP, outputs)), trial.applyAsDouble(net(wide(inputs, outputs, width), 1, outputs)));
  }

  /// Trained at the rate of the lowest training loss.
  private static Model best(Setting setting, long seed, Layer net, Shape input, Loss loss, Dataset data, int epochs) {
    Model best = null;
    double least = Double.POSITIVE_INFINITY;
    for (double rate : RATES) {
      Model model = Model.create(net, input, seed(seed));
      Trainer trainer = Trainer.of(model).loss(loss).optimizer(adam(rate)).schedule(Schedules.cosine()).batchSize(32).epochs(epochs)
          .seed(seed(seed)).execution(setting.execution()).diagnosing(false);
      (data.classes().isEmpty() ? trainer : trainer.metrics(accuracy())).fit(data);
      double reached = model.evaluate(data, setting.execution()).loss();
      if (best == null || reached < least) {
        best = model;
        least = reached;
      }
    }
    return best;
  }

  // A saw of four teeth: what three foldings of the line make.

  private static double saw(double x) {
    double folded = x;
    for (int i = 0; i < 3; i++) {
      folded = 1 - Math.abs(2 * folded - 1);
    }
    return folded;
  }

  private static Dataset teeth(Setting setting) {
    int count = setting.of(32, 256, 256);
    float[] inputs = new float[2 * count];
    float[] y = new float[count];
    for (int i = 0; i < count; i++) {
      double x = (i + 0.5) / count;
      System.arraycopy(input(x).floats(), 0, inputs, 2 * i, 2);
      y[i] = (float) saw(x);
    }
    return Dataset.of(Tensor.of(Shape.of(count, 2), inputs), Tensor.of(Shape.of(count, 1), y));
  }

  /// A place on the line, seen from its middle, with a 1 beside it: so the first weights give each unit a place of its own.
  private static Tensor input(double x) {
    return Tensor.of(Shape.of(2), (float) (2 * x - 1), 1f);
  }

  private static Model sawModel(Setting setting, long seed, Layer net) {
    return best(setting, seed, net, Shape.of(2), meanSquaredError(), teeth(setting), setting.of(2, 300, 800));
  }

  private static double sawError(Setting setting, long seed, Layer net) {
    return Math.sqrt(sawModel(setting, seed, net).evaluate(teeth(setting), setting.execution()).loss());
  }

  private static void showFits(Setting setting, Notebook notebook) {
    double[] x = IntStream.rangeClosed(0, 160).mapToDouble(i -> i / 160.0).toArray();
    var plot = notebook.lines("fits").line("saw", x, Arrays.stream(x).map(Depth::saw).toArray());
    for (boolean deep : new boolean[] {false, true}) {
      Model model = sawModel(setting, setting.seeds().getFirst(), deep ? net(9, DEEP, 1) : net(wide(2, 1, 9), 1, 1));
      plot.line(deep ? "deep" : "shallow", x,
          Arrays.stream(x).map(at -> model.predict(input(at), setting.execution()).get(0)).toArray());
    }
  }

  // Whether a number of bits is odd: seen for three quarters of all, asked for the rest.

  private static double parity(Setting setting, long seed, Layer net) {
    int[] order = new RandomStream(seed, "lab/depth/parity").permutation(1 << BITS);
    int seen = order.length * 3 / 4;
    Model model = best(setting, seed, net, Shape.of(BITS), softmaxCrossEntropy(), bits(Arrays.copyOf(order, seen)), setting.of(2, 150, 400));
    return model.evaluate(bits(Arrays.copyOfRange(order, seen, order.length)), setting.execution()).metric("accuracy");
  }

  private static Dataset bits(int[] numbers) {
    float[] inputs = new float[numbers.length * BITS];
    int[] labels = new int[numbers.length];
    for (int i = 0; i < numbers.length; i++) {
      for (int bit = 0; bit < BITS; bit++) {
        inputs[i * BITS + bit] = (numbers[i] >> bit & 1) == 1 ? 1 : -1;
      }
      labels[i] = Integer.bitCount(numbers[i]) & 1;
    }
    return Dataset.of(Tensor.of(Shape.of(numbers.length, BITS), inputs), Tensor.of(Shape.of(numbers.length), labels), CLASSES);
  }

  // Images not seen before.

  private static double images(Setting setting, long seed, Layer net) {
    Model model = best(setting, seed, net, Handwriting.IMAGE, softmaxCrossEntropy(), Handwriting.training(setting, seed), setting.of(1, 12, 24));
    return Handwriting.accuracy(model, setting, seed);
  }

  // Points with labels drawn by lot: how many can be learnt by heart.

  private static double capacity(Setting setting, long seed, Layer net) {
    int count = setting.of(32, 160, 160);
    RandomStream random = new RandomStream(seed, "lab/depth/lot");
    float[] inputs = new float[2 * count];
    int[] labels = new int[count];
    for (int i = 0; i < count; i++) {
      inputs[2 * i] = (float) random.uniform(-1, 1);
      inputs[2 * i + 1] = (float) random.uniform(-1, 1);
      labels[i] = random.nextInt(2);
    }
    Dataset data = Dataset.of(Tensor.of(Shape.of(count, 2), inputs), Tensor.of(Shape.of(count), labels), CLASSES);
    Model model = best(setting, seed, net, Shape.of(2), softmaxCrossEntropy(), data, setting.of(2, 200, 600));
    return model.evaluate(data, setting.execution()).metric("accuracy");
  }
}
