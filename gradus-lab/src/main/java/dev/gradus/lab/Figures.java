package dev.gradus.lab;

import dev.gradus.GradusException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The figures of an experiment by key, in the order in which they were written down.
public final class Figures {
  private final Map<String, Figure> byKey = new LinkedHashMap<>();

  private Figures() {}

  /// @throws GradusException if two have the same key
  public static Figures of(List<Figure> figures) {
    Figures all = new Figures();
    for (Figure figure : figures) {
      if (all.byKey.put(figure.key(), figure) != null) {
        throw new GradusException("two figures are called \"" + figure.key() + "\"");
      }
    }
    return all;
  }

  /// @throws GradusException if there is none
  public Figure get(String key) {
    Figure figure = byKey.get(key);
    if (figure == null) {
      throw new GradusException("there is no figure \"" + key + "\" among " + byKey.keySet());
    }
    return figure;
  }

  public Collection<Figure> all() {
    return byKey.values();
  }
}
