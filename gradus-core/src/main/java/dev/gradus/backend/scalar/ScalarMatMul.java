package dev.gradus.backend.scalar;

import dev.gradus.backend.Kernel;
import dev.gradus.backend.MatMulSize;
import dev.gradus.backend.Slice;
import dev.gradus.backend.Workers;
import java.util.Arrays;

/// c[m, n] = op(a)[m, k] · op(b)[k, n], for each of a batch of products. The order of sums is in the package's notes.
public final class ScalarMatMul implements Kernel {
  private final MatMulSize size;
  private final Slice a;
  private final Slice b;
  private final Slice c;
  private final Workers.Task rowTask = this::row;

  /// Binds a product to its operands; `scratch` is not used.
  public ScalarMatMul(MatMulSize size, Slice a, Slice b, Slice c, Slice scratch) {
    this.size = size;
    this.a = a;
    this.b = b;
    this.c = c;
  }

  /// Floats of scratch that a product needs when `threads` run it.
  public static long scratch(MatMulSize size, int threads) {
    return 0;
  }

  @Override
  public void run(Workers workers) {
    workers.run(size.batch() * size.m(), size.work(), rowTask);
  }

  /// One row of one product: all its chains go on together, a step of k at a time.
  private void row(int index, int worker) {
    int m = size.m();
    int n = size.n();
    int k = size.k();
    int batch = index / m;
    int i = index % m;
    int aAt = a.offset() + batch * m * k + (size.transposeA() ? i : i * k);
    int aStep = size.transposeA() ? m : 1;
    int bAt = b.offset() + batch * k * n;
    int cAt = c.offset() + index * n;
    float[] x = a.array();
    float[] y = b.array();
    float[] z = c.array();
    Arrays.fill(z, cAt, cAt + n, 0);
    if (size.transposeB()) {
      for (int j = 0; j < n; j++) {
        float sum = 0;
        for (int s = 0; s < k; s++) {
          sum = Math.fma(x[aAt + s * aStep], y[bAt + j * k + s], sum);
        }
        z[cAt + j] = sum;
      }
    } else {
      for (int s = 0; s < k; s++) {
        float left = x[aAt + s * aStep];
        for (int j = 0; j < n; j++) {
          z[cAt + j] = Math.fma(left, y[bAt + s * n + j], z[cAt + j]);
        }
      }
    }
  }
}
