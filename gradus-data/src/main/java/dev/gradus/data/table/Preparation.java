package dev.gradus.data.table;

import dev.gradus.GradusException;
import dev.gradus.graph.Value;
import dev.gradus.initializer.Initializer;
import dev.gradus.layer.NamedLayer;
import dev.gradus.layer.Scope;
import dev.gradus.tensor.Dim;
import dev.gradus.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntToDoubleFunction;

/// A layer that makes features of a table's raw numbers, with what it learned from the training rows. [Transform] says how. A column
/// of which values were missing has an indicator of that too, 0 or 1.
///
/// By default numbers and dates are standardised, and numbers that differ by factors have their logarithm beside them; categories are
/// one-hot, for the levels that training has at least twice; texts are bags of words.
///
/// Shapes: x [N, inputs], NaN for a missing value -> features [N, features]
/// Numerics: what is learned are double sums in the rows' order.
/// Source: none needed; the usual practice.
///
/// @param width how many numbers go in
/// @param features what comes out
public record Preparation(int width, List<Feature> features) implements NamedLayer {
  private static final int RARE = 2;

  public Preparation {
    features = List.copyOf(features);
  }

  /// One number that the network gets, made of one that goes in.
  public sealed interface Feature {
    /// The place among the inputs.
    int input();
  }

  /// (x - shift) · scale, or `fill` where x is missing.
  record Linear(int input, double shift, double scale, double fill) implements Feature {}

  /// (sign(x) · ln(1 + |x| / unit) - shift) · scale, or 0 where x is missing.
  record Log(int input, double unit, double shift, double scale) implements Feature {}

  /// 1 where the value is missing.
  record Missing(int input) implements Feature {}

  /// 1 where the value is the level.
  record Level(int input, int level) implements Feature {}

  /// Learns from some rows of a table.
  ///
  /// @param inputs what goes in
  /// @param transforms those of each column, by name
  static Preparation learn(Table table, Inputs inputs, int[] rows, Map<String, List<Transform>> transforms) {
    List<Feature> features = new ArrayList<>();
    for (Column column : inputs.columns()) {
      int first = inputs.first(column);
      for (int input = first; input < first + column.width(); input++) {
        int slot = inputs.slots()[input];
        Spread spread = Spread.of(table, slot, rows);
        for (Transform transform : transforms.get(column.name())) {
          add(features, transform, input, spread, counts(table, slot, rows, column));
        }
        if (spread.present() < rows.length) {
          features.add(new Missing(input));
        }
      }
    }
    return new Preparation(inputs.slots().length, features);
  }

  /// What fits a column unless a user says otherwise.
  static List<Transform> usual(Column column, Spread spread) {
    return column instanceof Column.Number && spread.skewed()
        ? List.of(Transform.STANDARD, Transform.LOG) : List.of(Transform.forColumn(column).getFirst());
  }

  /// @throws GradusException if a column can't have the transform that is chosen
  static void check(List<Column> columns, Map<String, List<Transform>> transforms) {
    for (Column column : columns) {
      List<Transform> possible = Transform.forColumn(column);
      transforms.get(column.name()).stream().filter(transform -> !possible.contains(transform)).forEach(wrong -> {
        throw new GradusException("column \"" + column.name() + "\" can't be prepared by \"" + wrong.word() + "\": it is a "
            + column.kind() + ", which takes " + String.join(", ", possible.stream().map(Transform::word).toList()));
      });
    }
  }

  private static void add(List<Feature> features, Transform transform, int input, Spread spread, int[] counts) {
    double mean = spread.mean();
    features.addAll(switch (transform) {
      case STANDARD, ORDINAL, BAG -> List.of(new Linear(input, mean, inverse(spread.deviation(), mean), 0));
      case MIN_MAX -> {
        double scale = inverse(spread.most() - spread.least(), mean);
        yield List.of(new Linear(input, spread.least(), scale, (mean - spread.least()) * scale));
      }
      case ROBUST -> {
        double width = 0.7413 * (spread.quantile(0.75) - spread.quantile(0.25));
        // Where most numbers are one, quartiles say nothing.
        double scale = width > 0 ? 1 / width : inverse(spread.deviation(), mean);
        yield List.of(new Linear(input, spread.quantile(0.5), scale, 0));
      }
      case NONE -> List.of(new Linear(input, 0, 1, mean));
      case LOG -> List.of(log(input, spread));
      case ONE_HOT -> {
        List<Feature> levels = new ArrayList<>();
        for (int level = 0; level < counts.length; level++) {
          if (counts[level] >= RARE) {
            levels.add(new Level(input, level));
          }
        }
        yield levels;
      }
    });
  }

