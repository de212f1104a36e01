package dev.gradus.cli.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gradus.GradusException;
import dev.gradus.graph.Graph;
import dev.gradus.graph.Value;
import dev.gradus.optimizer.Constraints;
import dev.gradus.optimizer.Optimizer;
import dev.gradus.optimizer.Optimizers;
import dev.gradus.optimizer.Schedule;
import dev.gradus.optimizer.Schedules;
import dev.gradus.optimizer.Transforms;
import dev.gradus.optimizer.UpdateScope;
import dev.gradus.tensor.DType;
import dev.gradus.tensor.Shape;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class KnownTrainingTest {
  private static Entry entry(String yaml, String kind) {
    return Entry.of(YamlReader.read(yaml, "my.yaml"), kind);
  }

  /// Each optimizer as a recipe writes it, and as Java does.
  static Stream<Arguments> optimizers() {
    return Stream.of(
        Arguments.of("gradientDescent: 0.5", Optimizers.gradientDescent(0.5)),
        Arguments.of("momentum: 0.5", Optimizers.momentum(0.5)),
        Arguments.of("momentum: {learningRate: 0.5, decay: 0.8}", Optimizers.momentum(0.5, 0.8)),
        Arguments.of("nesterov: 0.5", Optimizers.nesterov(0.5)),
        Arguments.of("nesterov: {learningRate: 0.5, decay: 0.8}", Optimizers.nesterov(0.5, 0.8)),
        Arguments.of("adaGrad: 0.5", Optimizers.adaGrad(0.5)),
        Arguments.of("adaGrad: {learningRate: 0.5, initial: 0.1, epsilon: 0.01}", Optimizers.adaGrad(0.5, 0.1, 0.01)),
        Arguments.of("adaDelta", Optimizers.adaDelta(1)),
        Arguments.of("adaDelta: {learningRate: 0.5, decay: 0.8, epsilon: 0.01}", Optimizers.adaDelta(0.5, 0.8, 0.01)),
        Arguments.of("rmsProp", Optimizers.rmsProp(1e-3)),
        Arguments.of("rmsProp: {learningRate: 0.5, decay: 0.8, epsilon: 0.01}", Optimizers.rmsProp(0.5, 0.8, 0.01)),
        Arguments.of("centredRmsProp", Optimizers.centredRmsProp(1e-4)),
        Arguments.of("centredRmsProp: {learningRate: 0.5, decay: 0.8, epsilon: 0.01}", Optimizers.centredRmsProp(0.5, 0.8, 0.01)),
        Arguments.of("rprop: 0.5", Optimizers.rprop(0.5)),
        Arguments.of("rprop: {learningRate: 0.5, decrease: 0.4, increase: 1.5, smallest: 0.5, largest: 2}",
            Optimizers.rprop(0.5, 0.4, 1.5, 0.5, 2)),
        Arguments.of("adam", Optimizers.adam(1e-3)),
        Arguments.of("adam: {learningRate: 0.5, beta1: 0.8, beta2: 0.9, epsilon: 0.001}", Optimizers.adam(0.5, 0.8, 0.9, 0.001)),
        Arguments.of("amsGrad", Optimizers.amsGrad(1e-3)),
        Arguments.of("amsGrad: {learningRate: 0.5, beta1: 0.8, beta2: 0.9, epsilon: 0.001}", Optimizers.amsGrad(0.5, 0.8, 0.9, 0.001)),
        Arguments.of("adaMax", Optimizers.adaMax(2e-3)),
        Arguments.of("adaMax: {learningRate: 0.5, beta1: 0.8, beta2: 0.9, epsilon: 0.001}", Optimizers.adaMax(0.5, 0.8, 0.9, 0.001)),
        Arguments.of("nadam", Optimizers.nadam(2e-3)),
        Arguments.of("nadam: {learningRate: 0.5, beta1: 0.8, beta2: 0.9, epsilon: 0.001}", Optimizers.nadam(0.5, 0.8, 0.9, 0.001)),
        Arguments.of("adamW", Optimizers.adamW(1e-3)),
        Arguments.of("adamW: {learningRate: 0.5, beta1: 0.8, beta2: 0.9, epsilon: 0.001, weightDecay: 0.1}",
            Optimizers.adamW(0.5, 0.8, 0.9, 0.001, 0.1)),
        Arguments.of("lion", Optimizers.lion(1e-4)),
        Arguments.of("lion: {learningRate: 0.5, beta1: 0.8, beta2: 0.9, weightDecay: 0.1}", Optimizers.lion(0.5, 0.8, 0.9, 0.1)),
        Arguments.of("lamb: 0.5", Optimizers.lamb(0.5)),
        Arguments.of("lamb: {learningRate: 0.5, beta1: 0.8, beta2: 0.9, epsilon: 0.001, weightDecay: 0.1}",
            Optimizers.lamb(0.5, 0.8, 0.9, 0.001, 0.1)),
        Arguments.of("momentum: {learningRate: 0.5, clipByValue: 2, l2: 0.1}", Optimizers.momentum(0.5)
            .before(Transforms.forParameters(Transforms::decays, Transforms.weightDecay(0.1))).before(Transforms.clipByValue(2))),
        Arguments.of("momentum: {learningRate: 0.5, clipByNorm: 2, l1: 0.1}", Optimizers.momentum(0.5)
            .before(Transforms.forParameters(Transforms::decays, Transforms.l1(0.1))).before(Transforms.clipByNorm(2))),
        Arguments.of("adam: {learningRate: 0.5, clipByGlobalNorm: 2, maxNorm: 3, accumulate: 4}", Optimizers.adam(0.5)
            .before(Transforms.clipByGlobalNorm(2)).constrained(Constraints.maxNorm(3)).accumulating(4)));
  }

  @ParameterizedTest
  @MethodSource("optimizers")
  void anOptimizerIsTheOneThatJavaMakes(String yaml, Optimizer java) {
    Optimizer read = KnownTraining.optimizer(entry(yaml, "optimizer"));
    assertThat(read.name()).isEqualTo(java.name());
    assertThat(read.learningRate()).isEqualTo(java.learningRate());
    assertThat(updates(read)).isEqualTo(updates(java));
  }

  /// Every value that goes into a step of the optimizer for a kernel and a bias, in words.
  static List<String> updates(Optimizer optimizer) {
    UpdateScope scope = new UpdateScope(Value.input("step", DType.F32, Shape.SCALAR), Value.input("rate", DType.F32, Shape.SCALAR));
    Value kernel = Value.parameter("kernel", Shape.of(2, 3));
    Value bias = Value.parameter("bias", Shape.of(3));
    List<Value> gradients = List.of(Value.input("gk", DType.F32, Shape.of(2, 3)), Value.input("gb", DType.F32, Shape.of(3)));
    List<Value> values = new Graph(Map.of(), optimizer.updates(scope, List.of(kernel, bias), gradients)).values();
    return values.stream().map(value -> value.op() + " of " + value.inputs().stream().map(values::indexOf).toList()).toList();
  }

  /// Each schedule likewise.
  static Stream<Arguments> schedules() {
    return Stream.of(
        Arguments.of("constant", Schedules.constant()),
        Arguments.of("constant: {warmUp: 7}", Schedules.linearWarmUp().then(7, Schedules.constant())),
        Arguments.of("step: {decay: 0.5, every: 4}", Schedules.step(0.5, 4)),
        Arguments.of("exponential: {decay: 0.5, every: 4}", Schedules.exponential(0.5, 4)),
        Arguments.of("polynomial: {power: 2}", Schedules.polynomial(2, 0)),
        Arguments.of("polynomial: {power: 2, end: 0.1}", Schedules.polynomial(2, 0.1)),
        Arguments.of("inverseTime: {decay: 0.5, every: 4}", Schedules.inverseTime(0.5, 4)),
        Arguments.of("cosine", Schedules.cosine()),
        Arguments.of("cosine: {warmUp: 5}", Schedules.linearWarmUp().then(5, Schedules.cosine())),
        Arguments.of("[linearWarmUp: {steps: 5}, cosine]", Schedules.linearWarmUp().then(5, Schedules.cosine())),
        Arguments.of("[linearWarmUp: {steps: 5}, {step: {decay: 0.5, every: 2, steps: 6}}, cosine]",
            Schedules.linearWarmUp().then(5, Schedules.step(0.5, 2).then(6, Schedules.cosine()))),
        Arguments.of("cosineRestarts: {first: 3}", Schedules.cosineRestarts(3, 1)),
        Arguments.of("cosineRestarts: {first: 3, growth: 2}", Schedules.cosineRestarts(3, 2)),
        Arguments.of("linearWarmUp", Schedules.linearWarmUp()),
        Arguments.of("oneCycle", Schedules.oneCycle()),
        Arguments.of("oneCycle: {peak: 0.5, start: 0.1, end: 0.2}", Schedules.oneCycle(0.5, 0.1, 0.2)),
        Arguments.of("reduceOnPlateau: {decay: 0.5, patience: 2}", Schedules.reduceOnPlateau(0.5, 2)));
  }

  @ParameterizedTest
  @MethodSource("schedules")
  void aScheduleIsTheOneThatJavaMakes(String yaml, Schedule java) {
    Schedule read = KnownTraining.schedule(entry(yaml, "schedule"));
    Schedule same = java;
    for (int epoch = 0; epoch < 6; epoch++) {
      for (int step = 0; step <= 20; step++) {
        assertThat(read.factor(step, 20)).as("step %d", step).isEqualTo(same.factor(step, 20));
      }
      read = read.afterEpoch(OptionalDouble.of(1));
      same = same.afterEpoch(OptionalDouble.of(1));
    }
  }

  /// Every link and constraint is an option of all optimizers, or is Java's alone for the reason beside it.
  @Test
  void everyTransformAndConstraintOfJavaIsAnOptionOrSaysWhyNot() {
    Map<String, String> options = Map.of("weightDecay", "l2", "l1", "l1", "clipByValue", "clipByValue", "clipByNorm", "clipByNorm",
        "clipByGlobalNorm", "clipByGlobalNorm", "accumulate", "accumulate", "maxNorm", "maxNorm");
    options.values().forEach(option -> {
      String value = option.equals("accumulate") ? "2" : "0.5";
      KnownTraining.optimizer(entry("momentum: {learningRate: 0.5, " + option + ": " + value + "}", "optimizer"));
    });
    Set<String> javaOnly = Set.of(
        // These are what momentum and nesterov are made of.
        "trace", "nesterovTrace",
        // These take code: which parameters, by a predicate of the path.
        "forParameters", "decays");
    Set<String> known = new LinkedHashSet<>(options.keySet());
    known.addAll(javaOnly);
    assertThat(known).isEqualTo(Stream.of(Transforms.class, Constraints.class).flatMap(type -> factories(type).stream())
        .collect(Collectors.toSet()));
  }

  private static Set<String> factories(Class<?> catalogue) {
    return Arrays.stream(catalogue.getDeclaredMethods()).filter(method -> Modifier.isPublic(method.getModifiers()))
        .map(Method::getName).collect(Collectors.toSet());
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
    "adam: {clipByNorm: 0}|my.yaml line 1: adam: the limit must be positive, not 0.0",
    "adam: {accumulate: 0}|my.yaml line 1: adam: the number of batches to accumulate must be at least 1, not 0"
  })
  void whatEveryOptimizerTakesIsCheckedWithItsLine(String yaml, String message) {
    assertThatThrownBy(() -> KnownTraining.optimizer(entry(yaml, "optimizer")))
        .isInstanceOf(GradusException.class).hasMessage(message);
  }

  @Test
  void warmUpIsCheckedWithItsLine() {
    assertThatThrownBy(() -> KnownTraining.schedule(entry("cosine: {warmUp: 0}", "schedule"))).isInstanceOf(GradusException.class)
        .hasMessage("my.yaml line 1: cosine: the number of steps before the next schedule must be at least 1, not 0");
  }
}
