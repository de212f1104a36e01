package dev.gradus.backend.vector;

import static dev.gradus.backend.Winograd.A;
import static dev.gradus.backend.Winograd.A2;
import static dev.gradus.backend.Winograd.A3;
import static dev.gradus.backend.Winograd.B;
import static dev.gradus.backend.Winograd.B2;
import static dev.gradus.backend.Winograd.B3;
import static dev.gradus.backend.Winograd.IN;
import static dev.gradus.backend.Winograd.OUT;
import static dev.gradus.backend.Winograd.PRODUCT;
import static dev.gradus.backend.Winograd.SCALE_0;
import static dev.gradus.backend.Winograd.SCALE_A;
import static dev.gradus.backend.Winograd.SCALE_B;
import static dev.gradus.backend.Winograd.SUM;
import static dev.gradus.backend.vector.Lanes.LANES;
import static dev.gradus.backend.vector.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;

/// The transforms of [dev.gradus.backend.Winograd], line by line what the scalar backend's class of this name does, for as
/// many neighbouring channels as a vector holds.
///
/// Each goes down the columns of small images, then across their rows, in two passes over many of them. A pass is a method
/// with one line in its loops: with both passes inlined into one, the compiler gives up and makes objects of vectors.
final class WinogradLines {
  private WinogradLines() {}

  /// Down: Bᵀ d, for `count` neighbouring floats of six rows, in place.
  static void inputDown(float[] rows, int at, int row, int count) {
    for (int i = 0; i < count; i += LANES) {
      input(rows, at + i, row, rows, at + i, row);
    }
  }

  /// Across: (Bᵀ d) B, from six rows to 36 points of each tile of a row of tiles.
  ///
  /// @param column from one column to the next; tiles are `OUT` columns apart
  /// @param toPoint from one point to the next; `toTile` from one tile to the next
  static void inputAcross(
      float[] rows, int at, int row, int column, int tiles, float[] to, int toAt, int toPoint, int toTile) {
    for (int i = 0; i < IN; i++) {
      for (int t = 0; t < tiles; t++) {
        input(rows, at + i * row + t * OUT * column, column, to, toAt + i * IN * toPoint + t * toTile, toPoint);
      }
    }
  }

  /// Down: G w, from 3 × 3 taps to 6 × 3.
  static void filterDown(float[] taps, int at, int row, int column, float[] stage, int stageAt) {
    for (int j = 0; j < 3; j++) {
      filter(taps, at + j * column, row, stage, stageAt + j * LANES, 3 * LANES);
    }
  }

  /// Across: (G w) Gᵀ, from 6 × 3 to 36 points.
  static void filterAcross(float[] stage, int stageAt, float[] to, int toAt, int toPoint) {
    for (int i = 0; i < IN; i++) {
      filter(stage, stageAt + i * 3 * LANES, LANES, to, toAt + i * IN * toPoint, toPoint);
    }
  }

  /// Down: Aᵀ m, for `count` neighbouring floats of 36 points, in place: 4 × 6 are left.
  static void outputDown(float[] points, int at, int point, int count) {
    for (int j = 0; j < IN; j++) {
      for (int i = 0; i < count; i += LANES) {
        output(points, at + j * point + i, IN * point, points, at + j * point + i, IN * point);
      }
    }
  }

  /// Across: (Aᵀ m) A, from 4 × 6 to outputs, of `rows` of them and for each of `tiles` neighbours.
  ///
  /// @param tile from one tile's numbers to the next one's
  /// @param toRow from one row of outputs to the next; `toColumn` from one column to the next
  static void outputAcross(
      float[] points, int at, int point, int tile, int tiles, int rows, float[] to, int toAt, int toRow, int toColumn) {
    for (int i = 0; i < rows; i++) {
      for (int t = 0; t < tiles; t++) {
        output(points, at + i * IN * point + t * tile, point, to, toAt + i * toRow + t * OUT * toColumn, toColumn);
      }
    }
  }

