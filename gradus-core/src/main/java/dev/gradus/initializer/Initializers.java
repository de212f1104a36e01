package dev.gradus.initializer;

import dev.gradus.GradusException;
import dev.gradus.random.RandomStream;
import dev.gradus.tensor.Shape;
import java.util.Arrays;
import java.util.function.ToDoubleBiFunction;

/// The initialisers. Which to take: [#heNormal] before ReLU and its like, [#glorotUniform] before sigmoid, tanh and softmax,
/// [#lecunNormal] before SELU, [#orthogonal] in recurrent and very deep networks. Fans are counted per output: for a dense
/// kernel [in, out] they are in and out; for filters [kh, kw, in, out] they are in · kh · kw and out · kh · kw.
public final class Initializers {
  private Initializers() {}

  /// All zeros.
  ///
  /// Source: definition.
  public static Initializer zeros() {
    return constant(0);
  }

  /// All ones.
  ///
  /// Source: definition.
  public static Initializer ones() {
    return constant(1);
  }

  /// One number everywhere.
  ///
  /// Source: definition.
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

  /// Uniform in [-limit, limit), whatever the fans.
  ///
  /// Source: definition.
  ///
  /// @param limit at least 0
  public static Initializer uniform(double limit) {
    notNegative("the limit", limit);
    return (values, _, random) -> fill(values, random, stream -> stream.uniform(-limit, limit));
  }

  /// Normal with mean 0 and a given standard deviation, whatever the fans.
  ///
  /// Source: definition.
  ///
  /// @param deviation σ, at least 0
  public static Initializer normal(double deviation) {
    notNegative("the deviation", deviation);
    return (values, _, random) -> fill(values, random, stream -> deviation * stream.nextGaussian());
  }

  /// Normal with mean 0, where numbers beyond two deviations are drawn again, whatever the fans: none is far out.
  ///
  /// Source: definition.
  ///
  /// @param deviation σ before the cut, at least 0; after it the numbers' deviation is 0.879626 · σ
  public static Initializer truncatedNormal(double deviation) {
    notNegative("the deviation", deviation);
    return (values, _, random) -> fill(values, random, stream -> {
      double normal = stream.nextGaussian();
      while (Math.abs(normal) > 2) {
        normal = stream.nextGaussian();
      }
      return deviation * normal;
    });
  }

  /// A random orthogonal matrix, Wᵀ · W = I: with the axes before the last as one, [rows, out], the columns are orthogonal
  /// and of length 1 if rows ≥ out, else the rows are. Keeps lengths through deep linear and recurrent networks.
  ///
  /// Source: Saxe, McClelland and Ganguli 2013, arXiv:1312.6120; uniform over all such matrices by the positive diagonal of
  /// R in the QR decomposition of a normal matrix (Mezzadri 2007, arXiv:math-ph/0609050). Deviation: none.
  public static Initializer orthogonal() {
    return new Orthogonal();
  }

  /// The identity, to which training adds what it needs: ones where row = column of a kernel [in, out] (which may be
  /// oblong), and for filters [kh, kw, in, out] at the middle tap, (kh - 1) / 2 and (kw - 1) / 2 rounded down; zeros
  /// elsewhere.
  ///
  /// Source: Le, Jaitly and Hinton 2015, arXiv:1504.00941. Deviation: filters too, as "Dirac" initialisers have it.
  ///
  /// Filling throws GradusException for fewer than 2 axes.
  public static Initializer identity() {
    return (values, shape, _) -> {
      int rank = shape.rank();
      if (rank < 2) {
        throw new GradusException("the identity initialiser needs at least 2 axes, [..., in, out], not " + shape);
      }
      Arrays.fill(values, 0);
      int in = shape.length(-2);
      int out = shape.length(-1);
      int middle = 0;
      for (int axis = 0; axis < rank - 2; axis++) {
        middle = middle * shape.length(axis) + (shape.length(axis) - 1) / 2;
      }
      for (int i = 0; i < Math.min(in, out) && values.length > 0; i++) {
        values[(middle * in + i) * out + i] = 1;
      }
    };
  }

  /// The numbers of another initialiser times a gain, as in `scaled(orthogonal(), gain("tanh"))`.
  ///
  /// Source: definition.
  public static Initializer scaled(Initializer initializer, double gain) {
    if (!Double.isFinite(gain)) {
      throw new GradusException("the gain must be a finite number, not " + gain);
    }
    return (values, shape, random) -> {
      initializer.fill(values, shape, random);
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) (values[i] * gain);
      }
    };
  }

  /// By what to multiply weights of variance 1 / fanIn (LeCun's or orthogonal ones) before an activation f, by the name that
  /// it has in `Layers`, so that mean squares stay from layer to layer: 1 / √E[f(z)²] for a normal z, f with its default
  /// options.
  ///
  ///     relu 1.414214 (√2)      leakyRelu 1.414143    generalisedRelu 1.407195    parametricRelu 1.371989
  ///     absoluteValue 1         elu 1.245198          celu 1.245198               selu 1
  ///     gelu 1.533530           geluTanh 1.533581     silu 1.676532               mish 1.486848
  ///     hardSwish 1.736657      softplus 1.041867     softsign 2.337533           hardTanh 1.392036
  ///     maxout 1 (two pieces)
  ///     tanh 1.666667 (5/3), linear 1, sigmoid 1, hardSigmoid 1, softmax 1
  ///
  /// Source: He, Zhang, Ren and Sun 2015, arXiv:1502.01852, for the rule. Deviation: the last line is by custom: 5/3 is
  /// where a deep stack of tanh settles (the rule gives 1.592537), and of a sigmoid's mean square most is its mean.
  ///
  /// @throws GradusException if no activation has this name
  public static double gain(String activation) {
    return Gains.of(activation);
  }

  private static void notNegative(String what, double value) {
    if (!(value >= 0) || value == Double.POSITIVE_INFINITY) {
      throw new GradusException(what + " must be at least 0, not " + value);
    }
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
