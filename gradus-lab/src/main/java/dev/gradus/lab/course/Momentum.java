package dev.gradus.lab.course;

import static dev.gradus.lab.Condition.above;
import static dev.gradus.lab.Condition.below;
import static dev.gradus.lab.Condition.between;
import static dev.gradus.optimizer.Optimizers.gradientDescent;
import static dev.gradus.optimizer.Optimizers.momentum;
import static dev.gradus.optimizer.Optimizers.nesterov;

import dev.gradus.lab.Experiment;
import dev.gradus.lab.Notebook;
import dev.gradus.lab.Rule;
import dev.gradus.lab.Setting;
import dev.gradus.model.Model;
import dev.gradus.optimizer.Optimizer;
import dev.gradus.plot.Grid;
import dev.gradus.plot.HeatMap;
import dev.gradus.plot.Numbers;
import dev.gradus.plot.Plot;
import dev.gradus.plot.Text;
import dev.gradus.random.RandomStream;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleFunction;
import java.util.stream.IntStream;

/// Momentum adds the steps before to the step of now: in a ravine, the zigzag across cancels and the way along adds up.
final class Momentum implements Experiment {
  private static final double STEEP = 100;
  /// ½(w₁² + 100·w₂²): a hundred times as steep across as along.
  private static final Quadratic RAVINE = new Quadratic(false, 1, STEEP);
  /// Gradient descent diverges beyond it.
  private static final double BOUND = 2 / STEEP;
  private static final double[] DECAYS = {0, 0.5, 0.7, 0.8, 0.9, 0.95, 0.99};
  private static final double[] RATES = {0.05, 0.1, 0.2, 0.4, 0.6, 0.8, 0.95, 1.2, 1.5, 1.8};
  /// Where gradient descent zigzags.
  private static final double RATE = 0.9 * BOUND;
  /// Where Nesterov's momentum, which bears less, doesn't diverge.
  private static final double LOWER_RATE = 0.6 * BOUND;
  /// After so many steps even without momentum little is left of the way across.
  private static final int ZIGZAG = 12;
  private static final double LEFT = 0.01;
  private static final double[] NETWORK_RATES = {0.003, 0.01, 0.03, 0.1, 0.3, 1};

  @Override
  public String name() {
    return "momentum";
  }

  @Override
  public List<Integer> claims() {
    return List.of(18);
  }

  @Override
  public Rule rule() {
    return Rule.of(between("theory-plain", 0.99, 1.01), between("theory-momentum", 0.95, 1.05), below("steps", 0.5), above("turn", 0.5),
        above("overshoot", 0.3), below("network", 0.9));
  }

  /// What a seed's start and network gave; `steps` by decay, each at its best rate.
  private record Outcome(double plain, double heavy, double[] steps, double turn, double overshoot, double nesterov, double[] descent, double[] moving) {}

  @Override
  public void run(Setting setting, Notebook notebook) {
    List<Outcome> outcomes = setting.perSeed(seed -> outcome(setting, seed));

    notebook.measure("theory-plain", outcomes, Outcome::plain);
    notebook.measure("theory-momentum", outcomes, Outcome::heavy);
    notebook.measure("steps", outcomes, outcome -> Arrays.stream(outcome.steps).min().orElseThrow() / outcome.steps[0]);
    notebook.measure("turn", outcomes, Outcome::turn);
    notebook.measure("overshoot", outcomes, Outcome::overshoot);
    notebook.measure("nesterov", outcomes, Outcome::nesterov);
    notebook.measure("network", outcomes, outcome -> Handwriting.mean(outcome.moving) / Handwriting.mean(outcome.descent));

    showPaths(setting, notebook);
    notebook.lines("decays").logY().line("best", DECAYS, outcomes.stream().map(Outcome::steps).toList())
        .horizontal("plain", Math.log(LEFT) / Math.log(plainShrink())).horizontal("heavy", Math.log(LEFT) / Math.log(heavyShrink()));
    double[] epochs = Handwriting.epochs(epochs(setting));
    notebook.lines("network").logY().line("descent", epochs, outcomes.stream().map(Outcome::descent).toList())
        .line("momentum", epochs, outcomes.stream().map(Outcome::moving).toList());
  }

