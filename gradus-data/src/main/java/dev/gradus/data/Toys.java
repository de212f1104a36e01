package dev.gradus.data;

import dev.gradus.GradusException;
import dev.gradus.dataset.Dataset;
import dev.gradus.random.RandomStream;
import dev.gradus.tensor.Shape;
import dev.gradus.tensor.Tensor;
import java.util.List;
import java.util.stream.IntStream;

/// Small sets of points in the plane, to see what a network learns: each can be drawn, and none can be split by a line.
///
/// Inputs: `F32 [count, 2]`, x and y within about -1 to 1. Labels: `I32 [count]`, every class once in each run of as
/// many examples as there are classes, in random order. Noise: the standard deviation of a normal shift of each point,
/// in the same unit as x and y, 0 for none. For a test set take another seed.
///
/// The same arguments give the same bits everywhere, and a smaller set is the beginning of a larger one. All throw
/// [GradusException] if `count` is not positive or `noise` is negative or not finite.
public final class Toys {
  private static final double TURNS = 1.25;
  private static final int MOST_ARMS = 1000;

  private Toys() {}

  /// Arms that wind out of the middle: `r = 0.05 + 0.9 t`, `angle = 2 pi (arm / arms + 1.25 t)`, t uniform in [0, 1).
  ///
  /// @throws GradusException if there are fewer than 2 arms or more than 1000
  public static Dataset spirals(int count, int arms, double noise, long seed) {
    if (arms < 2) {
      throw new GradusException("spirals need at least 2 arms, one for each class, not " + arms);
    }
    if (arms > MOST_ARMS) {
      throw new GradusException("spirals have at most " + MOST_ARMS + " arms, not " + arms);
    }
    return points("spirals", count, IntStream.range(0, arms).mapToObj(i -> "arm " + i).toList(), noise, seed,
        (label, random, point) -> {
          double t = random.nextDouble();
          double angle = 2 * Math.PI * ((double) label / arms + TURNS * t);
          point[0] = (0.05 + 0.9 * t) * StrictMath.cos(angle);
          point[1] = (0.05 + 0.9 * t) * StrictMath.sin(angle);
        });
  }

  /// Two half circles that reach into each other.
  public static Dataset moons(int count, double noise, long seed) {
    return points("moons", count, List.of("upper", "lower"), noise, seed, (label, random, point) -> {
      double angle = Math.PI * random.nextDouble();
      double x = StrictMath.cos(angle);
      double y = StrictMath.sin(angle);
      // Laid out on [-1, 2] x [-0.5, 1], then centred and shrunk to fit.
      point[0] = ((label == 0 ? x : 1 - x) - 0.5) / 1.6;
      point[1] = ((label == 0 ? y : 0.5 - y) - 0.25) / 1.6;
    });
  }

  /// A circle of radius 0.4 inside one of radius 0.9.
  public static Dataset circles(int count, double noise, long seed) {
    return points("circles", count, List.of("inner", "outer"), noise, seed, (label, random, point) -> {
      double angle = 2 * Math.PI * random.nextDouble();
      double radius = label == 0 ? 0.4 : 0.9;
      point[0] = radius * StrictMath.cos(angle);
      point[1] = radius * StrictMath.sin(angle);
    });
  }

  /// The four quarters of the square, opposite ones alike: class "same" where x and y have the same sign. Without noise
  /// the quarters keep a distance of 0.1 from the axes.
  public static Dataset xor(int count, double noise, long seed) {
    return points("xor", count, List.of("same", "different"), noise, seed, (label, random, point) -> {
      double side = random.nextInt(2) == 0 ? -1 : 1;
      point[0] = side * random.uniform(0.05, 1);
      point[1] = (label == 0 ? side : -side) * random.uniform(0.05, 1);
    });
  }

  /// Where a point of a class lies, before noise.
  private interface Place {
    void of(int label, RandomStream random, double[] point);
  }

  private static Dataset points(String name, int count, List<String> classes, double noise, long seed, Place place) {
    if (count < 1 || count > Integer.MAX_VALUE / 2 - 8) {
      throw new GradusException("a set of " + name + " has 1 to " + (Integer.MAX_VALUE / 2 - 8) + " points, not " + count);
    }
    if (!(noise >= 0) || Double.isInfinite(noise)) {
      throw new GradusException("the noise of " + name + " is a standard deviation: 0 or more and finite, not " + noise);
    }
    float[] inputs = new float[2 * count];
    int[] labels = new int[count];
    double[] point = new double[2];
    int[] order = {};
    for (int i = 0; i < count; i++) {
      int turn = i % classes.size();
      if (turn == 0) {
        order = new RandomStream(seed, "toys/" + name + "/labels", i / classes.size()).permutation(classes.size());
      }
      labels[i] = order[turn];
      RandomStream random = new RandomStream(seed, "toys/" + name, i);
      place.of(labels[i], random, point);
      inputs[2 * i] = (float) (point[0] + noise * random.nextGaussian());
      inputs[2 * i + 1] = (float) (point[1] + noise * random.nextGaussian());
    }
    return Dataset.of(Tensor.of(Shape.of(count, 2), inputs), Tensor.of(Shape.of(count), labels), classes);
  }
}
