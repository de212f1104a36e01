package dev.gradus.data.table;

import dev.gradus.graph.Value;
import dev.gradus.initializer.Initializer;
import dev.gradus.layer.NamedLayer;
import dev.gradus.layer.Scope;
import dev.gradus.tensor.Dim;
import dev.gradus.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntToDoubleFunction;

/// A layer that makes features of a table's raw numbers, with what it learned from the training rows: numbers and dates are filled
/// with the mean where missing and standardised, (x - mean) / deviation; a column of which values were missing has an indicator
/// of that, 0 or 1; categories are one-hot, all 0 where missing or unknown.
///
/// Shapes: x [N, columns], NaN for a missing value -> features [N, features]
/// Numerics: means and deviations are double sums in the rows' order; a feature is clipped to [-10, 10], lest one far outlier in new
/// data rules the prediction
/// Source: none needed; the usual practice.
///
/// @param width how many columns go in
/// @param features what comes out
public record Preparation(int width, List<Feature> features) implements NamedLayer {
  private static final double FARTHEST = 10;

  public Preparation {
    features = List.copyOf(features);
  }

  /// One number that the network gets, made of one column.
  public sealed interface Feature {
    /// The place of the column among the inputs.
    int column();
  }

  /// (x - mean) / deviation
  record Standard(int column, double mean, double deviation) implements Feature {}

  /// 1 where the value is missing.
  record Missing(int column) implements Feature {}

  /// 1 where the value is the level.
  record Level(int column, int level) implements Feature {}

  /// Learns from some rows of a table.
  ///
  /// @param inputs the places of the columns that go in
  public static Preparation learn(Table table, int[] inputs, int[] rows) {
    List<Feature> features = new ArrayList<>();
    for (int i = 0; i < inputs.length; i++) {
      int column = inputs[i];
      double sum = 0;
      long present = 0;
      for (int row : rows) {
        float x = table.at(row, column);
        if (!Float.isNaN(x)) {
          sum += x;
          present++;
        }
      }
      double mean = present == 0 ? 0 : sum / present;
      switch (table.columns().get(column)) {
        case Column.Category category -> {
          for (int level = 0; level < category.levels().size(); level++) {
            features.add(new Level(i, level));
          }
        }
        case Column.Number _, Column.Date _ -> {
          double squares = 0;
          for (int row : rows) {
            float x = table.at(row, column);
            squares += Float.isNaN(x) ? 0 : (x - mean) * (x - mean);
          }
          double deviation = Math.sqrt(squares / Math.max(1, present));
          // A constant column teaches nothing, and would divide by 0.
          features.add(new Standard(i, mean, deviation > 1e-6 * Math.abs(mean) && deviation > 0 ? deviation : 1e30));
        }
        case Column.Ignored _ -> throw new IllegalArgumentException("an ignored column goes in");
      }
      if (present < rows.length) {
        features.add(new Missing(i));
      }
    }
    return new Preparation(inputs.length, features);
  }

  /// The features of one raw row, as the layer computes them.
  void prepare(float[] raw, double[] into) {
    for (int f = 0; f < into.length; f++) {
      float x = raw[features.get(f).column()];
      into[f] = switch (features.get(f)) {
        case Standard standard -> Float.isNaN(x) ? 0
            : Math.clamp((x - standard.mean()) / standard.deviation(), -FARTHEST, FARTHEST);
        case Missing _ -> Float.isNaN(x) ? 1 : 0;
        case Level level -> x == level.level() ? 1 : 0;
      };
    }
  }

  @Override
  public String name() {
    return "preparation";
  }

  /// Each column is copied to its features by a product with a matrix of 0 and 1, which is exact.
  @Override
  public Value build(Scope scope, Value x) {
    int count = features.size();
    Shape wide = x.shape().with(-1, Dim.of(count));
    Value copies = scope.state("copies", Shape.of(width, count), (values, _, _) -> {
      for (int f = 0; f < count; f++) {
        values[features.get(f).column() * count + f] = 1;
      }
    });
    Value fill = scope.state("fill", Shape.of(width), (values, _, _) -> {
      java.util.Arrays.fill(values, -1);
      features.forEach(feature -> {
        if (feature instanceof Standard standard) {
          values[standard.column()] = (float) standard.mean();
        }
      });
    });
    Value present = x.equalTo(x);
    Value filled = present.select(x, fill.broadcast(x.shape())).matmul(copies);
    Value missing = present.negate().add(1).matmul(copies);
    Value mean = scope.state("mean", Shape.of(count), each(f -> features.get(f) instanceof Standard s ? s.mean() : 0));
    Value scale = scope.state("scale", Shape.of(count), each(f -> features.get(f) instanceof Standard s ? 1 / s.deviation() : 0));
    Value level = scope.state("level", Shape.of(count), each(f -> features.get(f) instanceof Level l ? l.level() : -2));
    Value indicates = scope.state("indicates", Shape.of(count), each(f -> features.get(f) instanceof Missing ? 1 : 0));
    Value standard = filled.subtract(mean).multiply(scale).maximum(-FARTHEST).minimum(FARTHEST);
    return standard.add(filled.equalTo(level.broadcast(wide))).add(missing.multiply(indicates));
  }

  private static Initializer each(IntToDoubleFunction value) {
    return (values, _, _) -> {
      for (int f = 0; f < values.length; f++) {
        values[f] = (float) value.applyAsDouble(f);
      }
    };
  }
}
