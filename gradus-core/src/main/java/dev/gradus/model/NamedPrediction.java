package dev.gradus.model;

import dev.gradus.backend.Slice;
import dev.gradus.tensor.Dim;
import dev.gradus.tensor.Shape;
import dev.gradus.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;

/// Runs a model's graph on inputs by name.
final class NamedPrediction {
  private NamedPrediction() {}

  /// What is predicted for each output of the model.
  static Map<String, Tensor> of(Model model, Inference inference, int threads, Map<String, Tensor> inputs) {
    int given = Feed.rows(model.inputs(), inputs);
    int rows = given < 0 ? 1 : given;
    Map<String, Shape> shapes = new LinkedHashMap<>();
    Map<String, float[]> results = new LinkedHashMap<>();
    model.outputs().keySet().forEach(name -> {
      shapes.put(name, inference.shape(name));
      results.put(name, new float[Math.multiplyExact(rows, inference.shape(name).size())]);
    });
    inference.runner(rows, Map.of()).run(rows, Map.of(), threads, (executable, first, count) -> {
      model.inputs().forEach((name, type) -> {
        int size = type.shape().size();
        Feed.copy(inputs.get(name), first * size, executable, Names.label(Model.INPUT, name), count * size);
      });
      executable.run();
      results.forEach((name, into) -> {
        Slice result = executable.output(inference.label(name));
        int size = shapes.get(name).size();
        System.arraycopy(result.array(), result.offset(), into, first * size, count * size);
      });
    });
    Map<String, Tensor> predictions = new LinkedHashMap<>();
    results.forEach((name, values) -> predictions.put(
        name, Tensor.of(given < 0 ? shapes.get(name) : shapes.get(name).prepend(Dim.of(rows)), values)));
    return predictions;
  }
}
