package dev.gradus.backend.vector;

import static dev.gradus.backend.vector.Lanes.LANES;
import static dev.gradus.backend.vector.Lanes.PANEL;
import static dev.gradus.backend.vector.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;

/// The innermost loops of matrix products, convolutions and their gradients: a tile of c held in registers.
///
/// c[i, j] = fma(a[i, s], b[s, j], c[i, j]) for s ascending, with up to 8 rows i and one panel (2 vectors) of columns j.
/// The rows of a lie side by side (a[i + 1, s] follows a[i, s]); the walk says where step s begins. What differs between
/// the kernels is only what i, j and s stand for: see each of them.
///
/// Why 8 × 2: 16 accumulators hide the latency of a fused multiply-add on every machine with 32 registers, and 8 divides
/// the usual image widths and channel counts, which 6 and 12 don't. On a Zen 4 (512 bits, peak 118 GFLOP/s) 8 × 2 runs
/// at 110, 6 × 2 at 112; 12 × 2 at 52, since its addresses no longer fit the general registers. With 16 vector registers
/// some accumulators spill. The rows are spelled out because arrays of vectors are not kept in registers.
///
/// Rows that aren't wanted are computed and dropped: what they read must be inside the array, whatever it is.
final class Tile {
  /// Rows of a tile.
  static final int ROWS = 8;

  /// Floats of scratch that a tile with unwanted rows or columns is computed in.
  static final int STAGE = ROWS * PANEL;

  private static final int HALF = ROWS / 2;

  private final float[] a;
  private final float[] b;
  private final int bStep;
  private final float[] c;
  private final int cStep;
  private final float[] stage;

  /// A tile between three arrays.
  ///
  /// @param bStep from one step's row of b to the next
  /// @param cStep from one row of c to the next
  /// @param stage where parts of tiles are computed
  Tile(float[] a, float[] b, int bStep, float[] c, int cStep, float[] stage) {
    this.a = a;
    this.b = b;
    this.bStep = bStep;
    this.c = c;
    this.cStep = cStep;
    this.stage = stage;
  }

  /// Computes `rows` (1 to 8) by `columns` (1 to a panel) elements of c.
  ///
  /// @param carry whether to go on from what c holds, rather than from +0
  /// @param stageBase where STAGE floats of scratch are, of the calling thread's own
  void run(Walk walk, int aBase, int bBase, int cBase, int rows, int columns, boolean carry, int stageBase) {
    if (columns == PANEL && (rows == ROWS || rows == HALF)) {
      run(walk, aBase, bBase, c, cBase, cStep, rows, carry);
      return;
    }
    boolean narrow = columns <= LANES && rows > HALF;
    if (narrow && columns == LANES && rows == ROWS) {
      narrow(walk, a, aBase, b, bBase, bStep, c, cBase, cStep, carry);
      return;
    }
    if (carry) {
      for (int i = 0; i < rows; i++) {
        System.arraycopy(c, cBase + i * cStep, stage, stageBase + i * PANEL, columns);
      }
    }
    if (narrow) {
      narrow(walk, a, aBase, b, bBase, bStep, stage, stageBase, PANEL, carry);
    } else {
      run(walk, aBase, bBase, stage, stageBase, PANEL, rows, carry);
    }
    for (int i = 0; i < rows; i++) {
      System.arraycopy(stage, stageBase + i * PANEL, c, cBase + i * cStep, columns);
    }
  }

  private void run(Walk walk, int aBase, int bBase, float[] to, int toBase, int toStep, int rows, boolean carry) {
    if (rows > HALF) {
      eight(walk, a, aBase, b, bBase, bStep, to, toBase, toStep, carry);
    } else {
      four(walk, a, aBase, b, bBase, bStep, to, toBase, toStep, carry);
    }
  }

