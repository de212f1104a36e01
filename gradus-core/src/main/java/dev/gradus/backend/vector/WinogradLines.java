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

/// The transforms of [dev.gradus.backend.Winograd], for as many neighbouring channels as a vector holds: line by line what
/// the scalar backend's class of this name does.
///
/// Each goes down the columns of a small image into `stage`, then along the rows.
final class WinogradLines {
  /// Floats of scratch that a transform needs for what is between its two halves.
  static final int STAGE = IN * IN * LANES;

  private WinogradLines() {}

  /// Bᵀ d B: 6 × 6 inputs to 36 points.
  ///
  /// @param row from one row of inputs to the next; `column` from one column to the next
  /// @param toPoint from one point to the next
  static void input(float[] from, int at, int row, int column, float[] stage, int stageAt, float[] to, int toAt, int toPoint) {
    for (int j = 0; j < IN; j++) {
      input(from, at + j * column, row, stage, stageAt + j * LANES, IN * LANES);
    }
    for (int i = 0; i < IN; i++) {
      input(stage, stageAt + i * IN * LANES, LANES, to, toAt + i * IN * toPoint, toPoint);
    }
  }

  /// G w Gᵀ: 3 × 3 taps to 36 points.
  static void filter(float[] from, int at, int row, int column, float[] stage, int stageAt, float[] to, int toAt, int toPoint) {
    for (int j = 0; j < 3; j++) {
      filter(from, at + j * column, row, stage, stageAt + j * LANES, 3 * LANES);
    }
    for (int i = 0; i < IN; i++) {
      filter(stage, stageAt + i * 3 * LANES, LANES, to, toAt + i * IN * toPoint, toPoint);
    }
  }

  /// Aᵀ m A: 36 points to 4 × 4 outputs, which go one after another to where `stage` ends.
  static void output(float[] from, int at, int point, float[] stage, int stageAt) {
    for (int j = 0; j < IN; j++) {
      output(from, at + j * point, IN * point, stage, stageAt + j * LANES, IN * LANES);
    }
    for (int i = 0; i < OUT; i++) {
      output(stage, stageAt + i * IN * LANES, LANES, stage, stageAt + STAGE + i * OUT * LANES, LANES);
    }
  }

  /// A y Aᵀ: the gradients of 4 × 4 outputs to 36 points.
  static void outputGradient(
      float[] from, int at, int row, int column, float[] stage, int stageAt, float[] to, int toAt, int toPoint) {
    for (int j = 0; j < OUT; j++) {
      outputGradient(from, at + j * column, row, stage, stageAt + j * LANES, OUT * LANES);
    }
    for (int i = 0; i < IN; i++) {
      outputGradient(stage, stageAt + i * OUT * LANES, LANES, to, toAt + i * IN * toPoint, toPoint);
    }
  }

  /// Gᵀ u G: 36 points to the gradients of 3 × 3 taps.
  static void filterGradient(float[] from, int at, int point, float[] stage, int stageAt, float[] to, int toAt, int toTap) {
    for (int j = 0; j < IN; j++) {
      filterGradient(from, at + j * point, IN * point, stage, stageAt + j * LANES, IN * LANES);
    }
    for (int i = 0; i < 3; i++) {
      filterGradient(stage, stageAt + i * IN * LANES, LANES, to, toAt + i * 3 * toTap, toTap);
    }
  }

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
    FloatVector m1 = FloatVector.fromArray(SPECIES, from, at + step);
    FloatVector m2 = FloatVector.fromArray(SPECIES, from, at + 2 * step);
    FloatVector m3 = FloatVector.fromArray(SPECIES, from, at + 3 * step);
    FloatVector m4 = FloatVector.fromArray(SPECIES, from, at + 4 * step);
    FloatVector sumA = m1.add(m2);
    FloatVector sumB = m3.add(m4);
    FloatVector differenceA = m1.sub(m2);
    FloatVector differenceB = m3.sub(m4);
    FloatVector.fromArray(SPECIES, from, at).add(sumA).add(sumB).intoArray(to, toAt);
    fma(differenceB, B, differenceA.mul(A)).intoArray(to, toAt + toStep);
    fma(sumB, B2, sumA.mul(A2)).intoArray(to, toAt + 2 * toStep);
    fma(differenceB, B3, fma(differenceA, A3, FloatVector.fromArray(SPECIES, from, at + 5 * step)))
        .intoArray(to, toAt + 3 * toStep);
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
    FloatVector u1 = FloatVector.fromArray(SPECIES, from, at + step);
    FloatVector u2 = FloatVector.fromArray(SPECIES, from, at + 2 * step);
    FloatVector u3 = FloatVector.fromArray(SPECIES, from, at + 3 * step);
    FloatVector u4 = FloatVector.fromArray(SPECIES, from, at + 4 * step);
    FloatVector sumA = u1.add(u2).mul(SCALE_A);
    FloatVector sumB = u3.add(u4).mul(SCALE_B);
    FloatVector differenceA = u1.sub(u2).mul(SCALE_A);
    FloatVector differenceB = u3.sub(u4).mul(SCALE_B);
    fma(FloatVector.fromArray(SPECIES, from, at), SCALE_0, sumA).add(sumB).intoArray(to, toAt);
    fma(differenceB, B, differenceA.mul(A)).intoArray(to, toAt + toStep);
    fma(sumB, B2, fma(sumA, A2, FloatVector.fromArray(SPECIES, from, at + 5 * step))).intoArray(to, toAt + 2 * toStep);
  }

  private static FloatVector fma(FloatVector x, float factor, FloatVector plus) {
    return x.fma(FloatVector.broadcast(SPECIES, factor), plus);
  }
}
