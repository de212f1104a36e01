package dev.gradus.model;

import dev.gradus.GradusException;
import dev.gradus.backend.Memory;
import dev.gradus.graph.Graph;
import dev.gradus.graph.Value;
import dev.gradus.initializer.Initializer;
import dev.gradus.layer.Mode;
import dev.gradus.layer.NamedValues;
import dev.gradus.layer.Network;
import dev.gradus.layer.Scope;
import dev.gradus.op.Type;
import dev.gradus.random.RandomStream;
import dev.gradus.random.Seed;
import dev.gradus.tensor.DType;
import dev.gradus.tensor.Dim;
import dev.gradus.tensor.ShapeException;
import dev.gradus.tensor.Tensor;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/// Runs a network once for each mode, and gives its variables their first numbers.
final class Tracing {
  private Tracing() {}

  static Model model(Network net, Inputs inputs, Seed seed) {
    Map<String, Value> values = new LinkedHashMap<>();
    Map<String, Initializer> initializers = new HashMap<>();
    Map<String, Graph> graphs = new LinkedHashMap<>();
    Map<String, Value> given = new LinkedHashMap<>();
    inputs.types().forEach((name, type) ->
        given.put(name, Value.input(Names.label(Model.INPUT, name), type.dtype(), type.shape().batched())));
    for (Mode mode : Mode.values()) {
      Scope scope = Scope.root(mode, values, initializers);
      Map<String, Value> outputs = outputs(net.apply(scope, new NamedValues(given)));
      graphs.put(Model.name(mode), new Graph(outputs, mode == Mode.TRAINING ? scope.updates() : Map.of()));
    }
    checkUsed(inputs, graphs.values());
    checkRoom(values);
    Map<String, Tensor> variables = new LinkedHashMap<>();
    values.forEach((path, value) -> {
      Tensor tensor = Tensor.zeros(DType.F32, value.shape());
      initializers.get(path).fill(tensor.floats(), value.shape(), new RandomStream(seed.value(), "initial/" + path));
      variables.put(path, tensor);
    });
    return new Model(seed, graphs, variables, Map.of());
  }

  /// What a network gives, labelled, in alphabetical order: maps such as Map.of have another order in each run.
  private static Map<String, Value> outputs(Map<String, Value> given) {
    if (given.isEmpty()) {
      throw new GradusException("the network gives no output");
    }
    if (given.size() > 1 && given.containsKey(Model.OUTPUT)) {
      throw new GradusException("none of several outputs can be named \"output\": that is the name of an only one");
    }
    Map<String, Value> outputs = new LinkedHashMap<>();
    new TreeMap<>(given).forEach((name, value) -> {
      boolean batch = value.shape().rank() > 0 && value.shape().dim(0).equals(Dim.BATCH);
      if (!batch || value.dtype() != DType.F32) {
        throw new ShapeException("output \"" + Names.checked("output", name) + "\" must be F32 [N, ...], but is " + value.type());
      }
      outputs.put(Names.label(Model.OUTPUT, Names.checked("output", name)), value);
    });
    return outputs;
  }

  /// Before the first number of a network that the heap can't have is made.
  private static void checkRoom(Map<String, Value> variables) {
    long heap = Runtime.getRuntime().maxMemory();
    long bytes = variables.values().stream().mapToLong(value -> (long) value.shape().size() * Float.BYTES).sum();
    if (bytes > heap) {
      var largest = Collections.max(variables.entrySet(), Comparator.comparingInt(entry -> entry.getValue().shape().size()));
      throw new GradusException("the weights take " + Memory.text(bytes) + ", more than the whole heap of " + Memory.text(heap)
          + ": the largest is \"" + largest.getKey() + "\" " + largest.getValue().shape()
          + ". Make the layers smaller, or raise the heap with -Xmx" + Math.ceilDiv(2 * bytes, 1L << 30) + "g?");
    }
  }

  private static void checkUsed(Inputs inputs, Collection<Graph> graphs) {
    Map<String, Type> used = Names.types(Model.INPUT, graphs.stream().map(Graph::inputs).toList());
    inputs.types().keySet().forEach(name -> {
      if (!used.containsKey(name)) {
        throw new GradusException("no output of the network depends on its input \"" + name + "\"");
      }
    });
  }
}
