package dev.gradus.op;

import dev.gradus.graph.Value;
import dev.gradus.op.OpCase.Argument;
import dev.gradus.op.OpCase.Domain;
import dev.gradus.op.OpCase.Smoothness;
import dev.gradus.op.OpCase.Tolerance;
import dev.gradus.tensor.DType;
import dev.gradus.tensor.Dim;
import dev.gradus.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;

/// The conformance table: at least one row for each op.
final class OpCases {
  private static final Dim N = Dim.BATCH;

  private static final Domain NORMAL = (random, length) -> fill(length, _ -> random.nextGaussian());
  private static final Domain POSITIVE = (random, length) -> fill(length, _ -> random.uniform(0.3, 3));
  private static final Domain ABOVE_MINUS_ONE = (random, length) -> fill(length, _ -> random.uniform(-0.6, 3));
  private static final Domain SMALL = (random, length) -> fill(length, _ -> random.uniform(-2, 2));
  private static final Domain NOT_ZERO =
      (random, length) -> fill(length, _ -> random.uniform(0.4, 2) * (random.nextInt(2) * 2 - 1));
  private static final Domain BETWEEN_INTEGERS = (random, length) -> fill(length, _ -> random.nextInt(9) - 4 + random.uniform(0.1, 0.9));
  private static final Domain EVEN = (random, length) -> fill(length, _ -> (random.nextInt(30) - 15) * 0.25);
  private static final Domain ODD = (random, length) -> fill(length, _ -> (random.nextInt(30) - 15) * 0.25 + 0.125);
  private static final Domain INTEGERS = (random, length) -> fill(length, _ -> random.nextInt(41) - 20);
  private static final Domain LABELS = (random, length) -> fill(length, _ -> random.nextInt(8) - 2);
  private static final Domain ROWS = (random, length) -> fill(length, _ -> random.nextInt(5));
  private static final Domain MASK = (random, length) -> fill(length, _ -> random.nextInt(2) * -1.5);
  private static final Domain ANY_BITS = (random, length) -> fill(length, _ -> random.nextBits());
  /// All different, at least 1/16 apart.
  private static final Domain DISTINCT = (random, length) -> {
    int[] order = random.permutation(length);
    return fill(length, i -> (order[i] - length / 2) * 0.0625);
  };

  /// The same above 0, so that the winners stay when absolute values are taken.
  private static final Domain DISTINCT_POSITIVE = (random, length) -> {
    double[] numbers = DISTINCT.sample(random, length);
    return fill(length, i -> numbers[i] + length);
  };

  private OpCases() {}

  private static double[] fill(int length, java.util.function.IntToDoubleFunction number) {
    return IntStream.range(0, length).mapToDouble(number).toArray();
  }

  private static Argument floats(Domain domain, Shape shape) {
    return new Argument(DType.F32, shape, domain);
  }

  private static Argument integers(Domain domain, Shape shape) {
    return new Argument(DType.I32, shape, domain);
  }

  private static Shape n(int... lengths) {
    return Shape.of(lengths).batched();
  }

  private static OpCase row(String name, List<Argument> arguments, Function<List<Value>, Value> build) {
    return new OpCase(name, arguments, build, List.of(2, 0, 1, 5), Tolerance.EXACT, Smoothness.TWICE, Set.of());
  }

  private static OpCase row(String name, Argument argument, Function<Value, Value> build) {
    return row(name, List.of(argument), inputs -> build.apply(inputs.getFirst()));
  }

  static List<OpCase> all() {
    List<OpCase> rows = new ArrayList<>();
    leaves(rows);
    unary(rows);
    binary(rows);
    choices(rows);
    movement(rows);
    axes(rows);
    rowsByNumber(rows);
    products(rows);
    convolutions(rows);
    pools(rows);
    scans(rows);
    rows.add(row("custom", List.of(floats(SMALL, n(3)), floats(SMALL, n(3))),
        inputs -> Value.custom(new ScaledProduct(0.7), inputs.get(0), inputs.get(1))).within(Tolerance.ulps(2)));
    return rows;
  }

