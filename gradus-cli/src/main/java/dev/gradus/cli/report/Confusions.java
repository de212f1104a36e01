package dev.gradus.cli.report;

import dev.gradus.metric.ConfusionMatrix;
import dev.gradus.plot.Axis;
import dev.gradus.plot.Bars;
import dev.gradus.plot.Matrix;
import dev.gradus.plot.Numbers;
import dev.gradus.plot.Table;
import dev.gradus.plot.Tag;
import dev.gradus.plot.Words;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/// Which class was taken for which: the matrix, the commonest mistakes, and a table of the classes.
final class Confusions {
  private static final int COMMONEST = 10;
  /// The largest matrix with its numbers in it.
  private static final int PRINTED = 16;

  private Confusions() {}

  static Tag matrix(Answers answers) {
    List<String> classes = answers.classes();
    int[][] counts = answers.counts();
    double[][] shades = new double[counts.length][counts.length];
    String[][] words = new String[counts.length][counts.length];
    for (int t = 0; t < counts.length; t++) {
      int all = Math.max(1, Arrays.stream(counts[t]).sum());
      for (int p = 0; p < counts.length; p++) {
        shades[t][p] = counts[t][p] / (double) all;
        words[t][p] = counts[t][p] + ": " + classes.get(t) + " taken for " + classes.get(p) + ", " + Numbers.percent(shades[t][p])
            + " of all " + classes.get(t);
      }
    }
    String note = "Rows are what it is, columns what it was taken for; the darker, the larger the share of the row.";
    return new Matrix(Words.of("Confusion matrix", note), Axis.of("true"), classes, Axis.of("predicted"), classes, shades, words,
        counts.length <= PRINTED, List.of("0%", "of the true class", "100%")).draw();
  }

  static Tag commonest(Answers answers) {
    int[][] counts = answers.counts();
    List<int[]> pairs = new ArrayList<>();
    for (int t = 0; t < counts.length; t++) {
      for (int p = 0; p < counts.length; p++) {
        if (t != p && counts[t][p] > 0) {
          pairs.add(new int[] {t, p});
        }
      }
    }
    pairs.sort(Comparator.comparingInt(pair -> -counts[pair[0]][pair[1]]));
    List<int[]> most = pairs.subList(0, Math.min(COMMONEST, pairs.size()));
    return Bars.of("Commonest mistakes", Axis.of("examples"),
        most.stream().map(pair -> answers.classes().get(pair[0]) + " → " + answers.classes().get(pair[1])).toList(),
        most.stream().mapToDouble(pair -> counts[pair[0]][pair[1]]).toArray()).note("What it is → what it was taken for.").draw();
  }

  static Tag table(Answers answers) {
    ConfusionMatrix matrix = new ConfusionMatrix(answers.classes(), answers.counts());
    List<List<String>> rows = new ArrayList<>();
    for (int c = 0; c < answers.classes().size(); c++) {
      rows.add(List.of(answers.classes().get(c), Numbers.percent(matrix.recall(c)), Numbers.percent(matrix.precision(c)),
          Numbers.percent(matrix.f1(c)), Numbers.count(Arrays.stream(matrix.counts()[c]).sum())));
    }
    return Table.of("Each class", List.of("class", "recall", "precision", "F1", "examples"), rows).draw().with("id", "classes");
  }
}