  /// Down: A y, for `count` neighbouring floats of four rows, in place: six are made of them.
  static void outputGradientDown(float[] rows, int at, int row, int count) {
    for (int i = 0; i < count; i += LANES) {
      outputGradient(rows, at + i, row, rows, at + i, row);
    }
  }

  /// Across: (A y) Aᵀ, from six rows to 36 points of each tile of a row of tiles.
  static void outputGradientAcross(
      float[] rows, int at, int row, int column, int tiles, float[] to, int toAt, int toPoint, int toTile) {
    for (int i = 0; i < IN; i++) {
      for (int t = 0; t < tiles; t++) {
        outputGradient(rows, at + i * row + t * OUT * column, column, to, toAt + i * IN * toPoint + t * toTile, toPoint);
      }
    }
  }

  /// Down: Gᵀ u, for `count` neighbouring floats of 36 points, in place: 3 × 6 are left.
  static void filterGradientDown(float[] points, int at, int point, int count) {
    for (int j = 0; j < IN; j++) {
      for (int i = 0; i < count; i += LANES) {
        filterGradient(points, at + j * point + i, IN * point, points, at + j * point + i, IN * point);
      }
    }
  }

  /// Across: (Gᵀ u) G, from 3 × 6 to the gradients of 3 × 3 taps, for `count` neighbouring floats.
  static void filterGradientAcross(float[] points, int at, int point, int count, float[] to, int toAt, int toTap) {
    for (int i = 0; i < 3; i++) {
      for (int k = 0; k < count; k += LANES) {
        filterGradient(points, at + i * IN * point + k, point, to, toAt + i * 3 * toTap + k, toTap);
      }
    }
  }

  // One line each. They may be in place, so all is loaded before anything is stored.

  private static void input(float[] from, int at, int step, float[] to, int toAt, int toStep) {
    FloatVector d0 = FloatVector.fromArray(SPECIES, from, at);
    FloatVector d1 = FloatVector.fromArray(SPECIES, from, at + step);
    FloatVector d2 = FloatVector.fromArray(SPECIES, from, at + 2 * step);
    FloatVector d3 = FloatVector.fromArray(SPECIES, from, at + 3 * step);
    FloatVector d4 = FloatVector.fromArray(SPECIES, from, at + 4 * step);
    FloatVector d5 = FloatVector.fromArray(SPECIES, from, at + 5 * step);
    FloatVector evenA = fma(d2, -B2, d4);
    FloatVector oddA = fma(d1, -B2, d3);
    FloatVector evenB = fma(d2, -A2, d4);
    FloatVector oddB = fma(d1, -A2, d3);
    fma(d0, PRODUCT, fma(d2, -SUM, d4)).intoArray(to, toAt);
    fma(oddA, A, evenA).intoArray(to, toAt + toStep);
    fma(oddA, -A, evenA).intoArray(to, toAt + 2 * toStep);
    fma(oddB, B, evenB).intoArray(to, toAt + 3 * toStep);
    fma(oddB, -B, evenB).intoArray(to, toAt + 4 * toStep);
    fma(d1, PRODUCT, fma(d3, -SUM, d5)).intoArray(to, toAt + 5 * toStep);
  }

  private static void filter(float[] from, int at, int step, float[] to, int toAt, int toStep) {
    FloatVector w0 = FloatVector.fromArray(SPECIES, from, at);
    FloatVector w1 = FloatVector.fromArray(SPECIES, from, at + step);
    FloatVector w2 = FloatVector.fromArray(SPECIES, from, at + 2 * step);
    FloatVector evenA = fma(w2, A2, w0);
    FloatVector evenB = fma(w2, B2, w0);
    w0.mul(SCALE_0).intoArray(to, toAt);
    fma(w1, A, evenA).mul(SCALE_A).intoArray(to, toAt + toStep);
    fma(w1, -A, evenA).mul(SCALE_A).intoArray(to, toAt + 2 * toStep);
    fma(w1, B, evenB).mul(SCALE_B).intoArray(to, toAt + 3 * toStep);
    fma(w1, -B, evenB).mul(SCALE_B).intoArray(to, toAt + 4 * toStep);
    w2.intoArray(to, toAt + 5 * toStep);
  }