  /// The sequences go along N, so that they have 2, 0, 1 and 5 steps, and some along an axis of fixed length.
  private static void scans(List<OpCase> rows) {
    // At most 5 steps of some 10 roundings, of numbers that a step doesn't make larger than about 4.
    Tolerance few = (exact, _) -> 50 * 0x1p-24 * (4 + Math.abs(exact));
    for (Scan.Direction direction : Scan.Direction.values()) {
      List<Argument> cell = List.of(floats(SMALL, Shape.of(2, 3)), floats(SMALL, n(2, 3)), floats(SMALL, Shape.of(3, 3)));
      rows.add(row("scan " + direction + ", last carry", cell, inputs -> recurrence(direction, inputs).last(0)).within(few));
      rows.add(row("scan " + direction + ", each output", cell, inputs -> recurrence(direction, inputs).each(0)).within(few));
      rows.add(row("scan " + direction + ", two results", cell, inputs -> {
        Scan.Loop loop = recurrence(direction, inputs);
        return loop.each(0).multiply(loop.last(0)).add(loop.each(loop.body().carries().getFirst()));
      }).within((exact, _) -> 4 * few.bound(exact, 0)));
    }
    rows.add(row("scan of batches, fixed length", List.of(floats(SMALL, n(2)), floats(SMALL, Shape.of(Dim.of(3), N, Dim.of(2))),
        floats(SMALL, Shape.of(2, 2))), inputs -> recurrence(Scan.Direction.FORWARD, inputs).last(0)).within(few));
    rows.add(row("scan that swaps its carries", List.of(floats(SMALL, Shape.of(3)), floats(SMALL, Shape.of(3)), floats(SMALL, n(3))),
        inputs -> {
          Scan.Loop loop = Scan.over(Scan.Direction.FORWARD, inputs.subList(0, 2), inputs.subList(2, 3), List.of(),
              (carries, slices, _) -> new Scan.Step(
                  List.of(carries.get(1), carries.get(0)), List.of(carries.get(0).multiply(slices.getFirst()))));
          return loop.last(0).multiply(loop.last(1)).add(loop.each(0));
        }).within(Tolerance.ulps(4)));
    rows.add(row("scan that hands a slice on", List.of(floats(NORMAL, Shape.of(3)), floats(NORMAL, n(3))), inputs -> Scan.over(
        Scan.Direction.REVERSE, inputs.subList(0, 1), inputs.subList(1, 2), List.of(),
        (carries, slices, _) -> new Scan.Step(slices, carries)).each(0)));
    rows.add(row("scan without carries", floats(SMALL, n(3)), x -> Scan.over(Scan.Direction.FORWARD, List.of(), List.of(x), List.of(),
        (_, slices, _) -> new Scan.Step(List.of(), List.of(slices.getFirst().square()))).each(0)));
    rows.add(row("scan that reads a constant alone", List.of(floats(SMALL, Shape.of(2)), floats(SMALL, n(4)), floats(SMALL, Shape.of(2))),
        inputs -> Scan.over(Scan.Direction.FORWARD, inputs.subList(0, 1), inputs.subList(1, 2), inputs.subList(2, 3),
            (carries, _, constants) -> new Scan.Step(
                List.of(carries.getFirst().multiply(0.5).add(constants.getFirst())), List.of())).last(0)).within(few));
    rows.add(row("scan within a scan", List.of(floats(SMALL, Shape.of(2)), floats(SMALL, n(3, 2)), floats(SMALL, Shape.of(2))),
        inputs -> Scan.over(Scan.Direction.REVERSE, inputs.subList(0, 1), inputs.subList(1, 2), inputs.subList(2, 3),
            (carries, slices, constants) -> {
              Value inner = Scan.over(Scan.Direction.FORWARD, carries, slices, constants, (c, s, k) ->
                  new Scan.Step(List.of(c.getFirst().multiply(k.getFirst()).add(s.getFirst()).tanh()), List.of())).last(0);
              return new Scan.Step(List.of(inner), List.of(inner));
            }).each(0)).within(few));
  }

  /// h' = tanh(x + h · U)
  private static Scan.Loop recurrence(Scan.Direction direction, List<Value> inputs) {
    return Scan.over(direction, inputs.subList(0, 1), inputs.subList(1, 2), inputs.subList(2, 3), (carries, slices, constants) -> {
      Value next = slices.getFirst().add(carries.getFirst().matmul(constants.getFirst())).tanh();
      return new Scan.Step(List.of(next), List.of(next));
    });
  }

