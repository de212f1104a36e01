package dev.gradus.cli.report;

import dev.gradus.metric.Predictions;
import dev.gradus.tensor.DType;
import java.util.List;
import java.util.Optional;

/// Which class a model takes each example for, and how sure it is.
///
/// @param classes the names in the labels' order
/// @param truth the labels
/// @param taken the labels predicted
/// @param shares the predicted number of each class for each example
/// @param probable whether those numbers are probabilities
record Answers(List<String> classes, int[] truth, int[] taken, float[][] shares, boolean probable) {
  private static final double TOLERANCE = 1e-3;

  /// The answers if the predictions are of one class of several, or yes or no.
  static Optional<Answers> of(Predictions predictions, List<String> names) {
    boolean pair = predictions.target().dtype() == DType.I32 && predictions.columns() == 1;
    if (!predictions.oneOfSeveral() && !pair) {
      return Optional.empty();
    }
    int classes = pair ? 2 : predictions.columns();
    List<String> named = names.size() == classes ? names
        : java.util.stream.IntStream.range(0, classes).mapToObj(String::valueOf).toList();
    float[][] shares = new float[predictions.examples()][classes];
    int[] taken = new int[shares.length];
    boolean probable = true;
    for (int i = 0; i < shares.length; i++) {
      double sum = 0;
      for (int c = 0; c < classes; c++) {
        float value = predictions.predicted(i, pair ? 0 : c);
        shares[i][c] = pair && c == 0 ? 1 - value : value;
        taken[i] = shares[i][c] > shares[i][taken[i]] ? c : taken[i];
        probable &= shares[i][c] >= 0 && shares[i][c] <= 1 + TOLERANCE;
        sum += shares[i][c];
      }
      probable &= Math.abs(sum - 1) < TOLERANCE;
    }
    return Optional.of(new Answers(named, predictions.target().ints(), taken, shares, probable));
  }

  int examples() {
    return truth.length;
  }

  boolean right(int example) {
    return truth[example] == taken[example];
  }

  /// How sure the model is of what it takes an example for.
  float surety(int example) {
    return shares[example][taken[example]];
  }

  /// How many examples of each class were taken for each.
  int[][] counts() {
    int[][] counts = new int[classes.size()][classes.size()];
    for (int i = 0; i < truth.length; i++) {
      counts[truth[i]][taken[i]]++;
    }
    return counts;
  }
}
