package dev.gradus.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.gradus.graph.Graph;
import dev.gradus.graph.Value;
import dev.gradus.initializer.Initializer;
import dev.gradus.initializer.Initializers;
import dev.gradus.layer.Bias;
import dev.gradus.layer.Conv2d;
import dev.gradus.layer.Gru;
import dev.gradus.layer.Layer;
import dev.gradus.layer.Layers;
import dev.gradus.layer.Mode;
import dev.gradus.layer.MultiHeadAttention;
import dev.gradus.layer.Padding;
import dev.gradus.layer.ParametricRelu;
import dev.gradus.layer.Recurrent;
import dev.gradus.layer.Scope;
import dev.gradus.layer.Sequential;
import dev.gradus.loss.Loss;
import dev.gradus.loss.Losses;
import dev.gradus.metric.Predictions;
import dev.gradus.metric.SetMetric;
import dev.gradus.op.Scan;
import dev.gradus.optimizer.Optimizer;
import dev.gradus.optimizer.Schedule;
import dev.gradus.optimizer.UpdateScope;
import dev.gradus.output.OutputUnit;
import dev.gradus.random.RandomStream;
import dev.gradus.tensor.DType;
import dev.gradus.tensor.Shape;
import dev.gradus.tensor.Tensor;
import java.lang.reflect.Array;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Documented defaults are the actual ones. They are documented as `@param NAME ...; default VALUE`, the value a number or one
/// of [#WORDS], at the factory's longest form or at the record that it gives. What the factory's shorter form leaves out, or a
/// component that its arguments don't change, is a default and must be documented.
class DefaultsTest {
  private static final Pattern NUMBER =
      Pattern.compile("(?<![\\p{L}\\p{N}×^_.#])\\d+(\\.\\d+)?(e-?\\d+)?(/\\d+)?(?![\\p{L}\\p{N}×]|\\.\\d)");

  /// Defaults in words, the longer before those that they begin with.
  private static final Map<String, Object> WORDS = new LinkedHashMap<>();

  static {
    WORDS.put("[Padding#SAME]", Padding.SAME);
    WORDS.put("[Padding#VALID]", Padding.VALID);
    WORDS.put("[Recurrent.Steps#LAST]", Recurrent.Steps.LAST);
    WORDS.put("[Scan.Direction#FORWARD]", Scan.Direction.FORWARD);
    WORDS.put("[Reset#AFTER]", Gru.Reset.AFTER);
    WORDS.put("[Sight#ALL]", MultiHeadAttention.Sight.ALL);
    WORDS.put("[MultiHeadAttention.Sight#ALL]", MultiHeadAttention.Sight.ALL);
    WORDS.put("yes", Bias.YES);
    WORDS.put("as learned", Conv2d.Weights.AS_LEARNED);
    WORDS.put("all", ParametricRelu.Sharing.ALL);
    WORDS.put("empty", List.of());
    WORDS.put("Glorot uniform", Initializers.glorotUniform());
    WORDS.put("He normal", Initializers.heNormal());
    WORDS.put("LeCun normal times the activation's [Initializers#gain]",
        Initializers.scaled(Initializers.lecunNormal(), Initializers.gain("relu")));
    WORDS.put("LeCun normal", Initializers.lecunNormal());
    WORDS.put("normal with deviation 1,", Initializers.normal(1));
    WORDS.put("normal with deviation 0.02,", Initializers.normal(0.02));
    WORDS.put("orthogonal", Initializers.orthogonal());
    WORDS.put("the identity", (Layer) (_, x) -> x);
    WORDS.put("ReLU", Layers.relu());
    WORDS.put("[Losses#softmaxCrossEntropy]", Losses.softmaxCrossEntropy());
    WORDS.put("[Losses#binaryCrossEntropy]", Losses.binaryCrossEntropy());
  }

  /// What a factory's name decides, in records that several share.
  private static final Set<String> DECIDED_BY_NAME = Set.of("kind");