  private static Log log(int input, Spread spread) {
    double unit = spread.magnitude(0.05);
    double sum = 0;
    double squares = 0;
    for (double x : spread.sorted()) {
      sum += log(x, unit);
      squares += log(x, unit) * log(x, unit);
    }
    double mean = sum / spread.sorted().length;
    double variance = squares / spread.sorted().length - mean * mean;
    return new Log(input, unit, mean, inverse(Math.sqrt(Math.max(0, variance)), mean));
  }

  private static double log(double x, double unit) {
    return Math.signum(x) * StrictMath.log1p(Math.abs(x) / unit);
  }

  /// 1 / spread, but 0 for a constant column, which teaches nothing.
  private static double inverse(double spread, double mean) {
    return spread > 1e-6 * Math.abs(mean) && spread > 0 ? 1 / spread : 0;
  }

  private static int[] counts(Table table, int slot, int[] rows, Column column) {
    if (!(column instanceof Column.Category category)) {
      return new int[0];
    }
    int[] counts = new int[category.levels().size()];
    for (int row : rows) {
      float level = table.at(row, slot);
      if (!Float.isNaN(level)) {
        counts[(int) level]++;
      }
    }
    return counts;
  }

  /// The features of one raw row, as the layer computes them.
  void prepare(float[] raw, double[] into) {
    for (int f = 0; f < into.length; f++) {
      float x = raw[features.get(f).input()];
      into[f] = switch (features.get(f)) {
        case Linear linear -> Float.isNaN(x) ? linear.fill() : (x - linear.shift()) * linear.scale();
        case Log log -> Float.isNaN(x) ? 0 : (log(x, log.unit()) - log.shift()) * log.scale();
        case Missing _ -> Float.isNaN(x) ? 1 : 0;
        case Level level -> x == level.level() ? 1 : 0;
      };
    }
  }

  @Override
  public String name() {
    return "preparation";
  }

  /// Each input is copied to its features by a product with a matrix of 0 and 1, which is exact.
  @Override
  public Value build(Scope scope, Value x) {
    int count = features.size();
    Shape wide = x.shape().with(-1, Dim.of(count));
    Value copies = scope.state("copies", Shape.of(width, count), (values, _, _) -> {
      for (int f = 0; f < count; f++) {
        values[features.get(f).input() * count + f] = 1;
      }
    });
    Value there = x.equalTo(x);
    Value filled = there.select(x, Value.constant(0).broadcast(x.shape())).matmul(copies);
    Value present = there.matmul(copies);
    Value missing = present.negate().add(1);
    Value curved = filled;
    if (features.stream().anyMatch(Log.class::isInstance)) {
      Value unit = scope.state("unit", Shape.of(count), each(f -> features.get(f) instanceof Log l ? 1 / l.unit() : 0));
      Value logs = filled.abs().multiply(unit).log1p();
      Value isLog = scope.state("log", Shape.of(count), each(f -> features.get(f) instanceof Log ? 1 : 0));
      curved = isLog.greater(0).broadcast(wide).select(filled.greater(0).select(logs, logs.negate()), filled);
    }
    Value shift = scope.state("shift", Shape.of(count), each(f -> switch (features.get(f)) {
      case Linear linear -> linear.shift();
      case Log log -> log.shift();
      case Missing _, Level _ -> 0;
    }));
    Value scale = scope.state("scale", Shape.of(count), each(f -> switch (features.get(f)) {
      case Linear linear -> linear.scale();
      case Log log -> log.scale();
      case Missing _, Level _ -> 0;
    }));
    Value fill = scope.state("fill", Shape.of(count), each(f -> switch (features.get(f)) {
      case Linear linear -> linear.fill();
      case Missing _ -> 1;
      case Log _, Level _ -> 0;
    }));
    Value level = scope.state("level", Shape.of(count), each(f -> features.get(f) instanceof Level l ? l.level() : -2));
    Value isLevel = filled.equalTo(level.broadcast(wide)).multiply(scope.state("levels", Shape.of(count), each(f -> features.get(f) instanceof Level ? 1 : 0)));
    return present.multiply(curved.subtract(shift).multiply(scale).add(isLevel)).add(missing.multiply(fill));
  }

  private static Initializer each(IntToDoubleFunction value) {
    return (values, _, _) -> {
      for (int f = 0; f < values.length; f++) {
        values[f] = (float) value.applyAsDouble(f);
      }
    };
  }
}