  private static void leaves(List<OpCase> rows) {
    rows.add(row("input", floats(NORMAL, n(3)), x -> x));
    rows.add(row("input of integers", integers(ANY_BITS, n(3)), x -> x).never());
    rows.add(row("input of one number", floats(NORMAL, Shape.SCALAR), x -> x));
    rows.add(row("variable", List.of(), _ -> Value.of(new Variable("v", Shape.of(2, 3), Variable.Role.PARAMETER), List.of())));
    rows.add(row("empty variable", List.of(), _ -> Value.of(new Variable("v", Shape.of(0), Variable.Role.STATE), List.of())));
    for (double number : new double[] {0.1, -0.0, 1e-40, 16777217}) {
      rows.add(row("constant " + number, List.of(), _ -> Value.constant(number)));
    }
    rows.add(row("length", List.of(), _ -> Value.length(N)));
    rows.add(row("length of three times the batch", List.of(), _ -> Value.length(new Dim(3, "N"))));
    for (Random.Distribution distribution : Random.Distribution.values()) {
      for (Shape shape : List.of(n(3), n(4, 2), n(), Shape.of(7), Shape.of(0, 2), Shape.SCALAR)) {
        rows.add(row("random " + distribution + " " + shape, integers(ANY_BITS, Shape.of(4)),
            counter -> Value.of(new Random(distribution, "dropout_1/random_1", shape), List.of(counter))).never());
      }
    }
  }

  private static void unary(List<OpCase> rows) {
    for (UnaryKind kind : UnaryKind.values()) {
      Domain domain = switch (kind) {
        case NEGATE, SIGMOID, TANH, ERF, SIN, COS, EXP, EXPM1 -> SMALL;
        case ABS, SIGN -> NOT_ZERO;
        case FLOOR -> BETWEEN_INTEGERS;
        case SQRT, LOG -> POSITIVE;
        case LOG1P -> ABOVE_MINUS_ONE;
      };
      // The bounds that ScalarMath states and its test measures, and half a unit for what IEEE 754 rounds correctly.
      Tolerance tolerance = switch (kind) {
        case NEGATE, ABS, SIGN, FLOOR -> Tolerance.EXACT;
        case SQRT -> Tolerance.ulps(0.5001);
        case EXP, LOG -> Tolerance.ulps(1.1);
        case EXPM1, LOG1P -> Tolerance.ulps(1.6);
        case TANH -> Tolerance.ulps(1.7);
        case ERF -> Tolerance.ulps(1.5);
        case SIGMOID -> Tolerance.ulps(2.3);
        case SIN, COS -> Tolerance.ulps(2);
      };
      for (Shape shape : List.of(n(3), n(5, 7), Shape.SCALAR, Shape.of(1), Shape.of(0, 3), Shape.of(33))) {
        OpCase row = row(kind + " " + shape, floats(domain, shape), x -> x.unary(kind)).within(tolerance);
        rows.add(kind == UnaryKind.SIGN || kind == UnaryKind.FLOOR ? row.never(0) : row);
      }
    }
  }

  private static void binary(List<OpCase> rows) {
    List<List<Shape>> shapes = List.of(
        List.of(n(3), n(3)), List.of(n(3), Shape.of(3)), List.of(Shape.of(5, 1), Shape.of(1, 3)), List.of(n(1, 3), Shape.of(2, 1)),
        List.of(Shape.SCALAR, n(5)), List.of(Shape.of(0), Shape.of(0)), List.of(Shape.of(1), Shape.of(17)),
        List.of(Shape.SCALAR, Shape.SCALAR), List.of(n(1), Shape.of(1, 0)));
    for (BinaryKind kind : BinaryKind.values()) {
      boolean ordered = switch (kind) {
        case MAXIMUM, MINIMUM, GREATER, EQUAL -> true;
        case ADD, SUBTRACT, MULTIPLY, DIVIDE -> false;
      };
      for (List<Shape> pair : shapes) {
        OpCase row = row(kind + " " + pair,
            List.of(floats(ordered ? EVEN : NORMAL, pair.get(0)), floats(ordered ? ODD : NOT_ZERO, pair.get(1))),
            inputs -> inputs.get(0).binary(kind, inputs.get(1)));
        rows.add(kind == BinaryKind.GREATER || kind == BinaryKind.EQUAL ? row.never(0, 1) : row);
      }
    }
    // Both 1s and 0s come out; differentiated, they are 0 all the same.
    rows.add(new OpCase("EQUAL of a value and itself, rounded", List.of(floats(EVEN, n(4))),
        inputs -> inputs.getFirst().equalTo(inputs.getFirst().unary(UnaryKind.FLOOR)), List.of(5), Tolerance.EXACT,
        Smoothness.NEVER, Set.of(0)));
  }