  /// The tile of 8 rows; l and r are the left and right vectors of a row.
  private static void eight(
      Walk walk, float[] a, int aBase, float[] b, int bBase, int bStep, float[] c, int cBase, int cStep, boolean carry) {
    FloatVector l0 = FloatVector.zero(SPECIES);
    FloatVector r0 = FloatVector.zero(SPECIES);
    FloatVector l1 = FloatVector.zero(SPECIES);
    FloatVector r1 = FloatVector.zero(SPECIES);
    FloatVector l2 = FloatVector.zero(SPECIES);
    FloatVector r2 = FloatVector.zero(SPECIES);
    FloatVector l3 = FloatVector.zero(SPECIES);
    FloatVector r3 = FloatVector.zero(SPECIES);
    FloatVector l4 = FloatVector.zero(SPECIES);
    FloatVector r4 = FloatVector.zero(SPECIES);
    FloatVector l5 = FloatVector.zero(SPECIES);
    FloatVector r5 = FloatVector.zero(SPECIES);
    FloatVector l6 = FloatVector.zero(SPECIES);
    FloatVector r6 = FloatVector.zero(SPECIES);
    FloatVector l7 = FloatVector.zero(SPECIES);
    FloatVector r7 = FloatVector.zero(SPECIES);
    if (carry) {
      l0 = FloatVector.fromArray(SPECIES, c, cBase);
      r0 = FloatVector.fromArray(SPECIES, c, cBase + LANES);
      l1 = FloatVector.fromArray(SPECIES, c, cBase + cStep);
      r1 = FloatVector.fromArray(SPECIES, c, cBase + cStep + LANES);
      l2 = FloatVector.fromArray(SPECIES, c, cBase + 2 * cStep);
      r2 = FloatVector.fromArray(SPECIES, c, cBase + 2 * cStep + LANES);
      l3 = FloatVector.fromArray(SPECIES, c, cBase + 3 * cStep);
      r3 = FloatVector.fromArray(SPECIES, c, cBase + 3 * cStep + LANES);
      l4 = FloatVector.fromArray(SPECIES, c, cBase + 4 * cStep);
      r4 = FloatVector.fromArray(SPECIES, c, cBase + 4 * cStep + LANES);
      l5 = FloatVector.fromArray(SPECIES, c, cBase + 5 * cStep);
      r5 = FloatVector.fromArray(SPECIES, c, cBase + 5 * cStep + LANES);
      l6 = FloatVector.fromArray(SPECIES, c, cBase + 6 * cStep);
      r6 = FloatVector.fromArray(SPECIES, c, cBase + 6 * cStep + LANES);
      l7 = FloatVector.fromArray(SPECIES, c, cBase + 7 * cStep);
      r7 = FloatVector.fromArray(SPECIES, c, cBase + 7 * cStep + LANES);
    }
    int[] starts = walk.starts();
    int length = walk.length();
    int step = walk.step();
    int bAt = bBase;
    for (int start : starts) {
      int aAt = aBase + start;
      for (int i = 0; i < length; i++) {
        FloatVector left = FloatVector.fromArray(SPECIES, b, bAt);
        FloatVector right = FloatVector.fromArray(SPECIES, b, bAt + LANES);
        FloatVector a0 = FloatVector.broadcast(SPECIES, a[aAt]);
        l0 = a0.fma(left, l0);
        r0 = a0.fma(right, r0);
        FloatVector a1 = FloatVector.broadcast(SPECIES, a[aAt + 1]);
        l1 = a1.fma(left, l1);
        r1 = a1.fma(right, r1);
        FloatVector a2 = FloatVector.broadcast(SPECIES, a[aAt + 2]);
        l2 = a2.fma(left, l2);
        r2 = a2.fma(right, r2);
        FloatVector a3 = FloatVector.broadcast(SPECIES, a[aAt + 3]);
        l3 = a3.fma(left, l3);
        r3 = a3.fma(right, r3);
        FloatVector a4 = FloatVector.broadcast(SPECIES, a[aAt + 4]);
        l4 = a4.fma(left, l4);
        r4 = a4.fma(right, r4);
        FloatVector a5 = FloatVector.broadcast(SPECIES, a[aAt + 5]);
        l5 = a5.fma(left, l5);
        r5 = a5.fma(right, r5);
        FloatVector a6 = FloatVector.broadcast(SPECIES, a[aAt + 6]);
        l6 = a6.fma(left, l6);
        r6 = a6.fma(right, r6);
        FloatVector a7 = FloatVector.broadcast(SPECIES, a[aAt + 7]);
        l7 = a7.fma(left, l7);
        r7 = a7.fma(right, r7);
        aAt += step;
        bAt += bStep;
      }
    }
    l0.intoArray(c, cBase);
    r0.intoArray(c, cBase + LANES);
    l1.intoArray(c, cBase + cStep);
    r1.intoArray(c, cBase + cStep + LANES);
    l2.intoArray(c, cBase + 2 * cStep);
    r2.intoArray(c, cBase + 2 * cStep + LANES);
    l3.intoArray(c, cBase + 3 * cStep);
    r3.intoArray(c, cBase + 3 * cStep + LANES);
    l4.intoArray(c, cBase + 4 * cStep);
    r4.intoArray(c, cBase + 4 * cStep + LANES);
    l5.intoArray(c, cBase + 5 * cStep);
    r5.intoArray(c, cBase + 5 * cStep + LANES);
    l6.intoArray(c, cBase + 6 * cStep);
    r6.intoArray(c, cBase + 6 * cStep + LANES);
    l7.intoArray(c, cBase + 7 * cStep);
    r7.intoArray(c, cBase + 7 * cStep + LANES);
  }

