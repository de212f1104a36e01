package dev.gradus.model;

import dev.gradus.GradusException;
import dev.gradus.graph.Graph;
import dev.gradus.graph.Value;
import dev.gradus.op.Type;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// How graphs label what belongs to an input or output of a name: `output/digit`, `target/digit`; plainly `output`, `target` for
/// the one output of a model that is named so.
final class Names {
  private Names() {}

  /// The label of a kind, such as [Model#TARGET], for the input or output of a name.
  static String label(String kind, String name) {
    return name.equals(plain(kind)) ? kind : kind + "/" + name;
  }

  /// The name behind a label, if it is of that kind.
  static Optional<String> name(String kind, String label) {
    if (label.equals(kind)) {
      return Optional.of(plain(kind));
    }
    return label.startsWith(kind + "/") ? Optional.of(label.substring(kind.length() + 1)) : Optional.empty();
  }

  private static String plain(String kind) {
    return kind.equals(Model.INPUT) ? Model.INPUT : Model.OUTPUT;
  }

  /// The values of a kind among labelled ones, by name, as types of one example.
  static Map<String, Type> types(String kind, List<Map<String, Value>> labelled) {
    Map<String, Type> types = new LinkedHashMap<>();
    labelled.forEach(values -> values.forEach((label, value) -> name(kind, label)
        .ifPresent(name -> types.put(name, new Type(value.dtype(), value.shape().without(0))))));
    return Collections.unmodifiableMap(types);
  }

  /// The names of a kind among a graph's outputs.
  static List<String> outputs(String kind, Graph graph) {
    return graph.outputs().keySet().stream().flatMap(label -> name(kind, label).stream()).toList();
  }

  /// A phrase such as ` "digit"`, or nothing for the plain name, which needs no telling.
  static String phrase(String before, String name) {
    return name.equals(Model.INPUT) || name.equals(Model.OUTPUT) ? "" : before + "\"" + name + "\"";
  }

  /// `"left", "right"`
  static String quoted(Collection<String> names) {
    return names.isEmpty() ? "none" : "\"" + String.join("\", \"", names) + "\"";
  }

  /// The only one of the inputs or outputs.
  ///
  /// @param what `"inputs"` or `"outputs"`
  /// @param remedy what to do if there are several
  static String only(String what, Collection<String> names, String remedy) {
    if (names.size() != 1) {
      throw new GradusException("the model has the " + what + " " + quoted(names) + ". " + remedy);
    }
    return names.iterator().next();
  }

  static String checked(String what, String name) {
    if (name.isBlank() || name.contains("/")) {
      throw new GradusException("the name of an " + what + " is not blank and has no slash, unlike \"" + name + "\"");
    }
    return name;
  }
}