  static Stream<Arguments> everything() {
    return Stream.of(Kind.values()).flatMap(kind -> kind.names().stream().map(name -> Arguments.of(kind, name)));
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("everything")
  void defaultsAreTheDocumentedOnes(Kind kind, String name) throws ReflectiveOperationException {
    List<Documentation> documents = CatalogueTest.documents(kind, name).stream()
        .filter(each -> kind != Kind.OUTPUTS || each.owner().startsWith("OutputUnits")).toList();
    Map<String, String> documented = new LinkedHashMap<>();
    documents.forEach(document -> document.tags().forEach((parameter, said) -> {
      if (said.matches("(.*\\W)?default\\W.*")) {
        documented.merge(parameter, said.replaceFirst(".*?\\bdefault ", ""), (first, _) -> first);
      }
    }));
    Set<String> held = new TreeSet<>();
    List<Method> methods = kind.methods(name);
    holdOverloads(methods, Documentation.ofMethods(kind.factories, name), documented, held);
    if (documents.stream().anyMatch(each -> !each.owner().contains("#"))) {
      holdComponents(methods.getFirst(), documented, held);
    }
    assertThat(documented.keySet()).as("documented defaults of %s that no shorter form or component has", name).isEqualTo(held);
    Documentation shortest = Documentation.ofMethods(kind.factories, name).stream()
        .min(Comparator.comparingInt(each -> each.parameters().size())).orElseThrow();
    if (!held.isEmpty()) {
      holdSentence(shortest, documented);
    }
  }

  /// What a shorter form leaves out is what the longer one does with the documented defaults.
  private static void holdOverloads(
      List<Method> methods, List<Documentation> forms, Map<String, String> documented, Set<String> held)
      throws ReflectiveOperationException {
    for (Documentation longer : forms) {
      for (Documentation shorter : forms) {
        if (shorter == longer || !longer.parameters().containsAll(shorter.parameters())) {
          continue;
        }
        Method less = withCount(methods, shorter.parameters().size());
        Method more = withCount(methods, longer.parameters().size());
        Map<String, Object> given = new HashMap<>();
        Object[] lessArguments = arguments(less, 0);
        for (int i = 0; i < lessArguments.length; i++) {
          given.put(shorter.parameters().get(i), lessArguments[i]);
        }
        Object[] moreArguments = new Object[more.getParameterCount()];
        for (int i = 0; i < moreArguments.length; i++) {
          String parameter = longer.parameters().get(i);
          moreArguments[i] = given.get(parameter);
          if (moreArguments[i] == null) {
            String said = Optional.ofNullable(documented.get(parameter)).orElseGet(
                () -> fail("%s has a shorter form, but no documented default of %s", longer.owner(), parameter));
            moreArguments[i] = as(more.getParameterTypes()[i], value(longer.owner(), parameter, said));
            held.add(parameter);
          }
        }
        assertThat(described(less.invoke(null, lessArguments))).as("%s without, and with its documented defaults %s", longer.owner(), documented)
            .isEqualTo(described(more.invoke(null, moreArguments)));
      }
    }
  }

  /// What of a record is documented as a default is so whatever the arguments, and what arguments don't change is documented.
  private static void holdComponents(Method factory, Map<String, String> documented, Set<String> held) throws ReflectiveOperationException {
    Record one = (Record) factory.invoke(null, arguments(factory, 0));
    Record other = (Record) factory.invoke(null, arguments(factory, 1));
    for (RecordComponent component : one.getClass().getRecordComponents()) {
      String name = component.getName();
      Object actual = component.getAccessor().invoke(one);
      if (documented.containsKey(name)) {
        String said = documented.get(name);
        Matcher its = Pattern.compile("its (\\w+).*").matcher(said);
        Object expected = its.matches()
            ? one.getClass().getMethod(its.group(1)).invoke(one)
            : value(one.getClass().getSimpleName(), name, said);
        assertThat(described(actual)).as("%s.%s, documented as %s", one.getClass().getSimpleName(), name, said).isEqualTo(described(expected));
        held.add(name);
      } else if (!DECIDED_BY_NAME.contains(name) && described(actual).equals(described(component.getAccessor().invoke(other)))) {
        fail("%s has %s = %s whatever its arguments, but no documented default of it", factory.getName(), name, actual);
      }
    }
  }

  /// Numbers in the short form's sentence, as in "Adam with β1 = 0.9", are among the defaults.
  private static void holdSentence(Documentation shortest, Map<String, String> documented) {
    Set<Double> defaults = new TreeSet<>(Set.of(0.0, 1.0));
    documented.forEach((parameter, said) -> numbers(said).forEach(defaults::add));
    assertThat(numbers(shortest.text().replaceFirst("\\. .*", ""))).as("numbers in \"%s\"", shortest.text()).isSubsetOf(defaults);
  }

  private static List<Double> numbers(String text) {
    return NUMBER.matcher(text).results().map(found -> number(found.group())).toList();
  }

  private static double number(String text) {
    String[] parts = text.split("/");
    return parts.length == 1 ? Double.parseDouble(text) : Double.parseDouble(parts[0]) / Double.parseDouble(parts[1]);
  }

  private static Object value(String owner, String parameter, String said) {
    Matcher number = NUMBER.matcher(said);
    if (number.lookingAt()) {
      return number(number.group());
    }
    return WORDS.entrySet().stream().filter(word -> said.startsWith(word.getKey())).map(Map.Entry::getValue).findFirst()
        .orElseGet(() -> fail("the default of %s in %s is neither a number nor a known word: %s", parameter, owner, said));
  }

  private static Object as(Class<?> type, Object value) {
    if (!(value instanceof Double number)) {
      return value;
    }
    return type == int.class ? (Object) number.intValue() : type == long.class ? (Object) number.longValue() : number;
  }

  private static Method withCount(List<Method> methods, int count) {
    return methods.stream().filter(method -> method.getParameterCount() == count).findFirst().orElseThrow();
  }

  /// One of two sets of arguments.
  private static Object[] arguments(Method method, int which) {
    return Arrays.stream(method.getParameterTypes()).map(type -> argument(type, which)).toArray();
  }

  private static Object argument(Class<?> type, int which) {
    if (type == int.class) {
      return 2 + 2 * which;
    } else if (type == long.class) {
      return 2L + 2 * which;
    } else if (type == double.class) {
      return 0.25 + 0.25 * which;
    } else if (type == Layer.class) {
      return which == 0 ? Layers.tanh() : Layers.softplus();
    } else if (type == Recurrent.class) {
      return which == 0 ? Layers.simpleRnn(2) : Layers.gru(4);
    } else if (type.isArray()) {
      Object array = Array.newInstance(type.componentType(), 1);
      Array.set(array, 0, argument(type.componentType(), which));
      return array;
    }
    return fail("DefaultsTest.argument knows no value of %s", type);
  }

  /// What a thing does, in words: equal for things that do the same, lambdas too.
  private static String described(Object thing) {
    return switch (thing) {
      case Initializer initializer -> {
        float[] numbers = new float[12];
        initializer.fill(numbers, Shape.of(3, 4), new RandomStream(1, "defaults"));
        yield Arrays.toString(numbers);
      }
      case Layer layer -> {
        Value x = Value.input("x", DType.F32, (layer instanceof Recurrent ? Shape.of(8, 32) : Shape.of(8, 8, 32)).batched());
        Map<String, Initializer> initializers = new LinkedHashMap<>();
        Value y = Sequential.inline(layer, Scope.root(Mode.TRAINING, new LinkedHashMap<>(), initializers), x);
        List<String> first = initializers.entrySet().stream().map(entry -> entry.getKey() + described(entry.getValue())).toList();
        yield operations(List.of(y)) + first;
      }
      case Loss loss -> {
        Value z = Value.input("z", DType.F32, Shape.of(3).batched());
        Value t = loss.name().equals("focal")
            ? Value.input("t", DType.I32, Shape.SCALAR.batched()) : Value.input("t", DType.F32, Shape.of(3).batched());
        yield operations(List.of(loss.perExample(z, t), loss.predict(z)));
      }
      case Optimizer optimizer -> {
        Value w = Value.parameter("w", Shape.of(2, 3));
        UpdateScope scope = new UpdateScope(Value.input("step", DType.F32, Shape.SCALAR), Value.input("rate", DType.F32, Shape.SCALAR));
        Graph graph = new Graph(Map.of(), optimizer.updates(scope, List.of(w), List.of(Value.input("g", DType.F32, Shape.of(2, 3)))));
        yield optimizer.learningRate() + operations(new ArrayList<>(graph.updates().values()));
      }
      case Schedule schedule -> LongStream.range(0, 20).mapToObj(step -> schedule.factor(step, 20)).toList().toString();
      case SetMetric metric -> {
        float[] seen = {0.1f, 0.32f, 0.34f, 0.36f, 0.6f, 0.72f, 0.9f, 0.98f};
        float[] right = {0, 1, 0, 0, 1, 0, 1, 1};
        yield String.valueOf(metric.of(new Predictions(Tensor.of(Shape.of(8, 1), seen), Tensor.of(Shape.of(8), right))));
      }
      case OutputUnit unit -> unit.name() + unit.outputs() + described(unit.loss());
      case Number number -> String.valueOf(number.doubleValue());
      case Enum<?> constant -> constant.getDeclaringClass().getName() + "." + constant;
      default -> String.valueOf(thing);
    };
  }

  private static String operations(List<Value> roots) {
    List<Value> values = Graph.reachable(roots);
    return values.stream().map(value -> value.op() + " of " + value.inputs().stream().map(values::indexOf).toList()).toList().toString();
  }
}
