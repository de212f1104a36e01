package dev.gradus.backend.vector;

import static dev.gradus.backend.Winograd.CHANNELS;
import static dev.gradus.backend.vector.Lanes.LANES;
import static dev.gradus.backend.vector.Lanes.PANEL;
import static dev.gradus.backend.vector.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;

/// The same registers as [Tile], for operands that lie as a Winograd transform leaves them: 8 rows i of a, cut into groups
/// of 16 steps, [group][row][16] with any number of rows in a group. So the transform stores whole vectors, and the distance of
/// two rows is a constant that fits into the instructions' addresses.
final class WinogradTile {
  /// Rows of a tile.
  static final int ROWS = 8;

  private WinogradTile() {}

  /// c[i, j] = Σ over s ascending of a[i, s] · b[s, j] from +0, for 8 rows i and a panel of columns j.
  ///
  /// @param groups how many groups of 16 steps there are
  /// @param groupStep from one group to the next
  /// @param b rows of a panel each, one after another; c likewise
  static void run(float[] a, int aBase, int groups, int groupStep, float[] b, int bBase, float[] c, int cBase) {
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
    int bAt = bBase;
    for (int group = 0; group < groups; group++) {
      int first = aBase + group * groupStep;
      for (int aAt = first; aAt < first + CHANNELS; aAt++) {
        FloatVector left = FloatVector.fromArray(SPECIES, b, bAt);
        FloatVector right = FloatVector.fromArray(SPECIES, b, bAt + LANES);
        FloatVector a0 = FloatVector.broadcast(SPECIES, a[aAt]);
        l0 = a0.fma(left, l0);
        r0 = a0.fma(right, r0);
        FloatVector a1 = FloatVector.broadcast(SPECIES, a[aAt + CHANNELS]);
        l1 = a1.fma(left, l1);
        r1 = a1.fma(right, r1);
        FloatVector a2 = FloatVector.broadcast(SPECIES, a[aAt + 2 * CHANNELS]);
        l2 = a2.fma(left, l2);
        r2 = a2.fma(right, r2);
        FloatVector a3 = FloatVector.broadcast(SPECIES, a[aAt + 3 * CHANNELS]);
        l3 = a3.fma(left, l3);
        r3 = a3.fma(right, r3);
        FloatVector a4 = FloatVector.broadcast(SPECIES, a[aAt + 4 * CHANNELS]);
        l4 = a4.fma(left, l4);
        r4 = a4.fma(right, r4);
        FloatVector a5 = FloatVector.broadcast(SPECIES, a[aAt + 5 * CHANNELS]);
        l5 = a5.fma(left, l5);
        r5 = a5.fma(right, r5);
        FloatVector a6 = FloatVector.broadcast(SPECIES, a[aAt + 6 * CHANNELS]);
        l6 = a6.fma(left, l6);
        r6 = a6.fma(right, r6);
        FloatVector a7 = FloatVector.broadcast(SPECIES, a[aAt + 7 * CHANNELS]);
        l7 = a7.fma(left, l7);
        r7 = a7.fma(right, r7);
        bAt += PANEL;
      }
    }
    l0.intoArray(c, cBase);
    r0.intoArray(c, cBase + LANES);
    l1.intoArray(c, cBase + PANEL);
    r1.intoArray(c, cBase + PANEL + LANES);
    l2.intoArray(c, cBase + 2 * PANEL);
    r2.intoArray(c, cBase + 2 * PANEL + LANES);
    l3.intoArray(c, cBase + 3 * PANEL);
    r3.intoArray(c, cBase + 3 * PANEL + LANES);
    l4.intoArray(c, cBase + 4 * PANEL);
    r4.intoArray(c, cBase + 4 * PANEL + LANES);
    l5.intoArray(c, cBase + 5 * PANEL);
    r5.intoArray(c, cBase + 5 * PANEL + LANES);
    l6.intoArray(c, cBase + 6 * PANEL);
    r6.intoArray(c, cBase + 6 * PANEL + LANES);
    l7.intoArray(c, cBase + 7 * PANEL);
    r7.intoArray(c, cBase + 7 * PANEL + LANES);
  }

