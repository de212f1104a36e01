package dev.gradus.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gradus.graph.Graph;
import dev.gradus.graph.Value;
import dev.gradus.tensor.DType;
import dev.gradus.tensor.Dim;
import dev.gradus.tensor.Shape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LayoutTest {
  private static final int LINE = 16;

  /// A stored value's place and life, worked out here from the steps, not taken from the plan.
  private record Life(Value value, long start, long end, int born, int dies) {}

  private static List<Life> lives(Plan plan, Layout layout, Map<Character, Integer> sizes) {
    Map<Value, Integer> born = new HashMap<>();
    Map<Value, Integer> dies = new HashMap<>();
    for (int i = 0; i < plan.steps().size(); i++) {
      for (Value write : plan.steps().get(i).writes()) {
        assertThat(born.put(write, i)).as("%s is made twice", write).isNull();
        dies.put(write, i);
      }
      for (Value read : plan.steps().get(i).reads()) {
        assertThat(plan.isOutside(read) || born.getOrDefault(read, i) < i).as("%s is read before it is made", read).isTrue();
        dies.put(read, i);
      }
    }
    Set<Value> results = new HashSet<>(plan.graph().outputs().values());
    results.addAll(plan.graph().updates().values());
    results.forEach(result -> dies.put(Plan.stored(result), plan.steps().size()));
    List<Life> lives = new ArrayList<>();
    layout.offsets().forEach((value, start) -> lives.add(new Life(
        value, start, start + value.shape().elements().resolve(sizes), born.get(value), dies.get(value))));
    return lives;
  }

  /// Whether `after` may take over the place of `before`: they have the same place, the plan says so, and the step that
  /// makes the one is the last that reads the other, at the very place that it writes.
  private static boolean takesOver(Plan plan, Life before, Life after) {
    return plan.reuses().get(after.value) == before.value
        && before.start == after.start
        && before.dies == after.born
        && plan.steps().get(after.born) instanceof Step.Elementwise step
        && step.views().stream().filter(view -> view.stored() == before.value).allMatch(view -> view.shape().equals(step.space()));
  }

  @Test
  void noTwoLiveValuesOverlapAndThePeakIsAtMostTheSum() {
    int shared = 0;
    for (long seed = 0; seed < 400; seed++) {
      Graph graph = RandomGraphs.of(seed);
      for (Plan plan : List.of(Plan.of(graph), Plan.unfused(graph))) {
        for (int batch : new int[] {0, 1, 7}) {
          Map<Character, Integer> sizes = Map.of('N', batch);
          Layout layout = Layout.of(plan, sizes);
          List<Life> lives = lives(plan, layout, sizes);
          long sum = 0;
          for (Life one : lives) {
            sum += Math.ceilDiv(one.end - one.start, LINE) * LINE;
            assertThat(one.start).isNotNegative().isEqualTo(one.start / LINE * LINE);
            assertThat(one.end).isLessThanOrEqualTo(layout.floats());
            for (Life other : lives) {
              boolean apart = one.end <= other.start || other.end <= one.start || one.start == one.end || other.start == other.end;
              boolean never = one.dies < other.born || other.dies < one.born;
              assertThat(one == other || apart || never || takesOver(plan, one, other) || takesOver(plan, other, one))
                  .as("seed %d, N = %d: %s and %s share memory while both live, plan\n%s", seed, batch, one, other, plan)
                  .isTrue();
              shared += one != other && !apart ? 1 : 0;
            }
          }
          assertThat(layout.floats()).as("seed %d, N = %d", seed, batch).isLessThanOrEqualTo(sum);
        }
      }
    }
    assertThat(shared).as("how often memory was shared").isGreaterThan(1000);
  }

  @Test
  void everyFloatThatAStepReadsHasOneHome() {
    for (long seed = 0; seed < 200; seed++) {
      Plan plan = Plan.of(RandomGraphs.of(seed));
      Layout layout = Layout.of(plan, Map.of('N', 2));
      for (Step step : plan.steps()) {
        for (Value read : step.reads()) {
          int homes = (plan.isOutside(read) ? 1 : 0) + (plan.inPlace().containsKey(read) ? 1 : 0)
              + (layout.offsets().containsKey(read) ? 1 : 0) + (read.dtype() == DType.F32 ? 0 : 1);
          boolean integerInput = read.dtype() != DType.F32 && plan.isOutside(read);
          assertThat(homes).as("seed %d: %s", seed, read).isEqualTo(integerInput ? 2 : 1);
        }
      }
    }
  }

  @Test
  void aLongChainOfProductsNeedsTwoPlaces() {
    Value x = Value.input("x", DType.F32, Shape.of(Dim.BATCH, Dim.of(16)));
    Value w = Value.input("w", DType.F32, Shape.of(16, 16));
    Value y = x;
    for (int i = 0; i < 10; i++) {
      y = y.matmul(w);
    }
    Plan plan = Plan.of(new Graph(Map.of("y", y)));
    assertThat(Layout.of(plan, Map.of('N', 5)).floats()).isEqualTo(2 * 5 * 16);
    assertThat(Layout.of(plan, Map.of('N', 0)).floats()).isZero();
  }
}
