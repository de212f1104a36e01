package dev.gradus.backend.scalar;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gradus.Trial;
import dev.gradus.backend.Backend;
import dev.gradus.backend.Workers;
import dev.gradus.graph.Graph;
import dev.gradus.graph.Value;
import dev.gradus.op.ScatterAdd;
import dev.gradus.random.RandomStream;
import dev.gradus.tensor.DType;
import dev.gradus.tensor.Shape;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Tables so large that threads share the work: the bits are those of the order that the contract states.
class ScalarRowsTest {
  @ParameterizedTest
  @CsvSource({"1, 900, 101", "2, 900, 101", "3, 900, 101", "3, 1, 333", "2, 5000, 1", "3, 700, 32", "3, 700, 65"})
  void theBitsAreThoseOfTheContractForAnyNumberOfThreads(int threads, int vocabulary, int width) {
    int positions = 4001;
    RandomStream random = new RandomStream(20261125, "rows");
    float[] table = new float[vocabulary * width];
    float[] rows = new float[positions * width];
    int[] indices = new int[positions];
    for (int i = 0; i < table.length; i++) {
      table[i] = (float) random.nextGaussian();
    }
    for (int i = 0; i < rows.length; i++) {
      rows[i] = (float) random.nextGaussian();
    }
    for (int i = 0; i < positions; i++) {
      // Half of them are the same, as padding is.
      indices[i] = i % 2 == 0 ? 0 : random.nextInt(vocabulary);
    }
    float[] gathered = new float[rows.length];
    float[] added = new float[table.length];
    for (int i = 0; i < positions; i++) {
      for (int c = 0; c < width; c++) {
        gathered[i * width + c] = table[indices[i] * width + c];
        added[indices[i] * width + c] += rows[i * width + c];
      }
    }
    Value index = Value.input("indices", DType.I32, Shape.of(positions));
    Graph graph = new Graph(Map.of(
        "gathered", Value.input("table", DType.F32, Shape.of(vocabulary, width)).gather(index),
        "added", Value.of(new ScatterAdd(vocabulary), List.of(Value.input("rows", DType.F32, Shape.of(positions, width)), index))));
    Trial trial = new Trial(Map.of(), Map.of("table", table, "rows", rows), Map.of("indices", indices), Map.of());
    try (Workers workers = new Workers(threads)) {
      for (Backend backend : List.of(Backend.SCALAR, Backend.VECTOR)) {
        Map<String, float[]> floats = trial.run(graph, backend, workers).floats();
        assertThat(Trial.bits(floats.get("gathered"))).as("%s", backend).isEqualTo(Trial.bits(gathered));
        assertThat(Trial.bits(floats.get("added"))).as("%s", backend).isEqualTo(Trial.bits(added));
      }
    }
  }
}
