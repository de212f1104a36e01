package dev.gradus.lab.course;

import static dev.gradus.lab.Condition.above;
import static dev.gradus.lab.Condition.below;
import static dev.gradus.loss.Losses.huber;
import static dev.gradus.optimizer.Optimizers.adaGrad;
import static dev.gradus.optimizer.Optimizers.gradientDescent;
import static dev.gradus.optimizer.Optimizers.rmsProp;
import static dev.gradus.optimizer.Optimizers.rprop;

import dev.gradus.dataset.Dataset;
import dev.gradus.lab.Experiment;
import dev.gradus.lab.Figure;
import dev.gradus.lab.Interval;
import dev.gradus.lab.Notebook;
import dev.gradus.lab.Rule;
import dev.gradus.lab.Setting;
import dev.gradus.optimizer.Optimizer;
import dev.gradus.plot.DotPlot;
import dev.gradus.plot.Plot;
import dev.gradus.random.RandomStream;
import dev.gradus.tensor.Shape;
import dev.gradus.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleFunction;
import java.util.stream.IntStream;

/// Adaptive learning rates, by what they do: on weights of very different scale, on a slope that keeps its direction, and near the optimum.
final class AdaptiveSteps implements Experiment {
  /// A method that gives each weight a rate of its own, with the rates to try and the one for the slope.
  private record Method(String key, double slope, double[] rates, DoubleFunction<Optimizer> optimizer) {}

  private static final double[] RATES = {0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10};
  private static final List<Method> METHODS = List.of(
      new Method("adagrad", 1, RATES, rate -> adaGrad(rate)),
      new Method("rmsprop", 0.1, RATES, rate -> rmsProp(rate)),
      new Method("rprop", 0.1, RATES, rate -> rprop(rate)));

  /// Four weights whose curvatures lie a decade apart each.
  private static final double[] CURVATURES = {1, 10, 100, 1000};
  private static final double BOUND = 2 / 1000.0;
  private static final double LEFT = 0.005;
  /// How many steps on the slope the rate is given to change, and until when it has to have changed again in the bowl.
  private static final int ON_SLOPE = 20;

  @Override
  public String name() {
    return "adaptive-steps";
  }

  @Override
  public List<Integer> claims() {
    return List.of(5, 17);
  }

  @Override
  public Rule rule() {
    return Rule.of(below("steps-adagrad", 0.5), below("steps-rmsprop", 0.5), below("steps-rprop", 0.5),
        above("grow-adagrad", 1.1), above("grow-rmsprop", 1.1), above("grow-rprop", 1.1),
        below("shrink-adagrad", 0.9), below("shrink-rmsprop", 0.9), below("shrink-rprop", 0.9));
  }

  /// Of one method and one seed: steps on the straight and the turned quadratic, and the rates along the slope.
  private record Trial(int straight, int turned, double[] rates) {
    /// By how much the rate has grown while the gradient was the same.
    double grown() {
      return rates[ON_SLOPE - 1] / rates[0];
    }

    /// What is left of the rate on the slope, at the end.
    double shrunk() {
      return rates[rates.length - 1] / rates[ON_SLOPE - 1];
    }
  }

  @Override
  public void run(Setting setting, Notebook notebook) {
    List<Trial> plain = setting.perSeed(seed -> new Trial(descent(setting, seed, false), descent(setting, seed, true), new double[0]));
    List<List<Trial>> trials = METHODS.stream().map(method -> setting.perSeed(seed -> trial(setting, seed, method))).toList();
    List<Integer> seeds = IntStream.range(0, plain.size()).boxed().toList();
    for (int m = 0; m < METHODS.size(); m++) {
      List<Trial> of = trials.get(m);
      String key = METHODS.get(m).key();
      notebook.measure("steps-" + key, seeds, seed -> (double) of.get(seed).straight() / plain.get(seed).straight());
      notebook.measure("turned-" + key, seeds, seed -> (double) of.get(seed).turned() / plain.get(seed).turned());
      notebook.measure("grow-" + key, of, Trial::grown);
      notebook.measure("shrink-" + key, of, Trial::shrunk);
    }
    showRates(notebook, trials);
    DotPlot dots = notebook.dots("scales").logX();
    row(dots, "descent", notebook.measure("count-descent", plain, Trial::straight));
    for (int m = 0; m < METHODS.size(); m++) {
      String key = METHODS.get(m).key();
      row(dots, key, notebook.measure("count-" + key, trials.get(m), Trial::straight));
      row(dots, key + "-turned", notebook.measure("count-turned-" + key, trials.get(m), Trial::turned));
    }
    showWeights(setting, notebook);
  }

