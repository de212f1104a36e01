package dev.gradus.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.gradus.Goldens;
import dev.gradus.json.Json;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Optimizers and schedules against PyTorch, and optax where it is nearer to the papers or PyTorch has none; the scripts that
/// write the goldens say how either is made to follow a paper.
class OptimizerGoldensTest {
  static List<Goldens.Case> optimizers() {
    return Stream.concat(Goldens.of("optimizers").stream(), Goldens.of("optimizers-optax").stream()).toList();
  }

  static List<Goldens.Case> schedules() {
    return Goldens.of("schedules");
  }

  private static Optimizer optimizer(String name) {
    return switch (name) {
      case "gradientDescent" -> Optimizers.gradientDescent(0.1);
      case "momentum" -> Optimizers.momentum(0.1);
      case "nesterov" -> Optimizers.nesterov(0.1);
      case "adaGrad" -> Optimizers.adaGrad(0.1);
      case "adaDelta" -> Optimizers.adaDelta(1);
      case "rmsProp" -> Optimizers.rmsProp(0.1);
      case "centredRmsProp" -> Optimizers.centredRmsProp(0.1);
      case "centredRmsProp of ε 1e-12" -> Optimizers.centredRmsProp(0.1, 0.95, 1e-12);
      case "rprop" -> Optimizers.rprop(0.1);
      case "adam" -> Optimizers.adam(0.1);
      case "amsGrad" -> Optimizers.amsGrad(0.1);
      case "adaMax" -> Optimizers.adaMax(0.1);
      case "nadam" -> Optimizers.nadam(0.1);
      case "adamW" -> Optimizers.adamW(0.1);
      case "lion" -> Optimizers.lion(0.1);
      case "lion with decay" -> Optimizers.lion(0.1, 0.9, 0.99, 0.3);
      case "lamb", "lamb of a zero" -> Optimizers.lamb(0.1);
      case "lamb without decay" -> Optimizers.lamb(0.1, 0.9, 0.999, 1e-6, 0);
      case "adam with L2" -> Optimizers.adam(0.1).before(Transforms.weightDecay(0.3));
      case "momentum with L2" -> Optimizers.momentum(0.1).before(Transforms.weightDecay(0.3));
      case "gradientDescent clipped" -> Optimizers.gradientDescent(0.1).before(Transforms.clipByGlobalNorm(0.5));
      default -> throw new AssertionError(name);
    };
  }

  @ParameterizedTest
  @MethodSource("optimizers")
  void tenStepsAreThoseOfTheOtherProgram(Goldens.Case golden) {
    List<Json> steps = golden.members().get("steps").items();
    assertThat(steps).hasSize(10);
    float[] start = golden.has("start") ? golden.floats("start") : new float[] {1, -0.5f};
    try (Descent descent = new Descent(optimizer(golden.name()), OptimizersTest::bowl, start, new float[] {2, 0.25f})) {
      for (Json step : steps) {
        descent.step(1);
        double[] expected = step.items().stream().mapToDouble(Json::real).toArray();
        double[] actual = {descent.x()[0], descent.x()[1], descent.y()[0], descent.y()[1]};
        assertThat(actual).containsExactly(expected, within(2e-6));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("schedules")
  void factorsAreThoseOfPyTorch(Goldens.Case golden) {
    double[] expected = golden.numbers("factors");
    double[] actual = new double[expected.length];
    if (golden.has("losses")) {
      double[] losses = golden.numbers("losses");
      Schedule schedule = Schedules.reduceOnPlateau(0.5, 2);
      for (int epoch = 0; epoch < losses.length; epoch++) {
        schedule = schedule.afterEpoch(OptionalDouble.of(losses[epoch]));
        actual[epoch] = schedule.factor(epoch, losses.length);
      }
    } else {
      Schedule schedule = schedule(golden.name());
      for (int step = 0; step < actual.length; step++) {
        actual[step] = schedule.factor(step, actual.length);
      }
    }
    assertThat(actual).containsExactly(expected, within(1e-10));
  }

  private static Schedule schedule(String name) {
    return switch (name) {
      case "step" -> Schedules.step(0.3, 6);
      case "exponential" -> Schedules.exponential(0.9, 1);
      case "polynomial" -> Schedules.polynomial(2, 0);
      case "linear to 0.2" -> Schedules.polynomial(1, 0.2);
      case "cosine" -> Schedules.cosine();
      case "cosineRestarts" -> Schedules.cosineRestarts(3, 2);
      case "linearWarmUp" -> Schedules.linearWarmUp();
      case "linearWarmUp then cosine" -> Schedules.linearWarmUp().then(5, Schedules.cosine());
      case "oneCycle" -> Schedules.oneCycle();
      default -> throw new AssertionError(name);
    };
  }

  @Test
  void everyOptimizerIsAmongThem() {
    assertThat(optimizers()).extracting(golden -> golden.name().split(" ")[0])
        .contains(OptimizerCase.all().stream().map(OptimizerCase::name).toArray(String[]::new));
  }
}
