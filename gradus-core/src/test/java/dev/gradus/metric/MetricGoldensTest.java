package dev.gradus.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.gradus.Goldens;
import dev.gradus.activation.Activations;
import dev.gradus.backend.reference.Reference;
import dev.gradus.graph.Value;
import dev.gradus.json.Json;
import dev.gradus.tensor.DType;
import dev.gradus.tensor.Shape;
import dev.gradus.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Metrics against scikit-learn, its documented examples among them, and the calibration error against NumPy.
class MetricGoldensTest {
  private static final Map<String, SetMetric> OF_SETS = Stream.of(
      SetMetrics.precision(Average.MACRO), SetMetrics.precision(Average.MICRO), SetMetrics.recall(Average.MACRO),
      SetMetrics.recall(Average.MICRO), SetMetrics.f1(Average.MACRO), SetMetrics.f1(Average.MICRO), SetMetrics.rocAuc(),
      SetMetrics.averagePrecision(), SetMetrics.calibrationError(), SetMetrics.rSquared(), SetMetrics.rootMeanSquaredError())
      .collect(Collectors.toMap(SetMetric::name, metric -> metric));

  static List<Goldens.Case> metrics() {
    return Goldens.of("metrics");
  }

  private static SetMetric ofSet(String name) {
    String[] parts = name.split("OfClass");
    if (parts.length == 1) {
      return OF_SETS.get(name);
    }
    int label = Integer.parseInt(parts[1]);
    return switch (parts[0]) {
      case "precision" -> SetMetrics.precisionOf(label);
      case "recall" -> SetMetrics.recallOf(label);
      case "f1" -> SetMetrics.f1Of(label);
      default -> throw new AssertionError(name);
    };
  }

  @ParameterizedTest
  @MethodSource("metrics")
  void isThatOfScikitLearn(Goldens.Case golden) {
    String kind = golden.members().get("kind").text();
    boolean labels = kind.equals("classes") || kind.equals("logits");
    float[] scores = golden.floats("scores");
    int examples = golden.members().get("examples").integer();
    Shape shape = Shape.of(examples, scores.length / examples);
    Tensor actual = labels ? Tensor.of(Shape.of(examples), golden.integers("actual"))
        : Tensor.of(Shape.of(examples, scores.length / examples), golden.floats("actual"));
    Value output = Value.input("z", DType.F32, shape);
    Value target = Value.input("t", labels ? DType.I32 : DType.F32, actual.shape());
    Map<String, double[]> inputs = Map.of("z", golden.numbers("scores"), "t", golden.numbers("actual"));
    if (kind.equals("logits")) {
      double[] shares = Reference.evaluateAll(List.of(Activations.softmax(output)), Map.of(), inputs, Map.of()).getFirst();
      for (int i = 0; i < scores.length; i++) {
        scores[i] = (float) shares[i];
      }
    }
    Predictions predictions = new Predictions(Tensor.of(shape, scores), actual);
    for (Map.Entry<String, Json> figure : golden.members().get("figures").object().members().entrySet()) {
      String name = figure.getKey();
      double seen = switch (name) {
        case "accuracy" -> mean(Metrics.accuracy(), output, target, inputs);
        case "top2Accuracy" -> mean(Metrics.topKAccuracy(2), output, target, inputs);
        case "logLoss" -> mean(Metrics.logLoss(), output, target, inputs);
        case "meanSquaredError" -> mean(Metrics.meanSquaredError(), output, target, inputs);
        case "meanAbsoluteError" -> mean(Metrics.meanAbsoluteError(), output, target, inputs);
        default -> ofSet(name).of(predictions);
      };
      assertThat(seen).as(name).isCloseTo(figure.getValue().real(), within(1e-7));
    }
  }

  private static double mean(Metric metric, Value output, Value target, Map<String, double[]> inputs) {
    double[] each = Reference.evaluateAll(List.of(metric.perExample(output, target)), Map.of(), inputs, Map.of()).getFirst();
    return DoubleStream.of(each).average().orElseThrow();
  }
}
