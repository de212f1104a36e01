package dev.gradus.cli.recipe;

import dev.gradus.GradusException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Everything of one kind that a recipe can name, with its options and how it is made: adding a name takes one line.
final class Catalogue<T> {
  private record Item<T>(UnaryOperator<Entry> check, Function<Entry, ? extends T> maker, List<String> options) {}

  /// An option of a thing.
  ///
  /// @param required whether it must be given
  /// @param otherwise what it is if not given, where that is a plain value
  record Option(String name, boolean required, Optional<Object> otherwise) {}

  private static final Pattern MISSING = Pattern.compile("the option (\\w+)(?:, (.*),)? is missing");

  private final String kind;
  private final Map<String, Item<T>> items = new LinkedHashMap<>();

  /// @param kind what they are, for messages, such as "layer"
  Catalogue(String kind) {
    this.kind = kind;
  }

  /// Adds a thing whose short form, as in `dense: 10`, gives the option `main`.
  Catalogue<T> add(String name, Function<Entry, ? extends T> maker, String main, String... others) {
    items.put(name, new Item<>(
        entry -> entry.taking(main, others), maker, Stream.concat(Stream.of(main), Stream.of(others)).toList()));
    return this;
  }

  /// Adds a thing without a short form, whose options are all named, or that has none.
  Catalogue<T> addNamed(String name, Function<Entry, ? extends T> maker, String... options) {
    items.put(name, new Item<>(entry -> entry.takingNamed(options), maker, List.of(options)));
    return this;
  }

  /// Adds all that another catalogue has.
  Catalogue<T> addAll(Catalogue<? extends T> others) {
    others.items.forEach((name, item) -> items.put(name, new Item<T>(item.check, item.maker, item.options)));
    return this;
  }

  /// The options of the thing of this name, first the one that the short form gives. They are found by making one with
  /// nothing given but what it says is missing, so they are what the maker does, not what someone wrote about it.
  List<Option> options(String name) {
    Map<String, Object> defaults = new HashMap<>();
    Set<String> required = new HashSet<>();
    ScopedValue.where(Entry.DEFAULTS, defaults::put).run(() -> makeWithLeast(name, required));
    return items.get(name).options.stream()
        .map(option -> new Option(option, required.contains(option), Optional.ofNullable(defaults.get(option)))).toList();
  }

  private void makeWithLeast(String name, Set<String> required) {
    Entry entry = Entry.bare(name, Place.OUTSIDE);
    while (true) {
      try {
        make(entry);
        return;
      } catch (RecipeException thrown) {
        Matcher missing = MISSING.matcher(thrown.getMessage());
        if (!missing.find() || !required.add(missing.group(1))) {
          throw new IllegalStateException("can't find out the options of " + kind + " " + name, thrown);
        }
        entry = entry.with(missing.group(1), Value.anyOf(missing.group(2)));
      }
    }
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
    return entry.locating(() -> items.get(entry.name()).maker.apply(checked));
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
