package dev.gradus.model;

import dev.gradus.GradusException;
import dev.gradus.backend.Executable;
import dev.gradus.backend.Slice;
import dev.gradus.backend.Workers;
import dev.gradus.dataset.Examples;
import dev.gradus.dataset.Field;
import dev.gradus.graph.Graph;
import dev.gradus.metric.ConfusionMatrix;
import dev.gradus.metric.Predictions;
import dev.gradus.tensor.DType;
import dev.gradus.tensor.Dim;
import dev.gradus.tensor.Shape;
import dev.gradus.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// Measures a model on a data set. Sums run over examples in order, in double, so the batch size changes nothing.
final class Evaluator {
  private static final int BATCH = 128;

  private Evaluator() {}

  /// Fails unless the data set is one that the model was trained for.
  static void check(Graph evaluation, Examples data, Model model) {
    Fields.checkInputs(model, data);
    Fields.checkTargets(evaluation, data);
    if (data.size() == 0) {
      throw new GradusException("the data set is empty, so there is nothing to evaluate");
    }
    Batches.checkLabels(data, model);
  }

  /// What the graph that `runner` runs predicts as an output for each example.
  static Predictions predictions(Runner runner, Examples data, Model model, String output, int threads) {
    String label = Names.label(Model.PREDICTION, output);
    Shape row = model.graphs().get("prediction").outputs().get(label).shape().without(0);
    float[] predicted = new float[Math.multiplyExact(data.size(), row.size())];
    int[] indices = IntStream.range(0, data.size()).toArray();
    try (Workers workers = new Workers(threads)) {
      Executable executable = runner.bind(Math.min(BATCH, data.size()), workers);
      for (int first = 0; first < data.size(); first += BATCH) {
        int count = Math.min(BATCH, data.size() - first);
        // Rows don't depend on each other, so the last batch may keep rows of the one before.
        Batches.fill(executable, data, indices, first, count, workers);
        executable.run();
        Slice results = executable.output(label);
        System.arraycopy(results.array(), results.offset(), predicted, first * row.size(), count * row.size());
      }
    }
    return new Predictions(Tensor.of(row.prepend(Dim.of(data.size())), predicted), targets(data, output));
  }

  private static Tensor targets(Examples data, String output) {
    Field field = Fields.target(data, output, List.of(output));
    int size = field.shape().size();
    Shape shape = field.shape().prepend(Dim.of(data.size()));
    int numbers = Math.multiplyExact(data.size(), size);
    if (field.type() == DType.I32) {
      int[] labels = new int[numbers];
      for (int i = 0; i < data.size(); i++) {
        field.read(i, labels, i * size);
      }
      return Tensor.of(shape, labels);
    }
    float[] targets = new float[numbers];
    for (int i = 0; i < data.size(); i++) {
      field.read(i, targets, i * size);
    }
    return Tensor.of(shape, targets);
  }

  static Evaluation evaluate(Runner runner, Examples data, Model model, int threads) {
    Graph evaluation = model.graphs().get("evaluation");
    check(evaluation, data, model);
    List<String> names = evaluation.outputs().keySet().stream().filter(label -> Names.name(Model.OUTPUT, label).isEmpty()).toList();
    double[] sums = new double[names.size()];
    List<Confused> confused = Names.outputs(Model.OUTPUT, evaluation).stream()
        .map(output -> new Confused(output, Fields.target(data, output, List.of(output)), model.classes(output).size()))
        .filter(counted -> counted.classifies(model)).toList();
    int[] indices = IntStream.range(0, data.size()).toArray();
    try (Workers workers = new Workers(threads)) {
      Executable full = runner.bind(Math.min(BATCH, data.size()), workers);
      int rest = data.size() % BATCH;
      for (int first = 0; first < data.size(); first += BATCH) {
        int count = Math.min(BATCH, data.size() - first);
        Executable executable = count == rest && data.size() > BATCH ? runner.bind(count, workers) : full;
        Batches.fill(executable, data, indices, first, count, workers);
        executable.run();
        for (int i = 0; i < sums.length; i++) {
          boolean loss = Names.name(Model.LOSS, names.get(i)).isPresent();
          Slice values = executable.output(names.get(i));
          for (int row = 0; row < count; row++) {
            double value = values.array()[values.offset() + row];
            sums[i] += loss ? data.weight(first + row) * value : value;
          }
        }
        for (Confused counted : confused) {
          counted.count(executable, first, count);
        }
      }
    }
    double weight = Batches.weight(data, indices, 0, data.size());
    Map<String, Double> metrics = new LinkedHashMap<>();
    model.outputs().keySet().forEach(output -> {
      for (int i = 1; i < sums.length; i++) {
        String label = names.get(i);
        if (label.equals("loss/" + output)) {
          metrics.put(Goal.figure(output, Model.LOSS), sums[i] / weight);
        } else if (label.startsWith("metric/" + Goal.figure(output, ""))) {
          metrics.put(label.substring("metric/".length()), sums[i] / data.size());
        }
      }
    });
    Map<String, ConfusionMatrix> matrices = new LinkedHashMap<>();
    confused.forEach(counted ->
        matrices.put(counted.output, new ConfusionMatrix(model.classes(counted.output), counted.counts)));
    return new Evaluation(sums[0] / weight, metrics, data.size(), matrices);
  }

  /// Counts for an output which class is taken for which.
  private record Confused(String output, Field target, int classes, int[][] counts) {
    Confused(String output, Field target, int classes) {
      this(output, target, classes, new int[classes][classes]);
    }

    boolean classifies(Model model) {
      return target.type() == DType.I32 && target.shape().size() == 1 && classes > 1
          && model.outputs().get(output).shape().elements().factor() == classes;
    }

    void count(Executable executable, int first, int rows) {
      Slice values = executable.output(Names.label(Model.OUTPUT, output));
      int[] label = new int[1];
      for (int row = 0; row < rows; row++) {
        target.read(first + row, label, 0);
        counts[label[0]][largest(values, row * classes, classes)]++;
      }
    }
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
