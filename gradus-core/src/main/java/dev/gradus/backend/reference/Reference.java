package dev.gradus.backend.reference;

import dev.gradus.backend.Strides;
import dev.gradus.graph.Graph;
import dev.gradus.graph.Value;
import dev.gradus.op.ArgMax;
import dev.gradus.op.AveragePool2d;
import dev.gradus.op.AveragePool2dGradient;
import dev.gradus.op.Binary;
import dev.gradus.op.BinaryKind;
import dev.gradus.op.Broadcast;
import dev.gradus.op.Cast;
import dev.gradus.op.Concat;
import dev.gradus.op.Constant;
import dev.gradus.op.Conv2d;
import dev.gradus.op.Conv2dFilterGradient;
import dev.gradus.op.Conv2dInputGradient;
import dev.gradus.op.Custom;
import dev.gradus.op.Gather;
import dev.gradus.op.Input;
import dev.gradus.op.Length;
import dev.gradus.op.MatMul;
import dev.gradus.op.MaxPool2d;
import dev.gradus.op.MaxPool2dGather;
import dev.gradus.op.MaxPool2dScatter;
import dev.gradus.op.Narrow;
import dev.gradus.op.OneHot;
import dev.gradus.op.Pad;
import dev.gradus.op.Random;
import dev.gradus.op.Reduce;
import dev.gradus.op.ReduceKind;
import dev.gradus.op.Reshape;
import dev.gradus.op.Scan;
import dev.gradus.op.ScanBody;
import dev.gradus.op.ScatterAdd;
import dev.gradus.op.Select;
import dev.gradus.op.StopGradient;
import dev.gradus.op.ToIndex;
import dev.gradus.op.Transpose;
import dev.gradus.op.Unary;
import dev.gradus.op.UnaryKind;
import dev.gradus.op.Variable;
import dev.gradus.backend.RandomBits;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The double-precision reference: each op as its formula says, one loop each, nothing clever. Every faster way is
/// tested against this one.
public final class Reference {
  private final Map<Character, Integer> sizes;
  private final Map<String, double[]> inputs;
  private final Map<String, double[]> variables;
  private final Map<Value, double[]> results = new HashMap<>();

  private Reference(Map<Character, Integer> sizes, Map<String, double[]> inputs, Map<String, double[]> variables) {
    this.sizes = sizes;
    this.inputs = inputs;
    this.variables = variables;
  }

  /// Computes `roots` and all that they need.
  ///
  /// @param sizes the value of each shape symbol
  /// @param inputs the inputs by name; integers as doubles
  /// @param variables the variables by path
  /// @return every value on the way, and the roots
  public static Map<Value, double[]> evaluate(
      Collection<Value> roots, Map<Character, Integer> sizes, Map<String, double[]> inputs, Map<String, double[]> variables) {
    Reference reference = new Reference(sizes, inputs, variables);
    for (Value value : Graph.reachable(roots)) {
      double[] result = reference.compute(value);
      assert result.length == Strides.size(reference.dims(value)) : value;
      reference.results.put(value, result);
    }
    return reference.results;
  }

  private int[] dims(Value value) {
    return value.shape().resolve(sizes);
  }

  private double[] in(Value value, int index) {
    return results.get(value.input(index));
  }