  private static void choices(List<OpCase> rows) {
    for (Shape shape : List.of(n(3), Shape.SCALAR, Shape.of(0), Shape.of(19))) {
      rows.add(row("select " + shape, List.of(floats(MASK, shape), floats(NORMAL, shape), floats(NORMAL, shape)),
          inputs -> inputs.get(0).select(inputs.get(1), inputs.get(2))));
    }
    rows.add(row("select, broadcast", List.of(floats(MASK, n(1)), floats(NORMAL, Shape.of(3)), floats(NORMAL, Shape.SCALAR)),
        inputs -> inputs.get(0).select(inputs.get(1), inputs.get(2))));
    rows.add(row("cast", integers(INTEGERS, n(3)), Value::toFloat).never());
    rows.add(row("cast of large integers, rounded to the nearest", integers(ANY_BITS, Shape.of(31)), Value::toFloat).never());
    rows.add(row("stop gradient", floats(NORMAL, n(3)), Value::stopGradient).never(0));
  }

  private static void movement(List<OpCase> rows) {
    List<List<Shape>> broadcasts = List.of(
        List.of(Shape.SCALAR, n(3)), List.of(Shape.of(3), n(3)), List.of(n(1), n(5)), List.of(Shape.of(1, 4, 1), Shape.of(3, 4, 2)),
        List.of(Shape.of(1), Shape.of(2, 1)), List.of(Shape.of(1, 1), Shape.of(0, 3)), List.of(n(2, 1), Shape.of(N, Dim.of(2), N)));
    for (List<Shape> pair : broadcasts) {
      rows.add(row("broadcast " + pair, floats(NORMAL, pair.get(0)), x -> x.broadcast(pair.get(1))));
    }
    List<List<Shape>> reshapes = List.of(
        List.of(n(2, 3), n(6)), List.of(n(2, 3), Shape.of(new Dim(6, "N"))), List.of(Shape.SCALAR, Shape.of(1, 1)),
        List.of(Shape.of(0, 3), Shape.of(5, 0)), List.of(Shape.of(Dim.of(3), N, Dim.of(5)), n(15)));
    for (List<Shape> pair : reshapes) {
      rows.add(row("reshape " + pair, floats(NORMAL, pair.get(0)), x -> x.reshape(pair.get(1))));
    }
    rows.add(row("reshape of integers", integers(ANY_BITS, n(2)), x -> x.reshape(Shape.of(new Dim(2, "N")))).never());
    rows.add(row("transpose of a matrix", floats(NORMAL, n(3)), x -> x.transpose(1, 0)));
    rows.add(row("transpose in a circle", floats(NORMAL, n(3, 4)), x -> x.transpose(2, 0, 1)));
    rows.add(row("transpose of inner axes", floats(NORMAL, n(3, 2, 5)), x -> x.transpose(0, 3, 2, 1)));
    rows.add(row("transpose that stays", floats(NORMAL, Shape.of(2, 3)), x -> x.transpose(0, 1)));
    rows.add(row("transpose of no axis", floats(NORMAL, Shape.SCALAR), Value::transpose));
    rows.add(row("narrow inside", floats(NORMAL, n(7)), x -> x.narrow(1, 2, 3)));
    rows.add(row("narrow to nothing", floats(NORMAL, n(7)), x -> x.narrow(1, 7, 0)));
    rows.add(row("narrow to all", floats(NORMAL, n(7)), x -> x.narrow(1, 0, 7)));
    rows.add(row("narrow of a middle axis", floats(NORMAL, n(3, 2)), x -> x.narrow(-2, 1, 2)));
    rows.add(row("narrow of the first axis", floats(NORMAL, Shape.of(Dim.of(5), N)), x -> x.narrow(0, 1, 3)));
    rows.add(row("pad", floats(NORMAL, n(3)), x -> x.pad(1, 2, 1)));
    rows.add(row("pad of a middle axis", floats(NORMAL, n(3, 2)), x -> x.pad(1, 0, 2)));
    rows.add(row("pad by nothing", floats(NORMAL, n(3)), x -> x.pad(1, 0, 0)));
    rows.add(row("pad of nothing", floats(NORMAL, n(0)), x -> x.pad(1, 1, 1)));
    rows.add(row("concat of three", List.of(floats(NORMAL, n(3)), floats(NORMAL, n(1)), floats(NORMAL, n(2))),
        inputs -> Value.concat(1, inputs)));
    rows.add(row("concat of a middle axis", List.of(floats(NORMAL, n(2, 3)), floats(NORMAL, n(4, 3))),
        inputs -> Value.concat(1, inputs)));
    rows.add(row("concat with nothing", List.of(floats(NORMAL, n(0)), floats(NORMAL, n(2))), inputs -> Value.concat(-1, inputs)));
    rows.add(row("concat of one", List.of(floats(NORMAL, Shape.of(Dim.of(2), N))), inputs -> Value.concat(0, inputs)));
    rows.add(row("concat of a value with itself", floats(NORMAL, n(2)), x -> Value.concat(1, List.of(x, x))));
  }

