package dev.gradus.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gradus.Trial;
import dev.gradus.backend.Backend;
import dev.gradus.backend.Workers;
import dev.gradus.graph.Graph;
import dev.gradus.graph.Value;
import dev.gradus.op.Variable;
import dev.gradus.tensor.DType;
import dev.gradus.tensor.Dim;
import dev.gradus.tensor.Shape;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlanTest {
  /// A longer search for a plan that goes wrong: -Dgradus.graphs=10000.
  private static final int GRAPHS = Integer.getInteger("gradus.graphs", 300);

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void fusingChangesNoBitAndUpdatesTakeEffectAtTheEnd(int threads) throws Exception {
    try (Workers workers = new Workers(threads)) {
      for (long seed = 0; seed < GRAPHS; seed++) {
        Graph graph = RandomGraphs.of(seed);
        Trial trial = RandomGraphs.trial(seed, new int[] {7, 1, 2, 0}[(int) (seed % 4)]);
        // Two steps, so that the second reads what the first wrote.
        for (int step = 0; step < 2; step++) {
          Trial.Outcome expected = trial.expected(graph, workers);
          for (Backend backend : List.of(Backend.SCALAR, Backend.VECTOR)) {
            for (Plan plan : List.of(Plan.of(graph), Plan.unfused(graph))) {
              assertThat(trial.run(plan, backend, workers).bits())
                  .as("seed %d, step %d, %s, plan\n%s", seed, step, backend, plan)
                  .isEqualTo(expected.bits());
            }
          }
          trial = trial.after(expected);
        }
      }
    }
  }

  private static final Variable A = new Variable("a", Shape.of(3), Variable.Role.STATE);
  private static final Variable B = new Variable("b", Shape.of(3), Variable.Role.STATE);
  private final Value a = Value.of(A, List.of());
  private final Value b = Value.of(B, List.of());

  /// Runs once with a = 1 2 3, b = 10 20 30, x = 5 6 7 on each backend and on both kinds of plan, on which all must agree.
  private static Trial.Outcome run(Graph graph) throws Exception {
    Trial trial = new Trial(
        Map.of('N', 4), Map.of("x", new float[] {5, 6, 7}), Map.of("labels", new int[] {3, 1, 4, 1}),
        Map.of("a", new float[] {1, 2, 3}, "b", new float[] {10, 20, 30}));
    try (Workers workers = new Workers(2)) {
      Trial.Outcome first = trial.run(Plan.of(graph), Backend.SCALAR, workers);
      for (Backend backend : Backend.values()) {
        for (Plan plan : List.of(Plan.of(graph), Plan.unfused(graph))) {
          assertThat(trial.run(plan, backend, workers).bits()).as(backend + " of\n" + plan).isEqualTo(first.bits());
        }
      }
      return first;
    }
  }

  @Test
  void twoVariablesSwap() throws Exception {
    Trial.Outcome outcome = run(new Graph(Map.of(), Map.of(A, b, B, a)));
    assertThat(outcome.variables().get("a")).containsExactly(10, 20, 30);
    assertThat(outcome.variables().get("b")).containsExactly(1, 2, 3);
  }

  @Test
  void twoVariablesSwapThroughReshapes() throws Exception {
    Shape row = Shape.of(1, 3);
    Trial.Outcome outcome =
        run(new Graph(Map.of("row", a.reshape(row)), Map.of(A, b.reshape(row).reshape(Shape.of(3)), B, a)));
    assertThat(outcome.variables().get("a")).containsExactly(10, 20, 30);
    assertThat(outcome.variables().get("b")).containsExactly(1, 2, 3);
    assertThat(outcome.floats().get("row")).containsExactly(1, 2, 3);
  }

  @Test
  void sumAndDifferenceReadBothOldValues() throws Exception {
    Trial.Outcome outcome = run(new Graph(Map.of(), Map.of(A, a.add(b), B, a.subtract(b))));
    assertThat(outcome.variables().get("a")).containsExactly(11, 22, 33);
    assertThat(outcome.variables().get("b")).containsExactly(-9, -18, -27);
  }

  @Test
  void theOldValueGoesToOneVariableWhileItsOwnIsReplaced() throws Exception {
    Trial.Outcome outcome = run(new Graph(Map.of(), Map.of(A, a.add(b), B, a)));
    assertThat(outcome.variables().get("a")).containsExactly(11, 22, 33);
    assertThat(outcome.variables().get("b")).containsExactly(1, 2, 3);
  }

  @Test
  void anOutputThatIsAnUpdatedVariableIsItsOldValue() throws Exception {
    Trial.Outcome outcome = run(new Graph(Map.of("old", a, "new", a.add(1)), Map.of(A, a.add(1))));
    assertThat(outcome.floats().get("old")).containsExactly(1, 2, 3);
    assertThat(outcome.floats().get("new")).containsExactly(2, 3, 4);
    assertThat(outcome.variables().get("a")).containsExactly(2, 3, 4);
  }

  @Test
  void oneValueUpdatesTwoVariables() throws Exception {
    Value sum = a.add(b);
    Trial.Outcome outcome = run(new Graph(Map.of("sum", sum), Map.of(A, sum, B, sum)));
    assertThat(outcome.variables().get("a")).containsExactly(11, 22, 33);
    assertThat(outcome.variables().get("b")).containsExactly(11, 22, 33);
    assertThat(outcome.floats().get("sum")).containsExactly(11, 22, 33);
  }

  @Test
  void aVariableUpdatedByItselfStays() throws Exception {
    Trial.Outcome outcome = run(new Graph(Map.of("a", a), Map.of(A, a)));
    assertThat(outcome.variables().get("a")).containsExactly(1, 2, 3);
    assertThat(outcome.floats().get("a")).containsExactly(1, 2, 3);
  }

  @Test
  void aVariableBecomesAConstantAndAnInput() throws Exception {
    Value x = Value.input("x", DType.F32, Shape.of(3));
    Trial.Outcome outcome = run(new Graph(Map.of("x", x), Map.of(A, Value.constant(4).broadcast(Shape.of(3)), B, x)));
    assertThat(outcome.variables().get("a")).containsExactly(4, 4, 4);
    assertThat(outcome.variables().get("b")).containsExactly(5, 6, 7);
  }

  /// The update is not placed over what a later step still reads: here the reduction of the old value.
  @Test
  void anUpdateReadAcrossPlacesKeepsTheOldNumbersUntilTheyAreRead() throws Exception {
    Trial.Outcome outcome = run(new Graph(Map.of("sum", a.sum()), Map.of(A, a.subtract(a.mean()).add(b))));
    assertThat(outcome.variables().get("a")).containsExactly(9, 20, 31);
    assertThat(outcome.floats().get("sum")).containsExactly(6);
  }

  /// Steps that read other places than the one they write, and whose result is the update.
  @Test
  void anUpdateIsNotWrittenOverWhatItsOwnStepStillReads() throws Exception {
    Variable q = new Variable("q", Shape.of(2, 2), Variable.Role.STATE);
    Value old = Value.of(q, List.of());
    Map<Value, float[]> cases = Map.of(
        old.matmul(old), new float[] {7, 10, 15, 22},
        old.transpose(1, 0), new float[] {1, 3, 2, 4},
        Value.concat(0, List.of(old.narrow(0, 1, 1), old.narrow(0, 0, 1))), new float[] {3, 4, 1, 2});
    for (Map.Entry<Value, float[]> entry : cases.entrySet()) {
      Graph graph = new Graph(Map.of(), Map.of(q, entry.getKey()));
      Trial trial = new Trial(Map.of(), Map.of(), Map.of(), Map.of("q", new float[] {1, 2, 3, 4}));
      try (Workers workers = new Workers(1)) {
        for (Backend backend : Backend.values()) {
          assertThat(trial.run(graph, backend, workers).variables().get("q")).as(backend + " " + entry.getKey())
              .containsExactly(entry.getValue());
        }
      }
    }
  }

  @Test
  void outputsMayBeInputsConstantsBroadcastsReshapesAndIntegers() throws Exception {
    Value x = Value.input("x", DType.F32, Shape.of(3));
    Value labels = Value.input("labels", DType.I32, Shape.of(Dim.BATCH));
    Map<String, Value> outputs = new LinkedHashMap<>();
    outputs.put("input", x);
    outputs.put("constant", Value.constant(2.5));
    outputs.put("constant pair", Value.constant(-0.0).broadcast(Shape.of(2)));
    outputs.put("broadcast", x.broadcast(Shape.of(2, 3)));
    outputs.put("broadcast of a sum", x.sum().broadcast(Shape.of(2)));
    outputs.put("reshape", x.reshape(Shape.of(3, 1)));
    outputs.put("reshape of a broadcast", x.broadcast(Shape.of(2, 3)).reshape(Shape.of(6)));
    outputs.put("length", Value.length(Dim.BATCH));
    outputs.put("labels", labels);
    outputs.put("matrix", labels.oneHot(5).argMax());
    outputs.put("square", labels.reshape(Shape.of(Dim.BATCH, Dim.of(1))));
    Trial.Outcome outcome = run(new Graph(outputs));
    assertThat(outcome.floats().get("input")).containsExactly(5, 6, 7);
    assertThat(outcome.floats().get("constant")).containsExactly(2.5f);
    assertThat(Trial.bits(outcome.floats().get("constant pair"))).containsExactly(Integer.MIN_VALUE, Integer.MIN_VALUE);
    assertThat(outcome.floats().get("broadcast")).containsExactly(5, 6, 7, 5, 6, 7);
    assertThat(outcome.floats().get("broadcast of a sum")).containsExactly(18, 18);
    assertThat(outcome.floats().get("reshape")).containsExactly(5, 6, 7);
    assertThat(outcome.floats().get("reshape of a broadcast")).containsExactly(5, 6, 7, 5, 6, 7);
    assertThat(outcome.floats().get("length")).containsExactly(4);
    assertThat(outcome.integers().get("labels")).containsExactly(3, 1, 4, 1);
    assertThat(outcome.integers().get("matrix")).containsExactly(3, 1, 4, 1);
    assertThat(outcome.integers().get("square")).containsExactly(3, 1, 4, 1);
  }

  @Test
  void anOptimizersUpdatesAreComputedInPlace() {
    Value step = a.subtract(b.multiply(0.5));
    Plan plan = Plan.of(new Graph(Map.of(), Map.of(A, step)));
    assertThat(plan.inPlace()).hasSize(1).containsValue(A);
    assertThat(plan.copies()).isEmpty();
  }

  @Test
  void aChainIsOneStepAndItsMiddleIsNotStored() {
    Value x = Value.input("x", DType.F32, Shape.of(Dim.BATCH, Dim.of(8)));
    Graph graph = new Graph(Map.of("y", x.multiply(2).add(1).tanh().relu()));
    assertThat(Plan.of(graph).steps()).hasSize(1);
    assertThat(Plan.unfused(graph).steps()).hasSize(4);
  }

  @Test
  void aReductionTakesTheChainBeforeItIn() {
    Value x = Value.input("x", DType.F32, Shape.of(Dim.BATCH, Dim.of(8)));
    assertThat(Plan.of(new Graph(Map.of("y", x.subtract(1).square().sum(1)))).steps()).hasSize(1);
  }
}