  private static void row(DotPlot dots, String key, Figure figure) {
    Interval interval = figure.interval();
    dots.row(key, figure.mean(), Math.max(1, interval.low()), interval.high(), figure.values().stream().mapToDouble(v -> v).toArray());
  }

  private static Trial trial(Setting setting, long seed, Method method) {
    return new Trial(fewest(setting, seed, false, method), fewest(setting, seed, true, method), slide(setting, seed, method));
  }

  // The badly scaled quadratic: how many steps bring all but 2% of the way.

  private static double[] start(long seed) {
    RandomStream random = new RandomStream(seed, "lab/adaptive-steps");
    return IntStream.range(0, CURVATURES.length).mapToDouble(_ -> (random.nextInt(2) == 0 ? -1 : 1) * random.uniform(2, 10)).toArray();
  }

  private static int most(Setting setting) {
    return setting.of(100, 4000, 4000);
  }

  private static int steps(Setting setting, long seed, boolean turned, Optimizer optimizer) {
    return new Quadratic(turned, CURVATURES).stepsTo(LEFT, start(seed), optimizer, most(setting), setting);
  }

  private static int descent(Setting setting, long seed, boolean turned) {
    return IntStream.of(80, 90, 95, 99).map(percent -> steps(setting, seed, turned, gradientDescent(percent * 0.01 * BOUND))).min().orElseThrow();
  }

  private static int fewest(Setting setting, long seed, boolean turned, Method method) {
    return Arrays.stream(method.rates()).mapToInt(rate -> steps(setting, seed, turned, method.optimizer().apply(rate))).min().orElseThrow();
  }

  // One weight on a slope of steepness 1 that ends in a bowl: Huber's loss, from about 35 away.

  /// |Δw| / |g| of each step: the rate that the method gave the gradient.
  private static double[] slide(Setting setting, long seed, Method method) {
    double start = new RandomStream(seed, "lab/adaptive-steps/slope").uniform(30, 40);
    Dataset data = Dataset.of(Tensor.of(Shape.of(1, 1), 1f), Tensor.of(Shape.of(1, 1), 0f));
    Descent descent = Descent.from(new double[] {start}, data, huber(1), method.optimizer().apply(method.slope()), 600,
        now -> Math.abs(now[0]) < 0.02, setting);
    return IntStream.rangeClosed(1, descent.steps())
        .mapToDouble(step -> Math.abs(descent.change(step, 0)) / Math.min(1, Math.abs(descent.weights().get(step - 1)[0]))).toArray();
  }

  private static void showRates(Notebook notebook, List<List<Trial>> trials) {
    Plot plot = notebook.lines("slope").logY();
    for (int m = 0; m < METHODS.size(); m++) {
      double[] rates = trials.get(m).getFirst().rates();
      plot.line(METHODS.get(m).key(), IntStream.rangeClosed(1, rates.length).asDoubleStream().toArray(), rates);
    }
  }

  /// The rate of each weight of the quadratic, by AdaGrad.
  private static void showWeights(Setting setting, Notebook notebook) {
    Quadratic quadratic = new Quadratic(false, CURVATURES);
    Descent descent = quadratic.descend(start(setting.seeds().getFirst()), adaGrad(1), setting.of(20, 100, 100), 0, setting);
    Plot plot = notebook.lines("weights").logY();
    for (int i = 0; i < CURVATURES.length; i++) {
      int weight = i;
      plot.line("curvature-" + (int) CURVATURES[i], IntStream.rangeClosed(1, descent.steps()).asDoubleStream().toArray(),
          IntStream.rangeClosed(1, descent.steps())
              .mapToDouble(step -> Math.abs(descent.change(step, weight) / quadratic.gradient(descent.weights().get(step - 1))[weight])).toArray());
    }
  }
}
