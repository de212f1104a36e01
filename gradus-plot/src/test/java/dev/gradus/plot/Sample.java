package dev.gradus.plot;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/// Writes a page with one of each figure, to look at: `Sample FILE`.
final class Sample {
  private Sample() {}

  static void main(String[] args) throws IOException {
    page().write(Path.of(args[0]));
  }

  static Page page() {
    double[] epochs = IntStream.rangeClosed(1, 12).asDoubleStream().toArray();
    double[] steps = IntStream.rangeClosed(1, 3000).asDoubleStream().toArray();
    double[] loss = IntStream.rangeClosed(1, 3000).mapToDouble(i -> 2.3 * Math.exp(-i / 500.0) * (1 + 0.5 * Math.sin(i * i)) + 0.02).toArray();
    double[] training = IntStream.rangeClosed(1, 12).mapToDouble(i -> 1.8 / i).toArray();
    double[] validation = IntStream.rangeClosed(1, 12).mapToDouble(i -> 1.5 / i + 0.02 * i).toArray();
    Plot layers = Plot.of("Lines in order", Axis.of("epoch").whole(), Axis.of("norm").logarithmic()).ordered();
    for (int layer = 0; layer < 6; layer++) {
      int power = layer;
      layers = layers.line("dense_" + (layer + 1), epochs, IntStream.rangeClosed(1, 12).mapToDouble(i -> Math.pow(0.2, power) / i).toArray());
    }
    double[][] shades = new double[5][5];
    String[][] words = new String[5][5];
    double[][] surface = new double[60][80];
    for (int r = 0; r < 5; r++) {
      for (int c = 0; c < 5; c++) {
        shades[r][c] = r == c ? 0.9 : 0.02 * c;
        words[r][c] = (r == c ? 90 : 2 * c) + ": row " + r + ", column " + c;
      }
    }
    for (int r = 0; r < 60; r++) {
      for (int c = 0; c < 80; c++) {
        surface[r][c] = Math.pow((r - 30) / 10.0, 2) + Math.pow((c - 30) / 20.0, 2) + 0.1;
      }
    }
    List<String> names = List.of("shirt", "trouser", "coat", "sandal", "bag");
    return Page.of("One of <each>").lead("A page of samples.").highlights(List.of("accuracy", "99.4%", "loss", "0.0213", "seconds", "61"))
        .section("Lines and dots",
            Plot.of("Loss by epoch", Axis.of("epoch").whole(), Axis.of("loss")).line("training", epochs, training)
                .line("validation", epochs, validation).note("A note under the figure.").draw(),
            Plot.of("Loss by step", Axis.of("step"), Axis.of("loss").logarithmic()).faint("each step", steps, loss).draw(),
            layers.draw(),
            Plot.of("Predicted against true", Axis.of("true").in("€"), Axis.of("predicted").in("€")).points("test rows",
                IntStream.range(0, 300).mapToDouble(i -> i).toArray(), IntStream.range(0, 300).mapToDouble(i -> i + 40 * Math.sin(i * i)).toArray())
                .reference("perfect", new double[] {0, 300}, new double[] {0, 300}).square().draw())
        .section("Cells and bars",
            new Matrix(Words.of("Confusion matrix", ""), Axis.of("true"), names, Axis.of("predicted"), names, shades, words, true, List.of()).draw(),
            Matrix.of("A surface", Axis.of("w1"), IntStream.range(0, 60).mapToObj(String::valueOf).toList(), Axis.of("w2"),
                IntStream.range(0, 80).mapToObj(String::valueOf).toList(), Axis.of("loss").logarithmic(), surface).draw(),
            Bars.of("Importance", Axis.of("fall of accuracy"), names, new double[] {0.4, 0.2, 0.1, -0.05, 0}).draw())
        .section("Table", Table.of("Classes", List.of("class", "precision", "n"), List.of(List.of("shirt", "81.0%", "1,000"),
            List.of("bag", "99.0%", "998"))).draw().with("data-x", "y"))
        .closed("Recipe", Tag.of("pre", "name: digits\nseed: 42\n"));
  }
}
