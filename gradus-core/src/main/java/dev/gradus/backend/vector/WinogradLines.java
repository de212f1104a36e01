package dev.gradus.backend.vector;

import static dev.gradus.backend.Winograd.A;
import static dev.gradus.backend.Winograd.A2;
import static dev.gradus.backend.Winograd.B;
import static dev.gradus.backend.Winograd.B2;
import static dev.gradus.backend.Winograd.IN;
import static dev.gradus.backend.Winograd.PRODUCT;
import static dev.gradus.backend.Winograd.SUM;
import static dev.gradus.backend.vector.Lanes.LANES;
import static dev.gradus.backend.vector.Lanes.SPECIES;
import static jdk.incubator.vector.FloatVector.broadcast;

import jdk.incubator.vector.FloatVector;

/// The transforms of [dev.gradus.backend.Winograd], line by line what the scalar backend's class of this name does, for as
/// many neighbouring channels as a vector holds.
///
/// Each goes down the columns of small images, then across their rows, in two passes over many of them. A pass is a method
/// with one line in its loops, and calls no method of ours with vectors, because where the compiler gives up inlining it makes
/// objects of them. That is also why each number of taps has a class of its own.
sealed interface WinogradLines permits WinogradThree, WinogradFive {
  /// The transforms for filters of so many rows and columns.
  static WinogradLines of(int taps) {
    return taps == 3 ? new WinogradThree() : new WinogradFive();
  }

  /// Down: Bᵀ d, for `count` neighbouring floats of six rows, in place.
  static void inputDown(float[] rows, int at, int row, int count) {
    for (int i = 0; i < count; i += LANES) {
      input(rows, at + i, row, rows, at + i, row);
    }
  }

  /// Across: (Bᵀ d) B, from six rows to 36 points of each tile of a row of tiles.
  ///
  /// @param column from one column to the next; tiles are `out` columns apart
  /// @param toPoint from one point to the next; `toTile` from one tile to the next
  static void inputAcross(
      float[] rows, int at, int row, int column, int out, int tiles, float[] to, int toAt, int toPoint, int toTile) {
    for (int i = 0; i < IN; i++) {
      for (int t = 0; t < tiles; t++) {
        input(rows, at + i * row + t * out * column, column, to, toAt + i * IN * toPoint + t * toTile, toPoint);
      }
    }
  }

  /// Down: G w, from taps × taps to 6 × taps.
  void filterDown(float[] taps, int at, int row, int column, float[] stage, int stageAt);

  /// Across: (G w) Gᵀ, from 6 × taps to 36 points.
  void filterAcross(float[] stage, int stageAt, float[] to, int toAt, int toPoint);

  /// Down: Aᵀ m, for `count` neighbouring floats of 36 points, in place: out × 6 are left.
  void outputDown(float[] points, int at, int point, int count);

  /// Across: (Aᵀ m) A, from out × 6 to outputs, of `rows` of them and for each of `tiles` neighbours.
  ///
  /// @param tile from one tile's numbers to the next one's
  /// @param toRow from one row of outputs to the next; `toColumn` from one column to the next
  void outputAcross(
      float[] points, int at, int point, int tile, int tiles, int rows, float[] to, int toAt, int toRow, int toColumn);

  /// Down: A y, for `count` neighbouring floats of `out` rows, in place: six are made of them.
  void outputGradientDown(float[] rows, int at, int row, int count);

  /// Across: (A y) Aᵀ, from six rows to 36 points of each tile of a row of tiles.
  void outputGradientAcross(
      float[] rows, int at, int row, int column, int tiles, float[] to, int toAt, int toPoint, int toTile);

  /// Down: Gᵀ u, for `count` neighbouring floats of 36 points, in place: taps × 6 are left.
  void filterGradientDown(float[] points, int at, int point, int count);

  /// Across: (Gᵀ u) G, from taps × 6 to the gradients of taps × taps, for `count` neighbouring floats.
  void filterGradientAcross(float[] points, int at, int point, int count, float[] to, int toAt, int toTap);

  private static void input(float[] from, int at, int step, float[] to, int toAt, int toStep) {
    FloatVector d0 = FloatVector.fromArray(SPECIES, from, at);
    FloatVector d1 = FloatVector.fromArray(SPECIES, from, at + step);
    FloatVector d2 = FloatVector.fromArray(SPECIES, from, at + 2 * step);
    FloatVector d3 = FloatVector.fromArray(SPECIES, from, at + 3 * step);
    FloatVector d4 = FloatVector.fromArray(SPECIES, from, at + 4 * step);
    FloatVector d5 = FloatVector.fromArray(SPECIES, from, at + 5 * step);
    FloatVector evenA = d2.fma(broadcast(SPECIES, -B2), d4);
    FloatVector oddA = d1.fma(broadcast(SPECIES, -B2), d3);
    FloatVector evenB = d2.fma(broadcast(SPECIES, -A2), d4);
    FloatVector oddB = d1.fma(broadcast(SPECIES, -A2), d3);
    d0.fma(broadcast(SPECIES, PRODUCT), d2.fma(broadcast(SPECIES, -SUM), d4)).intoArray(to, toAt);
    oddA.fma(broadcast(SPECIES, A), evenA).intoArray(to, toAt + toStep);
    oddA.fma(broadcast(SPECIES, -A), evenA).intoArray(to, toAt + 2 * toStep);
    oddB.fma(broadcast(SPECIES, B), evenB).intoArray(to, toAt + 3 * toStep);
    oddB.fma(broadcast(SPECIES, -B), evenB).intoArray(to, toAt + 4 * toStep);
    d1.fma(broadcast(SPECIES, PRODUCT), d3.fma(broadcast(SPECIES, -SUM), d5)).intoArray(to, toAt + 5 * toStep);
  }
}