  private double[] compute(Value y) {
    return switch (y.op()) {
      case Input input -> given(inputs, input.label(), y);
      case Variable variable -> given(variables, variable.path(), y);
      case Constant(double value) -> new double[] {value};
      case Length(var dim) -> new double[] {dim.resolve(sizes)};
      case Random random -> random(random, in(y, 0), dims(y));
      case Unary(UnaryKind kind) -> unary(kind, in(y, 0));
      case Binary(BinaryKind kind) -> binary(kind, in(y, 0), in(y, 1));
      case Select _ -> select(in(y, 0), in(y, 1), in(y, 2));
      case Cast _, StopGradient _, Reshape _ -> in(y, 0).clone();
      case Broadcast _ -> strided(in(y, 0), dims(y), Strides.broadcast(dims(y.input(0)), dims(y)), 0);
      case Transpose(List<Integer> order) -> {
        int[] from = Strides.dense(dims(y.input(0)));
        yield strided(in(y, 0), dims(y), order.stream().mapToInt(axis -> from[axis]).toArray(), 0);
      }
      case Narrow(int axis, int start, int _) -> {
        int[] from = Strides.dense(dims(y.input(0)));
        yield strided(in(y, 0), dims(y), from, start * from[axis]);
      }
      case Pad(int axis, int before, int _) -> pad(in(y, 0), dims(y.input(0)), dims(y), axis, before);
      case Concat(int axis) -> concat(y, axis);
      case Reduce(ReduceKind kind, int first, int last) -> reduce(kind, in(y, 0), dims(y.input(0)), first, last);
      case ArgMax _ -> argMax(in(y, 0), dims(y.input(0)));
      case OneHot(int depth) -> oneHot(in(y, 0), depth);
      case MatMul op -> Products.matmul(op, in(y, 0), dims(y.input(0)), in(y, 1), dims(y));
      case Conv2d(var window, int groups) ->
          new Images(window, dims(y.input(0)), dims(y)).convolve(in(y, 0), in(y, 1), groups);
      case Conv2dInputGradient(var window, int groups, int _, int _) ->
          new Images(window, dims(y), dims(y.input(0))).inputGradient(in(y, 0), in(y, 1), groups);
      case Conv2dFilterGradient(var window, int groups) ->
          new Images(window, dims(y.input(0)), dims(y.input(1))).filterGradient(in(y, 0), in(y, 1), groups);
      case MaxPool2d(var window) -> new Images(window, dims(y.input(0)), dims(y)).max(in(y, 0));
      case MaxPool2dGather(var window) -> new Images(window, dims(y.input(0)), dims(y)).gather(in(y, 0), in(y, 1));
      case MaxPool2dScatter(var window) ->
          new Images(window, dims(y.input(0)), dims(y.input(1))).scatter(in(y, 0), in(y, 1));
      case AveragePool2d(var window) -> new Images(window, dims(y.input(0)), dims(y)).average(in(y, 0));
      case AveragePool2dGradient(var window, int _, int _) ->
          new Images(window, dims(y), dims(y.input(0))).averageGradient(in(y, 0));
      case Scan op -> scan(op, y);
      case ToIndex _ -> Rows.toIndex(y, in(y, 0), dims(y));
      case Gather _ -> Rows.gather(y, in(y, 0), dims(y.input(0)), in(y, 1), dims(y.input(1)));
      case ScatterAdd _ -> Rows.scatterAdd(y, in(y, 0), in(y, 1), dims(y.input(1)), dims(y));
      case Custom(var op) -> {
        double[] output = new double[Strides.size(dims(y))];
        op.compute(y.inputs().stream().map(this::dims).toList(), y.inputs().stream().map(results::get).toList(), output);
        yield output;
      }
    };
  }

  private double[] given(Map<String, double[]> from, String name, Value y) {
    double[] given = from.get(name);
    if (given == null || given.length != Strides.size(dims(y))) {
      throw new IllegalArgumentException(
          "\"" + name + "\" needs " + Strides.size(dims(y)) + " numbers, given " + (given == null ? "none" : given.length));
    }
    return given.clone();
  }

  private static double[] random(Random op, double[] counter, int[] dims) {
    float[] numbers = new float[Strides.size(dims)];
    int[] words = {(int) counter[0], (int) counter[1], (int) counter[2], (int) counter[3]};
    int rows = op.batched() ? dims[0] : 1;
    RandomBits bits = new RandomBits(op.distribution(), op.stream(), op.batched());
    int[] block = new int[4];
    int row = rows == 0 ? 0 : numbers.length / rows;
    for (int i = 0; i < rows; i++) {
      bits.fill(words, i, row, numbers, i * row, block);
    }
    double[] result = new double[numbers.length];
    for (int i = 0; i < result.length; i++) {
      result[i] = numbers[i];
    }
    return result;
  }

  private static double[] unary(UnaryKind kind, double[] x) {
    double[] y = new double[x.length];
    for (int i = 0; i < y.length; i++) {
      y[i] = Functions.apply(kind, x[i]);
    }
    return y;
  }

  private static double[] binary(BinaryKind kind, double[] a, double[] b) {
    double[] y = new double[a.length];
    for (int i = 0; i < y.length; i++) {
      y[i] = Functions.apply(kind, a[i], b[i]);
    }
    return y;
  }

  private static double[] select(double[] mask, double[] a, double[] b) {
    double[] y = new double[mask.length];
    for (int i = 0; i < y.length; i++) {
      y[i] = mask[i] != 0 ? a[i] : b[i];
    }
    return y;
  }

  /// Reads `from` in row-major order of `dims` through any strides.
  private static double[] strided(double[] from, int[] dims, int[] strides, int start) {
    double[] y = new double[Strides.size(dims)];
    int[] index = new int[dims.length];
    for (int i = 0; i < y.length; i++) {
      y[i] = from[start + Strides.at(index, strides)];
      Strides.next(index, dims);
    }
    return y;
  }

