package dev.gradus.cli.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gradus.data.augment.Augmentations;
import dev.gradus.dataset.Dataset;
import dev.gradus.graph.Graph;
import dev.gradus.graph.Value;
import dev.gradus.initializer.Initializer;
import dev.gradus.initializer.Initializers;
import dev.gradus.layer.Layer;
import dev.gradus.layer.Layers;
import dev.gradus.layer.Mode;
import dev.gradus.layer.Scope;
import dev.gradus.layer.Sequential;
import dev.gradus.loss.Loss;
import dev.gradus.loss.Losses;
import dev.gradus.metric.Metric;
import dev.gradus.metric.Metrics;
import dev.gradus.metric.SetMetrics;
import dev.gradus.network.Models;
import dev.gradus.optimizer.Optimizers;
import dev.gradus.optimizer.Schedule;
import dev.gradus.optimizer.Schedules;
import dev.gradus.output.OutputUnit;
import dev.gradus.output.OutputUnits;
import dev.gradus.random.RandomStream;
import dev.gradus.tensor.DType;
import dev.gradus.tensor.Shape;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/// Everything that a recipe can name, with each of its options: read, written as a run's folder has it, and read again, it is
/// the same thing. The rows are those that hold each thing to Java's in [BlueprintTest] and [KnownTrainingTest]: a name or an
/// option without one fails here, and so does a thing of Java without a name.
class RoundTripTest {
  /// A kind of thing that recipes name.
  enum Kind {
    LAYERS(List.of(KnownLayers.LAYERS), BlueprintTest.layers(), "model:\n  - %s\n", recipe -> layer(KnownLayers.stack(recipe.model())),
        Stream.of(Layers.class, Models.class),
        // It takes a lambda; a recipe's layers form one chain of entries, none of which is another's.
        "layer", "shared"),
    INITIALIZERS(List.of(KnownInitializers.INITIALIZERS), BlueprintTest.layers(), "model:\n  - %s\n", LAYERS.resolved,
        Stream.of(Initializers.class),
        // A number, which scaled takes as the activation's name.
        "gain"),
    LOSSES(List.of(KnownTraining.LOSSES), BlueprintTest.losses(), "loss: %s\n", recipe -> loss(KnownTraining.loss(recipe.loss().orElseThrow())),
        Stream.of(Losses.class)),
    OUTPUTS(List.of(KnownOutputs.UNITS), BlueprintTest.outputs(), "output: %s\n", recipe -> output(KnownOutputs.unit(recipe.output().orElseThrow())),
        Stream.of(OutputUnits.class)),
    OPTIMIZERS(List.of(KnownTraining.OPTIMIZERS), KnownTrainingTest.optimizers(), "optimizer: %s\n",
        recipe -> KnownTrainingTest.updates(KnownTraining.optimizer(recipe.optimizer())).toString(), Stream.of(Optimizers.class)),
    SCHEDULES(List.of(KnownTraining.SCHEDULES), KnownTrainingTest.schedules(), "schedule: %s\n",
        recipe -> schedule(KnownTraining.schedule(recipe.schedule())), Stream.of(Schedules.class)),
    METRICS(List.of(KnownTraining.METRICS, KnownTraining.SET_METRICS), BlueprintTest.metrics(), "metrics:\n  - %s\n",
        recipe -> recipe.metrics().stream().map(RoundTripTest::metric).toList().toString(), Stream.of(Metrics.class, SetMetrics.class),
        // They are the option class of the others.
        "precisionOf", "recallOf", "f1Of"),
    AUGMENTATIONS(List.of(KnownAugmentations.AUGMENTATIONS), BlueprintTest.augmentations(), "augment:\n  - %s\n",
        recipe -> recipe.augment().stream().map(RoundTripTest::augmentation).toList().toString(), Stream.of(Augmentations.class),
        // It is the option probability of the others.
        "sometimes");

    private final List<Catalogue<?>> catalogues;
    private final List<String> rows;
    private final String place;
    private final Function<Recipe, String> resolved;
    private final Set<String> java = new TreeSet<>();

