package dev.gradus.graph;

import dev.gradus.op.ArgMax;
import dev.gradus.op.AveragePool2d;
import dev.gradus.op.Binary;
import dev.gradus.op.BinaryKind;
import dev.gradus.op.Broadcast;
import dev.gradus.op.Cast;
import dev.gradus.op.Concat;
import dev.gradus.op.Constant;
import dev.gradus.op.Conv2d;
import dev.gradus.op.Custom;
import dev.gradus.op.CustomOp;
import dev.gradus.op.Gather;
import dev.gradus.op.Input;
import dev.gradus.op.Length;
import dev.gradus.op.MatMul;
import dev.gradus.op.MaxPool2d;
import dev.gradus.op.Narrow;
import dev.gradus.op.OneHot;
import dev.gradus.op.Op;
import dev.gradus.op.Pad;
import dev.gradus.op.Reduce;
import dev.gradus.op.ReduceKind;
import dev.gradus.op.Reshape;
import dev.gradus.op.Select;
import dev.gradus.op.StopGradient;
import dev.gradus.op.ToIndex;
import dev.gradus.op.Transpose;
import dev.gradus.op.Type;
import dev.gradus.op.Unary;
import dev.gradus.op.UnaryKind;
import dev.gradus.op.Variable;
import dev.gradus.op.Window;
import dev.gradus.tensor.DType;
import dev.gradus.tensor.Dim;
import dev.gradus.tensor.Shape;
import dev.gradus.tensor.ShapeException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// A value in a graph: the result of an op on other values. Nothing is computed until the graph is run.
///
/// Values are immutable; building on one never changes it. Shapes are checked as values are made, so that a wrong model
/// fails before any data is read. Binary methods broadcast as NumPy does. Axes may be counted from the end with
/// negative numbers.
public final class Value {
  private static final AtomicLong NEXT = new AtomicLong();

  private final Op op;
  private final List<Value> inputs;
  private final Type type;
  private final String path;
  private final long id;

  private Value(Op op, List<Value> inputs, Type type, String path) {
    this.op = op;
    this.inputs = inputs;
    this.type = type;
    this.path = path;
    this.id = NEXT.getAndIncrement();
  }

  /// Applies an op.
  ///
  /// @throws ShapeException if the inputs don't fit, naming the op and the current path
  public static Value of(Op op, List<Value> inputs) {
    return of(op, inputs, Path.current());
  }

  /// Applies an op on behalf of another part of the model, as passes and gradients do.
  public static Value of(Op op, List<Value> inputs, String path) {
    try {
      return new Value(op, List.copyOf(inputs), op.infer(inputs.stream().map(Value::type).toList()), path);
    } catch (ShapeException wrong) {
      throw new ShapeException(op.name() + Path.phrase(path) + ": " + wrong.getMessage());
    }
  }

  private static Value of(Op op, Value... inputs) {
    return of(op, List.of(inputs));
  }

  /// Gives an error that comes before the op is made the op's name and the path.
  private static <T> T named(String op, Supplier<T> prepare) {
    try {
      return prepare.get();
    } catch (ShapeException wrong) {
      throw new ShapeException(op + Path.phrase(Path.current()) + ": " + wrong.getMessage());
    }
  }

  /// A value given at each run.
  public static Value input(String name, DType dtype, Shape shape) {
    return of(new Input(name, new Type(dtype, shape)));
  }

  /// A weight by its path, for graphs built by hand; layers ask their scope for parameters.
  public static Value parameter(String path, Shape shape) {
    return of(new Variable(path, shape, Variable.Role.PARAMETER));
  }

  /// A number.
  public static Value constant(double value) {
    return of(new Constant(value));
  }

  /// The length of an axis as a number.
  public static Value length(Dim dim) {
    return dim.isFixed() ? constant(dim.factor()) : of(new Length(dim));
  }

  /// The result of an op of your own.
  public static Value custom(CustomOp op, Value... inputs) {
    return of(new Custom(op), inputs);
  }

  /// Values one after another along one axis.
  public static Value concat(int axis, List<Value> parts) {
    int fromFront = parts.isEmpty() ? axis : named("Concat", () -> parts.getFirst().shape().axis(axis));
    return of(new Concat(fromFront), parts);
  }

  /// What computes this value.
  public Op op() {
    return op;
  }

  /// What it is computed from.
  public List<Value> inputs() {
    return inputs;
  }

  /// One of the values it is computed from.
  public Value input(int index) {
    return inputs.get(index);
  }

  /// Its element type and shape.
  public Type type() {
    return type;
  }

  /// Its shape.
  public Shape shape() {
    return type.shape();
  }

  /// Its element type.
  public DType dtype() {
    return type.dtype();
  }

  /// The part of the model that made it, such as `"encoder/dense_1"`.
  public String path() {
    return path;
  }

