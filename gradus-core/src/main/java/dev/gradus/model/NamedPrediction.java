package dev.gradus.model;

import dev.gradus.backend.Slice;
import dev.gradus.graph.Graph;
import dev.gradus.tensor.Dim;
import dev.gradus.tensor.Shape;
import dev.gradus.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;

/// Runs a model's graph on inputs by name.
final class NamedPrediction {
  private NamedPrediction() {}

  /// What a graph gives for each output of the model.
  ///
  /// @param kind what the graph labels its outputs with
  static Map<String, Tensor> of(Model model, Graph graph, String kind, Runner runner, Map<String, Tensor> inputs) {
    int given = Feed.rows(model.inputs(), inputs);
    int rows = given < 0 ? 1 : given;
    Map<String, Shape> shapes = new LinkedHashMap<>();
    Map<String, float[]> results = new LinkedHashMap<>();
    model.outputs().keySet().forEach(name -> {
      Shape shape = graph.outputs().get(Names.label(kind, name)).shape().without(0);
      shapes.put(name, shape);
      results.put(name, new float[Math.multiplyExact(rows, shape.size())]);
    });
    for (int first = 0; first < rows; first += Model.ROWS_AT_ONCE) {
      int start = first;
      int count = Math.min(Model.ROWS_AT_ONCE, rows - first);
      runner.run(count, executable -> {
        model.inputs().forEach((name, type) -> {
          int size = type.shape().size();
          Feed.copy(inputs.get(name), start * size, executable, Names.label(Model.INPUT, name), count * size);
        });
        executable.run();
        results.forEach((name, into) -> {
          Slice result = executable.output(Names.label(kind, name));
          int size = shapes.get(name).size();
          System.arraycopy(result.array(), result.offset(), into, start * size, count * size);
        });
        return null;
      });
    }
    Map<String, Tensor> predictions = new LinkedHashMap<>();
    results.forEach((name, values) -> predictions.put(
        name, Tensor.of(given < 0 ? shapes.get(name) : shapes.get(name).prepend(Dim.of(rows)), values)));
    return predictions;
  }
}
