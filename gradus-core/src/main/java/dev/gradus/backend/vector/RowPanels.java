package dev.gradus.backend.vector;

import static dev.gradus.backend.vector.Lanes.LANES;
import static dev.gradus.backend.vector.Lanes.PANEL;
import static dev.gradus.backend.vector.Lanes.SPECIES;

import dev.gradus.backend.Kernel;
import dev.gradus.backend.MatMulSize;
import dev.gradus.backend.Slice;
import dev.gradus.backend.Workers;
import jdk.incubator.vector.FloatVector;

/// c[1, n] = a[1, k] · op(b)[k, n] where b is kept in panels, as [VectorMatMul#pack] makes them: one example through a dense layer.
///
/// Every number of b is used once, so the way from memory is all that counts. A task reads four panels side by side, each from its
/// beginning to its end, with the sums in registers; two threads have half of b each, every time the same half, which may
/// then stay in a cache of their own.
final class RowPanels implements Kernel {
  /// Panels read side by side: eight chains hide the latency of a fused multiply-add.
  private static final int SIDE = 4;

  private final MatMulSize size;
  private final Slice a;
  private final Slice b;
  private final Slice c;
  private final Slice scratch;
  private final int panels;
  private final int groups;
  private final Workers.Task groupTask = this::group;

  /// Binds a product to its operands.
  ///
  /// @param b what `VectorMatMul.pack` made of b
  /// @param scratch `scratch(threads)` floats
  RowPanels(MatMulSize size, Slice a, Slice b, Slice c, Slice scratch) {
    this.size = size;
    this.a = a;
    this.b = b;
    this.c = c;
    this.scratch = scratch;
    this.panels = Lanes.panels(size.n());
    this.groups = Math.ceilDiv(panels, SIDE);
  }

  /// Floats of scratch: a row of one group of panels for each thread.
  static long scratch(int threads) {
    return (long) threads * SIDE * PANEL;
  }

  @Override
  public void run(Workers workers) {
    workers.run(size.batch() * groups, size.work(), groupTask);
  }

  private void group(int index, int worker) {
    int batch = index / groups;
    int first = index % groups * SIDE;
    int count = Math.min(SIDE, panels - first);
    int columns = Math.min(count * PANEL, size.n() - first * PANEL);
    int k = size.k();
    int aAt = a.offset() + batch * k;
    int bAt = b.offset() + (batch * panels + first) * k * PANEL;
    int cAt = c.offset() + batch * size.n() + first * PANEL;
    if (columns == SIDE * PANEL) {
      four(a.array(), aAt, b.array(), bAt, k, c.array(), cAt);
      return;
    }
    int stage = scratch.offset() + worker * SIDE * PANEL;
    for (int panel = 0; panel < count; panel++) {
      one(a.array(), aAt, b.array(), bAt + panel * k * PANEL, k, scratch.array(), stage + panel * PANEL);
    }
    System.arraycopy(scratch.array(), stage, c.array(), cAt, columns);
  }

  /// Four panels, each two vectors wide.
  private static void four(float[] a, int aAt, float[] b, int bAt, int k, float[] c, int cAt) {
    FloatVector l0 = FloatVector.zero(SPECIES);
    FloatVector r0 = FloatVector.zero(SPECIES);
    FloatVector l1 = FloatVector.zero(SPECIES);
    FloatVector r1 = FloatVector.zero(SPECIES);
    FloatVector l2 = FloatVector.zero(SPECIES);
    FloatVector r2 = FloatVector.zero(SPECIES);
    FloatVector l3 = FloatVector.zero(SPECIES);
    FloatVector r3 = FloatVector.zero(SPECIES);
    int b1 = bAt + k * PANEL;
    int b2 = b1 + k * PANEL;
    int b3 = b2 + k * PANEL;
    for (int s = 0; s < k; s++) {
      FloatVector left = FloatVector.broadcast(SPECIES, a[aAt + s]);
      int at = s * PANEL;
      l0 = left.fma(FloatVector.fromArray(SPECIES, b, bAt + at), l0);
      r0 = left.fma(FloatVector.fromArray(SPECIES, b, bAt + at + LANES), r0);
      l1 = left.fma(FloatVector.fromArray(SPECIES, b, b1 + at), l1);
      r1 = left.fma(FloatVector.fromArray(SPECIES, b, b1 + at + LANES), r1);
      l2 = left.fma(FloatVector.fromArray(SPECIES, b, b2 + at), l2);
      r2 = left.fma(FloatVector.fromArray(SPECIES, b, b2 + at + LANES), r2);
      l3 = left.fma(FloatVector.fromArray(SPECIES, b, b3 + at), l3);
      r3 = left.fma(FloatVector.fromArray(SPECIES, b, b3 + at + LANES), r3);
    }
    l0.intoArray(c, cAt);
    r0.intoArray(c, cAt + LANES);
    l1.intoArray(c, cAt + PANEL);
    r1.intoArray(c, cAt + PANEL + LANES);
    l2.intoArray(c, cAt + 2 * PANEL);
    r2.intoArray(c, cAt + 2 * PANEL + LANES);
    l3.intoArray(c, cAt + 3 * PANEL);
    r3.intoArray(c, cAt + 3 * PANEL + LANES);
  }

  private static void one(float[] a, int aAt, float[] b, int bAt, int k, float[] to, int toAt) {
    FloatVector l = FloatVector.zero(SPECIES);
    FloatVector r = FloatVector.zero(SPECIES);
    for (int s = 0; s < k; s++) {
      FloatVector left = FloatVector.broadcast(SPECIES, a[aAt + s]);
      l = left.fma(FloatVector.fromArray(SPECIES, b, bAt + s * PANEL), l);
      r = left.fma(FloatVector.fromArray(SPECIES, b, bAt + s * PANEL + LANES), r);
    }
    l.intoArray(to, toAt);
    r.intoArray(to, toAt + LANES);
  }
}
