package dev.gradus.cli.recipe;

import dev.gradus.GradusException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/// Everything of one kind that a recipe can name, with its options and how it is made: adding a name takes one line.
final class Catalogue<T> {
  private record Item<T>(UnaryOperator<Entry> check, Function<Entry, ? extends T> maker) {}

  private final String kind;
  private final Map<String, Item<T>> items = new LinkedHashMap<>();

  /// @param kind what they are, for messages, such as "layer"
  Catalogue(String kind) {
    this.kind = kind;
  }

  /// Adds a thing whose short form, as in `dense: 10`, gives the option `main`.
  Catalogue<T> add(String name, Function<Entry, ? extends T> maker, String main, String... others) {
    items.put(name, new Item<>(entry -> entry.taking(main, others), maker));
    return this;
  }

  /// Adds a thing without a short form, whose options are all named, or that has none.
  Catalogue<T> addNamed(String name, Function<Entry, ? extends T> maker, String... options) {
    items.put(name, new Item<>(entry -> entry.takingNamed(options), maker));
    return this;
  }

  /// The names, in the order in which they were added.
  Set<String> names() {
    return items.keySet();
  }

  /// The thing that the entry names.
  ///
  /// @throws GradusException if there is none, or its options are wrong, with the recipe's line
  T make(Entry entry) {
    Entry checked = checked(entry);
    try {
      return items.get(entry.name()).maker.apply(checked);
    } catch (GradusException thrown) {
      throw entry.locate(thrown);
    }
  }

  /// The entry with its short form's value under the name of its option.
  ///
  /// @throws GradusException if nothing has its name, or it doesn't take its options
  Entry checked(Entry entry) {
    Item<T> item = items.get(entry.name());
    if (item == null) {
      throw entry.unknown(kind, names());
    }
    return item.check.apply(entry);
  }

  /// What each of the entries names.
  List<T> make(List<Entry> entries) {
    return entries.stream().map(this::make).toList();
  }
}
