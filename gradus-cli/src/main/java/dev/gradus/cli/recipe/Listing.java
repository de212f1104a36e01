package dev.gradus.cli.recipe;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Everything that a recipe can name, in groups, with its options and a line about it. Names and options are those of the
/// [Catalogue]s that recipes are read with; the lines are in `about.properties` beside this class, where a test holds them
/// to the documentation of the Java methods.
public final class Listing {
  private static final Properties ABOUT = read("about.properties");

  private Listing() {}

  /// Things of one kind.
  ///
  /// @param key the group's name in commands and reports, such as `losses`
  /// @param title what it is called on the screen
  /// @param shared options that each of them takes, and that are not among the things' own
  public record Group(String key, String title, List<String> shared, List<Thing> things) {
    public Group {
      shared = List.copyOf(shared);
      things = List.copyOf(things);
    }
  }

  /// Something that can be named.
  ///
  /// @param about a line that says what it is
  /// @param options how to write it: its options, or an example
  public record Thing(String name, String about, String options) {}

  /// All groups. To list a new kind of thing, add a line here.
  public static List<Group> groups() {
    return List.of(
        group("units", "Hidden units (model:)", KnownUnits.UNITS),
        group("outputs", "Output units (output:)", KnownOutputs.UNITS),
        group("losses", "Losses (loss:)", KnownTraining.LOSSES),
        group("optimizers", "Optimizers (optimizer:)", KnownTraining.OPTIMIZERS),
        group("schedules", "Learning-rate schedules (schedule:)", KnownTraining.SCHEDULES),
        group("initializers", "Initializers (the option initializer of layers)", KnownInitializers.INITIALIZERS),
        group("augmentations", "Augmentations of training examples (augment:)", KnownAugmentations.AUGMENTATIONS),
        given("regularizers", "Regularizers", KnownRegularizers.EXAMPLES),
        group("layers", "Layers (model:)", KnownLayers.LAYERS, KnownUnits.UNITS.names(), KnownModels.MODELS.names()),
        group("models", "Whole networks (model:)", KnownModels.MODELS),
        joined("metrics", "Metrics (metrics:)", KnownTraining.METRICS, KnownTraining.SET_METRICS));
  }

  @SafeVarargs
  private static Group group(String key, String title, Catalogue<?> catalogue, Set<String>... without) {
    Set<String> left = Stream.of(without).flatMap(Set::stream).collect(Collectors.toSet());
    List<String> names = catalogue.names().stream().filter(name -> !left.contains(name)).toList();
    List<String> shared = shared(catalogue, names);
    return new Group(key, title, shared, names.stream().map(name -> thing(key, name, catalogue, shared)).toList());
  }

  private static Group joined(String key, String title, Catalogue<?> first, Catalogue<?> second) {
    return new Group(key, title, List.of(), Stream.of(first, second)
        .flatMap(catalogue -> catalogue.names().stream().map(name -> thing(key, name, catalogue, List.of()))).toList());
  }

  private static Group given(String key, String title, Map<String, String> forms) {
    List<Thing> things = new ArrayList<>();
    forms.forEach((name, form) -> things.add(new Thing(name, about(key, name), form)));
    return new Group(key, title, List.of(), things);
  }

  private static Thing thing(String key, String name, Catalogue<?> catalogue, Collection<String> shared) {
    return new Thing(name, about(key, name), catalogue.options(name).stream().filter(option -> !shared.contains(option.name()))
        .map(Listing::written).collect(Collectors.joining(", ")));
  }

  /// The options that none needs and all take, with no default: what a group has in common.
  private static List<String> shared(Catalogue<?> catalogue, List<String> names) {
    Map<String, Integer> takers = new LinkedHashMap<>();
    for (String name : names) {
      for (Catalogue.Option option : catalogue.options(name)) {
        if (!option.required() && option.otherwise().isEmpty()) {
          takers.merge(option.name(), 1, Integer::sum);
        }
      }
    }
    return takers.keySet().stream().filter(option -> takers.get(option) == names.size()).toList();
  }

  private static String written(Catalogue.Option option) {
    if (option.required()) {
      return option.name();
    }
    return option.otherwise().map(value -> option.name() + " = " + plain(value)).orElse("[" + option.name() + "]");
  }

  /// A default as a recipe writes it.
  static String plain(Object value) {
    return value instanceof Double number
        ? number.toString().replaceFirst("\\.0$", "").replaceFirst("(\\.0)?E", "e")
        : value.toString();
  }

  private static String about(String group, String name) {
    // A regularizer that is a layer has the layer's line.
    return ABOUT.getProperty(group + "." + name, ABOUT.getProperty("layers." + name, ""));
  }

  /// The names that have a line, to be held to those that there are.
  static Set<String> described() {
    return new TreeSet<>(ABOUT.stringPropertyNames());
  }

  private static Properties read(String file) {
    Properties properties = new Properties();
    try (Reader reader = new InputStreamReader(Listing.class.getResourceAsStream(file), StandardCharsets.UTF_8)) {
      properties.load(reader);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return properties;
  }
}
