package dev.gradus.lab.course;

import static dev.gradus.lab.Condition.above;
import static dev.gradus.lab.Condition.below;
import static dev.gradus.lab.Condition.between;
import static dev.gradus.layer.Layers.dense;
import static dev.gradus.layer.Layers.sequential;
import static dev.gradus.layer.Layers.tanh;
import static dev.gradus.loss.Losses.meanSquaredError;
import static dev.gradus.loss.Losses.softmaxCrossEntropy;
import static dev.gradus.optimizer.Optimizers.gradientDescent;
import static dev.gradus.random.Seed.seed;

import dev.gradus.data.Toys;
import dev.gradus.dataset.Dataset;
import dev.gradus.lab.Experiment;
import dev.gradus.lab.Notebook;
import dev.gradus.lab.Rule;
import dev.gradus.lab.Setting;
import dev.gradus.layer.Layer;
import dev.gradus.model.Model;
import dev.gradus.optimizer.Schedule;
import dev.gradus.optimizer.Schedules;
import dev.gradus.plot.Frames;
import dev.gradus.plot.Grid;
import dev.gradus.plot.HeatMap;
import dev.gradus.plot.Numbers;
import dev.gradus.plot.Plot;
import dev.gradus.plot.Text;
import dev.gradus.tensor.Shape;
import dev.gradus.tensor.Tensor;
import dev.gradus.train.DivergenceException;
import dev.gradus.train.Listener;
import dev.gradus.train.Trainer;
import dev.gradus.train.Training;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/// Too small crawls, right converges, too large diverges; and a rate that moves as training goes does better than any that doesn't.
///
/// On a quadratic, where theory gives the bound 2/λ_max, and on a small network.
final class LearningRate implements Experiment {
  /// Curvatures of the quadratic ½ Σ λ w² along its two weights.
  private static final double[] CURVATURES = {1, 10};
  private static final double BOUND = 2 / CURVATURES[1];
  private static final double[] QUADRATIC_RATES = {0.01 * BOUND, 0.1 * BOUND, 0.5 * BOUND, 0.97 * BOUND, 1.02 * BOUND};

  /// Five decades and the half-decades between.
  private static final double[] RATES = IntStream.rangeClosed(0, 10).mapToDouble(i -> StrictMath.pow(10, -4 + 0.5 * i)).toArray();
  private static final double GUESSING = StrictMath.log(2);
  /// What a network counts as whose loss is no number any more, or larger than this.
  private static final double MOST_LOSS = 10 * GUESSING;

  @Override
  public String name() {
    return "learning-rate";
  }

  @Override
  public List<Integer> claims() {
    return List.of(4, 5);
  }

  @Override
  public Rule rule() {
    return Rule.of(between("bound", 0.98, 1.02), below("crawl", 0.5), above("diverged", 1), below("cosine", 0.9), below("steps", 0.9));
  }

  /// The final losses of a seed's networks, by rate.
  private record Outcome(double bound, double[] constant, double[] cosine, double[] steps) {
    int best() {
      return IntStream.range(0, constant.length).reduce((i, j) -> constant[j] < constant[i] ? j : i).orElseThrow();
    }

    double least() {
      return constant[best()];
    }
  }

  /// How much of the way from guessing to the least loss a loss has gone.
  private static double progress(double loss, double least) {
    return (GUESSING - loss) / (GUESSING - least);
  }

  @Override
  public void run(Setting setting, Notebook notebook) {
    List<Outcome> outcomes = setting.perSeed(seed -> new Outcome(
        largestStable(setting, seed),
        losses(setting, seed, Schedules.constant()),
        losses(setting, seed, Schedules.cosine()),
        losses(setting, seed, Schedules.step(0.1, steps(setting) / 3))));

    notebook.measure("best-rate", outcomes, outcome -> RATES[outcome.best()]);
    notebook.measure("best-loss", outcomes, Outcome::least);
    notebook.measure("bound", outcomes, outcome -> outcome.bound / BOUND);
    notebook.measure("crawl", outcomes, outcome -> progress(outcome.constant[Math.max(0, outcome.best() - 4)], outcome.least()));
    notebook.measure("diverged", outcomes, outcome -> outcome.constant[RATES.length - 1] / GUESSING);
    notebook.measure("cosine", outcomes, outcome -> Arrays.stream(outcome.cosine).min().orElseThrow() / outcome.least());
    notebook.measure("steps", outcomes, outcome -> Arrays.stream(outcome.steps).min().orElseThrow() / outcome.least());

    notebook.lines("sweep").logX().logY()
        .line("constant", RATES, outcomes.stream().map(Outcome::constant).toList())
        .line("cosine", RATES, outcomes.stream().map(Outcome::cosine).toList())
        .line("steps", RATES, outcomes.stream().map(Outcome::steps).toList())
        .horizontal("guessing", GUESSING);
    showQuadratic(setting, notebook);
    showRegions(setting, notebook);
  }

  // The quadratic: two examples whose squared errors are λ₁w₁² and λ₂w₂².

