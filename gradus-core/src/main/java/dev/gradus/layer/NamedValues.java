package dev.gradus.layer;

import dev.gradus.GradusException;
import dev.gradus.graph.Value;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/// Values by name, in an order of their own: the inputs of a [Network].
public final class NamedValues {
  private final Map<String, Value> values;

  /// Values by name, in the map's order.
  public NamedValues(Map<String, Value> values) {
    this.values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
  }

  /// The value of a name.
  ///
  /// @throws GradusException if there is none, with the names that there are
  public Value get(String name) {
    Value value = values.get(name);
    if (value == null) {
      throw new GradusException(
          "the network has no input \"" + name + "\": its inputs are \"" + String.join("\", \"", names()) + "\"");
    }
    return value;
  }

  /// The names, in order.
  public Set<String> names() {
    return values.keySet();
  }
}
