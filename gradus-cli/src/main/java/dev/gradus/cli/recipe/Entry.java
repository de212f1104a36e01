package dev.gradus.cli.recipe;

import dev.gradus.GradusException;
import dev.gradus.data.Nearest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// Something named in a recipe, with its options: a layer, a loss, an optimizer, a metric, a data set, an initialiser.
///
/// Four ways to write one: `relu`, `dense: 10` (its main option), `dense: {units: 10, bias: false}`, and for containers
/// `residual: [relu, dense: 10]`. A list within a list of layers stands for a `sequential`.
///
/// A [Catalogue] says which options there are, the first of them the main one, and asks for their values:
///
///     catalogue.add("dropout", entry -> dropout(entry.number("rate")), "rate")
///
/// @param name what it is
/// @param options by name; the main option's name is empty until [#taking] gives it its own
/// @param where its place in the recipe
public record Entry(String name, SequencedMap<String, Value> options, Place where) {
  /// Told of each option that is not given and what is taken for it, while [Catalogue#options] asks.
  static final ScopedValue<BiConsumer<String, Object>> DEFAULTS = ScopedValue.newInstance();

  private static final String MAIN = "";

  public Entry {
    options = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(options));
  }

  /// One without options.
  static Entry bare(String name, Place where) {
    return new Entry(name, new LinkedHashMap<>(), where);
  }

  /// What `value` writes; `kind` says in messages what it should be, such as "layer".
  static Entry of(Value value, String kind) {
    return switch (value) {
      case Value.Text text -> bare(text.text(), text.where());
      case Value.Items items -> with("sequential", items, items.where());
      case Value.Keyed keyed when keyed.values().size() == 1 -> {
        var only = keyed.values().firstEntry();
        yield switch (only.getValue()) {
          case Value.Keyed options -> new Entry(only.getKey(), options.values(), options.where());
          case Value.Nothing nothing -> throw nothing.where().error(
              only.getKey() + " has nothing after its colon: indent what belongs to it, or leave the colon out");
          default -> with(only.getKey(), only.getValue(), only.getValue().where());
        };
      }
      case Value.Keyed keyed when keyed.values().isEmpty() -> throw keyed.where().error("expected a " + kind + ", not {}");
      case Value.Keyed keyed -> throw keyed.where().error("expected one " + kind + ", but here are the keys "
          + String.join(", ", keyed.values().keySet()) + ": write the options within it, as in " + keyed.values().firstEntry().getKey()
          + ": {option: value}");
      default -> throw value.where().error("expected a " + kind + ", not " + value.described());
    };
  }

  /// The options that `value` writes for something whose name is its key: `{option: value}`, or the main option alone.
  static Entry options(String name, Value value) {
    return value instanceof Value.Keyed keyed ? new Entry(name, keyed.values(), keyed.where()) : with(name, value, value.where());
  }

  /// The entries that `value`, a list, writes.
  static List<Entry> list(Value value, String kind) {
    if (!(value instanceof Value.Items items)) {
      throw value.where().error("expected a list of " + kind + "s, each after a dash, not " + value.described());
    }
    List<Entry> entries = new ArrayList<>();
    items.items().forEach(item -> entries.add(of(item, kind)));
    return List.copyOf(entries);
  }

  private static Entry with(String name, Value main, Place where) {
    SequencedMap<String, Value> options = new LinkedHashMap<>();
    options.put(MAIN, main);
    return new Entry(name, options, where);
  }

  /// This entry, checked to have no options but these, with the short form's value under the name `main`.
  public Entry taking(String main, String... others) {
    List<String> names = new ArrayList<>(List.of(main));
    names.addAll(Arrays.asList(others));
    SequencedMap<String, Value> named = new LinkedHashMap<>();
    options.forEach((key, value) -> named.put(key.equals(MAIN) ? main : key, value));
    Entry entry = new Entry(name, named, where);
    entry.check(names);
    return entry;
  }

  /// This entry, checked to have no options but these, none of which has a short form.
  public Entry takingNamed(String... names) {
    Value main = options.get(MAIN);
    if (main != null) {
      String remedy = names.length == 0 ? name + " takes no options" : "name the option: " + String.join(", ", names);
      throw main.where().error(name + ": " + main.described() + " belongs to no option; " + remedy);
    }
    check(Arrays.asList(names));
    return this;
  }

  private void check(Collection<String> names) {
    options.forEach((key, value) -> {
      if (!names.contains(key)) {
        String known = names.isEmpty() ? "it takes no options" : "its options are " + String.join(", ", names);
        throw value.where().error(name + ": unknown option \"" + key + "\"" + Nearest.hint(key, names) + "; " + known);
      }
    });
  }

  /// The error that nothing of this name is known as a `kind`: with the nearest name, or with all if none is near.
  public GradusException unknown(String kind, Collection<String> names) {
    String hint = Nearest.hint(name, names);
    return where.error("unknown " + kind + " \"" + name + "\"" + (hint.isEmpty() ? "; known are " + String.join(", ", names) : hint));
  }

  /// What `work` gives; what is wrong with it is about this entry, and has its place and name.
  <T> T locating(Supplier<T> work) {
    try {
      return work.get();
    } catch (GradusException thrown) {
      throw where.locate(thrown instanceof RecipeException || thrown.getMessage().startsWith(name + ":")
          ? thrown : new GradusException(name + ": " + thrown.getMessage(), thrown));
    }
  }

  /// An error about this entry.
  public GradusException error(String message) {
    return where.error(name + ": " + message);
  }

  /// Whether the option is given.
  public boolean has(String option) {
    return options.containsKey(option);
  }

  /// What is taken for an option that is not given.
  <T> T otherwise(String option, T value) {
    if (DEFAULTS.isBound()) {
      DEFAULTS.get().accept(option, value);
    }
    return value;
  }

  /// A whole number that must be given.
  public int integer(String option) {
    return wholeOf(option, required(option, "a whole number"));
  }

  /// A whole number.
  public int integer(String option, int otherwise) {
    return has(option) ? integer(option) : otherwise(option, otherwise);
  }

  /// A list of whole numbers, or one alone; empty if not given.
  public List<Integer> integers(String option) {
    Value value = options.get(option);
    return switch (value) {
      case null -> List.of();
      case Value.Items items -> items.items().stream().map(item -> wholeOf(option, item)).toList();
      default -> List.of(wholeOf(option, value));
    };
  }

  /// A number that must be given.
  public double number(String option) {
    return numberOf(option, required(option, "a number"));
  }

  private double numberOf(String option, Value value) {
    return switch (value) {
      case Value.Real real -> real.number();
      case Value.Whole whole -> whole.number();
      // YAML libraries differ on 1e-3: for some it is text.
      case Value.Text text when text.text().matches("[-+]?\\d+(\\.\\d*)?[eE][-+]?\\d+") -> Double.parseDouble(text.text());
      default -> throw wrong(option, value, "a number");
    };
  }

  /// A list of numbers, or one alone; empty if not given.
  public double[] numbers(String option) {
    Value value = options.get(option);
    return switch (value) {
      case null -> new double[0];
      case Value.Items items -> items.items().stream().mapToDouble(item -> numberOf(option, item)).toArray();
      default -> new double[] {numberOf(option, value)};
    };
  }

  /// A number.
  public double number(String option, double otherwise) {
    return has(option) ? number(option) : otherwise(option, otherwise);
  }

  /// `true` or `false`.
  public boolean flag(String option, boolean otherwise) {
    return switch (options.get(option)) {
      case null -> otherwise(option, otherwise);
      case Value.Truth truth -> truth.truth();
      case Value other -> throw wrong(option, other, "true or false");
    };
  }

  /// A text that must be given.
  public String text(String option) {
    Value value = required(option, "a text");
    return switch (value) {
      case Value.Text text -> text.text();
      case Value.Whole whole -> String.valueOf(whole.number());
      default -> throw wrong(option, value, "a text");
    };
  }

  /// A text.
  public String text(String option, String otherwise) {
    return has(option) ? text(option) : otherwise(option, otherwise);
  }

  /// A list of texts; empty if not given.
  public List<String> texts(String option) {
    return switch (options.get(option)) {
      case null -> List.of();
      case Value.Items items -> items.items().stream().map(item -> switch (item) {
        case Value.Text text -> text.text();
        case Value.Whole whole -> String.valueOf(whole.number());
        default -> throw wrong(option, item, "a text");
      }).toList();
      case Value other -> throw wrong(option, other, "a list of texts");
    };
  }

  /// A list of numbers of one of these lengths, or one number alone; empty if not given.
  List<Integer> integers(String option, int... lengths) {
    List<Integer> numbers = integers(option);
    if (has(option) && Arrays.stream(lengths).noneMatch(length -> length == numbers.size())) {
      throw options.get(option).where().error(name + "." + option + ": expected " + Arrays.stream(lengths)
          .mapToObj(length -> length == 1 ? "one number" : "a list of " + length).collect(Collectors.joining(" or ")) + ", not a list of "
          + numbers.size());
    }
    return numbers;
  }

  /// One of `choices`.
  public String choice(String option, String otherwise, String... choices) {
    if (!has(option)) {
      return otherwise(option, otherwise);
    }
    String given = text(option);
    List<String> names = Arrays.asList(choices);
    if (!names.contains(given)) {
      throw options.get(option).where().error(name + "." + option + ": \"" + given + "\" is none of "
          + String.join(", ", names) + Nearest.hint(given, names));
    }
    return given;
  }

  /// Something named within, such as an initialiser.
  public Optional<Entry> entry(String option) {
    return Optional.ofNullable(options.get(option)).map(value -> of(value, option));
  }

  /// A list of layers within, which must be given.
  public List<Entry> entries(String option) {
    return list(required(option, "a list of layers"), "layer");
  }

  /// This entry with one option set from outside the file.
  Entry with(String option, Value value) {
    SequencedMap<String, Value> changed = new LinkedHashMap<>(options);
    changed.put(option, value);
    return new Entry(name, changed, where);
  }

  /// As plain text, numbers, lists and maps, in the shortest way to write it.
  Object plain() {
    if (options.isEmpty()) {
      return name;
    }
    Value main = options.get(MAIN);
    if (main != null && options.size() == 1) {
      return Map.of(name, main.plain());
    }
    return Map.of(name, new Value.Keyed(options, where).plain());
  }

  /// The options alone, as [#options] reads them.
  Object plainOptions() {
    Value main = options.get(MAIN);
    return main == null ? new Value.Keyed(options, where).plain() : main.plain();
  }

  private int wholeOf(String option, Value value) {
    if (value instanceof Value.Whole whole && whole.number() == (int) whole.number()) {
      return (int) whole.number();
    }
    throw wrong(option, value, "a whole number");
  }

  private Value required(String option, String expected) {
    Value value = options.get(option);
    if (value == null) {
      throw error("the option " + option + ", " + expected + ", is missing");
    }
    return value;
  }

  private GradusException wrong(String option, Value value, String expected) {
    return value.where().error(name + "." + option + ": expected " + expected + ", not " + value.described());
  }
}