  /// Trains the two weights for some steps, and tells each step's loss and weights until it is no number any more.
  private static void descend(Setting setting, long seed, double rate, int steps, Listener listener) {
    float[] roots = {(float) Math.sqrt(CURVATURES[0]), 0, 0, (float) Math.sqrt(CURVATURES[1])};
    Dataset data = Dataset.of(Tensor.of(Shape.of(2, 2), roots), Tensor.of(Shape.of(2, 1), 0f, 0f));
    Model model = Model.create(dense(1).withoutBias(), Shape.of(2), seed(seed));
    System.arraycopy(new float[] {2, 1}, 0, model.variables().get("dense_1/kernel").floats(), 0, 2);
    try {
      Trainer.of(model).loss(meanSquaredError()).optimizer(gradientDescent(rate)).epochs(steps).batchSize(Trainer.WHOLE_SET)
          .execution(setting.execution()).diagnosing(false).listener(listener).fit(data);
    } catch (DivergenceException beyondNumbers) {
      // What the listener has heard says so.
    }
  }

  private static double[] quadraticLosses(Setting setting, long seed, double rate, int steps) {
    double[] losses = new double[steps];
    Arrays.fill(losses, Double.POSITIVE_INFINITY);
    descend(setting, seed, rate, steps, new Listener() {
      @Override
      public void stepFinished(Training training) {
        losses[(int) training.step() - 1] = training.stepLoss();
      }
    });
    return losses;
  }

  /// The rate between those that shrink the loss and those that don't, by halving the space between two of them.
  private static double largestStable(Setting setting, long seed) {
    int steps = setting.of(50, 200, 400);
    double stable = 0.1 * BOUND;
    double unstable = 10 * BOUND;
    for (int i = 0; i < setting.of(10, 12, 14); i++) {
      double middle = Math.sqrt(stable * unstable);
      double[] losses = quadraticLosses(setting, seed, middle, steps);
      if (losses[steps - 1] < losses[0]) {
        stable = middle;
      } else {
        unstable = middle;
      }
    }
    return stable;
  }

  private static void showQuadratic(Setting setting, Notebook notebook) {
    int steps = 60;
    double[] numbers = IntStream.range(0, steps).asDoubleStream().toArray();
    Plot curves = notebook.lines("quadratic").logY().y(1e-6, 1e3);
    HeatMap map = notebook.heatMap("paths").logColour().contours(8)
        .grid(Grid.of(-2.4, 2.4, -1.6, 1.6, 64, (x, y) -> 0.5 * (CURVATURES[0] * x * x + CURVATURES[1] * y * y) + 1e-3));
    for (double rate : QUADRATIC_RATES) {
      Text name = Text.same("η = " + Numbers.text(rate / BOUND) + " · 2/λₘₐₓ");
      curves.line(name, numbers, quadraticLosses(setting, setting.seed(), rate, steps));
      List<Double> x = new ArrayList<>(List.of(2.0));
      List<Double> y = new ArrayList<>(List.of(1.0));
      descend(setting, setting.seed(), rate, steps, new Listener() {
        @Override
        public void stepFinished(Training training) {
          Tensor weights = training.model().variables().get("dense_1/kernel");
          x.add(weights.get(0));
          y.add(weights.get(1));
        }
      });
      map.path(name, x.stream().mapToDouble(d -> d).toArray(), y.stream().mapToDouble(d -> d).toArray());
    }
  }

  // The network: two noisy half moons, told apart by two hidden layers.

  private static Dataset moons(Setting setting, long seed) {
    return Toys.moons(setting.of(64, 256, 512), 0.1, seed);
  }

  private static int epochs(Setting setting) {
    return setting.of(2, 40, 80);
  }

  private static int steps(Setting setting) {
    return epochs(setting) * setting.of(64, 256, 512) / 16;
  }

  private static Model network(long seed) {
    Layer net = sequential(dense(16), tanh(), dense(16), tanh(), dense(2));
    return Model.create(net, Shape.of(2), seed(seed));
  }

  /// The loss over all examples after training.
  private static double train(Setting setting, Model model, long seed, double rate, Schedule schedule) {
    Dataset data = moons(setting, seed);
    try {
      Trainer.of(model).loss(softmaxCrossEntropy()).optimizer(gradientDescent(rate)).schedule(schedule)
          .epochs(epochs(setting)).batchSize(16).execution(setting.execution()).diagnosing(false).fit(data);
    } catch (DivergenceException beyondNumbers) {
      return MOST_LOSS;
    }
    return Math.min(MOST_LOSS, model.evaluate(data, setting.execution()).loss());
  }

  private static double[] losses(Setting setting, long seed, Schedule schedule) {
    return Arrays.stream(RATES).map(rate -> train(setting, network(seed), seed, rate, schedule)).toArray();
  }

  /// Which moon the network takes each point of the plane for, after training with each rate.
  private static void showRegions(Setting setting, Notebook notebook) {
    long seed = setting.seeds().getFirst();
    Frames frames = notebook.frames("regions");
    for (double rate : RATES) {
      Model model = network(seed);
      train(setting, model, seed, rate, Schedules.constant());
      Grid grid = Regions.of(model, -1, 1, 40, 1, setting.execution());
      frames.heatMap(Text.same("η = " + Numbers.text(rate))).grid(grid).range(0, 1);
    }
  }
}
