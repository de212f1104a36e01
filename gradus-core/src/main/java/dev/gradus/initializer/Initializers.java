package dev.gradus.initializer;

import dev.gradus.random.RandomStream;
import dev.gradus.tensor.Shape;
import java.util.Arrays;
import java.util.function.ToDoubleBiFunction;

/// The initialisers. Fans are counted per output: for a dense kernel [in, out] they are in and out; for filters
/// [kh, kw, in, out] they are in · kh · kw and out · kh · kw.
public final class Initializers {
  private Initializers() {}

  /// All zeros.
  public static Initializer zeros() {
    return constant(0);
  }

  /// All ones.
  public static Initializer ones() {
    return constant(1);
  }

  /// One number everywhere.
  public static Initializer constant(double value) {
    return (values, _, _) -> Arrays.fill(values, (float) value);
  }

  /// Uniform in [-a, a] with a = √(6 / (fanIn + fanOut)), for sigmoid, tanh and linear units.
  ///
  /// Source: Glorot and Bengio 2010, "Understanding the difficulty of training deep feedforward neural networks".
  /// Deviation: none.
  public static Initializer glorotUniform() {
    return uniform((in, out) -> 2 / (in + out));
  }

  /// Normal with variance 2 / (fanIn + fanOut). Source: Glorot and Bengio 2010. Deviation: not truncated.
  public static Initializer glorotNormal() {
    return normal((in, out) -> 2 / (in + out));
  }

  /// Uniform with variance 2 / fanIn, for the ReLU family.
  ///
  /// Source: He, Zhang, Ren and Sun 2015, arXiv:1502.01852. Deviation: uniform instead of normal.
  public static Initializer heUniform() {
    return uniform((in, _) -> 2 / in);
  }

  /// Normal with variance 2 / fanIn, for the ReLU family.
  ///
  /// Source: He, Zhang, Ren and Sun 2015, arXiv:1502.01852. Deviation: none (not truncated).
  public static Initializer heNormal() {
    return normal((in, _) -> 2 / in);
  }

  /// Uniform with variance 1 / fanIn, for self-normalising units.
  ///
  /// Source: LeCun, Bottou, Orr and Müller 1998, "Efficient BackProp". Deviation: none.
  public static Initializer lecunUniform() {
    return uniform((in, _) -> 1 / in);
  }

  /// Normal with variance 1 / fanIn. Source: LeCun, Bottou, Orr and Müller 1998. Deviation: not truncated.
  public static Initializer lecunNormal() {
    return normal((in, _) -> 1 / in);
  }

  /// A uniform distribution on [-a, a] has variance a² / 3.
  private static Initializer uniform(ToDoubleBiFunction<Double, Double> variance) {
    return (values, shape, random) -> {
      double limit = Math.sqrt(3 * variance(shape, variance));
      fill(values, random, stream -> stream.uniform(-limit, limit));
    };
  }

  private static Initializer normal(ToDoubleBiFunction<Double, Double> variance) {
    return (values, shape, random) -> {
      double deviation = Math.sqrt(variance(shape, variance));
      fill(values, random, stream -> deviation * stream.nextGaussian());
    };
  }

  private static void fill(float[] values, RandomStream random, java.util.function.ToDoubleFunction<RandomStream> draw) {
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) draw.applyAsDouble(random);
    }
  }

  private static double variance(Shape shape, ToDoubleBiFunction<Double, Double> rule) {
    int rank = shape.rank();
    double field = 1;
    for (int axis = 0; axis < rank - 2; axis++) {
      field *= shape.length(axis);
    }
    double in = rank < 2 ? shape.size() : shape.length(-2) * field;
    double out = rank < 2 ? shape.size() : shape.length(-1) * field;
    return rule.applyAsDouble(Math.max(1, in), Math.max(1, out));
  }
}