  private static void axes(List<OpCase> rows) {
    record Axes(Shape shape, int first, int last, int most) {}
    List<Axes> all = List.of(
        new Axes(n(3), 1, 1, 3), new Axes(n(3), 0, 0, 5), new Axes(n(3), 0, 1, 15), new Axes(n(3, 4), 1, 1, 3), new Axes(n(3, 4), 0, 1, 15),
        new Axes(n(3, 4), 1, 2, 12), new Axes(Shape.of(3, 1, 2), 1, 1, 1), new Axes(Shape.of(3, 0), 1, 1, 1),
        new Axes(Shape.of(0, 3), 1, 1, 3), new Axes(Shape.of(1), 0, 0, 1), new Axes(n(33), 1, 1, 33), new Axes(Shape.of(2, 1700), 1, 1, 1700),
        new Axes(Shape.of(700, 3), 0, 0, 700));
    for (Axes axes : all) {
      String name = axes.shape + " along " + axes.first + " to " + axes.last;
      rows.add(row("sum " + name, floats(NORMAL, axes.shape),
          x -> Value.of(new Reduce(ReduceKind.SUM, axes.first, axes.last), List.of(x))).within(Tolerance.products(axes.most)));
      rows.add(row("max " + name, floats(DISTINCT, axes.shape),
          x -> Value.of(new Reduce(ReduceKind.MAX, axes.first, axes.last), List.of(x))));
    }
    for (Shape shape : List.of(n(5), Shape.of(7), n(3, 2), Shape.of(3, 1), Shape.of(0, 4))) {
      rows.add(row("argMax " + shape, floats(DISTINCT, shape), Value::argMax).never(0));
    }
    rows.add(row("oneHot", integers(LABELS, n()), x -> x.oneHot(5)).never());
    rows.add(row("oneHot of a matrix", integers(LABELS, n(3)), x -> x.oneHot(4)).never());
    rows.add(row("oneHot of one label", integers(LABELS, Shape.SCALAR), x -> x.oneHot(1)).never());
    rows.add(row("oneHot of no depth", integers(LABELS, Shape.of(3)), x -> x.oneHot(0)).never());
  }

