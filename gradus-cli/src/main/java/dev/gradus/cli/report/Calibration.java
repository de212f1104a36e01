package dev.gradus.cli.report;

import dev.gradus.plot.Axis;
import dev.gradus.plot.Bars;
import dev.gradus.plot.Numbers;
import dev.gradus.plot.Plot;
import dev.gradus.plot.Tag;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/// Whether a model is right as often as it says: the accuracy of the examples in each bin of confidence, bins of equal width,
/// (lower, upper].
///
/// Source: Guo et al. 2017, arXiv:1706.04599. Deviation: none; what [dev.gradus.metric.SetMetrics#calibrationError(int)] sums up.
///
/// @param counts how many examples each bin has
/// @param confidence their mean confidence, NaN in an empty bin
/// @param accuracy the part of them that is right
record Calibration(int[] counts, double[] confidence, double[] accuracy) {
  static final int BINS = 10;

  static Calibration of(Answers answers) {
    int[] counts = new int[BINS];
    double[] confidence = new double[BINS];
    double[] accuracy = new double[BINS];
    for (int i = 0; i < answers.examples(); i++) {
      int bin = Math.clamp((int) Math.ceil(answers.surety(i) * BINS) - 1, 0, BINS - 1);
      counts[bin]++;
      confidence[bin] += answers.surety(i);
      accuracy[bin] += answers.right(i) ? 1 : 0;
    }
    for (int bin = 0; bin < BINS; bin++) {
      confidence[bin] /= counts[bin];
      accuracy[bin] /= counts[bin];
    }
    return new Calibration(counts, confidence, accuracy);
  }

  /// Σ n_b / n · |accuracy_b - confidence_b|.
  double error() {
    double all = Arrays.stream(counts).sum();
    return IntStream.range(0, BINS).filter(bin -> counts[bin] > 0)
        .mapToDouble(bin -> counts[bin] / all * Math.abs(accuracy[bin] - confidence[bin])).sum();
  }

  Tag draw() {
    int[] full = IntStream.range(0, BINS).filter(bin -> counts[bin] > 0).toArray();
    double[] sure = Arrays.stream(full).mapToDouble(bin -> 100 * confidence[bin]).toArray();
    double[] right = Arrays.stream(full).mapToDouble(bin -> 100 * accuracy[bin]).toArray();
    Axis said = Axis.of("confidence").in("%").between(0, 100);
    return Plot.of("Calibration", said, Axis.of("of these right").in("%").between(0, 103)).line("this model", sure, right)
        .reference("as sure as right", new double[] {0, 100}, new double[] {0, 100}).square()
        .note("Below the dashed line it is surer than it may be. Expected calibration error in " + BINS + " bins: "
            + Numbers.percent(error()) + ".").draw();
  }

  /// How many examples each bin has.
  Tag spread() {
    String[] names = IntStream.range(0, BINS).mapToObj(bin -> 100 * bin / BINS + "–" + 100 * (bin + 1) / BINS + "%").toArray(String[]::new);
    int from = IntStream.range(0, BINS).filter(bin -> counts[bin] > 0).findFirst().orElseThrow();
    return Bars.of("How sure it was", Axis.of("examples"), List.of(names).subList(from, BINS),
        Arrays.stream(counts, from, BINS).asDoubleStream().toArray()).said(count -> Numbers.count((long) count))
        .note("The confidence is the probability of the class that is predicted.").draw();
  }
}
