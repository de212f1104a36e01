package dev.gradus.lab.course;

import static dev.gradus.lab.Condition.above;
import static dev.gradus.layer.Layers.dense;
import static dev.gradus.layer.Layers.layer;
import static dev.gradus.layer.Layers.sequential;
import static dev.gradus.layer.Layers.tanh;
import static dev.gradus.loss.Losses.binaryCrossEntropy;
import static dev.gradus.loss.Losses.meanAbsoluteError;
import static dev.gradus.optimizer.Optimizers.adam;
import static dev.gradus.optimizer.Optimizers.gradientDescent;
import static dev.gradus.optimizer.Optimizers.momentum;
import static dev.gradus.random.Seed.seed;

import dev.gradus.data.Toys;
import dev.gradus.dataset.Dataset;
import dev.gradus.graph.Value;
import dev.gradus.initializer.Initializers;
import dev.gradus.lab.Experiment;
import dev.gradus.lab.Notebook;
import dev.gradus.lab.Rule;
import dev.gradus.lab.Setting;
import dev.gradus.model.Model;
import dev.gradus.optimizer.Optimizer;
import dev.gradus.plot.Grid;
import dev.gradus.plot.HeatMap;
import dev.gradus.plot.SurfacePlot;
import dev.gradus.plot.Text;
import dev.gradus.random.RandomStream;
import dev.gradus.tensor.Shape;
import dev.gradus.tensor.Tensor;
import dev.gradus.train.Listener;
import dev.gradus.train.Trainer;
import dev.gradus.train.Training;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// The initial value decides which optimum is reached: on a surface with four valleys for three optimizers, and for networks.
final class LocalOptima implements Experiment {
  /// Where the valleys are, x and y, and how deep. The first is the deepest.
  private static final double[][] VALLEYS = {{1.2, 1, 1}, {-1.1, 0.9, 0.75}, {-0.8, -1.2, 0.85}, {1.1, -1, 0.6}};
  private static final double WIDTH = 0.5;
  private static final double EDGE = 2;
  /// How much above the least loss still counts as having reached it.
  private static final double NEAR = 0.05;
  private static final int NARROW = 2;
  private static final int WIDE = 16;

  @Override
  public String name() {
    return "local-optima";
  }

  @Override
  public List<Integer> claims() {
    return List.of(6);
  }

  @Override
  public Rule rule() {
    return Rule.of(above("optima", 1.5), above("missed", 0.1), above("missed-momentum", 0.1), above("missed-adam", 0.1),
        above("missed-narrow", 0.1), above("missed-wide", 0.1), above("barrier", 0.1));
  }

  // A surface.

  /// The height at points `[S, 2]`, as an expression: `[S, 1]`, above 0.
  private static Value height(Value points) {
    Value x = points.narrow(1, 0, 1);
    Value y = points.narrow(1, 1, 1);
    Value height = x.square().add(y.square()).multiply(0.05).add(1.2);
    for (double[] valley : VALLEYS) {
      Value far = x.subtract(valley[0]).square().add(y.subtract(valley[1]).square());
      height = height.subtract(far.multiply(-1 / WIDTH).exp().multiply(valley[2]));
    }
    return height;
  }

  private static double height(double x, double y) {
    double height = 1.2 + 0.05 * (x * x + y * y);
    for (double[] valley : VALLEYS) {
      double far = (x - valley[0]) * (x - valley[0]) + (y - valley[1]) * (y - valley[1]);
      height -= valley[2] * StrictMath.exp(-far / WIDTH);
    }
    return height;
  }

