package dev.gradus.metric;

import dev.gradus.GradusException;
import dev.gradus.tensor.ShapeException;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/// The metrics of whole sets, for static import.
///
/// Those of classes take one class of several, one yes-or-no answer (yes above ½; the classes are no 0 and yes 1), or
/// several answers (each a class). All sums run over the examples in order, in double.
public final class SetMetrics {
  private SetMetrics() {}

  private record Named(String name, ToDoubleFunction<Predictions> figure) implements SetMetric {
    @Override
    public double of(Predictions predictions) {
      return figure.applyAsDouble(predictions);
    }
  }

  /// Precision: of those predicted to be of a class, the part that is: found / (found + wrong), averaged over classes.
  ///
  /// Source: van Rijsbergen 1979, Information Retrieval, chapter 7. Deviation: none; macro is the mean of the classes'.
  public static SetMetric precision(Average average) {
    return averaged("precision", Counts::precision, average);
  }

  /// The precision of one class; NaN if it was never predicted.
  ///
  /// found / (found + wrong) of the class, as for [#precision]. Source: definition.
  public static SetMetric precisionOf(int label) {
    return ofClass("precision", Counts::precision, label);
  }

  /// Recall: of those of a class, the part that was recognised: found / (found + missed), averaged over classes.
  ///
  /// Source: van Rijsbergen 1979, Information Retrieval, chapter 7. Deviation: none; macro is the mean of the classes'.
  public static SetMetric recall(Average average) {
    return averaged("recall", Counts::recall, average);
  }

  /// The recall of one class; NaN if it doesn't occur.
  ///
  /// found / (found + missed) of the class, as for [#recall]. Source: definition.
  public static SetMetric recallOf(int label) {
    return ofClass("recall", Counts::recall, label);
  }

  /// F1: the harmonic mean of precision and recall, 2 · found / (2 · found + wrong + missed), averaged over classes.
  ///
  /// Source: van Rijsbergen 1979, Information Retrieval, chapter 7. Deviation: none; macro is the mean of the classes' F1.
  public static SetMetric f1(Average average) {
    return averaged("f1", Counts::f1, average);
  }

  /// The F1 of one class; NaN if it neither occurs nor is predicted.
  ///
  /// 2 · found / (2 · found + wrong + missed) of the class, as for [#f1]. Source: definition.
  public static SetMetric f1Of(int label) {
    return ofClass("f1", Counts::f1, label);
  }

  private static SetMetric averaged(String what, Counts.Figure figure, Average average) {
    String name = average.name().toLowerCase(Locale.ROOT) + what.substring(0, 1).toUpperCase(Locale.ROOT) + what.substring(1);
    return new Named(name, predictions -> Counts.of(name, predictions).average(figure, average));
  }

  private static SetMetric ofClass(String what, Counts.Figure figure, int label) {
    if (label < 0) {
      throw new GradusException("a class is at least 0, not " + label);
    }
    String name = what + "OfClass" + label;
    return new Named(name, predictions -> {
      Counts counts = Counts.of(name, predictions);
      if (label >= counts.found().length) {
        throw new ShapeException(name + ": there are only the classes 0 to " + (counts.found().length - 1));
      }
      return counts.ofClass(figure, label);
    });
  }

  /// The area under the ROC curve: the chance that a yes gets a higher score than a no; equal scores count half. ½ is a coin.
  /// In formula P(s_yes > s_no) + P(s_yes = s_no) / 2 over all pairs.
  ///
  /// Of several classes or answers it is the mean over those that occur and don't always: each against the rest. NaN if
  /// there are none. Two classes count as one answer.
  /// Source: Hanley and McNeil 1982, doi:10.1148/radiology.143.1.7063747. Deviation: none.
  public static SetMetric rocAuc() {
    return ranked("rocAuc", Ranking::areaUnderRoc);
  }

  /// Average precision: Σ_k (R_k - R_{k-1}) · P_k over the thresholds at the distinct scores, highest first, with recall R
  /// and precision P of all examples above. Several classes as for [#rocAuc].
  ///
  /// Source: Manning, Raghavan and Schütze 2008, Introduction to Information Retrieval, section 8.4. Deviation: examples of
  /// equal score are taken together, so that their order doesn't matter.
  public static SetMetric averagePrecision() {
    return ranked("averagePrecision", Ranking::averagePrecision);
  }

  private static SetMetric ranked(String name, ToDoubleFunction<Ranking> figure) {
    return new Named(name, predictions -> {
      boolean pair = predictions.oneOfSeveral() && predictions.columns() == 2;
      OptionalDouble mean = IntStream.range(pair ? 1 : 0, predictions.columns())
          .filter(column -> mixed(name, predictions, column))
          .mapToDouble(column -> figure.applyAsDouble(Ranking.of(name, predictions, column))).average();
      return mean.orElse(Double.NaN);
    });
  }

