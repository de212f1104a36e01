package dev.gradus.lab.course;

import static dev.gradus.lab.Condition.above;
import static dev.gradus.lab.Condition.below;
import static dev.gradus.optimizer.Optimizers.adam;
import static dev.gradus.optimizer.Optimizers.gradientDescent;
import static dev.gradus.optimizer.Optimizers.momentum;

import dev.gradus.graph.Value;
import dev.gradus.lab.Experiment;
import dev.gradus.lab.Figure;
import dev.gradus.lab.Notebook;
import dev.gradus.lab.Rule;
import dev.gradus.lab.Setting;
import dev.gradus.model.Model;
import dev.gradus.optimizer.GradientTransform;
import dev.gradus.optimizer.Optimizer;
import dev.gradus.plot.DotPlot;
import dev.gradus.plot.Plot;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleFunction;

/// Adam is momentum and an adaptive step in one: so each part is taken away in turn, and its correction for the first steps too.
final class Adam implements Experiment {
  private static final int BATCH = 16;

  /// A method with the rates that it is tried at, as many for each.
  private record Method(DoubleFunction<Optimizer> optimizer, double... rates) {}

  private static final double[] SMALL = {0.0003, 0.001, 0.003, 0.01, 0.03};
  private static final double[] LARGE = {0.01, 0.03, 0.1, 0.3, 1};
  private static final Map<String, Method> METHODS = new LinkedHashMap<>();

  static {
    METHODS.put("adam", new Method(rate -> adam(rate), SMALL));
    METHODS.put("no-momentum", new Method(rate -> adam(rate, 0, 0.999, 1e-8), SMALL));
    METHODS.put("no-adaptive", new Method(rate -> momentum(rate, 0.9), new double[] {0.003, 0.01, 0.03, 0.1, 0.3}));
    METHODS.put("neither", new Method(rate -> gradientDescent(rate), LARGE));
    METHODS.put("no-correction", new Method(rate -> uncorrected(rate), SMALL));
  }

  /// Adam as it would be without dividing the running means by what they lack at first.
  private static Optimizer uncorrected(double rate) {
    return new Optimizer("adam without correction", rate, GradientTransform.each((scope, parameter, gradient) -> {
      Value mean = scope.slot("mean", parameter);
      Value square = scope.slot("square", parameter);
      Value nextMean = mean.multiply(0.9).add(gradient.multiply(0.1));
      Value nextSquare = square.multiply(0.999).add(gradient.square().multiply(0.001));
      scope.update(mean, nextMean);
      scope.update(square, nextSquare);
      return nextMean.divide(nextSquare.sqrt().add(1e-8));
    }));
  }

  @Override
  public String name() {
    return "adam";
  }

  @Override
  public List<Integer> claims() {
    return List.of(17, 18, 19);
  }

  @Override
  public Rule rule() {
    return Rule.of(below("no-momentum", 0.9), below("no-adaptive", 0.9), below("neither", 0.9), below("no-correction", 0.9), below("time", 0.9),
        above("generalisation", -0.01));
  }

  /// A method at its best rate: the loss of each epoch, and how well it does on data that it has not seen.
  private record Trained(double[] losses, double accuracy) {
    double mean() {
      return Handwriting.mean(losses);
    }

    double last() {
      return losses[losses.length - 1];
    }
  }

  @Override
  public void run(Setting setting, Notebook notebook) {
    List<Map<String, Trained>> outcomes = setting.perSeed(seed -> {
      Map<String, Trained> trained = new LinkedHashMap<>();
      METHODS.forEach((key, method) -> trained.put(key, best(setting, seed, method)));
      return trained;
    });
    for (String key : List.of("no-momentum", "no-adaptive", "neither")) {
      notebook.measure(key, outcomes, of -> of.get("adam").mean() / of.get(key).mean());
    }
    notebook.measure("no-correction", outcomes, of -> of.get("adam").losses()[0] / of.get("no-correction").losses()[0]);
    notebook.measure("time", outcomes, of -> {
      double goal = of.get("no-adaptive").last();
      return (double) Handwriting.reached(of.get("adam").losses(), goal) / Handwriting.reached(of.get("no-adaptive").losses(), goal);
    });
    notebook.measure("generalisation", outcomes, of -> of.get("adam").accuracy() - of.get("no-adaptive").accuracy());

    Plot curves = notebook.lines("curves").logY();
    METHODS.keySet().forEach(key ->
        curves.line(key, Handwriting.epochs(epochs(setting)), outcomes.stream().map(of -> of.get(key).losses()).toList()));
    Plot early = notebook.lines("early");
    int first = Math.max(2, epochs(setting) / 3);
    for (String key : List.of("adam", "no-correction", "no-adaptive")) {
      early.line(key, Handwriting.epochs(first), outcomes.stream().map(of -> Arrays.copyOf(of.get(key).losses(), first)).toList());
    }
    DotPlot dots = notebook.dots("accuracy").x(0, 1);
    METHODS.keySet().forEach(key -> {
      Figure figure = notebook.measure("accuracy-" + key, outcomes, of -> of.get(key).accuracy());
      dots.row(key, figure.mean(), Math.max(0, figure.interval().low()), Math.min(1, figure.interval().high()),
          figure.values().stream().mapToDouble(value -> value).toArray());
    });
  }

  private static int epochs(Setting setting) {
    return setting.of(2, 15, 30);
  }

  /// Trained at the rate that learns fastest.
  private static Trained best(Setting setting, long seed, Method method) {
    Model best = null;
    double[] lowest = {Double.POSITIVE_INFINITY};
    for (double rate : method.rates()) {
      Model model = Handwriting.network(seed);
      double[] losses =
          Handwriting.train(model, Handwriting.training(setting, seed), method.optimizer().apply(rate), BATCH, epochs(setting), seed, setting);
      if (Handwriting.mean(losses) < Handwriting.mean(lowest)) {
        lowest = losses;
        best = model;
      }
    }
    return new Trained(lowest, best.evaluate(Handwriting.test(setting, seed), setting.execution()).metric("accuracy"));
  }
}
