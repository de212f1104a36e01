package dev.gradus.cli.report;

import dev.gradus.metric.Predictions;
import dev.gradus.plot.Axis;
import dev.gradus.plot.Numbers;
import dev.gradus.plot.Plot;
import dev.gradus.plot.Table;
import dev.gradus.plot.Tag;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/// How far predicted numbers are from the true ones.
///
/// @param name of what is predicted
record Residuals(String name, double[] truth, double[] predicted) {
  private static final int BINS = 24;
  private static final int MOST = 12;

  static Residuals of(Predictions predictions, int column, String name) {
    IntStream examples = IntStream.range(0, predictions.examples());
    return new Residuals(name, examples.mapToDouble(i -> predictions.expected(i, column)).toArray(),
        IntStream.range(0, predictions.examples()).mapToDouble(i -> predictions.predicted(i, column)).toArray());
  }

  double[] differences() {
    return IntStream.range(0, truth.length).mapToDouble(i -> predicted[i] - truth[i]).toArray();
  }

  List<Tag> draw() {
    double least = DoubleStream.concat(DoubleStream.of(truth), DoubleStream.of(predicted)).filter(Double::isFinite).min().orElse(0);
    double most = DoubleStream.concat(DoubleStream.of(truth), DoubleStream.of(predicted)).filter(Double::isFinite).max().orElse(1);
    double[] ends = {least, most};
    double room = most > least ? (most - least) * 0.04 : 1;
    Tag pairs = Plot.of("Predicted against true", Axis.of("true " + name).between(least - room, most + room), Axis.of("predicted " + name).between(least - room, most + room))
        .points("test rows", truth, predicted).reference("perfect", ends, ends).square().draw();
    Tag residuals = Plot.of("Residuals", Axis.of("predicted " + name), Axis.of("predicted − true"))
        .points("test rows", predicted, differences()).reference("perfect", ends(predicted), new double[2]).square()
        .note("A funnel or a bend here is something that the model has not understood.").draw();
    return List.of(pairs, residuals, histogram());
  }

  private static double[] ends(double[] values) {
    return new double[] {DoubleStream.of(values).filter(Double::isFinite).min().orElse(0), DoubleStream.of(values).filter(Double::isFinite).max().orElse(1)};
  }

  private Tag histogram() {
    double[] differences = DoubleStream.of(differences()).filter(Double::isFinite).toArray();
    double[] ends = ends(differences);
    double width = ends[1] > ends[0] ? (ends[1] - ends[0]) / BINS : 1;
    int[] counts = new int[BINS];
    for (double difference : differences) {
      counts[Math.min(BINS - 1, (int) ((difference - ends[0]) / width))]++;
    }
    double[] x = new double[2 * BINS + 2];
    double[] y = new double[2 * BINS + 2];
    x[0] = ends[0];
    for (int bin = 0; bin < BINS; bin++) {
      x[2 * bin + 1] = ends[0] + bin * width;
      x[2 * bin + 2] = ends[0] + (bin + 1) * width;
      y[2 * bin + 1] = counts[bin];
      y[2 * bin + 2] = counts[bin];
    }
    x[2 * BINS + 1] = x[2 * BINS];
    return Plot.of("How far off", Axis.of("predicted − true"), Axis.of("test rows").from(0)).line("test rows", x, y)
        .note("Mean " + Numbers.text(DoubleStream.of(differences).average().orElse(Double.NaN), 4) + ", mean size "
            + Numbers.text(DoubleStream.of(differences).map(Math::abs).average().orElse(Double.NaN), 4) + ".").draw();
  }

  /// The rows that were furthest off, with their fields.
  Tag worst(Sight.Fields fields) {
    double[] differences = differences();
    List<String> headings = new ArrayList<>(fields.names());
    headings.addAll(1, List.of("true", "predicted", "off by"));
    List<List<String>> rows = IntStream.range(0, truth.length).boxed()
        .sorted(Comparator.comparingDouble((Integer i) -> -Math.abs(differences[i]))).limit(MOST).map(i -> {
          List<String> row = new ArrayList<>(fields.values().apply(i));
          row.addAll(1, List.of(Numbers.text(truth[i], 4), Numbers.text(predicted[i], 4), Numbers.text(differences[i], 4)));
          return row;
        }).toList();
    return Tag.of("div").with("class", "wide").add(Table.of("", headings, rows).drawing());
  }
}
