package dev.gradus.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gradus.backend.Backend;
import dev.gradus.backend.Execution;
import dev.gradus.layer.Mode;
import dev.gradus.tensor.Tensor;
import dev.gradus.train.Nets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// A row predicted alone has the bits that it has within a batch.
class RowBitsTest {
  private static final int ROWS = 300;

  private static Model trained(Nets net) {
    Model model = net.model();
    net.trainer(model, new Execution(Backend.VECTOR, 1)).fit(net.data(64));
    return model;
  }

  private static float[] predict(Model model, Backend backend, float[] inputs, int first, int rows) {
    int size = model.inputShape().size();
    return new Runner(model.graphs().get("prediction"), backend, model.arrays()).run(rows, executable -> {
      var slot = executable.input(Model.INPUT);
      System.arraycopy(inputs, first * size, slot.array(), slot.offset(), rows * size);
      executable.run();
      var result = executable.output(Model.PREDICTION);
      return Arrays.copyOfRange(result.array(), result.offset(), result.offset() + 3 * rows);
    });
  }

  @ParameterizedTest
  @CsvSource({"MLP,VECTOR", "MLP,SCALAR", "CNN,VECTOR", "CNN,SCALAR", "GROUPED,VECTOR", "GROUPED,SCALAR", "SEQUENCES,VECTOR",
      "SEQUENCES,SCALAR", "TOKENS,VECTOR", "TOKENS,SCALAR"})
  void rowAloneHasTheBitsItHasInABatch(Nets net, Backend backend) {
    Model model = trained(net);
    float[] inputs = net.inputs(ROWS).floats();
    float[] alone = new float[3 * 65];
    for (int row = 0; row < 65; row++) {
      System.arraycopy(predict(model, backend, inputs, row, 1), 0, alone, 3 * row, 3);
    }
    assertThat(alone).doesNotContain(Float.NaN).satisfies(all -> assertThat(Arrays.copyOf(all, 3)).isNotEqualTo(Arrays.copyOfRange(all, 3, 6)));
    for (int batch : new int[] {2, 7, 64}) {
      for (int first : new int[] {0, 1}) {
        assertThat(predict(model, backend, inputs, first, batch)).as("rows %d to %d", first, first + batch - 1)
            .isEqualTo(Arrays.copyOfRange(alone, 3 * first, 3 * (first + batch)));
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void predictGivesEachRowTheBitsItHasAlone(Nets net) {
    Model model = trained(net);
    Tensor inputs = net.inputs(ROWS);
    int size = model.inputShape().size();
    float[] together = model.predict(inputs).floats();
    for (int row : IntStream.of(0, 1, 63, 255, 256, 299).toArray()) {
      Tensor one = Tensor.of(model.inputShape(), Arrays.copyOfRange(inputs.floats(), row * size, (row + 1) * size));
      Tensor prediction = model.predict(one);
      assertThat(prediction.shape()).isEqualTo(model.outputShape());
      assertThat(prediction.floats()).as("row %d", row).isEqualTo(Arrays.copyOfRange(together, 3 * row, 3 * row + 3));
    }
  }

  @Test
  void untrainedModelPredictsItsOutputs() {
    Model model = Nets.MLP.model();
    Tensor inputs = Nets.MLP.inputs(2);
    float[] outputs = new Runner(model.graph(Mode.INFERENCE), Backend.SCALAR, model.arrays()).run(2, executable -> {
      System.arraycopy(inputs.floats(), 0, executable.input(Model.INPUT).array(), executable.input(Model.INPUT).offset(), inputs.size());
      executable.run();
      var result = executable.output(Model.OUTPUT);
      return Arrays.copyOfRange(result.array(), result.offset(), result.offset() + 6);
    });
    assertThat(model.predict(inputs).floats()).isEqualTo(outputs);
  }

  @Test
  void eightThreadsPredictingAtOnceGetTheBitsOfOne() throws Exception {
    Model model = trained(Nets.CNN);
    Tensor inputs = Nets.CNN.inputs(ROWS);
    Tensor expected = trained(Nets.CNN).predict(inputs);
    int size = model.inputShape().size();
    try (ExecutorService eight = Executors.newFixedThreadPool(8)) {
      List<Callable<Boolean>> calls = IntStream.range(0, 64).<Callable<Boolean>>mapToObj(call -> () -> {
        int first = call * 4;
        int rows = 1 + call % 11;
        Tensor part = Tensor.of(model.inputShape().prepend(dev.gradus.tensor.Dim.of(rows)),
            Arrays.copyOfRange(inputs.floats(), first * size, (first + rows) * size));
        return Arrays.equals(model.predict(part).floats(), Arrays.copyOfRange(expected.floats(), 3 * first, 3 * (first + rows)))
            && model.predict(inputs).equals(expected);
      }).toList();
      for (var result : eight.invokeAll(calls)) {
        assertThat(result.get()).isTrue();
      }
    }
  }
}
