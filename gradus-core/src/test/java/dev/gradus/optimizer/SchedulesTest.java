package dev.gradus.optimizer;

import static dev.gradus.optimizer.Schedules.constant;
import static dev.gradus.optimizer.Schedules.cosine;
import static dev.gradus.optimizer.Schedules.cosineRestarts;
import static dev.gradus.optimizer.Schedules.exponential;
import static dev.gradus.optimizer.Schedules.inverseTime;
import static dev.gradus.optimizer.Schedules.linearWarmUp;
import static dev.gradus.optimizer.Schedules.oneCycle;
import static dev.gradus.optimizer.Schedules.polynomial;
import static dev.gradus.optimizer.Schedules.reduceOnPlateau;
import static dev.gradus.optimizer.Schedules.step;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.gradus.GradusException;
import dev.gradus.catalogue.Row;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

public class SchedulesTest {
  /// Known points of a schedule in a training of `steps` steps: pairs of a step and its factor.
  private record Points(String name, Schedule schedule, long steps, double... points) {
    @Override
    public String toString() {
      return name + " over " + steps;
    }
  }

  private static final double R = Math.sqrt(0.5);

  /// All of them.
  static List<Points> all() {
    return List.of(
        new Points("constant", constant(), 10, 0, 1, 5, 1, 9, 1),
        new Points("step", step(0.5, 3), 10, 0, 1, 2, 1, 3, 0.5, 5, 0.5, 6, 0.25),
        new Points("exponential", exponential(0.25, 4), 10, 0, 1, 2, 0.5, 4, 0.25, 8, 0.0625),
        new Points("polynomial", polynomial(2, 0.2), 10, 0, 1, 5, 0.4, 10, 0.2, 12, 0.2),
        new Points("inverseTime", inverseTime(0.5, 2), 10, 0, 1, 4, 0.5, 12, 0.25),
        new Points("cosine", cosine(), 8, 0, 1, 2, (1 + R) / 2, 4, 0.5, 8, 0, 9, 0),
        new Points("cosineRestarts", cosineRestarts(4, 1), 99, 0, 1, 1, (1 + R) / 2, 2, 0.5, 4, 1, 6, 0.5, 80, 1),
        new Points("cosineRestarts", cosineRestarts(4, 2), 99, 0, 1, 2, 0.5, 4, 1, 8, 0.5, 12, 1, 20, 0.5, 28, 1),
        new Points("linearWarmUp", linearWarmUp(), 4, 0, 0.25, 1, 0.5, 3, 1, 7, 1),
        new Points("oneCycle", oneCycle(), 100, 0, 1 / 25.0, 15, 0.52, 30, 1, 65, (1 + 4e-6) / 2, 100, 4e-6),
        new Points("oneCycle", oneCycle(0.5, 0.2, 0), 8, 0, 0.2, 2, 0.6, 4, 1, 6, 0.5, 8, 0),
        new Points("reduceOnPlateau", reduceOnPlateau(0.5, 2), 10, 0, 1, 9, 1));
  }

  @ParameterizedTest
  @MethodSource("all")
  void passesThroughKnownPoints(Points one) {
    for (int i = 0; i < one.points.length; i += 2) {
      assertThat(one.schedule.factor((long) one.points[i], one.steps)).as("step %.0f", one.points[i])
          .isCloseTo(one.points[i + 1], within(1e-12));
    }
  }

  public static List<Row> catalogue() {
    SchedulesTest test = new SchedulesTest();
    return Stream.concat(all().stream().map(one -> new Row(one.name, () -> test.passesThroughKnownPoints(one))),
        Stream.of(new Row("reduceOnPlateau", test::plateausLowerTheRateOnceEachTimePatienceEnds))).toList();
  }

  @Test
  void oneFollowsAnotherWithStepsOfItsOwn() {
    Schedule warm = linearWarmUp().then(4, cosine());
    double[] expected = {0.25, 0.5, 0.75, 1, 1, (1 + R) / 2, 0.5, (1 - R) / 2, 0};
    for (int step = 0; step < expected.length; step++) {
      assertThat(warm.factor(step, 8)).as("step %d", step).isCloseTo(expected[step], within(1e-12));
    }
    Schedule three = constant().then(2, step(0.5, 1).then(3, cosine()));
    assertThat(new double[] {three.factor(1, 9), three.factor(4, 9), three.factor(5, 9), three.factor(7, 9)})
        .containsExactly(new double[] {1, 0.25, 1, 0.5}, within(1e-12));
    assertThat(warm.factor(1, 3)).as("in a training shorter than its first part").isEqualTo(0.5);
    assertThat(warm.factor(4, 4)).as("past the end").isEqualTo(1);
  }

  @Test
  void plateausLowerTheRateOnceEachTimePatienceEnds() {
    Schedule first = reduceOnPlateau(0.5, 2);
    double[] losses = {3, 2, 2, 2.5, 2.1, 1, 1, 1, 1, 1};
    double[] factors = {1, 1, 1, 0.5, 0.5, 0.5, 0.5, 0.25, 0.25, 0.125};
    Schedule now = first;
    for (int epoch = 0; epoch < losses.length; epoch++) {
      now = now.afterEpoch(OptionalDouble.of(losses[epoch]));
      assertThat(now.factor(0, 1)).as("after epoch %d", epoch + 1).isEqualTo(factors[epoch]);
    }
    assertThat(first.factor(0, 1)).as("the schedule itself").isEqualTo(1);
  }

  @Test
  void plateausAreSeenWithinAChain() {
    Schedule chain = constant().then(5, reduceOnPlateau(0.5, 1));
    for (int epoch = 0; epoch < 2; epoch++) {
      chain = chain.afterEpoch(OptionalDouble.of(1));
    }
    assertThat(chain.factor(4, 10)).isEqualTo(1);
    assertThat(chain.factor(5, 10)).isEqualTo(0.5);
  }

  @Test
  void refusesWhatCannotWork() {
    refused("the decay must be in (0, 1], not 0.0", () -> step(0, 5));
    refused("the steps between decays must be at least 1, not 0", () -> step(0.5, 0));
    refused("the decay must be in (0, 1], not 1.5", () -> exponential(1.5, 5));
    refused("the power must be positive, not 0.0", () -> polynomial(0, 0));
    refused("the end must be in [0, 1], not -1.0", () -> polynomial(1, -1));
    refused("the decay must be at least 0, not -1.0", () -> inverseTime(-1, 1));
    refused("the first cycle's steps must be at least 1, not 0", () -> cosineRestarts(0, 1));
    refused("the growth of cycles must be at least 1, not 0", () -> cosineRestarts(1, 0));
    refused("the peak must be a fraction of the training in (0, 1), not 1.0", () -> oneCycle(1, 0, 0));
    refused("the start must be in [0, 1], not 2.0", () -> oneCycle(0.5, 2, 0));
    refused("the patience in epochs must be at least 1, not 0", () -> reduceOnPlateau(0.5, 0));
    refused("the number of steps before the next schedule must be at least 1, not 0", () -> cosine().then(0, cosine()));
    refused("reduceOnPlateau watches the validation loss, but there are no validation data. Set validationSplit?",
        () -> reduceOnPlateau(0.5, 1).afterEpoch(OptionalDouble.empty()));
  }

  private static void refused(String message, ThrowingCallable call) {
    assertThatThrownBy(call).isExactlyInstanceOf(GradusException.class).hasMessage(message);
  }
}