  /// Walks down from many starts at once, as their gradients don't meet: the loss is the sum of all heights.
  ///
  /// @param starts x and y of each
  /// @return where each walk was after each step, from the start on
  private static List<float[]> descend(Setting setting, float[] starts, Optimizer optimizer, int steps) {
    int count = starts.length / 2;
    Model model = Model.create(
        layer("surface", (scope, x) -> {
          Value points = scope.parameter("points", Shape.of(count, 2), Initializers.zeros());
          return x.add(height(points).sum());
        }), Shape.of(1), seed(1));
    float[] points = model.variables().get("surface_1/points").floats();
    System.arraycopy(starts, 0, points, 0, starts.length);
    List<float[]> course = new ArrayList<>(List.of(starts.clone()));
    Dataset nothing = Dataset.of(Tensor.of(Shape.of(1, 1), 0f), Tensor.of(Shape.of(1, 1), 0f));
    // The heights are above 0, so the absolute error from 0 is their sum.
    Trainer.of(model).loss(meanAbsoluteError()).optimizer(optimizer).epochs(steps).batchSize(1).execution(setting.execution())
        .listener(new Listener() {
          @Override
          public void stepFinished(Training training) {
            course.add(points.clone());
          }
        }).fit(nothing);
    return course;
  }

  private static float[] starts(long seed, int count) {
    RandomStream random = new RandomStream(seed, "starts");
    float[] starts = new float[2 * count];
    for (int i = 0; i < starts.length; i++) {
      starts[i] = (float) random.uniform(-EDGE, EDGE);
    }
    return starts;
  }

  /// The part of the walks that did not end in the deepest valley.
  private static double missed(float[] ends) {
    double least = height(VALLEYS[0][0], VALLEYS[0][1]);
    int count = ends.length / 2;
    return IntStream.range(0, count).filter(i -> height(ends[2 * i], ends[2 * i + 1]) > least + NEAR).count() / (double) count;
  }

  /// How many different places walks ended in.
  private static double optima(float[] ends) {
    List<float[]> seen = new ArrayList<>();
    for (int i = 0; i < ends.length; i += 2) {
      float x = ends[i];
      float y = ends[i + 1];
      if (seen.stream().noneMatch(place -> Math.hypot(place[0] - x, place[1] - y) < 0.3)) {
        seen.add(new float[] {x, y});
      }
    }
    return seen.size();
  }

  // Networks.

  private static Dataset corners(Setting setting) {
    return Toys.xor(setting.of(16, 64, 64), 0, 3);
  }

  /// A network of a width that tells opposite quarters of a square from the others, trained from the initial value of a seed.
  private static Model trained(Setting setting, int width, long seed) {
    Dataset data = corners(setting);
    Model model = Model.create(sequential(dense(width), tanh(), dense(1)), Shape.of(2), seed(seed));
    Trainer.of(model).loss(binaryCrossEntropy()).optimizer(gradientDescent(1))
        .epochs(setting.of(5, 400, 1000)).batchSize(Trainer.WHOLE_SET).execution(setting.execution()).fit(data);
    return model;
  }

  private static double[] finalLosses(Setting setting, int width, long seed) {
    return initialSeeds(setting, seed).stream()
        .mapToDouble(start -> trained(setting, width, start).evaluate(corners(setting), setting.execution()).loss()).sorted().toArray();
  }

  private static List<Long> initialSeeds(Setting setting, long seed) {
    RandomStream random = new RandomStream(seed, "initial values");
    return IntStream.range(0, setting.of(3, 50, 50)).mapToObj(_ -> Integer.toUnsignedLong(random.nextBits())).toList();
  }

  private static double missed(double[] losses) {
    double least = Arrays.stream(losses).min().orElseThrow();
    return Arrays.stream(losses).filter(loss -> loss > least + NEAR).count() / (double) losses.length;
  }

  /// The loss where the weights are a mixture: those of the first, plus parts of the way to the others.
  private static double mixed(Setting setting, Model into, List<Map<String, Tensor>> corners, double... parts) {
    into.variables().forEach((path, tensor) -> {
      float[] weights = tensor.floats();
      float[] first = corners.getFirst().get(path).floats();
      for (int i = 0; i < weights.length; i++) {
        double sum = first[i];
        for (int k = 0; k < parts.length; k++) {
          sum += parts[k] * (corners.get(k + 1).get(path).floats()[i] - first[i]);
        }
        weights[i] = (float) sum;
      }
    });
    return into.evaluate(corners(setting), setting.execution()).loss();
  }