  /// The same with 4 rows.
  private static void four(
      Walk walk, float[] a, int aBase, float[] b, int bBase, int bStep, float[] c, int cBase, int cStep, boolean carry) {
    FloatVector l0 = FloatVector.zero(SPECIES);
    FloatVector r0 = FloatVector.zero(SPECIES);
    FloatVector l1 = FloatVector.zero(SPECIES);
    FloatVector r1 = FloatVector.zero(SPECIES);
    FloatVector l2 = FloatVector.zero(SPECIES);
    FloatVector r2 = FloatVector.zero(SPECIES);
    FloatVector l3 = FloatVector.zero(SPECIES);
    FloatVector r3 = FloatVector.zero(SPECIES);
    if (carry) {
      l0 = FloatVector.fromArray(SPECIES, c, cBase);
      r0 = FloatVector.fromArray(SPECIES, c, cBase + LANES);
      l1 = FloatVector.fromArray(SPECIES, c, cBase + cStep);
      r1 = FloatVector.fromArray(SPECIES, c, cBase + cStep + LANES);
      l2 = FloatVector.fromArray(SPECIES, c, cBase + 2 * cStep);
      r2 = FloatVector.fromArray(SPECIES, c, cBase + 2 * cStep + LANES);
      l3 = FloatVector.fromArray(SPECIES, c, cBase + 3 * cStep);
      r3 = FloatVector.fromArray(SPECIES, c, cBase + 3 * cStep + LANES);
    }
    int[] starts = walk.starts();
    int length = walk.length();
    int step = walk.step();
    int bAt = bBase;
    for (int start : starts) {
      int aAt = aBase + start;
      for (int i = 0; i < length; i++) {
        FloatVector left = FloatVector.fromArray(SPECIES, b, bAt);
        FloatVector right = FloatVector.fromArray(SPECIES, b, bAt + LANES);
        FloatVector a0 = FloatVector.broadcast(SPECIES, a[aAt]);
        l0 = a0.fma(left, l0);
        r0 = a0.fma(right, r0);
        FloatVector a1 = FloatVector.broadcast(SPECIES, a[aAt + 1]);
        l1 = a1.fma(left, l1);
        r1 = a1.fma(right, r1);
        FloatVector a2 = FloatVector.broadcast(SPECIES, a[aAt + 2]);
        l2 = a2.fma(left, l2);
        r2 = a2.fma(right, r2);
        FloatVector a3 = FloatVector.broadcast(SPECIES, a[aAt + 3]);
        l3 = a3.fma(left, l3);
        r3 = a3.fma(right, r3);
        aAt += step;
        bAt += bStep;
      }
    }
    l0.intoArray(c, cBase);
    r0.intoArray(c, cBase + LANES);
    l1.intoArray(c, cBase + cStep);
    r1.intoArray(c, cBase + cStep + LANES);
    l2.intoArray(c, cBase + 2 * cStep);
    r2.intoArray(c, cBase + 2 * cStep + LANES);
    l3.intoArray(c, cBase + 3 * cStep);
    r3.intoArray(c, cBase + 3 * cStep + LANES);
  }

