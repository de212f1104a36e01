package dev.gradus.pass;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gradus.Trial;
import dev.gradus.backend.Backend;
import dev.gradus.backend.Workers;
import dev.gradus.graph.Graph;
import dev.gradus.graph.Value;
import dev.gradus.op.BinaryKind;
import dev.gradus.op.Broadcast;
import dev.gradus.op.Constant;
import dev.gradus.op.Reshape;
import dev.gradus.op.StopGradient;
import dev.gradus.op.Variable;
import dev.gradus.plan.RandomGraphs;
import dev.gradus.tensor.DType;
import dev.gradus.tensor.Dim;
import dev.gradus.tensor.Shape;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SimplifyTest {
  private static final Shape ROWS = Shape.of(Dim.BATCH, Dim.of(3));

  private final Value x = Value.input("x", DType.F32, ROWS);

  /// What a single value becomes.
  private static Value simplified(Value value) {
    return Verifier.check(Simplify.run(new Graph(Map.of("y", value)))).outputs().get("y");
  }

  @Test
  void keepsEveryBitOfRandomGraphs() throws Exception {
    int smaller = 0;
    try (Workers workers = new Workers(1)) {
      for (long seed = 0; seed < 400; seed++) {
        Graph graph = RandomGraphs.of(seed);
        Graph simple = Verifier.check(Simplify.run(graph));
        assertThat(Verifier.check(Simplify.run(simple)).values()).as("seed %d, run twice", seed).hasSameSizeAs(simple.values());
        Trial trial = RandomGraphs.trial(seed, 3);
        // Not through a plan of the graph, which simplifies: from each value by itself.
        Trial.Outcome expected = EachByItself.outcome(graph, trial, workers);
        assertThat(trial.run(simple, Backend.SCALAR, workers).bits()).as("seed %d", seed).isEqualTo(expected.bits());
        smaller += simple.values().size() < graph.values().size() ? 1 : 0;
      }
    }
    assertThat(smaller).as("how many graphs became smaller").isGreaterThan(100);
  }

  @Test
  void takesOutFactorsAndDivisorsOfOne() {
    assertThat(simplified(x.multiply(1))).isSameAs(x);
    assertThat(simplified(Value.constant(1).multiply(x))).isSameAs(x);
    assertThat(simplified(x.divide(1))).isSameAs(x);
  }

  @Test
  void keepsWhatWouldChangeABit() {
    for (Value value : List.of(
        x.add(0), x.subtract(0), Value.constant(0).add(x), x.multiply(0), x.subtract(x), x.divide(x), x.maximum(x),
        Value.constant(1).divide(x), x.divide(2), x.multiply(2), Value.constant(2).multiply(x), x.negate().negate())) {
      assertThat(simplified(value)).isSameAs(value);
    }
  }

  @Test
  void aZeroKeepsItsSignAndNaNStays() {
    Trial trial = Trial.of(Map.of('N', 1), Map.of("x", new float[] {-0f, Float.NaN, Float.POSITIVE_INFINITY}));
    List<float[]> y = trial.values(List.of(x.multiply(1), x.add(0), x.multiply(0), x.divide(1)));
    assertThat(Trial.bits(y.get(0))).isEqualTo(Trial.bits(new float[] {-0f, Float.NaN, Float.POSITIVE_INFINITY}));
    assertThat(Trial.bits(y.get(1))).isEqualTo(Trial.bits(new float[] {0f, Float.NaN, Float.POSITIVE_INFINITY}));
    assertThat(Trial.bits(y.get(2))).isEqualTo(Trial.bits(new float[] {-0f, Float.NaN, Float.NaN}));
    assertThat(Trial.bits(y.get(3))).isEqualTo(Trial.bits(new float[] {-0f, Float.NaN, Float.POSITIVE_INFINITY}));
  }

  @Test
  void foldsArithmeticOfConstantsInFloat32() {
    Value tenth = Value.constant(0.1);
    assertThat(simplified(tenth.add(0.2)).op()).isEqualTo(new Constant(0.1f + 0.2f));
    assertThat(simplified(tenth.subtract(0.3)).op()).isEqualTo(new Constant(0.1f - 0.3f));
    assertThat(simplified(tenth.multiply(0.7)).op()).isEqualTo(new Constant(0.1f * 0.7f));
    assertThat(simplified(tenth.divide(3)).op()).isEqualTo(new Constant(0.1f / 3f));
    assertThat(simplified(tenth.negate()).op()).isEqualTo(new Constant(-0.1f));
    assertThat(simplified(Value.constant(0).negate()).op()).isEqualTo(new Constant(-0.0));
    assertThat(simplified(Value.constant(0).divide(0)).op()).isEqualTo(new Constant(Double.NaN));
    assertThat(simplified(Value.constant(1e-30).multiply(1e-30)).op()).isEqualTo(new Constant(0));
    Value wide = simplified(tenth.broadcast(ROWS).add(0.2));
    assertThat(wide.op()).isEqualTo(new Broadcast(ROWS));
    assertThat(wide.input(0).op()).isEqualTo(new Constant(0.1f + 0.2f));
  }

  @Test
  void zerosOfDifferentSignsAreDifferentConstants() {
    Graph simple = Simplify.run(new Graph(Map.of("y", x.divide(0.0).add(x.divide(-0.0)))));
    assertThat(simple.values().stream().filter(value -> value.op() instanceof Constant)).hasSize(2);
  }

  @Test
  void computesEqualValuesOnce() {
    Value sum = simplified(x.tanh().add(x.tanh()));
    assertThat(sum.input(0)).isSameAs(sum.input(1));
    Value product = simplified(x.multiply(2).multiply(x.multiply(2)));
    assertThat(product.input(0)).isSameAs(product.input(1));
  }

  @Test
  void movesThatCancelGo() {
    Shape flat = Shape.of(new Dim(3, "N"));
    assertThat(simplified(x.reshape(flat).reshape(ROWS))).isSameAs(x);
    Value twice = simplified(x.reshape(flat).reshape(Shape.of(Dim.of(3), Dim.BATCH)));
    assertThat(twice.op()).isInstanceOf(Reshape.class);
    assertThat(twice.input(0)).isSameAs(x);
    Value wide = simplified(Value.input("y", DType.F32, Shape.of(3)).broadcast(Shape.of(2, 3)).broadcast(Shape.of(4, 2, 3)));
    assertThat(wide.op()).isEqualTo(new Broadcast(Shape.of(4, 2, 3)));
    assertThat(wide.input(0).shape()).isEqualTo(Shape.of(3));
    Value constant = simplified(Value.constant(2).broadcast(ROWS).reshape(flat));
    assertThat(constant.op()).isEqualTo(new Broadcast(flat));
    assertThat(constant.input(0).op()).isEqualTo(new Constant(2));
  }

  @Test
  void takesOutStopGradient() {
    assertThat(simplified(x.stopGradient())).isSameAs(x);
    assertThat(Simplify.run(new Graph(Map.of("y", x.stopGradient().tanh().stopGradient()))).values())
        .noneMatch(value -> value.op() instanceof StopGradient);
  }

  @Test
  void comparisonsOfConstantsStay() {
    Value mask = Value.constant(1).binary(BinaryKind.GREATER, Value.constant(0));
    assertThat(simplified(mask)).isSameAs(mask);
  }

  @Test
  void theVerifierFindsTwoVariablesOfOnePath() {
    Value one = Value.of(new Variable("w", Shape.of(2), Variable.Role.PARAMETER), List.of());
    Value other = Value.of(new Variable("w", Shape.of(2), Variable.Role.STATE), List.of());
    assertThatThrownBy(() -> Verifier.check(new Graph(Map.of("y", one.add(other)))))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("two variables of one path: Variable[path=w, shape=[2], role=STATE] and "
            + "Variable[path=w, shape=[2], role=PARAMETER]");
  }
}
