package dev.gradus.model;

import dev.gradus.autodiff.Gradients;
import dev.gradus.backend.Backend;
import dev.gradus.backend.Executable;
import dev.gradus.graph.Graph;
import dev.gradus.graph.Value;
import dev.gradus.layer.Mode;
import dev.gradus.op.Type;
import dev.gradus.op.Variable;
import dev.gradus.tensor.DType;
import dev.gradus.tensor.Dim;
import dev.gradus.tensor.Shape;
import dev.gradus.tensor.ShapeException;
import dev.gradus.tensor.Tensor;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// Looks inside a model while it computes one example.
final class Inspection {
  private Inspection() {}

  /// Every named intermediate value.
  static Map<String, Tensor> values(Model model, Map<String, Tensor> inputs) {
    Map<String, Value> values = byPath(model.graph(Mode.INFERENCE).outputs().values());
    values.replaceAll((_, value) -> model.folded(value));
    return results(model, values, inputs, _ -> {});
  }

  /// The gradient of the loss by every named intermediate value.
  static Map<String, Tensor> gradients(Model model, Graph evaluation, Map<String, Tensor> inputs, Map<String, Tensor> targets) {
    Map<String, Type> learnt = Names.types(Model.TARGET, List.of(evaluation.inputs()));
    Feed.checkNames("targets", learnt, targets);
    learnt.forEach((name, type) -> {
      Tensor target = targets.get(name);
      if (!new Type(target.dtype(), target.shape()).equals(type)) {
        throw new ShapeException("the model was trained for a target " + Names.phrase("", name) + (name.equals(Model.OUTPUT) ? "" : " ")
            + type + ", not " + target.dtype() + " " + target.shape());
      }
    });
    Map<String, Value> values = byPath(
        Names.outputs(Model.OUTPUT, evaluation).stream().map(name -> evaluation.outputs().get(Names.label(Model.OUTPUT, name))).toList());
    List<Value> gradients = Gradients.of(evaluation.outputs().get(Model.LOSS).sum(0), List.copyOf(values.values()));
    Map<String, Value> byPath = new LinkedHashMap<>();
    values.keySet().forEach(path -> byPath.put(path, gradients.get(byPath.size())));
    // What no gradient depends on is not taken.
    return results(model, byPath, inputs, executable -> targets.forEach(
        (name, target) -> Feed.copy(target, 0, executable, Names.label(Model.TARGET, name), target.size())));
  }

  /// The last value of each layer on the way to `roots`.
  private static Map<String, Value> byPath(Collection<Value> roots) {
    Map<String, Value> byPath = new LinkedHashMap<>();
    for (Value value : Graph.reachable(roots)) {
      if (!value.path().isEmpty() && !(value.op() instanceof Variable) && value.dtype() == DType.F32 && value.shape().rank() > 0
          && value.shape().dim(0).equals(Dim.BATCH)) {
        byPath.remove(value.path());
        byPath.put(value.path(), value);
      }
    }
    return byPath;
  }

  private static Map<String, Tensor> results(
      Model model, Map<String, Value> values, Map<String, Tensor> inputs, Consumer<Executable> prepare) {
    Map<Character, Integer> lengths = Feed.lengthsOfOne(model.inputs(), inputs);
    return new Runner(new Graph(values), Backend.best(), model.numbers()).run(1, lengths, executable -> {
      inputs.forEach((name, input) -> Feed.copy(input, 0, executable, Names.label(Model.INPUT, name), input.size()));
      prepare.accept(executable);
      executable.run();
      Map<String, Tensor> results = new LinkedHashMap<>();
      values.forEach((path, value) -> {
        Shape shape = Shape.of(value.shape().without(0).resolve(lengths));
        var from = executable.output(path);
        results.put(path, Tensor.of(shape, Arrays.copyOfRange(from.array(), from.offset(), from.offset() + shape.size())));
      });
      return results;
    });
  }
}