  private static void rowsByNumber(List<OpCase> rows) {
    for (Shape shape : List.of(n(3), Shape.SCALAR, Shape.of(0), Shape.of(31))) {
      rows.add(row("toIndex " + shape, floats(INTEGERS, shape), Value::toIndex).never(0));
    }
    // A table [5, d], and a name for it in both directions.
    List<List<Shape>> shapes = List.of(
        List.of(Shape.of(5, 3), n(4)), List.of(Shape.of(5, 2), n(2, 3)), List.of(Shape.of(5, 1), Shape.SCALAR), List.of(Shape.of(6, 0), n(2)),
        List.of(Shape.of(5, 4), Shape.of(0)), List.of(Shape.of(5, 71), n(7)), List.of(Shape.of(Dim.of(5), N), Shape.of(3)));
    for (List<Shape> pair : shapes) {
      Shape table = pair.get(0);
      Shape indices = pair.get(1);
      rows.add(row("gather " + pair, List.of(floats(NORMAL, table), integers(ROWS, indices)),
          inputs -> inputs.get(0).gather(inputs.get(1))));
      rows.add(row("scatterAdd " + pair, List.of(floats(NORMAL, indices.append(table.dim(1))), integers(ROWS, indices)),
          inputs -> Value.of(new ScatterAdd(table.length(0)), inputs)).within(Tolerance.products(35)));
    }
    rows.add(row("gather from rows of no vocabulary", List.of(floats(NORMAL, Shape.of(0, 3)), integers(ROWS, Shape.of(0))),
        inputs -> inputs.get(0).gather(inputs.get(1))));
  }

  private static void products(List<OpCase> rows) {
    Dim[][] sizes = {
      {N, Dim.of(3), Dim.of(4)}, {Dim.of(3), N, Dim.of(2)}, {Dim.of(2), Dim.of(3), N}, {Dim.of(1), Dim.of(1), Dim.of(1)},
      {Dim.of(3), Dim.of(0), Dim.of(2)}, {Dim.of(0), Dim.of(3), Dim.of(2)}, {Dim.of(5), Dim.of(7), Dim.of(3)},
      {Dim.of(13), Dim.of(33), Dim.of(17)}
    };
    for (Dim[] s : sizes) {
      for (MatMul op : List.of(new MatMul(false, false), new MatMul(true, false), new MatMul(false, true), new MatMul(true, true))) {
        Shape a = op.transposeLeft() ? Shape.of(s[1], s[0]) : Shape.of(s[0], s[1]);
        Shape b = op.transposeRight() ? Shape.of(s[2], s[1]) : Shape.of(s[1], s[2]);
        int k = s[1].isFixed() ? s[1].factor() : 5;
        rows.add(row(op + " " + a + " " + b, List.of(floats(NORMAL, a), floats(NORMAL, b)),
            inputs -> inputs.get(0).matmul(inputs.get(1), op)).within(Tolerance.products(k)));
      }
    }
    for (MatMul op : List.of(new MatMul(false, false), new MatMul(true, true))) {
      Shape a = op.transposeLeft() ? n(2, 4, 3) : n(2, 3, 4);
      Shape b = op.transposeRight() ? n(2, 5, 4) : n(2, 4, 5);
      rows.add(row(op + " with leading axes", List.of(floats(NORMAL, a), floats(NORMAL, b)),
          inputs -> inputs.get(0).matmul(inputs.get(1), op)).batches(1, 0, 3).within(Tolerance.products(4)));
    }
  }

  /// A convolution's window, image and groups.
  private record Slide(Window window, int height, int width, int channels, int filters, int groups) {
    Shape images() {
      return n(height, width, channels);
    }

    Shape filter() {
      return Shape.of(window.height(), window.width(), channels / groups, filters);
    }

    Shape outputs() {
      return n(window.outputRows(height), window.outputColumns(width), filters);
    }

    Shape pooled() {
      return outputs().with(3, Dim.of(channels));
    }
  }

  private static List<Slide> slides() {
    return List.of(
        new Slide(new Window(1, 1, 1, 1, 0, 0, 0, 0, 1, 1), 2, 3, 3, 2, 1),
        new Slide(new Window(3, 3, 1, 1, 1, 1, 1, 1, 1, 1), 4, 5, 2, 3, 1),
        new Slide(new Window(2, 3, 2, 1, 0, 1, 1, 0, 1, 1), 5, 4, 1, 2, 1),
        new Slide(new Window(2, 2, 2, 3, 1, 1, 0, 2, 1, 1), 4, 5, 4, 2, 2),
        new Slide(new Window(2, 2, 1, 1, 0, 0, 1, 1, 2, 1), 5, 3, 3, 3, 3),
        new Slide(new Window(3, 1, 1, 2, 2, 0, 0, 0, 1, 2), 3, 4, 2, 4, 2),
        // A whole row of windows in the padding, and images of a single pixel.
        new Slide(new Window(2, 2, 1, 1, 2, 2, 0, 0, 1, 1), 1, 2, 1, 1, 1),
        new Slide(new Window(3, 3, 2, 2, 1, 1, 1, 1, 1, 1), 1, 1, 2, 2, 1));
  }