    /// @param place where a recipe names one
    /// @param resolved what the named thing does, in words
    /// @param java the classes whose methods make them
    /// @param javaOnly those of the methods that recipes don't name
    Kind(List<Catalogue<?>> catalogues, Stream<Arguments> rows, String place, Function<Recipe, String> resolved, Stream<Class<?>> java,
        String... javaOnly) {
      this.catalogues = catalogues;
      this.rows = rows.map(row -> (String) row.get()[0]).toList();
      this.place = place;
      this.resolved = resolved;
      java.forEach(type -> this.java.addAll(methods(type, Set.of(javaOnly))));
    }

    private Recipe recipe(String row) {
      String flow = row.startsWith("[") || !row.contains(":") ? row : "{" + row + "}";
      return Recipe.read("data: moons\n" + (place.startsWith("model") ? "" : "model: [relu]\n") + place.formatted(flow), "x");
    }

    private List<Option> options() {
      return catalogues.stream().flatMap(catalogue -> catalogue.names().stream().flatMap(name -> Stream.concat(
          Stream.of(new Option(name, "")), catalogue.options(name).stream().map(option -> new Option(name, option.name()))))).toList();
    }
  }

  /// An option of a name; none for the name itself.
  private record Option(String name, String option) {}

  static Set<String> methods(Class<?> type, Set<String> without) {
    return Arrays.stream(type.getMethods()).filter(method -> Modifier.isStatic(method.getModifiers())).map(java.lang.reflect.Method::getName)
        .filter(name -> !without.contains(name)).collect(Collectors.toCollection(TreeSet::new));
  }

  @ParameterizedTest
  @EnumSource
  void everyThingOfJavaHasItsNameInRecipes(Kind kind) {
    Set<String> names = new TreeSet<>();
    kind.catalogues.forEach(catalogue -> names.addAll(catalogue.names()));
    assertThat(names).isEqualTo(kind.java);
  }

  static Stream<Arguments> rows() {
    return Stream.of(Kind.values()).flatMap(kind -> kind.rows.stream().map(row -> Arguments.of(kind, row)));
  }

  @ParameterizedTest
  @MethodSource("rows")
  void whatIsReadIsWrittenAndReadAgainAsTheSame(Kind kind, String row) {
    Recipe recipe = kind.recipe(row);
    Recipe again = Recipe.read(recipe.yaml(), "recipe.yaml");
    assertThat(again).isEqualTo(recipe);
    assertThat(again.yaml()).isEqualTo(recipe.yaml());
    assertThat(kind.resolved.apply(again)).isEqualTo(kind.resolved.apply(recipe));
  }

  @ParameterizedTest
  @EnumSource
  void everyNameAndOptionHasARow(Kind kind) {
    Set<Option> given = kind.rows.stream().flatMap(row -> named(Entry.of(YamlReader.read(row, "x"), "thing"), kind)).collect(Collectors.toSet());
    // Options that all of a kind take are given to one of them.
    Map<String, Set<String>> takers = new TreeMap<>();
    kind.options().forEach(option -> takers.computeIfAbsent(option.option, _ -> new TreeSet<>()).add(option.name));
    Set<String> shared = takers.entrySet().stream().filter(entry -> !entry.getKey().isEmpty()
        && (KnownTraining.ANY_OPTIMIZER.contains(entry.getKey()) || entry.getKey().equals("warmUp")
        || kind == Kind.AUGMENTATIONS && entry.getKey().equals("probability"))).map(Map.Entry::getKey)
        .collect(Collectors.toSet());
    List<Option> lacking = kind.options().stream().filter(option -> shared.contains(option.option)
        ? given.stream().noneMatch(each -> each.option.equals(option.option)) : !given.contains(option)).toList();
    assertThat(lacking).as("names, and options, without a row among %s", kind).isEmpty();
  }

  /// The things of this kind that an entry names, with the options that it gives them, its short form's among them.
  private static Stream<Option> named(Entry entry, Kind kind) {
    Stream<Option> own = kind.catalogues.stream().filter(catalogue -> catalogue.names().contains(entry.name()))
        .flatMap(catalogue -> Stream.concat(
            Stream.of(""), entry.name().equals("sequential") && kind == Kind.SCHEDULES ? Stream.of() : given(catalogue, entry))
            .map(option -> new Option(entry.name(), option)));
    return Stream.concat(own, entry.options().values().stream().flatMap(value -> inner(value).flatMap(each -> named(each, kind))));
  }