  /// Grows as values are made: sorting by it is a topological order.
  public long id() {
    return id;
  }

  // Elementwise -------------------------------------------------------------------------------------------------

  /// f(x), elementwise.
  public Value unary(UnaryKind kind) {
    return of(new Unary(kind), this);
  }

  /// f(x, y), elementwise with broadcasting.
  public Value binary(BinaryKind kind, Value other) {
    if (shape().equals(other.shape())) {
      return of(new Binary(kind), this, other);
    }
    Shape common = named(kind.name(), () -> Broadcast.common(shape(), other.shape()));
    return of(new Binary(kind), broadcast(common), other.broadcast(common));
  }

  /// x + y
  public Value add(Value other) {
    return binary(BinaryKind.ADD, other);
  }

  /// x + number
  public Value add(double number) {
    return add(constant(number));
  }

  /// x - y
  public Value subtract(Value other) {
    return binary(BinaryKind.SUBTRACT, other);
  }

  /// x - number
  public Value subtract(double number) {
    return subtract(constant(number));
  }

  /// x · y
  public Value multiply(Value other) {
    return binary(BinaryKind.MULTIPLY, other);
  }

  /// x · number
  public Value multiply(double number) {
    return multiply(constant(number));
  }

  /// x / y
  public Value divide(Value other) {
    return binary(BinaryKind.DIVIDE, other);
  }

  /// x / number
  public Value divide(double number) {
    return divide(constant(number));
  }

  /// The larger of x and y; where they are equal, the gradient goes to y.
  public Value maximum(Value other) {
    return binary(BinaryKind.MAXIMUM, other);
  }

  /// The larger of x and a number; where they are equal, x gets no gradient.
  public Value maximum(double number) {
    return maximum(constant(number));
  }

  /// The smaller of x and y; where they are equal, the gradient goes to y.
  public Value minimum(Value other) {
    return binary(BinaryKind.MINIMUM, other);
  }

  /// The smaller of x and a number; where they are equal, x gets no gradient.
  public Value minimum(double number) {
    return minimum(constant(number));
  }

  /// 1 where x > y, else 0
  public Value greater(Value other) {
    return binary(BinaryKind.GREATER, other);
  }

  /// 1 where x > number, else 0
  public Value greater(double number) {
    return greater(constant(number));
  }

  /// 1 where x = y, else 0
  public Value equalTo(Value other) {
    return binary(BinaryKind.EQUAL, other);
  }

  /// With this as mask: where it is not 0, `a`, else `b`.
  public Value select(Value a, Value b) {
    Shape common = named("Select", () -> Broadcast.common(Broadcast.common(shape(), a.shape()), b.shape()));
    return of(new Select(), broadcast(common), a.broadcast(common), b.broadcast(common));
  }

  /// -x
  public Value negate() {
    return unary(UnaryKind.NEGATE);
  }

  /// |x|
  public Value abs() {
    return unary(UnaryKind.ABS);
  }

  /// x²
  public Value square() {
    return multiply(this);
  }

  /// √x
  public Value sqrt() {
    return unary(UnaryKind.SQRT);
  }

  /// e^x
  public Value exp() {
    return unary(UnaryKind.EXP);
  }

  /// ln x
  public Value log() {
    return unary(UnaryKind.LOG);
  }

  /// ln(1 + x)
  public Value log1p() {
    return unary(UnaryKind.LOG1P);
  }

  /// 1 / (1 + e^-x)
  public Value sigmoid() {
    return unary(UnaryKind.SIGMOID);
  }

  /// The hyperbolic tangent.
  public Value tanh() {
    return unary(UnaryKind.TANH);
  }

  /// max(0, x); the derivative at 0 is 0.
  public Value relu() {
    return maximum(0);
  }

  /// Integers as floats; floats as they are.
  public Value toFloat() {
    return dtype() == DType.F32 ? this : of(new Cast(), this);
  }

  /// The same numbers, taken as constants by differentiation.
  public Value stopGradient() {
    return of(new StopGradient(), this);
  }

  // Movement ----------------------------------------------------------------------------------------------------

  /// Repeats along axes of length 1 and new axes in front.
  public Value broadcast(Shape to) {
    return shape().equals(to) ? this : of(new Broadcast(to), this);
  }

  /// The same numbers under another shape.
  public Value reshape(Shape to) {
    return shape().equals(to) ? this : of(new Reshape(to), this);
  }

  /// The axes from `axis` on as one: `[N, 28, 28, 1]` from axis 1 gives `[N, 784]`.
  public Value flattenFrom(int axis) {
    int from = named("Reshape", () -> shape().axis(axis));
    return reshape(shape().sub(0, from).append(shape().product(from, shape().rank())));
  }

