package dev.gradus.op;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gradus.autodiff.Gradients;
import dev.gradus.backend.Backend;
import dev.gradus.graph.Graph;
import dev.gradus.graph.Path;
import dev.gradus.graph.Value;
import dev.gradus.pass.Verifier;
import dev.gradus.plan.Plan;
import dev.gradus.plan.Step;
import dev.gradus.tensor.DType;
import dev.gradus.tensor.Dim;
import dev.gradus.tensor.Shape;
import dev.gradus.tensor.ShapeException;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class ScanTest {
  private static final Scan.Direction FORWARD = Scan.Direction.FORWARD;
  private final Value h = Value.input("h", DType.F32, Shape.of(3).batched());
  private final Value x = Value.input("x", DType.F32, Shape.of(new Dim(1, "T"), Dim.BATCH, Dim.of(3)));
  private final Value u = Value.input("u", DType.F32, Shape.of(3, 3));

  private Scan.Loop recurrence() {
    return Scan.over(FORWARD, List.of(h), List.of(x), List.of(u), (carries, slices, constants) -> {
      Value next = slices.getFirst().add(carries.getFirst().matmul(constants.getFirst())).tanh();
      return new Scan.Step(List.of(next), List.of(next));
    });
  }

  private static List<Step.Loop> loops(Graph graph) {
    return Plan.of(Verifier.check(graph)).steps().stream().filter(Step.Loop.class::isInstance).map(Step.Loop.class::cast).toList();
  }

  @Test
  void resultsOfOneLoopAreOneStepAndItsGradientAnother() {
    Scan.Loop loop = recurrence();
    Value loss = loop.last(0).sum().add(loop.each(0).square().sum());
    List<Value> gradients = Gradients.of(loss, List.of(h, x, u));
    List<Step.Loop> loops = loops(new Graph(Map.of("loss", loss, "h", gradients.get(0), "x", gradients.get(1), "u", gradients.get(2))));
    assertThat(loops).hasSize(2);
    assertThat(loops.get(0).loop().direction()).isEqualTo(FORWARD);
    assertThat(loops.get(1).loop().direction()).isEqualTo(Scan.Direction.REVERSE);
    // The last state, the states after each step, those before it, and the products.
    assertThat(loops.get(0).writes()).map(value -> value.shape().toString())
        .containsExactlyInAnyOrder("[N, 3]", "[T, N, 3]", "[T, N, 3]", "[T, N, 3]");
    // The gradient by h, that by each x, and the sum of those by u. The product of the state is not done again.
    assertThat(loops.get(1).writes()).map(value -> value.shape().toString())
        .containsExactlyInAnyOrder("[N, 3]", "[T, N, 3]", "[3, 3]");
    assertThat(loops.get(1).body().steps().stream().filter(step -> step.writes().getFirst().op() instanceof MatMul)).hasSize(2);
  }

  @Test
  void whatNobodyAsksForIsNotComputed() {
    Scan.Loop loop = Scan.over(FORWARD, List.of(h, u), List.of(x), List.of(u), (carries, slices, constants) -> new Scan.Step(
        List.of(carries.getFirst().add(slices.getFirst()), carries.get(1).matmul(constants.getFirst())), List.of()));
    assertThat(loops(new Graph(Map.of("y", loop.last(0)))).getFirst().body().steps()).hasSize(1);
    assertThat(loops(new Graph(Map.of("y", loop.last(0), "z", loop.last(1)))).getFirst().body().steps()).hasSize(2);
  }

  @Test
  void memoryOfAStepIsCountedAndDoesNotGrowWithTheNumberOfSteps() {
    Plan plan = Plan.unfused(new Graph(Map.of("y", recurrence().last(0))));
    long ten = Backend.SCALAR.memory(plan, Map.of('N', 8, 'T', 10), 1).scratch();
    // The carry, a slice and the product: 24 floats each, on 32 of whole cache lines. The sum takes the product's place, and
    // tanh is written to the carry.
    assertThat(ten).isEqualTo(3 * 32 * Float.BYTES);
    assertThat(Backend.SCALAR.memory(plan, Map.of('N', 8, 'T', 1000), 1).scratch()).isEqualTo(ten);
  }

  @Test
  void saysWhatDoesNotFit() {
    Value three = Value.constant(0).broadcast(Shape.of(3));
    assertError("Scan at \"lstm_1\": carry 0 is F32 [N, 3], but its next value is F32 [3]",
        () -> Scan.over(FORWARD, List.of(h), List.of(x), List.of(), (_, _, _) -> new Scan.Step(List.of(three), List.of())).last(0));
    assertError("Scan at \"lstm_1\": a step gets 1 carries, but gives 0",
        () -> Scan.over(FORWARD, List.of(h), List.of(x), List.of(), (_, _, _) -> new Scan.Step(List.of(), List.of())).last(0));
    assertError("Scan at \"lstm_1\": a step reads Input[label=u, type=F32 [3, 3]] F32 [3, 3] from outside. Pass it as a constant?",
        () -> Scan.over(FORWARD, List.of(h), List.of(x), List.of(),
            (carries, _, _) -> new Scan.Step(List.of(carries.getFirst().matmul(u)), List.of())).last(0));
    assertError("Scan at \"lstm_1\": a step computes in F32, not ArgMax[] I32 [N] lstm_1",
        () -> Scan.over(FORWARD, List.of(h), List.of(x), List.of(),
            (carries, _, _) -> new Scan.Step(carries, List.of(carries.getFirst().argMax()))).last(0));
    assertError("Scan at \"lstm_1\": there is no sequence to go over",
        () -> Scan.over(FORWARD, List.of(h), List.of(), List.of(), (carries, _, _) -> new Scan.Step(carries, List.of())).last(0));
    assertError("Scan at \"lstm_1\": a sequence needs an axis to go along, got F32 []",
        () -> Scan.over(FORWARD, List.of(h), List.of(Value.constant(1)), List.of(), (carries, _, _) -> new Scan.Step(carries, List.of())).last(0));
    assertError("Scan at \"lstm_1\": sequences differ in length: first [T, N, 3], number 2 [3, 3]",
        () -> Scan.over(FORWARD, List.of(h), List.of(x, u), List.of(), (carries, _, _) -> new Scan.Step(carries, List.of())).last(0));
    ScanBody body = recurrence().body();
    assertError("Scan at \"lstm_1\": carry 0 of the body is [N, 3], but given [3, 3]",
        () -> Value.of(new Scan(body, FORWARD, Scan.Result.LAST, 0), List.of(u, x, u)));
    assertError("Scan at \"lstm_1\": constant 0 of the body is [3, 3], but given [N, 3]",
        () -> Value.of(new Scan(body, FORWARD, Scan.Result.LAST, 0), List.of(h, x, h)));
    assertError("Scan at \"lstm_1\": there is no LAST 1 among 1",
        () -> Value.of(new Scan(body, FORWARD, Scan.Result.LAST, 1), List.of(h, x, u)));
    assertError("Scan at \"lstm_1\": there is no EACH -1 among 6",
        () -> Value.of(new Scan(body, FORWARD, Scan.Result.EACH, -1), List.of(h, x, u)));
    assertThatThrownBy(() -> new ScanBody(List.of(), List.of(h), List.of(), List.of(), List.of())).isInstanceOf(ShapeException.class)
        .hasMessage("expected the leaf Input[label=slice 0, type=F32 [N, 3]], got " + h);
  }

  private static void assertError(String message, Supplier<Value> build) {
    assertThatThrownBy(() -> Path.at("lstm_1", build)).isInstanceOf(ShapeException.class).hasMessage(message);
  }

  @Test
  void refusesBodiesThatWouldTakeForeverToPlan() {
    assertThatThrownBy(() -> nested(17, 1)).isInstanceOf(ShapeException.class)
        .hasMessageStartingWith("Scan: scans within scans: 17 deep with ").hasMessageEndingWith(" values; there may be 16 with 1048576");
    // Each level holds the one below ten times.
    assertThatThrownBy(() -> nested(16, 10)).isInstanceOf(ShapeException.class).hasMessageContaining(" deep with ");
    assertThat(nested(16, 1).shape()).hasToString("[2]");
  }

  private static Value nested(int levels, int times) {
    Value start = Value.input("start", DType.F32, Shape.of(2));
    Value sequence = Value.input("sequence", DType.F32, Shape.of(3, 2));
    ScanBody body = Scan.over(FORWARD, List.of(start), List.of(sequence), List.of(sequence),
        (carries, slices, _) -> new Scan.Step(List.of(carries.getFirst().add(slices.getFirst())), List.of())).body();
    for (int level = 2; level <= levels; level++) {
      ScanBody inner = body;
      body = Scan.over(FORWARD, List.of(start), List.of(sequence), List.of(sequence), (carries, _, constants) -> {
        Value carry = carries.getFirst();
        for (int i = 0; i < times; i++) {
          carry = Value.of(new Scan(inner, FORWARD, Scan.Result.LAST, 0), List.of(carry, constants.getFirst(), constants.getFirst()));
        }
        return new Scan.Step(List.of(carry), List.of());
      }).body();
    }
    return Value.of(new Scan(body, FORWARD, Scan.Result.LAST, 0), List.of(start, sequence, sequence));
  }
}