  private static double[] pad(double[] x, int[] from, int[] to, int axis, int before) {
    double[] y = new double[Strides.size(to)];
    int[] strides = Strides.dense(to);
    int[] index = new int[from.length];
    for (double number : x) {
      y[Strides.at(index, strides) + before * strides[axis]] = number;
      Strides.next(index, from);
    }
    return y;
  }

  private double[] concat(Value y, int axis) {
    double[] result = new double[Strides.size(dims(y))];
    int[] strides = Strides.dense(dims(y));
    int start = 0;
    for (int part = 0; part < y.inputs().size(); part++) {
      int[] dims = dims(y.input(part));
      int[] index = new int[dims.length];
      for (double number : in(y, part)) {
        result[Strides.at(index, strides) + start * strides[axis]] = number;
        Strides.next(index, dims);
      }
      start += dims[axis];
    }
    return result;
  }

  private static double[] reduce(ReduceKind kind, double[] x, int[] dims, int first, int last) {
    int outer = Strides.product(dims, 0, first);
    int length = Strides.product(dims, first, last + 1);
    int inner = Strides.product(dims, last + 1, dims.length);
    double[] y = new double[outer * inner];
    for (int o = 0; o < outer; o++) {
      for (int i = 0; i < inner; i++) {
        double result = switch (kind) {
          case SUM -> 0;
          case MAX -> Double.NEGATIVE_INFINITY;
        };
        for (int r = 0; r < length; r++) {
          double number = x[(o * length + r) * inner + i];
          result = switch (kind) {
            case SUM -> result + number;
            case MAX -> Math.max(result, number);
          };
        }
        y[o * inner + i] = result;
      }
    }
    return y;
  }

  private static double[] argMax(double[] x, int[] dims) {
    int length = dims[dims.length - 1];
    double[] y = new double[length == 0 ? 0 : x.length / length];
    for (int row = 0; row < y.length; row++) {
      int best = 0;
      for (int i = 1; i < length && !Double.isNaN(x[row * length + best]); i++) {
        if (!(x[row * length + i] <= x[row * length + best])) {
          best = i;
        }
      }
      y[row] = best;
    }
    return y;
  }

  private static double[] oneHot(double[] labels, int depth) {
    double[] y = new double[labels.length * depth];
    for (int i = 0; i < labels.length; i++) {
      if (labels[i] >= 0 && labels[i] < depth) {
        y[i * depth + (int) labels[i]] = 1;
      }
    }
    return y;
  }

  private double[] scan(Scan op, Value y) {
    ScanBody body = op.body();
    int carryCount = body.carries().size();
    Map<String, double[]> carries = new HashMap<>();
    for (int i = 0; i < carryCount; i++) {
      carries.put("carry " + i, in(y, i));
    }
    Map<String, double[]> given = new HashMap<>();
    for (int i = 0; i < body.constants().size(); i++) {
      given.put("constant " + i, in(y, carryCount + body.slices().size() + i));
    }
    List<Value> roots = new ArrayList<>(body.next());
    if (op.result() == Scan.Result.EACH) {
      roots.add(body.values().get(op.index()));
    }
    double[] each = new double[Strides.size(dims(y))];
    int steps = dims(y.input(carryCount))[0];
    for (int i = 0; i < steps; i++) {
      int step = op.direction() == Scan.Direction.FORWARD ? i : steps - 1 - i;
      for (int slice = 0; slice < body.slices().size(); slice++) {
        int size = Strides.size(dims(body.slices().get(slice)));
        given.put("slice " + slice, Arrays.copyOfRange(in(y, carryCount + slice), step * size, (step + 1) * size));
      }
      List<double[]> results = evaluateAll(roots, sizes, given, carries);
      for (int carry = 0; carry < carryCount; carry++) {
        carries.put("carry " + carry, results.get(carry));
      }
      if (op.result() == Scan.Result.EACH) {
        System.arraycopy(results.getLast(), 0, each, step * results.getLast().length, results.getLast().length);
      }
    }
    return op.result() == Scan.Result.EACH ? each : carries.get("carry " + op.index()).clone();
  }

  /// The results of several values in order, for callers that want no map.
  public static List<double[]> evaluateAll(
      List<Value> roots, Map<Character, Integer> sizes, Map<String, double[]> inputs, Map<String, double[]> variables) {
    Map<Value, double[]> all = evaluate(roots, sizes, inputs, variables);
    List<double[]> results = new ArrayList<>();
    roots.forEach(root -> results.add(all.get(root)));
    return results;
  }
}