  private static void convolutions(List<OpCase> rows) {
    for (Slide s : slides()) {
      int taps = s.window.height() * s.window.width();
      int pixels = s.window.outputRows(s.height) * s.window.outputColumns(s.width);
      rows.add(row("conv2d " + s, List.of(floats(NORMAL, s.images()), floats(NORMAL, s.filter())),
          inputs -> inputs.get(0).conv2d(inputs.get(1), s.window, s.groups))
          .batches(2, 0, 1, 3).within(Tolerance.products(taps * s.channels / s.groups)));
      rows.add(row("conv2d by input " + s, List.of(floats(NORMAL, s.outputs()), floats(NORMAL, s.filter())),
          inputs -> Value.of(new Conv2dInputGradient(s.window, s.groups, s.height, s.width), inputs))
          .batches(2, 0, 1, 3).within(Tolerance.products(taps * s.filters / s.groups)));
      rows.add(row("conv2d by filter " + s, List.of(floats(NORMAL, s.images()), floats(NORMAL, s.outputs())),
          inputs -> Value.of(new Conv2dFilterGradient(s.window, s.groups), inputs))
          .batches(2, 0, 1, 3).within(Tolerance.products(3 * pixels + 3)));
    }
  }

  private static void pools(List<OpCase> rows) {
    for (Slide s : slides()) {
      int taps = s.window.height() * s.window.width();
      OpCase max = row("maxPool2d " + s, floats(DISTINCT, s.images()), x -> x.maxPool(s.window));
      // A window that sees only padding gives -∞, and infinite losses have no differences.
      rows.add(s.window.padTop() >= s.window.height() ? max.valuesOnly() : max);
      rows.add(row("maxPool2d scatter " + s, List.of(floats(DISTINCT_POSITIVE, s.images()), floats(NORMAL, s.pooled())),
          inputs -> Value.of(new MaxPool2dScatter(s.window), inputs)).within(Tolerance.products(taps)));
      rows.add(row("maxPool2d gather " + s, List.of(floats(DISTINCT, s.images()), floats(NORMAL, s.images())),
          inputs -> Value.of(new MaxPool2dGather(s.window), inputs)));
      rows.add(row("averagePool2d " + s, floats(NORMAL, s.images()), x -> x.averagePool(s.window))
          .within(Tolerance.products(taps + 2)));
      rows.add(row("averagePool2d gradient " + s, floats(NORMAL, s.pooled()),
          dy -> Value.of(new AveragePool2dGradient(s.window, s.height, s.width), List.of(dy))).within(Tolerance.products(taps + 2)));
    }
  }

  /// scale · a · b, as an op of a user's own.
  private record ScaledProduct(double scale) implements CustomOp {
    @Override
    public String name() {
      return "ScaledProduct";
    }

    @Override
    public Shape infer(List<Shape> inputs) {
      return inputs.getFirst();
    }

    @Override
    public void compute(List<int[]> shapes, List<float[]> inputs, float[] output) {
      for (int i = 0; i < output.length; i++) {
        output[i] = (float) scale * inputs.get(0)[i] * inputs.get(1)[i];
      }
    }

    @Override
    public void compute(List<int[]> shapes, List<double[]> inputs, double[] output) {
      for (int i = 0; i < output.length; i++) {
        output[i] = scale * inputs.get(0)[i] * inputs.get(1)[i];
      }
    }

    @Override
    public List<Value> gradient(List<Value> inputs, Value result, Value gradient) {
      return List.of(gradient.multiply(inputs.get(1)).multiply(scale), gradient.multiply(inputs.get(0)).multiply(scale));
    }
  }
}
