package dev.gradus.model;

import dev.gradus.GradusException;
import dev.gradus.graph.Graph;
import dev.gradus.graph.Value;
import dev.gradus.json.Json;
import dev.gradus.json.JsonException;
import dev.gradus.op.Op;
import dev.gradus.op.Variable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Graphs as JSON: one table of nodes that several graphs share, each node an op, its attributes and the numbers of its
/// inputs. Types are not written: they are inferred and so checked again on reading.
final class GraphCodec {
  private GraphCodec() {}

  static Json write(Map<String, Graph> graphs) {
    List<Value> roots = new ArrayList<>();
    graphs.values().forEach(graph -> {
      roots.addAll(graph.outputs().values());
      roots.addAll(graph.updates().values());
    });
    Map<Value, Integer> numbers = new HashMap<>();
    List<Json> nodes = new ArrayList<>();
    for (Value value : Graph.reachable(roots)) {
      numbers.put(value, nodes.size());
      Map<String, Json> node = new LinkedHashMap<>();
      node.put("op", Json.of(value.op().getClass().getSimpleName()));
      node.put("attributes", OpCodec.write(value.op()));
      node.put("inputs", new Json.Arr(value.inputs().stream().map(input -> Json.of(numbers.get(input))).toList()));
      node.put("path", Json.of(value.path()));
      nodes.add(new Json.Obj(node));
    }
    Map<String, Json> written = new LinkedHashMap<>();
    graphs.forEach((name, graph) -> {
      Map<String, Json> outputs = new LinkedHashMap<>();
      graph.outputs().forEach((output, value) -> outputs.put(output, Json.of(numbers.get(value))));
      Map<String, Json> updates = new LinkedHashMap<>();
      graph.updates().forEach((variable, value) -> updates.put(variable.path(), Json.of(numbers.get(value))));
      Map<String, Json> both = new LinkedHashMap<>();
      both.put("outputs", new Json.Obj(outputs));
      both.put("updates", new Json.Obj(updates));
      written.put(name, new Json.Obj(both));
    });
    Map<String, Json> all = new LinkedHashMap<>();
    all.put("nodes", new Json.Arr(nodes));
    all.put("graphs", new Json.Obj(written));
    return new Json.Obj(all);
  }

  static Map<String, Graph> read(Json json, OpCodec ops) {
    List<Value> values = new ArrayList<>();
    for (Json item : json.object().get("nodes").items()) {
      Json.Obj node = item.object();
      int number = values.size();
      try {
        Op op = ops.read(node.get("op").text(), node.get("attributes").object());
        List<Value> inputs = node.get("inputs").items().stream().map(input -> earlier(values, input.integer())).toList();
        values.add(Value.of(op, inputs, node.get("path").text()));
      } catch (GradusException | IllegalArgumentException | ArithmeticException wrong) {
        throw new JsonException("node " + number + ": " + wrong.getMessage());
      }
    }
    Map<String, Graph> graphs = new LinkedHashMap<>();
    json.object().get("graphs").object().members().forEach((name, written) -> graphs.put(name, graph(written.object(), values)));
    return graphs;
  }

  private static Graph graph(Json.Obj written, List<Value> values) {
    Map<String, Variable> variables = new HashMap<>();
    for (Value value : values) {
      if (value.op() instanceof Variable variable) {
        variables.put(variable.path(), variable);
      }
    }
    Map<String, Value> outputs = new LinkedHashMap<>();
    written.get("outputs").object().members().forEach((name, number) -> outputs.put(name, earlier(values, number.integer())));
    Map<Variable, Value> updates = new LinkedHashMap<>();
    written.get("updates").object().members().forEach((path, number) -> {
      Variable variable = variables.get(path);
      if (variable == null) {
        throw new JsonException("the update of \"" + path + "\" is that of no variable");
      }
      updates.put(variable, earlier(values, number.integer()));
    });
    return new Graph(outputs, updates);
  }

  private static Value earlier(List<Value> values, int number) {
    if (number < 0 || number >= values.size()) {
      throw new JsonException("node number " + number + " is not among the " + values.size() + " before it");
    }
    return values.get(number);
  }
}
