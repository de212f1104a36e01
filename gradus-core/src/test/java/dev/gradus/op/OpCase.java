package dev.gradus.op;

import dev.gradus.graph.Value;
import dev.gradus.random.RandomStream;
import dev.gradus.tensor.DType;
import dev.gradus.tensor.Shape;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/// One row of the conformance table: an op on inputs of some shapes and domains, at several batch sizes.
///
/// @param name what a failure is reported under
/// @param arguments its inputs
/// @param build the value under test, made from the inputs; its op is the one that the row stands for
/// @param batches the values of N
/// @param tolerance how far float32 may be from the reference
/// @param smoothness how often it can be differentiated where the samples lie
/// @param undifferentiable the inputs whose gradient is 0 by definition
record OpCase(
    String name,
    List<Argument> arguments,
    Function<List<Value>, Value> build,
    List<Integer> batches,
    Tolerance tolerance,
    Smoothness smoothness,
    Set<Integer> undifferentiable) {

  enum Smoothness {
    /// First and second derivatives are checked.
    TWICE,
    /// Constant between jumps, or differentiated by nothing: first derivatives are checked.
    NEVER,
    /// Infinite somewhere: not differentiated.
    UNCHECKED
  }

  record Argument(DType dtype, Shape shape, Domain domain) {}

  /// Where samples lie: away from kinks.
  @FunctionalInterface
  interface Domain {
    double[] sample(RandomStream random, int length);
  }

  /// How far a float32 result may be from the double reference.
  @FunctionalInterface
  interface Tolerance {
    /// @param exact the reference's number
    /// @param absolute what the reference gives for the inputs' absolute values: Σ|a||b| for sums of products
    double bound(double exact, double absolute);

    /// The reference's number, rounded.
    Tolerance EXACT = (exact, _) -> Math.abs((float) exact - exact);

    /// So many units of the result's last place.
    static Tolerance ulps(double count) {
      return (exact, _) -> count * Math.ulp((float) exact);
    }

    /// c · k · ε · Σ|a||b| with c = 1.01, ε = 2^-24 and k roundings on the way to a result.
    static Tolerance products(int k) {
      return (_, absolute) -> 1.01 * k * 0x1p-24 * absolute;
    }
  }

  /// The op that the row stands for; of a family the member.
  static Object subject(Op op) {
    return switch (op) {
      case Unary(var kind) -> kind;
      case Binary(var kind) -> kind;
      case Reduce(var kind, var _, var _) -> kind;
      case Random(var distribution, var _, var _) -> distribution;
      case Op other -> other.getClass();
    };
  }

  List<Value> inputs() {
    return java.util.stream.IntStream.range(0, arguments.size())
        .mapToObj(i -> Value.input("input " + i, arguments.get(i).dtype(), arguments.get(i).shape()))
        .toList();
  }

  OpCase batches(Integer... sizes) {
    return new OpCase(name, arguments, build, List.of(sizes), tolerance, smoothness, undifferentiable);
  }

  OpCase within(Tolerance other) {
    return new OpCase(name, arguments, build, batches, other, smoothness, undifferentiable);
  }

  OpCase never(Integer... arguments) {
    return new OpCase(name, this.arguments, build, batches, tolerance, Smoothness.NEVER, Set.of(arguments));
  }

  OpCase valuesOnly() {
    return new OpCase(name, arguments, build, batches, tolerance, Smoothness.UNCHECKED, undifferentiable);
  }

  @Override
  public String toString() {
    return name;
  }
}