  private static Outcome outcome(Setting setting, long seed) {
    double[] start = start(seed);
    Optimizer best = momentum(4 / StrictMath.pow(Math.sqrt(STEEP) + 1, 2), heavyShrink() * heavyShrink());
    double turn = path(setting, start, momentum(RATE, 0.9)).straightness(ZIGZAG) - path(setting, start, gradientDescent(RATE)).straightness(ZIGZAG);
    return new Outcome(
        shrink(setting, start, gradientDescent(2 / (STEEP + 1)), 100, 200) / plainShrink(),
        shrink(setting, start, best, 30, 60) / heavyShrink(),
        Arrays.stream(DECAYS).map(decay -> Arrays.stream(RATES)
            .map(rate -> RAVINE.stepsTo(LEFT, start, by(decay, rate * BOUND), setting.of(200, 1000, 2000), setting)).min().orElseThrow()).toArray(),
        turn,
        overshoot(path(setting, start, momentum(LOWER_RATE, 0.99))), overshoot(path(setting, start, nesterov(LOWER_RATE, 0.99))),
        network(setting, seed, rate -> gradientDescent(rate)), network(setting, seed, rate -> momentum(rate, 0.9)));
  }

  private static Optimizer by(double decay, double rate) {
    return decay == 0 ? gradientDescent(rate) : momentum(rate, decay);
  }

  /// Somewhere on a slope of the ravine, not at its bottom.
  private static double[] start(long seed) {
    RandomStream random = new RandomStream(seed, "lab/momentum");
    return new double[] {-random.uniform(0.7, 1), random.uniform(0.3, 0.6)};
  }

  private static Descent path(Setting setting, double[] start, Optimizer optimizer) {
    return RAVINE.descend(start, optimizer, 100, 0, setting);
  }

  // What theory says of the quadratic: with the best rate 2/(λ₁+λ₂) the distance shrinks to (κ-1)/(κ+1) of itself in a step, κ = λ₂/λ₁;
  // with momentum, the best rate and the best decay, to (√κ-1)/(√κ+1).

  private static double plainShrink() {
    return (STEEP - 1) / (STEEP + 1);
  }

  private static double heavyShrink() {
    return (Math.sqrt(STEEP) - 1) / (Math.sqrt(STEEP) + 1);
  }

  /// By what a step shrinks the distance, on average between two steps.
  private static double shrink(Setting setting, double[] start, Optimizer optimizer, int from, int to) {
    Descent descent = RAVINE.descend(start, optimizer, to, 0, setting);
    return StrictMath.pow(Quadratic.norm(descent.last()) / Quadratic.norm(descent.weights().get(from)), 1.0 / (to - from));
  }

  /// How far beyond the optimum the way along the ravine goes, as a part of where it began.
  private static double overshoot(Descent descent) {
    double[] along = descent.along(0);
    return Math.max(0, Arrays.stream(along).max().orElseThrow() / -along[0]);
  }

  private static int epochs(Setting setting) {
    return setting.of(2, 15, 30);
  }

  /// The curve of the network at its best rate.
  private static double[] network(Setting setting, long seed, DoubleFunction<Optimizer> method) {
    double[] best = {Double.POSITIVE_INFINITY};
    for (double rate : NETWORK_RATES) {
      Model model = Handwriting.network(seed);
      double[] curve = Handwriting.train(model, Handwriting.training(setting, seed), method.apply(rate), 16, epochs(setting), seed, setting);
      best = Handwriting.mean(curve) < Handwriting.mean(best) ? curve : best;
    }
    return best;
  }

  private static void showPaths(Setting setting, Notebook notebook) {
    double[] start = {-0.9, 0.5};
    HeatMap map = notebook.heatMap("paths").logColour().contours(8).grid(Grid.of(-1.1, 1.1, -0.6, 0.6, 64, (x, y) -> RAVINE.loss(x, y) + 1e-2));
    for (double decay : new double[] {0, 0.9}) {
      Descent descent = path(setting, start, by(decay, RATE));
      map.path(name(decay), descent.along(0), descent.along(1));
    }
    Plot curves = notebook.lines("losses").logY();
    for (double decay : new double[] {0, 0.5, 0.9, 0.99}) {
      show(curves, name(decay), path(setting, start, by(decay, LOWER_RATE)));
    }
    show(curves, Text.same("Nesterov, μ = 0.9"), path(setting, start, nesterov(LOWER_RATE, 0.9)));
  }

  private static Text name(double decay) {
    return Text.same("μ = " + Numbers.text(decay));
  }

  private static void show(Plot curves, Text name, Descent descent) {
    curves.line(name, IntStream.rangeClosed(0, descent.steps()).asDoubleStream().toArray(), descent.weights().stream().mapToDouble(RAVINE::loss).toArray());
  }
}
