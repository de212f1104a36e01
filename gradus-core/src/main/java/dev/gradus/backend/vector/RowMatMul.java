package dev.gradus.backend.vector;

import static dev.gradus.backend.vector.Lanes.LANES;
import static dev.gradus.backend.vector.Lanes.SPECIES;

import dev.gradus.backend.Kernel;
import dev.gradus.backend.MatMulSize;
import dev.gradus.backend.Slice;
import dev.gradus.backend.Workers;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;

/// c[1, n] = a[1, k] · b[k, n]: one example through a dense layer.
///
/// Every number of b is used once, so the way from memory is all that counts: b is read where it lies, some rows side by
/// side and each from left to right, while c waits in the first cache. Tasks are blocks of columns.
final class RowMatMul implements Kernel {
  /// Rows of b read side by side.
  private static final int DEPTH = 8;

  /// Columns of a task, at least and at most: halves of a row are read more slowly than whole ones.
  private static final int NARROW = 512;
  private static final int WIDE = 2048;

  private final MatMulSize size;
  private final Slice a;
  private final Slice b;
  private final Slice c;
  private final int width;
  private final int blocks;
  private final Workers.Task blockTask = this::block;

  RowMatMul(MatMulSize size, Slice a, Slice b, Slice c) {
    this.size = size;
    this.a = a;
    this.b = b;
    this.c = c;
    this.width = Math.clamp(Math.ceilDiv(Math.ceilDiv(size.n(), 2), 64) * 64, NARROW, WIDE);
    this.blocks = Math.ceilDiv(size.n(), width);
  }

  /// Whether a product has this form.
  static boolean fits(MatMulSize size) {
    return size.m() == 1 && !size.transposeB();
  }

  @Override
  public void run(Workers workers) {
    workers.run(size.batch() * blocks, size.work(), blockTask);
  }

  private void block(int index, int worker) {
    int batch = index / blocks;
    int first = index % blocks * width;
    int columns = Math.min(width, size.n() - first);
    int n = size.n();
    int k = size.k();
    int aAt = a.offset() + batch * k;
    int bAt = b.offset() + batch * k * n + first;
    int cAt = c.offset() + batch * n + first;
    int whole = columns / LANES * LANES;
    Arrays.fill(c.array(), cAt, cAt + whole, 0);
    int s = 0;
    for (; s <= k - DEPTH; s += DEPTH) {
      eight(a.array(), aAt + s, b.array(), bAt + s * n, n, c.array(), cAt, whole);
    }
    for (; s < k; s++) {
      one(a.array()[aAt + s], b.array(), bAt + s * n, c.array(), cAt, whole);
    }
    if (whole < columns) {
      narrow(a.array(), aAt, b.array(), bAt + whole, n, k, c.array(), cAt + whole, columns - whole);
    }
  }

  /// Eight steps of each column's chain.
  private static void eight(float[] a, int aAt, float[] b, int bAt, int n, float[] c, int cAt, int columns) {
    FloatVector a0 = FloatVector.broadcast(SPECIES, a[aAt]);
    FloatVector a1 = FloatVector.broadcast(SPECIES, a[aAt + 1]);
    FloatVector a2 = FloatVector.broadcast(SPECIES, a[aAt + 2]);
    FloatVector a3 = FloatVector.broadcast(SPECIES, a[aAt + 3]);
    FloatVector a4 = FloatVector.broadcast(SPECIES, a[aAt + 4]);
    FloatVector a5 = FloatVector.broadcast(SPECIES, a[aAt + 5]);
    FloatVector a6 = FloatVector.broadcast(SPECIES, a[aAt + 6]);
    FloatVector a7 = FloatVector.broadcast(SPECIES, a[aAt + 7]);
    for (int j = 0; j < columns; j += LANES) {
      int at = bAt + j;
      FloatVector chain = FloatVector.fromArray(SPECIES, c, cAt + j);
      chain = a0.fma(FloatVector.fromArray(SPECIES, b, at), chain);
      chain = a1.fma(FloatVector.fromArray(SPECIES, b, at + n), chain);
      chain = a2.fma(FloatVector.fromArray(SPECIES, b, at + 2 * n), chain);
      chain = a3.fma(FloatVector.fromArray(SPECIES, b, at + 3 * n), chain);
      chain = a4.fma(FloatVector.fromArray(SPECIES, b, at + 4 * n), chain);
      chain = a5.fma(FloatVector.fromArray(SPECIES, b, at + 5 * n), chain);
      chain = a6.fma(FloatVector.fromArray(SPECIES, b, at + 6 * n), chain);
      chain = a7.fma(FloatVector.fromArray(SPECIES, b, at + 7 * n), chain);
      chain.intoArray(c, cAt + j);
    }
  }

  private static void one(float a, float[] b, int bAt, float[] c, int cAt, int columns) {
    FloatVector left = FloatVector.broadcast(SPECIES, a);
    for (int j = 0; j < columns; j += LANES) {
      left.fma(FloatVector.fromArray(SPECIES, b, bAt + j), FloatVector.fromArray(SPECIES, c, cAt + j)).intoArray(c, cAt + j);
    }
  }

  /// All steps of the last columns, which fill no vector.
  private static void narrow(float[] a, int aAt, float[] b, int bAt, int n, int k, float[] c, int cAt, int columns) {
    VectorMask<Float> mask = SPECIES.indexInRange(0, columns);
    FloatVector chain = FloatVector.zero(SPECIES);
    for (int s = 0; s < k; s++) {
      chain = FloatVector.broadcast(SPECIES, a[aAt + s]).fma(FloatVector.fromArray(SPECIES, b, bAt + s * n, mask), chain);
    }
    chain.intoArray(c, cAt, mask);
  }
}