  private static Stream<String> given(Catalogue<?> catalogue, Entry entry) {
    // A chained schedule's steps are no option of it alone.
    return entry.options().containsKey("steps") ? Stream.of() : catalogue.checked(entry).options().keySet().stream();
  }

  private static Stream<Entry> inner(dev.gradus.cli.recipe.Value value) {
    return switch (value) {
      case dev.gradus.cli.recipe.Value.Items items -> items.items().stream().flatMap(RoundTripTest::inner);
      case dev.gradus.cli.recipe.Value.Keyed keyed when keyed.values().size() == 1 -> Stream.of(Entry.of(keyed, "thing"));
      case dev.gradus.cli.recipe.Value.Text text -> Stream.of(Entry.of(text, "thing"));
      default -> Stream.of();
    };
  }

  /// Each default that `gradus list` shows, given by its value, is what is taken where nothing is given.
  @Test
  void aListedDefaultIsWhatIsTaken() {
    Set<String> checked = new TreeSet<>();
    Set<String> shown = new TreeSet<>();
    for (Kind kind : Kind.values()) {
      kind.catalogues.forEach(catalogue -> catalogue.names().forEach(name -> catalogue.options(name).stream()
          .filter(option -> option.otherwise().filter(value -> !value.equals("size")).isPresent())
          .forEach(option -> shown.add(name + "." + option.name()))));
      for (String row : kind.rows) {
        List<Entry> reshaped = reshaped(Entry.of(YamlReader.read(row, "x"), "thing"), kind);
        Entry entry = reshaped.getLast();
        String before = reshaped.subList(0, reshaped.size() - 1).stream().map(each -> flow(each.plain()) + ", ").collect(Collectors.joining());
        for (Catalogue<?> catalogue : kind.catalogues) {
          if (!catalogue.names().contains(entry.name()) || entry.options().containsKey("steps") || kind == Kind.INITIALIZERS) {
            continue;
          }
          Entry named = catalogue.checked(entry);
          for (Catalogue.Option option : catalogue.options(entry.name())) {
            // A default that is another option's value, or is not taken beside another option, is no value of its own.
            if (option.otherwise().isEmpty() || named.has(option.name()) || option.otherwise().get().equals("size")
                || option.name().equals("average") && named.has("class")) {
              continue;
            }
            Map<String, Object> all = new LinkedHashMap<>();
            named.options().forEach((key, value) -> all.put(key, value.plain()));
            all.put(option.name(), option.otherwise().get());
            String given = entry.name() + ": " + flow(all);
            String whole = before.isEmpty() ? given : "sequential: [" + before + given + "]";
            assertThat(kind.resolved.apply(kind.recipe(whole))).as("%s for %s", whole, row)
                .isEqualTo(kind.resolved.apply(kind.recipe(row)));
            checked.add(entry.name() + "." + option.name());
          }
        }
      }
    }
    assertThat(checked).isEqualTo(shown).contains("adam.beta1", "focal.gamma", "oneCycle.peak", "lstm.forgetBias");
  }

  /// A row's thing, the last, and what comes before it to give the rows' images another shape, if that begins with a reshape.
  private static List<Entry> reshaped(Entry entry, Kind kind) {
    if (kind != Kind.LAYERS || !entry.name().equals("sequential")) {
      return List.of(entry);
    }
    List<Entry> layers = KnownLayers.LAYERS.checked(entry).entries("layers");
    return layers.getFirst().name().equals("reshape") ? layers : List.of(entry);
  }

  private static String flow(Object plain) {
    return switch (plain) {
      case Map<?, ?> map -> map.entrySet().stream().map(entry -> entry.getKey() + ": " + flow(entry.getValue()))
          .collect(Collectors.joining(", ", "{", "}"));
      case List<?> list -> list.stream().map(RoundTripTest::flow).collect(Collectors.joining(", ", "[", "]"));
      default -> plain.toString();
    };
  }