  /// The tile of 8 rows, with the left half of the panel alone.
  private static void narrow(
      Walk walk, float[] a, int aBase, float[] b, int bBase, int bStep, float[] c, int cBase, int cStep, boolean carry) {
    FloatVector l0 = FloatVector.zero(SPECIES);
    FloatVector l1 = FloatVector.zero(SPECIES);
    FloatVector l2 = FloatVector.zero(SPECIES);
    FloatVector l3 = FloatVector.zero(SPECIES);
    FloatVector l4 = FloatVector.zero(SPECIES);
    FloatVector l5 = FloatVector.zero(SPECIES);
    FloatVector l6 = FloatVector.zero(SPECIES);
    FloatVector l7 = FloatVector.zero(SPECIES);
    if (carry) {
      l0 = FloatVector.fromArray(SPECIES, c, cBase);
      l1 = FloatVector.fromArray(SPECIES, c, cBase + cStep);
      l2 = FloatVector.fromArray(SPECIES, c, cBase + 2 * cStep);
      l3 = FloatVector.fromArray(SPECIES, c, cBase + 3 * cStep);
      l4 = FloatVector.fromArray(SPECIES, c, cBase + 4 * cStep);
      l5 = FloatVector.fromArray(SPECIES, c, cBase + 5 * cStep);
      l6 = FloatVector.fromArray(SPECIES, c, cBase + 6 * cStep);
      l7 = FloatVector.fromArray(SPECIES, c, cBase + 7 * cStep);
    }
    int[] starts = walk.starts();
    int length = walk.length();
    int step = walk.step();
    int bAt = bBase;
    for (int start : starts) {
      int aAt = aBase + start;
      for (int i = 0; i < length; i++) {
        FloatVector left = FloatVector.fromArray(SPECIES, b, bAt);
        l0 = FloatVector.broadcast(SPECIES, a[aAt]).fma(left, l0);
        l1 = FloatVector.broadcast(SPECIES, a[aAt + 1]).fma(left, l1);
        l2 = FloatVector.broadcast(SPECIES, a[aAt + 2]).fma(left, l2);
        l3 = FloatVector.broadcast(SPECIES, a[aAt + 3]).fma(left, l3);
        l4 = FloatVector.broadcast(SPECIES, a[aAt + 4]).fma(left, l4);
        l5 = FloatVector.broadcast(SPECIES, a[aAt + 5]).fma(left, l5);
        l6 = FloatVector.broadcast(SPECIES, a[aAt + 6]).fma(left, l6);
        l7 = FloatVector.broadcast(SPECIES, a[aAt + 7]).fma(left, l7);
        aAt += step;
        bAt += bStep;
      }
    }
    l0.intoArray(c, cBase);
    l1.intoArray(c, cBase + cStep);
    l2.intoArray(c, cBase + 2 * cStep);
    l3.intoArray(c, cBase + 3 * cStep);
    l4.intoArray(c, cBase + 4 * cStep);
    l5.intoArray(c, cBase + 5 * cStep);
    l6.intoArray(c, cBase + 6 * cStep);
    l7.intoArray(c, cBase + 7 * cStep);
  }
}