  private static void output(float[] from, int at, int step, float[] to, int toAt, int toStep) {
    FloatVector m0 = FloatVector.fromArray(SPECIES, from, at);
    FloatVector m1 = FloatVector.fromArray(SPECIES, from, at + step);
    FloatVector m2 = FloatVector.fromArray(SPECIES, from, at + 2 * step);
    FloatVector m3 = FloatVector.fromArray(SPECIES, from, at + 3 * step);
    FloatVector m4 = FloatVector.fromArray(SPECIES, from, at + 4 * step);
    FloatVector m5 = FloatVector.fromArray(SPECIES, from, at + 5 * step);
    FloatVector sumA = m1.add(m2);
    FloatVector sumB = m3.add(m4);
    FloatVector differenceA = m1.sub(m2);
    FloatVector differenceB = m3.sub(m4);
    m0.add(sumA).add(sumB).intoArray(to, toAt);
    fma(differenceB, B, differenceA.mul(A)).intoArray(to, toAt + toStep);
    fma(sumB, B2, sumA.mul(A2)).intoArray(to, toAt + 2 * toStep);
    fma(differenceB, B3, fma(differenceA, A3, m5)).intoArray(to, toAt + 3 * toStep);
  }

  private static void outputGradient(float[] from, int at, int step, float[] to, int toAt, int toStep) {
    FloatVector y0 = FloatVector.fromArray(SPECIES, from, at);
    FloatVector y1 = FloatVector.fromArray(SPECIES, from, at + step);
    FloatVector y2 = FloatVector.fromArray(SPECIES, from, at + 2 * step);
    FloatVector y3 = FloatVector.fromArray(SPECIES, from, at + 3 * step);
    FloatVector evenA = fma(y2, A2, y0);
    FloatVector oddA = fma(y3, A3, y1.mul(A));
    FloatVector evenB = fma(y2, B2, y0);
    FloatVector oddB = fma(y3, B3, y1.mul(B));
    y0.intoArray(to, toAt);
    evenA.add(oddA).intoArray(to, toAt + toStep);
    evenA.sub(oddA).intoArray(to, toAt + 2 * toStep);
    evenB.add(oddB).intoArray(to, toAt + 3 * toStep);
    evenB.sub(oddB).intoArray(to, toAt + 4 * toStep);
    y3.intoArray(to, toAt + 5 * toStep);
  }

  private static void filterGradient(float[] from, int at, int step, float[] to, int toAt, int toStep) {
    FloatVector u0 = FloatVector.fromArray(SPECIES, from, at);
    FloatVector u1 = FloatVector.fromArray(SPECIES, from, at + step);
    FloatVector u2 = FloatVector.fromArray(SPECIES, from, at + 2 * step);
    FloatVector u3 = FloatVector.fromArray(SPECIES, from, at + 3 * step);
    FloatVector u4 = FloatVector.fromArray(SPECIES, from, at + 4 * step);
    FloatVector u5 = FloatVector.fromArray(SPECIES, from, at + 5 * step);
    FloatVector sumA = u1.add(u2).mul(SCALE_A);
    FloatVector sumB = u3.add(u4).mul(SCALE_B);
    FloatVector differenceA = u1.sub(u2).mul(SCALE_A);
    FloatVector differenceB = u3.sub(u4).mul(SCALE_B);
    fma(u0, SCALE_0, sumA).add(sumB).intoArray(to, toAt);
    fma(differenceB, B, differenceA.mul(A)).intoArray(to, toAt + toStep);
    fma(sumB, B2, fma(sumA, A2, u5)).intoArray(to, toAt + 2 * toStep);
  }

  private static FloatVector fma(FloatVector x, float factor, FloatVector plus) {
    return x.fma(FloatVector.broadcast(SPECIES, factor), plus);
  }
}