  /// The same for the first 4 of the rows.
  static void four(float[] a, int aBase, int groups, int groupStep, float[] b, int bBase, float[] c, int cBase) {
    FloatVector l0 = FloatVector.zero(SPECIES);
    FloatVector r0 = FloatVector.zero(SPECIES);
    FloatVector l1 = FloatVector.zero(SPECIES);
    FloatVector r1 = FloatVector.zero(SPECIES);
    FloatVector l2 = FloatVector.zero(SPECIES);
    FloatVector r2 = FloatVector.zero(SPECIES);
    FloatVector l3 = FloatVector.zero(SPECIES);
    FloatVector r3 = FloatVector.zero(SPECIES);
    int bAt = bBase;
    for (int group = 0; group < groups; group++) {
      int first = aBase + group * groupStep;
      for (int aAt = first; aAt < first + CHANNELS; aAt++) {
        FloatVector left = FloatVector.fromArray(SPECIES, b, bAt);
        FloatVector right = FloatVector.fromArray(SPECIES, b, bAt + LANES);
        FloatVector a0 = FloatVector.broadcast(SPECIES, a[aAt]);
        l0 = a0.fma(left, l0);
        r0 = a0.fma(right, r0);
        FloatVector a1 = FloatVector.broadcast(SPECIES, a[aAt + CHANNELS]);
        l1 = a1.fma(left, l1);
        r1 = a1.fma(right, r1);
        FloatVector a2 = FloatVector.broadcast(SPECIES, a[aAt + 2 * CHANNELS]);
        l2 = a2.fma(left, l2);
        r2 = a2.fma(right, r2);
        FloatVector a3 = FloatVector.broadcast(SPECIES, a[aAt + 3 * CHANNELS]);
        l3 = a3.fma(left, l3);
        r3 = a3.fma(right, r3);
        bAt += PANEL;
      }
    }
    l0.intoArray(c, cBase);
    r0.intoArray(c, cBase + LANES);
    l1.intoArray(c, cBase + PANEL);
    r1.intoArray(c, cBase + PANEL + LANES);
    l2.intoArray(c, cBase + 2 * PANEL);
    r2.intoArray(c, cBase + 2 * PANEL + LANES);
    l3.intoArray(c, cBase + 3 * PANEL);
    r3.intoArray(c, cBase + 3 * PANEL + LANES);
  }

  /// The same for half a panel: columns, rows of b and rows of c of one vector.
  static void half(float[] a, int aBase, int groups, int groupStep, float[] b, int bBase, float[] c, int cBase) {
    FloatVector c0 = FloatVector.zero(SPECIES);
    FloatVector c1 = FloatVector.zero(SPECIES);
    FloatVector c2 = FloatVector.zero(SPECIES);
    FloatVector c3 = FloatVector.zero(SPECIES);
    FloatVector c4 = FloatVector.zero(SPECIES);
    FloatVector c5 = FloatVector.zero(SPECIES);
    FloatVector c6 = FloatVector.zero(SPECIES);
    FloatVector c7 = FloatVector.zero(SPECIES);
    int bAt = bBase;
    for (int group = 0; group < groups; group++) {
      int first = aBase + group * groupStep;
      for (int aAt = first; aAt < first + CHANNELS; aAt++) {
        FloatVector row = FloatVector.fromArray(SPECIES, b, bAt);
        c0 = FloatVector.broadcast(SPECIES, a[aAt]).fma(row, c0);
        c1 = FloatVector.broadcast(SPECIES, a[aAt + CHANNELS]).fma(row, c1);
        c2 = FloatVector.broadcast(SPECIES, a[aAt + 2 * CHANNELS]).fma(row, c2);
        c3 = FloatVector.broadcast(SPECIES, a[aAt + 3 * CHANNELS]).fma(row, c3);
        c4 = FloatVector.broadcast(SPECIES, a[aAt + 4 * CHANNELS]).fma(row, c4);
        c5 = FloatVector.broadcast(SPECIES, a[aAt + 5 * CHANNELS]).fma(row, c5);
        c6 = FloatVector.broadcast(SPECIES, a[aAt + 6 * CHANNELS]).fma(row, c6);
        c7 = FloatVector.broadcast(SPECIES, a[aAt + 7 * CHANNELS]).fma(row, c7);
        bAt += LANES;
      }
    }
    c0.intoArray(c, cBase);
    c1.intoArray(c, cBase + LANES);
    c2.intoArray(c, cBase + 2 * LANES);
    c3.intoArray(c, cBase + 3 * LANES);
    c4.intoArray(c, cBase + 4 * LANES);
    c5.intoArray(c, cBase + 5 * LANES);
    c6.intoArray(c, cBase + 6 * LANES);
    c7.intoArray(c, cBase + 7 * LANES);
  }
}
