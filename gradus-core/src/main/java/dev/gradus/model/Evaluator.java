package dev.gradus.model;

import dev.gradus.GradusException;
import dev.gradus.backend.Executable;
import dev.gradus.backend.Slice;
import dev.gradus.backend.Workers;
import dev.gradus.dataset.Dataset;
import dev.gradus.graph.Graph;
import dev.gradus.graph.Value;
import dev.gradus.metric.ConfusionMatrix;
import dev.gradus.metric.Predictions;
import dev.gradus.tensor.DType;
import dev.gradus.tensor.Dim;
import dev.gradus.tensor.Shape;
import dev.gradus.tensor.ShapeException;
import dev.gradus.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/// Measures a model on a data set. Sums run over examples in order, in double, so the batch size changes nothing.
final class Evaluator {
  private static final int BATCH = 128;

  private Evaluator() {}

  /// Fails unless the data set is one that the model was trained for.
  static void check(Graph evaluation, Dataset data, Model model) {
    if (!data.inputShape().equals(model.inputShape())) {
      throw new ShapeException("the model takes inputs of shape " + model.inputShape() + ", but the data set has " + data.inputShape());
    }
    Value target = evaluation.inputs().get(Model.TARGET);
    if (!target.type().equals(Model.target(data).type())) {
      throw new ShapeException("the model was trained for targets " + target.dtype() + " " + target.shape().without(0)
          + ", but the data set has " + data.targetType() + " " + data.targetShape());
    }
    if (data.size() == 0) {
      throw new GradusException("the data set is empty, so there is nothing to evaluate");
    }
    Batches.checkLabels(data, model);
  }

  /// What the graph that `runner` runs predicts for each example.
  static Predictions predictions(Runner runner, Dataset data, Model model, int threads) {
    Shape row = model.graphs().get("prediction").outputs().get(Model.PREDICTION).shape().without(0);
    float[] predicted = new float[Math.multiplyExact(data.size(), row.size())];
    int inputSize = model.inputShape().size();
    try (Workers workers = new Workers(threads)) {
      Executable executable = runner.bind(Math.min(BATCH, data.size()), workers);
      for (int first = 0; first < data.size(); first += BATCH) {
        int start = first;
        int count = Math.min(BATCH, data.size() - first);
        // Rows don't depend on each other, so the last batch may keep rows of the one before.
        if (executable.takes(Model.INPUT)) {
          Slice inputs = executable.input(Model.INPUT);
          workers.run(count, (i, _) -> data.readInput(start + i, inputs.array(), inputs.offset() + i * inputSize));
        }
        executable.run();
        Slice results = executable.output(Model.PREDICTION);
        System.arraycopy(results.array(), results.offset(), predicted, first * row.size(), count * row.size());
      }
    }
    return new Predictions(Tensor.of(row.prepend(Dim.of(data.size())), predicted), targets(data));
  }

  private static Tensor targets(Dataset data) {
    int size = data.targetShape().size();
    Shape shape = data.targetShape().prepend(Dim.of(data.size()));
    if (data.targetType() == DType.I32) {
      return Tensor.of(shape, IntStream.range(0, data.size()).map(data::readLabel).toArray());
    }
    float[] targets = new float[Math.multiplyExact(data.size(), size)];
    for (int i = 0; i < data.size(); i++) {
      data.readTarget(i, targets, i * size);
    }
    return Tensor.of(shape, targets);
  }

  static Evaluation evaluate(Runner runner, Dataset data, Model model, int threads) {
    check(model.graphs().get("evaluation"), data, model);
    List<String> names = model.graphs().get("evaluation").outputs().keySet().stream().filter(name -> !name.equals(Model.OUTPUT)).toList();
    double[] sums = new double[names.size()];
    int classCount = model.classes().size();
    boolean classifies = data.targetType() == DType.I32 && classCount > 1 && model.outputShape().elements().factor() == classCount;
    int[][] confusion = new int[classifies ? classCount : 0][classifies ? classCount : 0];
    try (Workers workers = new Workers(threads)) {
      Executable full = runner.bind(Math.min(BATCH, data.size()), workers);
      int rest = data.size() % BATCH;
      for (int first = 0; first < data.size(); first += BATCH) {
        int count = Math.min(BATCH, data.size() - first);
        Executable executable = count == rest && data.size() > BATCH ? runner.bind(count, workers) : full;
        int start = first;
        Batches.fill(executable, data, IntStream.range(start, start + count).toArray(), 0, count, workers);
        executable.run();
        for (int i = 0; i < sums.length; i++) {
          Slice values = executable.output(names.get(i));
          for (int row = 0; row < count; row++) {
            double value = values.array()[values.offset() + row];
            sums[i] += i == 0 ? data.weight(start + row) * value : value;
          }
        }
        if (classifies) {
          Slice output = executable.output(Model.OUTPUT);
          for (int row = 0; row < count; row++) {
            confusion[data.readLabel(start + row)][largest(output, row * classCount, classCount)]++;
          }
        }
      }
    }
    Map<String, Double> metrics = new LinkedHashMap<>();
    for (int i = 1; i < sums.length; i++) {
      metrics.put(names.get(i).substring("metric/".length()), sums[i] / data.size());
    }
    Optional<ConfusionMatrix> matrix = classifies ? Optional.of(new ConfusionMatrix(model.classes(), confusion)) : Optional.empty();
    double weight = Batches.weight(data, IntStream.range(0, data.size()).toArray(), 0, data.size());
    return new Evaluation(sums[0] / weight, metrics, data.size(), matrix);
  }

  private static int largest(Slice values, int start, int count) {
    int best = 0;
    for (int i = 1; i < count; i++) {
      if (values.array()[values.offset() + start + i] > values.array()[values.offset() + start + best]) {
        best = i;
      }
    }
    return best;
  }
}
