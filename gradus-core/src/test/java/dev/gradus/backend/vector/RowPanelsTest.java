package dev.gradus.backend.vector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gradus.backend.MatMulSize;
import dev.gradus.backend.Slice;
import dev.gradus.backend.Workers;
import dev.gradus.backend.scalar.ScalarMatMul;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// One row by kept panels gives the scalar kernel's bits.
class RowPanelsTest {
  @ParameterizedTest
  @CsvSource({
    "1, 1, 1, false", "1, 10, 256, false", "1, 31, 7, true", "1, 128, 9, false", "1, 129, 5, true", "1, 512, 784, false",
    "1, 700, 300, true", "3, 150, 33, false", "2, 256, 0, false", "0, 4, 4, false"
  })
  void anyNumberOfThreadsGivesTheScalarBits(int batch, int n, int k, boolean transposeB) {
    MatMulSize size = new MatMulSize(batch, 1, n, k, false, transposeB);
    Slice a = uniform(batch * k, 1);
    Slice b = uniform(batch * k * n, 2);
    Slice packed = empty(VectorMatMul.packedFloats(size));
    VectorMatMul.pack(size, b, packed);
    try (Workers one = new Workers(1); Workers three = new Workers(3)) {
      Slice expected = empty((long) batch * n);
      new ScalarMatMul(size, a, b, expected, empty(ScalarMatMul.scratch(size, 1))).run(one);
      for (Workers crew : new Workers[] {one, three}) {
        Slice c = empty((long) batch * n);
        new RowPanels(size, a, packed, c, empty(RowPanels.scratch(crew.threads()))).run(crew);
        assertThat(c.array()).as("%d threads", crew.threads()).isEqualTo(expected.array());
      }
    }
  }

  private static Slice empty(long floats) {
    return new Slice(new float[(int) floats + 3], 3);
  }

  private static Slice uniform(int floats, long seed) {
    Slice slice = empty(floats);
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 3; i < slice.array().length; i++) {
      slice.array()[i] = (float) random.nextDouble(-1, 1);
    }
    return slice;
  }
}
