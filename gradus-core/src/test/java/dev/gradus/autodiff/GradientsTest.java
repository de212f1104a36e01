package dev.gradus.autodiff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.gradus.CentralDifferences;
import dev.gradus.graph.Path;
import dev.gradus.graph.Value;
import dev.gradus.activation.Activations;
import dev.gradus.loss.Losses;
import dev.gradus.op.Window;
import dev.gradus.random.RandomStream;
import dev.gradus.tensor.DType;
import dev.gradus.tensor.Shape;
import dev.gradus.tensor.ShapeException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GradientsTest {
  private final Value x = Value.input("x", DType.F32, Shape.of(5, 5, 2).batched());
  private final Value filter = Value.input("filter", DType.F32, Shape.of(3, 3, 2, 3));
  private final Value kernel = Value.input("kernel", DType.F32, Shape.of(12, 4));
  private final Value bias = Value.input("bias", DType.F32, Shape.of(4));

  /// A small network: convolution, normalisation, tanh, pooling, a dense layer.
  private Value network() {
    Value y = x.conv2d(filter, new Window(3, 3, 1, 1, 1, 1, 1, 1, 1, 1), 1);
    Value centred = y.subtract(y.mean(0, 1, 2));
    y = centred.divide(centred.square().mean(0, 1, 2).add(1e-3).sqrt()).tanh();
    y = y.averagePool(new Window(2, 2, 2, 2, 0, 0, 0, 0, 1, 1)).flattenFrom(1);
    return y.matmul(kernel).add(bias);
  }

  private CentralDifferences numbers(int batch) {
    RandomStream random = new RandomStream(7, "network");
    Map<String, double[]> inputs = new HashMap<>();
    Map.of("x", batch * 50, "filter", 54, "kernel", 48, "bias", 4, "u", batch * 4, "v", batch * 4).forEach((name, length) -> {
      RandomStream own = new RandomStream(7, name);
      inputs.put(name, java.util.stream.IntStream.range(0, length).mapToDouble(_ -> own.nextGaussian()).toArray());
    });
    inputs.put("labels", java.util.stream.IntStream.range(0, batch).mapToDouble(_ -> random.nextInt(4)).toArray());
    return new CentralDifferences(Map.of('N', batch), inputs, Map.of());
  }

  @Test
  void ofANetworkIsThatOfCentralDifferences() {
    Value labels = Value.input("labels", DType.I32, Shape.SCALAR.batched());
    Value loss = Losses.softmaxCrossEntropy().perExample(network(), labels).mean();
    numbers(3).check("network", loss, List.of(x, filter, kernel, bias));
  }

  @Test
  void isLinearInTheCotangent() {
    Value y = Activations.softmax(network());
    Value u = Value.input("u", DType.F32, y.shape());
    Value v = Value.input("v", DType.F32, y.shape());
    List<Value> by = List.of(x, filter, kernel, bias);
    CentralDifferences numbers = numbers(3);
    List<double[]> ofU = numbers.gradients(y.multiply(u).sum(), by);
    List<double[]> ofV = numbers.gradients(y.multiply(v).sum(), by);
    List<double[]> mixed = numbers.gradients(y.multiply(u.multiply(2).subtract(v.multiply(3))).sum(), by);
    for (int i = 0; i < by.size(); i++) {
      for (int j = 0; j < mixed.get(i).length; j++) {
        assertThat(mixed.get(i)[j]).isCloseTo(2 * ofU.get(i)[j] - 3 * ofV.get(i)[j], within(1e-12));
      }
    }
  }

  @Test
  void isZeroWhereTheLossDoesNotDependOnIt() {
    Value other = Value.input("other", DType.F32, Shape.of(2).batched());
    List<Value> gradients = Gradients.of(bias.sum(), List.of(other, bias, x));
    assertThat(gradients.get(0).shape()).isEqualTo(other.shape());
    assertThat(gradients.get(2).shape()).isEqualTo(x.shape());
    CentralDifferences numbers = numbers(2);
    assertThat(numbers.gradients(bias.sum(), List.of(other)).getFirst()).containsExactly(0, 0, 0, 0);
    assertThat(numbers.gradients(bias.sum(), List.of(bias)).getFirst()).containsExactly(1, 1, 1, 1);
  }

  @Test
  void addsUpOverAllWays() {
    // d/db Σ b · b · b + b = 3 b² + 1
    double[] b = numbers(1).inputs().get("bias");
    double[] gradient = numbers(1).gradients(bias.multiply(bias).multiply(bias).add(bias).sum(), List.of(bias)).getFirst();
    for (int i = 0; i < b.length; i++) {
      assertThat(gradient[i]).isCloseTo(3 * b[i] * b[i] + 1, within(1e-14));
    }
  }

  @Test
  void ofTheLossByItselfIsOneAndByAValueOnTheWayIsItsOwn() {
    Value squares = bias.square();
    Value loss = squares.multiply(3).sum();
    assertThat(numbers(1).gradients(loss, List.of(loss)).getFirst()).containsExactly(1);
    assertThat(numbers(1).gradients(loss, List.of(squares)).getFirst()).containsExactly(3, 3, 3, 3);
  }

  @Test
  void stopsAtStopGradient() {
    double[] b = numbers(1).inputs().get("bias");
    double[] gradient = numbers(1).gradients(bias.multiply(bias.stopGradient()).sum(), List.of(bias)).getFirst();
    assertThat(gradient).containsExactly(b);
  }

  @Test
  void canBeDifferentiatedAgainAndAgain() {
    Value loss = bias.square().square().sum();
    Value first = Gradients.of(loss, List.of(bias)).getFirst();
    Value second = Gradients.of(first.sum(), List.of(bias)).getFirst();
    double[] b = numbers(1).inputs().get("bias");
    double[] third = numbers(1).gradients(second.sum(), List.of(bias)).getFirst();
    for (int i = 0; i < b.length; i++) {
      assertThat(third[i]).isCloseTo(24 * b[i], within(1e-12));
    }
  }

  @Test
  void belongsToThePartOfTheModelThatItComesFrom() {
    Value y = Path.at("dense_1", () -> x.tanh());
    Value gradient = Gradients.of(Path.at("loss", () -> y.sum()), List.of(x)).getFirst();
    assertThat(gradient.path()).isEqualTo("dense_1");
  }

  @Test
  void needsASingleNumber() {
    assertThatThrownBy(() -> Gradients.of(bias, List.of(bias)))
        .isInstanceOf(ShapeException.class)
        .hasMessage("a gradient is that of a single number, but the loss has shape [4]. Take its mean?");
    assertThatThrownBy(() -> Gradients.of(bias.sumKeep(), List.of(bias)))
        .isInstanceOf(ShapeException.class)
        .hasMessage("a gradient is that of a single number, but the loss has shape [1]. Take its mean?");
  }
}
