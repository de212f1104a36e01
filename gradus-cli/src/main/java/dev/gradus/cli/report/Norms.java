package dev.gradus.cli.report;

import dev.gradus.plot.Axis;
import dev.gradus.plot.Matrix;
import dev.gradus.plot.Plot;
import dev.gradus.plot.Tag;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The gradient's norm in each layer over the training: √(Σ g²) over the layer's parameters. Few layers are lines, many a map.
final class Norms {
  private static final int LINES = 6;
  private static final int MANY = 24;
  private static final int POINTS = 120;
  private static final int CELLS = 800;

  private Norms() {}

  /// @param kernels the paths of parameters of two axes or more: of many layers only those that have one are shown
  static Optional<Tag> of(Course course, Set<String> kernels) {
    Map<String, double[]> layers = layers(course, path -> true);
    if (layers.size() > MANY) {
      Map<String, double[]> main = layers(course, kernels::contains);
      layers = main.isEmpty() ? layers : main;
    }
    if (layers.isEmpty() || course.steps().isEmpty()) {
      return Optional.empty();
    }
    Axis norm = Axis.of("gradient norm").logarithmic();
    String note = "From the first layer to the last. Norms that fall from layer to layer towards the input are a vanishing gradient.";
    if (layers.size() <= LINES) {
      Plot plot = Plot.of("Gradient norm of each layer", Axis.of("step"), norm).ordered();
      for (Map.Entry<String, double[]> layer : layers.entrySet()) {
        double[][] means = Course.means(layer.getValue(), POINTS);
        plot = plot.line(layer.getKey(), means[0], means[1]);
      }
      return Optional.of(plot.note(note).draw());
    }
    int parts = Math.max(6, CELLS / layers.size());
    double[][] steps = Course.means(layers.values().iterator().next(), parts);
    List<String> columns = Arrays.stream(steps[0]).mapToObj(step -> String.valueOf(Math.round(step))).toList();
    double[][] cells = layers.values().stream().map(values -> Course.means(values, parts)[1]).toArray(double[][]::new);
    return Optional.of(Matrix.of("Gradient norm of each layer", Axis.of("layer"), List.copyOf(layers.keySet()), Axis.of("step"), columns,
        norm, cells).note(note).draw());
  }

  private static Map<String, double[]> layers(Course course, java.util.function.Predicate<String> kept) {
    Map<String, double[]> squares = new LinkedHashMap<>();
    for (int p = 0; p < course.parameters().size(); p++) {
      String path = course.parameters().get(p);
      if (kept.test(path)) {
        double[] sums = squares.computeIfAbsent(path.replaceFirst("/[^/]*$", ""), _ -> new double[course.steps().size()]);
        double[] norms = course.norms(p);
        for (int i = 0; i < sums.length; i++) {
          sums[i] += norms[i] * norms[i];
        }
      }
    }
    squares.values().forEach(sums -> Arrays.setAll(sums, i -> Math.sqrt(sums[i])));
    return squares;
  }
}