  private static String layer(Layer layer) {
    Map<String, Initializer> initializers = new LinkedHashMap<>();
    Map<String, Value> variables = new LinkedHashMap<>();
    StringBuilder text = new StringBuilder();
    for (Mode mode : Mode.values()) {
      Value x = Value.input("x", DType.F32, Shape.of(6, 8, 4).batched());
      text.append(operations(List.of(Sequential.inline(layer, Scope.root(mode, variables, initializers), x))));
    }
    // First values of large networks take long to draw, and are made as those of small ones.
    variables.forEach((path, variable) -> {
      if (variable.shape().size() <= 10_000) {
        float[] numbers = new float[variable.shape().size()];
        initializers.get(path).fill(numbers, variable.shape(), new RandomStream(1, path));
        text.append(path).append(Arrays.hashCode(numbers));
      }
    });
    return text.toString();
  }

  private static String loss(Loss loss) {
    int outputs = switch (loss.name()) {
      case "gaussianWithVariance" -> 6;
      case "mixtureDensity" -> 14;
      default -> 3;
    };
    return reading(loss, outputs);
  }

  private static String reading(Loss loss, int outputs) {
    Value z = Value.input("z", DType.F32, Shape.of(outputs).batched());
    boolean labels = Set.of("focal", "multiClassHinge").contains(loss.name());
    Value predicted = loss.predict(z);
    Value t = labels ? Value.input("t", DType.I32, Shape.SCALAR.batched()) : Value.input("t", DType.F32, predicted.shape());
    return loss.name() + operations(List.of(loss.perExample(z, t), predicted));
  }

  private static String output(OutputUnit unit) {
    return unit.name() + unit.outputs() + reading(unit.loss(), unit.outputs());
  }

  private static String schedule(Schedule schedule) {
    List<Double> factors = new ArrayList<>();
    Schedule now = schedule;
    for (int epoch = 0; epoch < 4; epoch++) {
      for (int step = 0; step <= 20; step++) {
        factors.add(now.factor(step, 20));
      }
      now = now.afterEpoch(java.util.OptionalDouble.of(1));
    }
    return factors.toString();
  }

  private static String metric(Entry entry) {
    if (KnownTraining.needsWholeSet(entry)) {
      var metric = KnownTraining.setMetric(entry);
      float[] seen = {0.7f, 0.2f, 0.1f, 0.32f, 0.36f, 0.32f, 0.1f, 0.3f, 0.6f, 0.5f, 0.49f, 0.01f};
      var targets = Set.of("rSquared", "rootMeanSquaredError").contains(metric.name())
          ? dev.gradus.tensor.Tensor.of(Shape.of(4, 3), new float[] {1, 0, 2, 0, 1, 0, 1, 2, 3, 2, 1, 0})
          : dev.gradus.tensor.Tensor.of(Shape.of(4), 0, 1, 2, 2);
      return metric.name() + metric.of(new dev.gradus.metric.Predictions(dev.gradus.tensor.Tensor.of(Shape.of(4, 3), seen), targets));
    }
    Metric metric = KnownTraining.metric(entry, Losses.poisson());
    Value z = Value.input("z", DType.F32, Shape.of(3).batched());
    return metric.name() + metric.better() + operations(List.of(metric.perExample(z, Value.input("t", DType.F32, Shape.of(3).batched()))));
  }

  private static final Dataset EXAMPLES = coloured();

  static Dataset coloured() {
    float[] pixels = new float[4 * 8 * 8 * 3];
    RandomStream random = new RandomStream(1, "pictures");
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (float) random.nextDouble();
    }
    return Dataset.of(dev.gradus.tensor.Tensor.of(Shape.of(4, 8, 8, 3), pixels), dev.gradus.tensor.Tensor.of(Shape.of(4), 0, 1, 1, 0), List.of("a", "b"));
  }

  private static String augmentation(Entry entry) {
    Dataset view = KnownAugmentations.augmentation(entry).view(EXAMPLES, 3, 2);
    return Stream.of(0, 1, 2, 3).map(i -> Arrays.toString(view.input(i).floats())).toList().toString();
  }

  private static String operations(List<Value> roots) {
    List<Value> values = Graph.reachable(roots);
    return values.stream().map(value -> value.op() + " of " + value.inputs().stream().map(values::indexOf).toList()).toList().toString();
  }
}
