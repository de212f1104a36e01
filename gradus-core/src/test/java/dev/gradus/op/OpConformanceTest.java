package dev.gradus.op;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gradus.CentralDifferences;
import dev.gradus.Trial;
import dev.gradus.autodiff.Gradients;
import dev.gradus.backend.Backend;
import dev.gradus.backend.Workers;
import dev.gradus.backend.reference.Reference;
import dev.gradus.graph.Graph;
import dev.gradus.graph.Value;
import dev.gradus.op.OpCase.Smoothness;
import dev.gradus.random.RandomStream;
import dev.gradus.tensor.DType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every op against the double-precision reference, both float32 backends against one another, and every gradient
/// against central differences. The rows are in [OpCases].
class OpConformanceTest {
  private static final long SEED = 20261123;
  /// Above so many input numbers a row is for values only.
  private static final int MOST_DIFFERENCES = 400;

  private static final List<Workers> WORKERS = new ArrayList<>();

  @BeforeAll
  static void start() {
    for (int threads = 1; threads <= 3; threads++) {
      WORKERS.add(new Workers(threads));
    }
  }

  @AfterAll
  static void stop() {
    WORKERS.forEach(Workers::close);
    WORKERS.clear();
  }

  static List<OpCase> rows() {
    return OpCases.all();
  }

  static List<OpCase> differentiableRows() {
    return rows().stream().filter(row -> row.smoothness() != Smoothness.UNCHECKED).toList();
  }

  /// A row's numbers at one batch size, the same for floats and doubles.
  private record Sample(Trial trial, Map<String, double[]> inputs, Map<String, double[]> variables) {
    static Sample of(OpCase row, int batch, Value result, List<Value> weights) {
      Map<Character, Integer> sizes = Map.of('N', batch);
      RandomStream random = new RandomStream(SEED, row.name(), batch);
      Map<String, double[]> inputs = new LinkedHashMap<>();
      Map<String, float[]> floats = new HashMap<>();
      Map<String, int[]> integers = new HashMap<>();
      for (int i = 0; i < row.arguments().size(); i++) {
        var argument = row.arguments().get(i);
        double[] numbers = argument.domain().sample(random, argument.shape().elements().resolve(sizes));
        give("input " + i, argument.dtype(), numbers, inputs, floats, integers);
      }
      for (Value weight : weights) {
        double[] numbers = new double[weight.shape().elements().resolve(sizes)];
        Arrays.setAll(numbers, _ -> random.uniform(0.5, 1.5) * (random.nextInt(2) * 2 - 1));
        give(((Input) weight.op()).label(), DType.F32, numbers, inputs, floats, integers);
      }
      Map<String, float[]> variables = new HashMap<>();
      Map<String, double[]> doubles = new HashMap<>();
      if (result.op() instanceof Variable variable) {
        float[] numbers = new float[variable.shape().size()];
        for (int i = 0; i < numbers.length; i++) {
          numbers[i] = (float) random.nextGaussian();
        }
        variables.put(variable.path(), numbers);
        doubles.put(variable.path(), doubles(numbers));
      }
      return new Sample(new Trial(sizes, floats, integers, variables), inputs, doubles);
    }

    private static void give(
        String name, DType dtype, double[] numbers, Map<String, double[]> inputs, Map<String, float[]> floats,
        Map<String, int[]> integers) {
      if (dtype == DType.F32) {
        float[] rounded = Trial.rounded(numbers);
        floats.put(name, rounded);
        inputs.put(name, doubles(rounded));
      } else {
        integers.put(name, Arrays.stream(numbers).mapToInt(number -> (int) number).toArray());
        inputs.put(name, numbers);
      }
    }

    Map<String, double[]> absoluteInputs() {
      Map<String, double[]> absolute = new HashMap<>();
      inputs.forEach((name, numbers) -> absolute.put(name, Arrays.stream(numbers).map(Math::abs).toArray()));
      return absolute;
    }
  }

  private static double[] doubles(float[] floats) {
    double[] doubles = new double[floats.length];
    for (int i = 0; i < doubles.length; i++) {
      doubles[i] = floats[i];
    }
    return doubles;
  }

  /// A loss in which each number of the result has its own weight.
  private static Value weighted(Value result, Value weights) {
    return weights.multiply(result).sum();
  }

  private static Value weights(String name, Value like) {
    return Value.input(name, DType.F32, like.shape());
  }

  private static List<Value> differentiable(List<Value> inputs) {
    return inputs.stream().filter(input -> input.dtype() == DType.F32).toList();
  }

  @Test
  void everyOpHasARow() {
    Set<Object> needed = new HashSet<>();
    for (Class<?> op : Op.class.getPermittedSubclasses()) {
      if (op == Unary.class) {
        needed.addAll(List.of(UnaryKind.values()));
      } else if (op == Binary.class) {
        needed.addAll(List.of(BinaryKind.values()));
      } else if (op == Reduce.class) {
        needed.addAll(List.of(ReduceKind.values()));
      } else if (op == Random.class) {
        needed.addAll(List.of(Random.Distribution.values()));
      } else {
        needed.add(op);
      }
    }
    Set<Object> covered = new HashSet<>();
    Set<String> names = new HashSet<>();
    for (OpCase row : rows()) {
      covered.add(OpCase.subject(row.build().apply(row.inputs()).op()));
      assertThat(names.add(row.name())).as("two rows are named %s", row).isTrue();
    }
    assertThat(covered).isEqualTo(needed);
  }