  /// The axes in another order: axis i of the result is axis `order[i]`.
  public Value transpose(int... order) {
    return of(new Transpose(Arrays.stream(order).boxed().toList()), this);
  }

  /// The places `start` to `start + length - 1` along one axis.
  public Value narrow(int axis, int start, int length) {
    return of(new Narrow(named("Narrow", () -> shape().axis(axis)), start, length), this);
  }

  /// Zeros before and after along one axis.
  public Value pad(int axis, int before, int after) {
    return of(new Pad(named("Pad", () -> shape().axis(axis)), before, after), this);
  }

  // Along axes --------------------------------------------------------------------------------------------------

  /// The sum over the given axes, or over all if none is given; the axes go.
  public Value sum(int... axes) {
    return dropAxes(ReduceKind.SUM, sumKeep(axes), axes);
  }

  /// The sum over the given axes, or over all if none is given; the axes stay with length 1.
  public Value sumKeep(int... axes) {
    return reduce(ReduceKind.SUM, axes);
  }

  /// The mean over the given axes, or over all if none is given; the axes go.
  public Value mean(int... axes) {
    return dropAxes(ReduceKind.SUM, meanKeep(axes), axes);
  }

  /// The mean over the given axes, or over all if none is given; the axes stay with length 1.
  public Value meanKeep(int... axes) {
    Dim count = Dim.of(1);
    for (int axis : sorted(ReduceKind.SUM, axes)) {
      count = count.times(shape().dim(axis));
    }
    return sumKeep(axes).divide(length(count));
  }

  /// The largest over the given axes, or over all if none is given; the axes go. Equals share the gradient.
  public Value max(int... axes) {
    return dropAxes(ReduceKind.MAX, maxKeep(axes), axes);
  }

  /// The largest over the given axes, or over all if none is given; the axes stay with length 1.
  public Value maxKeep(int... axes) {
    return reduce(ReduceKind.MAX, axes);
  }

  /// The index of the largest along the last axis, which goes.
  public Value argMax() {
    return of(new ArgMax(), this);
  }

  /// Labels as rows with a single one.
  public Value oneHot(int depth) {
    return of(new OneHot(depth), this);
  }

  /// Whole numbers as integers; integers as they are. A run fails at a number that is not whole, or beyond ±2^24.
  public Value toIndex() {
    return dtype() == DType.I32 ? this : of(new ToIndex(), this);
  }

  /// With this as table [v, d]: the row of each index, [...] -> [..., d]. A run fails at an index outside 0 .. v - 1.
  public Value gather(Value indices) {
    return of(new Gather(), this, indices);
  }

  private Value reduce(ReduceKind kind, int[] axes) {
    int[] ordered = sorted(kind, axes);
    Value result = this;
    // One op for each run of neighbouring axes, innermost first.
    for (int end = ordered.length - 1; end >= 0; ) {
      int start = end;
      while (start > 0 && ordered[start - 1] == ordered[start] - 1) {
        start--;
      }
      result = of(new Reduce(kind, ordered[start], ordered[end]), result);
      end = start - 1;
    }
    return result;
  }

  private Value dropAxes(ReduceKind kind, Value kept, int[] axes) {
    int[] ordered = sorted(kind, axes);
    Shape shape = kept.shape();
    for (int i = ordered.length - 1; i >= 0; i--) {
      shape = shape.without(ordered[i]);
    }
    return kept.reshape(shape);
  }

  private int[] sorted(ReduceKind kind, int[] axes) {
    return axes.length == 0
        ? java.util.stream.IntStream.range(0, shape().rank()).toArray()
        : named(new Reduce(kind, 0, 0).name(), () -> Arrays.stream(axes).map(shape()::axis).distinct().sorted().toArray());
  }

  // Linear and pooling ------------------------------------------------------------------------------------------

  /// The matrix product of the last two axes: [..., m, k] · [..., k, n].
  public Value matmul(Value right) {
    return matmul(right, new MatMul(false, false));
  }

  /// The matrix product with operands that may be stored transposed.
  public Value matmul(Value right, MatMul how) {
    return of(how, this, right);
  }

  /// The convolution of images [n, h, w, c] with filters [kh, kw, c / groups, o].
  public Value conv2d(Value filter, Window window, int groups) {
    return of(new Conv2d(window, groups), this, filter);
  }

  /// The largest of each window of images [n, h, w, c].
  public Value maxPool(Window window) {
    return of(new MaxPool2d(window), this);
  }

  /// The mean of each window of images [n, h, w, c].
  public Value averagePool(Window window) {
    return of(new AveragePool2d(window), this);
  }

  /// Op, type and path.
  @Override
  public String toString() {
    return Stream.of(op.toString(), type.toString(), path).filter(s -> !s.isEmpty()).reduce((a, b) -> a + " " + b).orElse("");
  }
}
