package dev.gradus.model;

import dev.gradus.GradusException;
import dev.gradus.graph.Graph;
import dev.gradus.graph.Value;
import dev.gradus.layer.Mode;
import dev.gradus.op.Conv2d;
import dev.gradus.op.Conv2dInputGradient;
import dev.gradus.op.MatMul;
import dev.gradus.op.Scan;
import dev.gradus.op.Variable;
import dev.gradus.tensor.Shape;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What a model is made of, layer by layer, told from its graph.
///
/// @param layers the layers in order
/// @param parameters all weights that training adjusts
/// @param multiplyAdds multiply-adds of the products and convolutions for one example, forward
public record Summary(List<Row> layers, long parameters, long multiplyAdds) {
  /// One layer.
  ///
  /// @param path its place in the model
  /// @param output the shape of its output, batch axis first
  /// @param parameters its own weights
  /// @param multiplyAdds multiply-adds for one example
  /// @param convolution its filters, if it is a convolution
  public record Row(String path, Shape output, long parameters, long multiplyAdds, Optional<Convolution> convolution) {}

  /// A convolution counted as the course counts it.
  ///
  /// @param channelsIn C_in
  /// @param channelsOut C_out
  /// @param height k_h
  /// @param width k_w
  /// @param groups into how many separate convolutions it is cut
  public record Convolution(int channelsIn, int channelsOut, int height, int width, int groups) {
    /// Filters between the layers: C_in × C_out, over the groups.
    public long filters() {
      return (long) channelsIn * channelsOut / groups;
    }

    /// Weights: C_in × C_out × k_h × k_w, over the groups.
    public long weights() {
      return filters() * height * width;
    }
  }

  /// The layers of a model.
  static Summary of(Model model) {
    Graph graph = model.graph(Mode.TRAINING);
    Map<String, Value> last = new LinkedHashMap<>();
    Map<String, Long> parameters = new LinkedHashMap<>();
    Map<String, Long> work = new LinkedHashMap<>();
    Map<String, Convolution> convolutions = new LinkedHashMap<>();
    Set<Scan.Loop> loops = new HashSet<>();
    for (Value value : Graph.reachable(graph.outputs().values())) {
      String path = value.path();
      if (value.op() instanceof Variable variable) {
        if (variable.role() == Variable.Role.PARAMETER) {
          parameters.merge(path, (long) variable.shape().size(), Long::sum);
        }
        continue;
      }
      if (path.isEmpty() || value.shape().isFixed()) {
        continue;
      }
      // A loop with several results does its work once.
      if (!(value.op() instanceof Scan scan) || loops.add(scan.loop(value.inputs()))) {
        work.merge(path, work(value), Long::sum);
      }
      if (value.shape().dim(0).isFixed()) {
        continue;
      }
      // Taken out and put back, so that a block comes after the layers inside it.
      last.remove(path);
      last.put(path, value);
      if (value.op() instanceof Conv2d(var window, int groups)) {
        int in = value.input(0).shape().length(3);
        convolutions.put(path, new Convolution(in, value.shape().length(3), window.height(), window.width(), groups));
      }
    }
    List<Row> rows = new ArrayList<>();
    last.forEach((path, value) -> rows.add(new Row(
        path, value.shape(), parameters.getOrDefault(path, 0L), work.get(path), Optional.ofNullable(convolutions.get(path)))));
    return new Summary(
        List.copyOf(rows), model.parameters(), work.values().stream().mapToLong(Long::longValue).sum());
  }

  /// Multiply-adds of a product or convolution for one example; of a loop over steps of unknown number those of one step.
  private static long work(Value value) {
    long outputs = value.shape().elements().factor();
    return switch (value.op()) {
      case MatMul(boolean left, boolean _) -> outputs * value.input(0).shape().dim(left ? -2 : -1).factor();
      case Conv2d(var window, int groups) ->
          outputs * window.height() * window.width() * value.input(0).shape().length(3) / groups;
      case Conv2dInputGradient(var window, int groups, int _, int _) ->
          (long) value.input(0).shape().elements().factor() * window.height() * window.width() * value.shape().length(3) / groups;
      case Scan scan -> scan.loop(value.inputs()).steps().factor() * scan.body().values().stream().mapToLong(Summary::work).sum();
      default -> 0;
    };
  }

  /// A table for people.
  @Override
  public String toString() {
    int width = Math.max(5, layers.stream().mapToInt(row -> GradusException.excerpt(row.path).length()).max().orElse(0));
    int shapeWidth = Math.max(6, layers.stream().mapToInt(row -> row.output.toString().length()).max().orElse(0));
    String format = "%-" + width + "s  %-" + shapeWidth + "s  %12s  %14s  %s%n";
    StringBuilder text = new StringBuilder();
    text.append(String.format(Locale.ROOT, format, "layer", "output", "parameters", "multiply-adds", "").stripTrailing()).append('\n');
    for (Row row : layers) {
      String filters = row.convolution.map(c -> String.format(Locale.ROOT, "filters %,d × %,d = %,d, weights %,d × %d × %d = %,d",
          c.channelsIn() / c.groups(), c.channelsOut(), c.filters(), c.filters(), c.height(), c.width(), c.weights())).orElse("");
      text.append(String.format(Locale.ROOT, format, GradusException.excerpt(row.path), row.output, String.format(Locale.ROOT, "%,d", row.parameters),
          String.format(Locale.ROOT, "%,d", row.multiplyAdds), filters).stripTrailing()).append('\n');
    }
    text.append(String.format(Locale.ROOT, "total: %,d parameters, %,d multiply-adds for one example", parameters, multiplyAdds));
    return text.toString();
  }
}
