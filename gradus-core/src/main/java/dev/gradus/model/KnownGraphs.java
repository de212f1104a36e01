package dev.gradus.model;

import dev.gradus.graph.Graph;
import dev.gradus.graph.Value;
import dev.gradus.json.JsonException;
import dev.gradus.layer.Scope;
import dev.gradus.op.Input;
import dev.gradus.op.Type;
import dev.gradus.tensor.DType;
import dev.gradus.tensor.Dim;
import dev.gradus.tensor.Shape;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Holds graphs that a file brings to what those of every model are like, on which the rest of the code relies: names that belong
/// together, and a batch along axis 0 of all that goes in and comes out.
final class KnownGraphs {
  private static final Type RANDOM = new Type(DType.I32, Shape.of(4));

  private final Map<String, Graph> graphs;
  private final Map<String, Type> inputs = new HashMap<>();

  private KnownGraphs(Map<String, Graph> graphs) {
    this.graphs = graphs;
  }

  /// @throws JsonException if a graph is missing or another than it should be
  static void check(Map<String, Graph> graphs) {
    new KnownGraphs(graphs).check();
  }

  private void check() {
    for (String needed : List.of("training", "inference")) {
      Graph graph = graphs.get(needed);
      if (graph == null || Names.outputs(Model.OUTPUT, graph).isEmpty()
          || graph.inputs().keySet().stream().noneMatch(label -> Names.name(Model.INPUT, label).isPresent())) {
        throw new JsonException("there is no graph \"" + needed + "\" from \"" + Model.INPUT + "\" to \"" + Model.OUTPUT + "\"");
      }
      checkInputs(needed, graph, false);
      graph.outputs().forEach((label, value) -> {
        require(Names.name(Model.OUTPUT, label).isPresent(), needed, "output", label, "is none of a network's");
        batch(needed, "output", label, value, DType.F32);
      });
      require(graph.outputs().keySet().equals(graphs.get("training").outputs().keySet()), needed, "output",
          graph.outputs().keySet().toString(), "differs from those of \"training\"");
    }
    if (graphs.containsKey("evaluation") != graphs.containsKey("prediction")) {
      throw new JsonException("there is only one of the graphs \"evaluation\" and \"prediction\"");
    }
    if (graphs.containsKey("evaluation")) {
      checkEvaluation(graphs.get("evaluation"), graphs.get("inference"));
      checkPrediction(graphs.get("prediction"), graphs.get("inference"));
    }
  }

  private void checkEvaluation(Graph evaluation, Graph inference) {
    checkInputs("evaluation", evaluation, true);
    List<String> figures = evaluation.outputs().keySet().stream().filter(label -> Names.name(Model.OUTPUT, label).isEmpty()).toList();
    if (figures.isEmpty() || !figures.getFirst().equals(Model.LOSS)) {
      throw new JsonException("the graph \"evaluation\" has no output \"loss\" before its other figures");
    }
    evaluation.outputs().forEach((label, value) -> {
      batch("evaluation", "output", label, value, DType.F32);
      Value known = inference.outputs().get(label);
      require(figures.contains(label) ? value.shape().equals(Shape.of(Dim.BATCH)) : known != null && known.type().equals(value.type()),
          "evaluation", "output", label, "is " + value.type());
    });
  }

  private void checkPrediction(Graph prediction, Graph inference) {
    checkInputs("prediction", prediction, false);
    Names.outputs(Model.OUTPUT, inference).forEach(name -> {
      String label = Names.label(Model.PREDICTION, name);
      require(prediction.outputs().containsKey(label), "prediction", "output", label, "is missing");
    });
    prediction.outputs().forEach((label, value) -> batch("prediction", "output", label, value, DType.F32));
  }

  /// All that goes into a graph is an input of the model, the same in each of them, or a target, or what random numbers follow from.
  private void checkInputs(String name, Graph graph, boolean targets) {
    graph.values().forEach(value -> {
      if (!(value.op() instanceof Input input)) {
        return;
      }
      String label = input.label();
      if (name.equals("training") && label.equals(Scope.RANDOM_INPUT) && input.type().equals(RANDOM)) {
        return;
      }
      batch(name, "input", label, value, value.dtype());
      boolean known = Names.name(Model.INPUT, label).isPresent() || targets && Names.name(Model.TARGET, label).isPresent();
      require(known, name, "input", label, "is none of a network's");
      Type other = inputs.putIfAbsent(label, value.type());
      require(other == null || other.equals(value.type()), name, "input", label, "is " + value.type() + " here, but " + other + " elsewhere");
    });
  }

  private static void batch(String graph, String what, String label, Value value, DType type) {
    boolean batch = value.shape().rank() > 0 && value.shape().dim(0).equals(Dim.BATCH);
    require(batch && value.dtype() == type, graph, what, label, "is " + value.type() + ", not " + type + " [N, ...]");
  }

  private static void require(boolean holds, String graph, String what, String label, String wrong) {
    if (!holds) {
      throw new JsonException("the graph \"" + graph + "\": " + what + " \"" + label + "\" " + wrong);
    }
  }
}
