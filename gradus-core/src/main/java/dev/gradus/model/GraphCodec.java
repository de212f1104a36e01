package dev.gradus.model;

import dev.gradus.GradusException;
import dev.gradus.graph.Graph;
import dev.gradus.graph.Value;
import dev.gradus.json.Json;
import dev.gradus.json.JsonException;
import dev.gradus.op.Op;
import dev.gradus.op.ScanBody;
import dev.gradus.op.Variable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Graphs as JSON: one table of nodes that several graphs share, each node an op, its attributes and the numbers of its
/// inputs. Types are not written: they are inferred and so checked again on reading. What scans do at each step is in a table
/// beside it, which is left out where it is empty: scans of one body stay so, and a body comes after those within it.
final class GraphCodec {
  private GraphCodec() {}

  static Json write(Map<String, Graph> graphs) {
    List<Value> roots = new ArrayList<>();
    graphs.values().forEach(graph -> {
      roots.addAll(graph.outputs().values());
      roots.addAll(graph.updates().values());
    });
    Map<ScanBody, Integer> bodyNumbers = new HashMap<>();
    List<Json> bodies = new ArrayList<>();
    Map<Value, Integer> numbers = new HashMap<>();
    Json nodes = nodes(Graph.reachable(roots), numbers, bodyNumbers, bodies);
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
    if (!bodies.isEmpty()) {
      all.put("bodies", new Json.Arr(bodies));
    }
    all.put("nodes", nodes);
    all.put("graphs", new Json.Obj(written));
    return new Json.Obj(all);
  }

  private static Json nodes(
      List<Value> values, Map<Value, Integer> numbers, Map<ScanBody, Integer> bodyNumbers, List<Json> bodies) {
    List<Json> nodes = new ArrayList<>();
    for (Value value : values) {
      numbers.put(value, nodes.size());
      Map<String, Json> node = new LinkedHashMap<>();
      node.put("op", Json.of(value.op().getClass().getSimpleName()));
      node.put("attributes", OpCodec.write(value.op(), body -> number(body, bodyNumbers, bodies)));
      node.put("inputs", references(value.inputs(), numbers));
      node.put("path", Json.of(value.path()));
      nodes.add(new Json.Obj(node));
    }
    return new Json.Arr(nodes);
  }

  /// The number of a body in the table, to which it is added if it isn't there.
  private static int number(ScanBody body, Map<ScanBody, Integer> bodyNumbers, List<Json> bodies) {
    Integer known = bodyNumbers.get(body);
    if (known != null) {
      return known;
    }
    Map<Value, Integer> numbers = new HashMap<>();
    Map<String, Json> written = new LinkedHashMap<>();
    written.put("nodes", nodes(body.values(), numbers, bodyNumbers, bodies));
    written.put("carries", references(body.carries(), numbers));
    written.put("slices", references(body.slices(), numbers));
    written.put("constants", references(body.constants(), numbers));
    written.put("next", references(body.next(), numbers));
    written.put("outputs", references(body.outputs(), numbers));
    bodyNumbers.put(body, bodies.size());
    bodies.add(new Json.Obj(written));
    return bodies.size() - 1;
  }

  private static Json references(List<Value> values, Map<Value, Integer> numbers) {
    return new Json.Arr(values.stream().map(value -> Json.of(numbers.get(value))).toList());
  }

  static Map<String, Graph> read(Json json, OpCodec ops) {
    List<ScanBody> bodies = new ArrayList<>();
    Json written = json.object().members().get("bodies");
    for (Json item : written == null ? List.<Json>of() : written.items()) {
      try {
        bodies.add(body(item.object(), ops, bodies));
      } catch (GradusException | IllegalArgumentException | ArithmeticException wrong) {
        throw new JsonException("body " + bodies.size() + ": " + wrong.getMessage());
      }
    }
    List<Value> values = values(json.object().get("nodes"), ops, bodies);
    Map<String, Graph> graphs = new LinkedHashMap<>();
    json.object().get("graphs").object().members().forEach((name, graph) -> graphs.put(name, graph(graph.object(), values)));
    return graphs;
  }

  private static ScanBody body(Json.Obj written, OpCodec ops, List<ScanBody> bodies) {
    List<Value> values = values(written.get("nodes"), ops, bodies);
    return new ScanBody(
        referred(written.get("carries"), values), referred(written.get("slices"), values), referred(written.get("constants"), values),
        referred(written.get("next"), values), referred(written.get("outputs"), values));
  }

  private static List<Value> values(Json nodes, OpCodec ops, List<ScanBody> bodies) {
    List<Value> values = new ArrayList<>();
    for (Json item : nodes.items()) {
      Json.Obj node = item.object();
      int number = values.size();
      try {
        Op op = ops.read(node.get("op").text(), node.get("attributes").object(), bodies);
        values.add(Value.of(op, referred(node.get("inputs"), values), node.get("path").text()));
      } catch (GradusException | IllegalArgumentException | ArithmeticException wrong) {
        throw new JsonException("node " + number + ": " + wrong.getMessage());
      }
    }
    return values;
  }

  private static List<Value> referred(Json numbers, List<Value> values) {
    return numbers.items().stream().map(number -> earlier(values, number.integer())).toList();
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
