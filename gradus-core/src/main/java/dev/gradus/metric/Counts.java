package dev.gradus.metric;

/// How often each class was found, missed and wrongly seen.
///
/// A single yes-or-no answer counts as the two classes no (0) and yes (1), of several answers each as a class. Above ½ an
/// answer is yes.
///
/// @param found by class: rightly predicted (true positives)
/// @param wrong predicted, but not so (false positives)
/// @param missed so, but not predicted (false negatives)
record Counts(long[] found, long[] wrong, long[] missed) {
  /// A figure of these three numbers.
  interface Figure {
    double of(long found, long wrong, long missed);
  }

  /// found / (found + wrong)
  static double precision(long found, long wrong, long missed) {
    return found / (double) (found + wrong);
  }

  /// found / (found + missed)
  static double recall(long found, long wrong, long missed) {
    return found / (double) (found + missed);
  }

  /// 2 · found / (2 · found + wrong + missed)
  static double f1(long found, long wrong, long missed) {
    return 2 * found / (double) (2 * found + wrong + missed);
  }

  static Counts of(String metric, Predictions predictions) {
    int columns = predictions.columns();
    int classes = columns == 1 ? 2 : columns;
    Counts counts = new Counts(new long[classes], new long[classes], new long[classes]);
    for (int i = 0; i < predictions.examples(); i++) {
      if (predictions.oneOfSeveral()) {
        counts.add(predictions.target().ints()[i], predictions.largest(i));
      } else if (columns == 1) {
        counts.add(predictions.yes(metric, i, 0) ? 1 : 0, predictions.predicted(i, 0) > 0.5 ? 1 : 0);
      } else {
        for (int column = 0; column < columns; column++) {
          boolean actual = predictions.yes(metric, i, column);
          boolean seen = predictions.predicted(i, column) > 0.5;
          (actual && seen ? counts.found : seen ? counts.wrong : counts.missed)[column] += actual || seen ? 1 : 0;
        }
      }
    }
    return counts;
  }

  private void add(int actual, int seen) {
    if (actual == seen) {
      found[actual]++;
    } else {
      missed[actual]++;
      wrong[seen]++;
    }
  }

  double ofClass(Figure figure, int label) {
    return figure.of(found[label], wrong[label], missed[label]);
  }

  double average(Figure figure, Average average) {
    return switch (average) {
      case MACRO -> {
        double sum = 0;
        int occurring = 0;
        for (int label = 0; label < found.length; label++) {
          if (found[label] + wrong[label] + missed[label] > 0) {
            double value = ofClass(figure, label);
            sum += Double.isNaN(value) ? 0 : value;
            occurring++;
          }
        }
        yield sum / occurring;
      }
      case MICRO -> figure.of(sum(found), sum(wrong), sum(missed));
    };
  }

  private static long sum(long[] numbers) {
    return java.util.Arrays.stream(numbers).sum();
  }
}