  private record Outcome(List<float[]> course, float[] byMomentum, float[] byAdam, double[] narrow, double[] wide, double[] between) {
    double barrier() {
      return Arrays.stream(between).max().orElseThrow() - Math.max(between[0], between[between.length - 1]);
    }
  }

  @Override
  public void run(Setting setting, Notebook notebook) {
    int steps = setting.of(60, 200, 400);
    double[] way = IntStream.rangeClosed(0, 20).mapToDouble(i -> i / 20.0).toArray();
    List<Outcome> outcomes = setting.perSeed(seed -> {
      float[] starts = starts(seed, setting.of(12, 50, 50));
      List<Long> initial = initialSeeds(setting, seed);
      List<Map<String, Tensor>> ends =
          List.of(trained(setting, WIDE, initial.get(0)).variables(), trained(setting, WIDE, initial.get(1)).variables());
      Model into = trained(setting, WIDE, initial.get(0));
      return new Outcome(descend(setting, starts, gradientDescent(0.1), steps),
          descend(setting, starts, momentum(0.02), steps).getLast(), descend(setting, starts, adam(0.05), steps).getLast(),
          finalLosses(setting, NARROW, seed), finalLosses(setting, WIDE, seed),
          Arrays.stream(way).map(part -> mixed(setting, into, ends, part)).toArray());
    });
    notebook.measure("optima", outcomes, outcome -> optima(outcome.course.getLast()));
    notebook.measure("missed", outcomes, outcome -> missed(outcome.course.getLast()));
    notebook.measure("missed-momentum", outcomes, outcome -> missed(outcome.byMomentum));
    notebook.measure("missed-adam", outcomes, outcome -> missed(outcome.byAdam));
    notebook.measure("missed-narrow", outcomes, outcome -> missed(outcome.narrow));
    notebook.measure("missed-wide", outcomes, outcome -> missed(outcome.wide));
    notebook.measure("barrier", outcomes, Outcome::barrier);

    showWalks(notebook, outcomes.getFirst().course);
    double[] ranks = IntStream.rangeClosed(1, outcomes.getFirst().narrow.length).asDoubleStream().toArray();
    notebook.lines("losses").logY()
        .line("narrow", ranks, outcomes.stream().map(Outcome::narrow).toList())
        .line("wide", ranks, outcomes.stream().map(Outcome::wide).toList());
    notebook.lines("between").line("way", way, outcomes.stream().map(Outcome::between).toList());
    showPlane(setting, notebook);
  }

  /// The first walks, from above and as a landscape.
  private static void showWalks(Notebook notebook, List<float[]> course) {
    HeatMap map = notebook.heatMap("map").contours(9).grid(Grid.of(-EDGE, EDGE, -EDGE, EDGE, 64, LocalOptima::height));
    SurfacePlot surface = notebook.surface("surface").grid(Grid.of(-EDGE, EDGE, -EDGE, EDGE, 32, LocalOptima::height));
    for (int i = 0; i < 6; i++) {
      int at = i;
      double[] x = course.stream().mapToDouble(points -> points[2 * at]).toArray();
      double[] y = course.stream().mapToDouble(points -> points[2 * at + 1]).toArray();
      map.path(Text.same(String.valueOf(i + 1)), x, y);
      surface.path(Text.same(String.valueOf(i + 1)), x, y);
    }
  }

  /// The loss in the plane through three solutions.
  private static void showPlane(Setting setting, Notebook notebook) {
    List<Long> initial = initialSeeds(setting, setting.seeds().getFirst());
    List<Map<String, Tensor>> ends = initial.subList(0, 3).stream().map(start -> trained(setting, WIDE, start).variables()).toList();
    Model into = trained(setting, WIDE, initial.getFirst());
    notebook.heatMap("plane").logColour().contours(8)
        .grid(Grid.of(-0.5, 1.5, -0.5, 1.5, setting.of(3, 25, 49), (a, b) -> mixed(setting, into, ends, a, b)))
        .points("solutions", new double[] {0, 1, 0}, new double[] {0, 0, 1});
  }
}