  private static boolean mixed(String name, Predictions predictions, int column) {
    long yes = IntStream.range(0, predictions.examples()).filter(i -> predictions.yes(name, i, column)).count();
    return yes > 0 && yes < predictions.examples();
  }

  /// Expected calibration error in 15 bins.
  public static SetMetric calibrationError() {
    return calibrationError(15);
  }

  /// Expected calibration error: Σ_b n_b / n · |accuracy_b - confidence_b| over bins of equal width of the confidence, the
  /// probability of the class that is predicted. 0 is a network that knows how sure it may be.
  ///
  /// For one class of several or one yes-or-no answer; bins are (lower, upper].
  /// Source: Guo et al. 2017, arXiv:1706.04599, equation 3. Deviation: none.
  ///
  /// @param bins how many; default 15, the paper's
  public static SetMetric calibrationError(int bins) {
    if (bins < 1) {
      throw new GradusException("bins must be at least 1, not " + bins);
    }
    return new Named("calibrationError", predictions -> calibrationError(predictions, bins));
  }

  private static double calibrationError(Predictions predictions, int bins) {
    if (!predictions.oneOfSeveral() && predictions.columns() != 1) {
      throw new ShapeException("calibrationError needs one class of several or one yes-or-no answer, not predictions "
          + predictions.predicted().shape() + " of targets " + predictions.target().shape());
    }
    double[] gaps = new double[bins];
    for (int i = 0; i < predictions.examples(); i++) {
      double confidence;
      boolean right;
      if (predictions.oneOfSeveral()) {
        int seen = predictions.largest(i);
        confidence = predictions.predicted(i, seen);
        right = predictions.target().ints()[i] == seen;
      } else {
        double yes = predictions.predicted(i, 0);
        confidence = Math.max(yes, 1 - yes);
        right = predictions.yes("calibrationError", i, 0) == yes > 0.5;
      }
      if (!(confidence >= 0 && confidence <= 1 + 1e-5)) {
        throw new GradusException("calibrationError needs probabilities, but example " + i + " has " + confidence);
      }
      gaps[Math.clamp((int) Math.ceil(confidence * bins) - 1, 0, bins - 1)] += (right ? 1 : 0) - confidence;
    }
    double sum = 0;
    for (double gap : gaps) {
      sum += Math.abs(gap);
    }
    return sum / predictions.examples();
  }

  /// R², the part of the targets' variance that is explained: 1 - Σ (t - y)² / Σ (t - mean t)², the mean over the numbers of
  /// an example. 1 is perfect, 0 as good as the mean; NaN if a number is the same for all examples.
  ///
  /// Source: definition.
  public static SetMetric rSquared() {
    return new Named("rSquared", predictions -> {
      requireNumbers("rSquared", predictions);
      return IntStream.range(0, predictions.columns()).mapToDouble(column -> {
        double mean = sum(predictions, i -> predictions.expected(i, column)) / predictions.examples();
        double residual = sum(predictions, i -> square(predictions.expected(i, column) - predictions.predicted(i, column)));
        double total = sum(predictions, i -> square(predictions.expected(i, column) - mean));
        return total == 0 ? Double.NaN : 1 - residual / total;
      }).average().orElseThrow();
    });
  }

  /// The root of the mean squared error over all numbers: √(mean (t - y)²), in the targets' unit.
  ///
  /// Source: definition.
  public static SetMetric rootMeanSquaredError() {
    return new Named("rootMeanSquaredError", predictions -> {
      requireNumbers("rootMeanSquaredError", predictions);
      double sum = 0;
      for (int column = 0; column < predictions.columns(); column++) {
        int at = column;
        sum += sum(predictions, i -> square(predictions.expected(i, at) - predictions.predicted(i, at)));
      }
      return Math.sqrt(sum / predictions.predicted().size());
    });
  }

  private static void requireNumbers(String name, Predictions predictions) {
    if (predictions.oneOfSeveral()) {
      throw new ShapeException(name + " measures numbers, but the targets are labels of " + predictions.columns() + " classes");
    }
  }

  private static double sum(Predictions predictions, java.util.function.IntToDoubleFunction ofExample) {
    double sum = 0;
    for (int i = 0; i < predictions.examples(); i++) {
      sum += ofExample.applyAsDouble(i);
    }
    return sum;
  }

  private static double square(double number) {
    return number * number;
  }
}