  @ParameterizedTest
  @MethodSource("rows")
  void agreesWithTheReference(OpCase row) {
    List<Value> inputs = row.inputs();
    Value result = row.build().apply(inputs);
    for (int batch : row.batches()) {
      Sample sample = Sample.of(row, batch, result, List.of());
      double[] exact =
          Reference.evaluateAll(List.of(result), sample.trial.sizes(), sample.inputs, sample.variables).getFirst();
      double[] absolute = result.dtype() == DType.I32 ? exact
          : Reference.evaluateAll(List.of(result), sample.trial.sizes(), sample.absoluteInputs(), sample.variables).getFirst();
      Trial.Outcome outcome = sample.trial.run(new Graph(Map.of("y", result)), Backend.SCALAR, WORKERS.getFirst());
      if (result.dtype() == DType.I32) {
        assertThat(outcome.integers().get("y")).as("%s, N = %d", row, batch)
            .isEqualTo(Arrays.stream(exact).mapToInt(number -> (int) number).toArray());
        continue;
      }
      float[] actual = outcome.floats().get("y");
      assertThat(actual.length).as("%s, N = %d", row, batch).isEqualTo(exact.length);
      for (int i = 0; i < actual.length; i++) {
        if (actual[i] == exact[i]) {
          continue;
        }
        assertThat(Math.abs(actual[i] - exact[i]))
            .as("%s, N = %d, element %d: %s, reference %s", row, batch, i, actual[i], exact[i])
            .isLessThanOrEqualTo(row.tolerance().bound(exact[i], absolute[i]));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("rows")
  void hasTheSameBitsOnTheVectorBackendForAnyNumberOfThreads(OpCase row) {
    List<Value> inputs = row.inputs();
    Value result = row.build().apply(inputs);
    Map<String, Value> outputs = new LinkedHashMap<>();
    outputs.put("y", result);
    List<Value> weights = new ArrayList<>();
    if (result.dtype() == DType.F32) {
      weights.add(weights("weights", result));
      List<Value> by = differentiable(inputs);
      List<Value> gradients = Gradients.of(weighted(result, weights.getFirst()), by);
      for (int i = 0; i < by.size(); i++) {
        outputs.put("gradient " + i, gradients.get(i));
      }
    }
    Graph graph = new Graph(outputs);
    for (int batch : row.batches()) {
      Trial trial = Sample.of(row, batch, result, weights).trial;
      var expected = trial.run(graph, Backend.SCALAR, WORKERS.getFirst()).bits();
      for (Workers workers : WORKERS) {
        for (Backend backend : List.of(Backend.SCALAR, Backend.VECTOR)) {
          assertThat(trial.run(graph, backend, workers).bits())
              .as("%s, N = %d, %s on %d threads", row, batch, backend, workers.threads())
              .isEqualTo(expected);
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("differentiableRows")
  void hasTheGradientOfCentralDifferences(OpCase row) {
    List<Value> inputs = row.inputs();
    Value result = row.build().apply(inputs);
    List<Value> by = differentiable(inputs);
    if (by.isEmpty()) {
      assertThat(row.smoothness() == Smoothness.NEVER || row.arguments().isEmpty()).as("has nothing to be differentiated by").isTrue();
      return;
    }
    Value floats = result.toFloat();
    Value weights = weights("weights", result);
    Value loss = weighted(floats, weights);
    List<Value> seconds = new ArrayList<>();
    Value curvature = Value.constant(0);
    if (row.smoothness() == Smoothness.TWICE) {
      for (Value gradient : Gradients.of(loss, by)) {
        Value second = weights("weights " + seconds.size(), gradient);
        seconds.add(second);
        curvature = curvature.add(weighted(gradient, second));
      }
    }
    List<Value> allWeights = new ArrayList<>(seconds);
    allWeights.add(weights);
    for (int batch : row.batches()) {
      Sample sample = Sample.of(row, batch, result, allWeights);
      if (sample.inputs.values().stream().mapToInt(numbers -> numbers.length).sum() > MOST_DIFFERENCES) {
        continue;
      }
      var differences = new CentralDifferences(sample.trial.sizes(), sample.inputs, sample.variables);
      // A number beside a whole one is no index.
      if (!(result.op() instanceof StopGradient || result.op() instanceof ToIndex)) {
        differences.check(row + ", N = " + batch, loss, by);
      }
      List<double[]> gradients = differences.gradients(loss, by);
      for (int never : row.undifferentiable()) {
        assertThat(gradients.get(by.indexOf(inputs.get(never)))).as("%s: gradient by input %d", row, never).containsOnly(zeros(gradients.get(never)));
      }
      if (!seconds.isEmpty()) {
        differences.check(row + ", N = " + batch + ", second derivative", curvature, by);
      }
    }
  }

  private static double[] zeros(double[] like) {
    return like.length == 0 ? like : new double[] {0};
  }
}
