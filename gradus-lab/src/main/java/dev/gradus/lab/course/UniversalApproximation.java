package dev.gradus.lab.course;

import static dev.gradus.initializer.Initializers.uniform;
import static dev.gradus.lab.Condition.below;
import static dev.gradus.layer.Layers.dense;
import static dev.gradus.layer.Layers.sequential;
import static dev.gradus.layer.Layers.tanh;
import static dev.gradus.loss.Losses.meanSquaredError;
import static dev.gradus.optimizer.Optimizers.adam;
import static dev.gradus.random.Seed.seed;

import dev.gradus.dataset.Dataset;
import dev.gradus.lab.Experiment;
import dev.gradus.lab.Notebook;
import dev.gradus.lab.Rule;
import dev.gradus.lab.Setting;
import dev.gradus.model.Model;
import dev.gradus.optimizer.Schedules;
import dev.gradus.plot.Frames;
import dev.gradus.plot.Plot;
import dev.gradus.plot.Text;
import dev.gradus.tensor.Shape;
import dev.gradus.tensor.Tensor;
import dev.gradus.train.Trainer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;

/// One hidden layer fits a function the better the wider it is: how well, for several functions, and what its units do.
final class UniversalApproximation implements Experiment {
  private static final int[] WIDTHS = {1, 2, 4, 8, 16, 32, 64};
  private static final double[] RATES = {0.01, 0.03};
  private static final int BATCH = 32;
  /// The width whose units are shown.
  private static final int SHOWN = 4;
  private static final Map<String, DoubleUnaryOperator> FUNCTIONS = new LinkedHashMap<>();

  static {
    FUNCTIONS.put("parabola", x -> 2 * x * x - 1);
    FUNCTIONS.put("corner", x -> 2 * Math.abs(x) - 1);
    FUNCTIONS.put("waves", x -> StrictMath.sin(3 * Math.PI * x));
    FUNCTIONS.put("step", x -> x < 0 ? -1 : 1);
  }

  @Override
  public String name() {
    return "universal-approximation";
  }

  @Override
  public List<Integer> claims() {
    return List.of(8, 20);
  }

  @Override
  public Rule rule() {
    return Rule.of(below("error-parabola", 0.05), below("error-corner", 0.05), below("error-waves", 0.05), below("error-step", 0.05),
        below("wider", 0.5));
  }

  @Override
  public void run(Setting setting, Notebook notebook) {
    int[] widths = setting.choose(new int[] {1, 2}, WIDTHS, WIDTHS);
    List<Map<String, double[]>> errors = setting.perSeed(seed -> {
      Map<String, double[]> of = new LinkedHashMap<>();
      FUNCTIONS.forEach((key, function) ->
          of.put(key, Arrays.stream(widths).mapToDouble(width -> error(setting, best(setting, seed, function, width), function)).toArray()));
      return of;
    });
    FUNCTIONS.keySet().forEach(key -> notebook.measure("error-" + key, errors, of -> of.get(key)[widths.length - 1]));
    // Eight times as wide, on average over the functions.
    notebook.measure("wider", errors, of -> FUNCTIONS.keySet().stream()
        .mapToDouble(key -> of.get(key)[widths.length - 1] / of.get(key)[Math.max(0, widths.length - 4)]).average().orElseThrow());

    Plot plot = notebook.lines("widths").logX().logY();
    double[] numbers = Arrays.stream(widths).asDoubleStream().toArray();
    FUNCTIONS.keySet().forEach(key -> plot.line(key, numbers, errors.stream().map(of -> of.get(key)).toList()));
    showFits(setting, notebook, widths);
    showUnits(setting, notebook);
  }

  /// Each x with a 1 beside it, so that the first weights give each unit a place of its own; biases begin at 0.
  private static Dataset samples(Setting setting, DoubleUnaryOperator function) {
    int count = setting.of(32, 128, 256);
    float[] inputs = new float[2 * count];
    float[] y = new float[count];
    for (int i = 0; i < count; i++) {
      inputs[2 * i] = (float) (-1 + (2 * i + 1.0) / count);
      inputs[2 * i + 1] = 1;
      y[i] = (float) function.applyAsDouble(inputs[2 * i]);
    }
    return Dataset.of(Tensor.of(Shape.of(count, 2), inputs), Tensor.of(Shape.of(count, 1), y));
  }

  /// Trained at the better of two rates.
  private static Model best(Setting setting, long seed, DoubleUnaryOperator function, int width) {
    Model best = null;
    double least = Double.POSITIVE_INFINITY;
    for (double rate : RATES) {
      Model model = Model.create(sequential(dense(width).initializer(uniform(6)), tanh(), dense(1)), Shape.of(2), seed(seed));
      Dataset data = samples(setting, function);
      Trainer.of(model).loss(meanSquaredError()).optimizer(adam(rate)).schedule(Schedules.cosine()).batchSize(BATCH)
          .epochs(setting.of(5, 400, 2000)).seed(seed(seed)).execution(setting.execution()).diagnosing(false).fit(data);
      double loss = model.evaluate(data, setting.execution()).loss();
      if (best == null || loss < least) {
        best = model;
        least = loss;
      }
    }
    return best;
  }

  private static double[] places() {
    return IntStream.rangeClosed(0, 240).mapToDouble(i -> -1 + i / 120.0).toArray();
  }

  private static double[] outputs(Setting setting, Model model) {
    return Arrays.stream(places()).map(x -> model.predict(Tensor.of(Shape.of(2), (float) x, 1f), setting.execution()).get(0)).toArray();
  }

  /// The root of the mean squared error between the samples too, as a part of the function's own root mean square.
  private static double error(Setting setting, Model model, DoubleUnaryOperator function) {
    double[] x = places();
    double[] y = outputs(setting, model);
    double errors = 0;
    double squares = 0;
    for (int i = 0; i < x.length; i++) {
      double wanted = function.applyAsDouble(x[i]);
      errors += (y[i] - wanted) * (y[i] - wanted);
      squares += wanted * wanted;
    }
    return Math.sqrt(errors / squares);
  }

  private static void showFits(Setting setting, Notebook notebook, int[] widths) {
    Frames frames = notebook.frames("fits");
    DoubleUnaryOperator waves = FUNCTIONS.get("waves");
    for (int width : widths) {
      frames.lines(Text.same(Integer.toString(width))).y(-1.5, 1.5)
          .line("function", places(), Arrays.stream(places()).map(waves).toArray())
          .line("network", places(), outputs(setting, best(setting, setting.seeds().getFirst(), waves, width)));
    }
  }

  /// What each of a few hidden units adds to the output.
  private static void showUnits(Setting setting, Notebook notebook) {
    DoubleUnaryOperator parabola = FUNCTIONS.get("parabola");
    Model model = best(setting, setting.seeds().getFirst(), parabola, SHOWN);
    Map<String, Tensor> weights = model.variables();
    Plot plot = notebook.lines("units").line("network", places(), outputs(setting, model));
    for (int i = 0; i < SHOWN; i++) {
      double slope = weights.get("dense_1/kernel").get(i);
      double shift = weights.get("dense_1/kernel").get(SHOWN + i) + weights.get("dense_1/bias").get(i);
      double height = weights.get("dense_2/kernel").get(i);
      plot.line("unit-" + (i + 1), places(), Arrays.stream(places()).map(x -> height * StrictMath.tanh(slope * x + shift)).toArray());
    }
  }
}
