package dev.gradus.backend.vector;

import static dev.gradus.backend.Winograd.A;
import static dev.gradus.backend.Winograd.A2;
import static dev.gradus.backend.Winograd.A3;
import static dev.gradus.backend.Winograd.A4;
import static dev.gradus.backend.Winograd.B;
import static dev.gradus.backend.Winograd.B2;
import static dev.gradus.backend.Winograd.B3;
import static dev.gradus.backend.Winograd.B4;
import static dev.gradus.backend.Winograd.IN;
import static dev.gradus.backend.Winograd.SCALE_0;
import static dev.gradus.backend.Winograd.SCALE_A;
import static dev.gradus.backend.Winograd.SCALE_B;
import static dev.gradus.backend.vector.Lanes.LANES;
import static dev.gradus.backend.vector.Lanes.SPECIES;
import static jdk.incubator.vector.FloatVector.broadcast;

import jdk.incubator.vector.FloatVector;

/// The transforms for 5 × 5 taps, which make tiles of 2 × 2 outputs.
final class WinogradFive implements WinogradLines {
  private static final int TAPS = 5;
  private static final int OUT = 2;

  @Override
  public void filterDown(float[] taps, int at, int row, int column, float[] stage, int stageAt) {
    for (int j = 0; j < TAPS; j++) {
      filter(taps, at + j * column, row, stage, stageAt + j * LANES, TAPS * LANES);
    }
  }

  @Override
  public void filterAcross(float[] stage, int stageAt, float[] to, int toAt, int toPoint) {
    for (int i = 0; i < IN; i++) {
      filter(stage, stageAt + i * TAPS * LANES, LANES, to, toAt + i * IN * toPoint, toPoint);
    }
  }

  @Override
  public void outputDown(float[] points, int at, int point, int count) {
    for (int j = 0; j < IN; j++) {
      for (int i = 0; i < count; i += LANES) {
        output(points, at + j * point + i, IN * point, points, at + j * point + i, IN * point);
      }
    }
  }

  @Override
  public void outputAcross(
      float[] points, int at, int point, int tile, int tiles, int rows, float[] to, int toAt, int toRow, int toColumn) {
    for (int i = 0; i < rows; i++) {
      for (int t = 0; t < tiles; t++) {
        output(points, at + i * IN * point + t * tile, point, to, toAt + i * toRow + t * OUT * toColumn, toColumn);
      }
    }
  }

  @Override
  public void outputGradientDown(float[] rows, int at, int row, int count) {
    for (int i = 0; i < count; i += LANES) {
      outputGradient(rows, at + i, row, rows, at + i, row);
    }
  }

  @Override
  public void outputGradientAcross(
      float[] rows, int at, int row, int column, int tiles, float[] to, int toAt, int toPoint, int toTile) {
    for (int i = 0; i < IN; i++) {
      for (int t = 0; t < tiles; t++) {
        outputGradient(rows, at + i * row + t * OUT * column, column, to, toAt + i * IN * toPoint + t * toTile, toPoint);
      }
    }
  }

  @Override
  public void filterGradientDown(float[] points, int at, int point, int count) {
    for (int j = 0; j < IN; j++) {
      for (int i = 0; i < count; i += LANES) {
        filterGradient(points, at + j * point + i, IN * point, points, at + j * point + i, IN * point);
      }
    }
  }

  @Override
  public void filterGradientAcross(float[] points, int at, int point, int count, float[] to, int toAt, int toTap) {
    for (int i = 0; i < TAPS; i++) {
      for (int k = 0; k < count; k += LANES) {
        filterGradient(points, at + i * IN * point + k, point, to, toAt + i * TAPS * toTap + k, toTap);
      }
    }
  }

  // One line each. They may be in place, so all is loaded before anything is stored.

  private static void filter(float[] from, int at, int step, float[] to, int toAt, int toStep) {
    FloatVector w0 = FloatVector.fromArray(SPECIES, from, at);
    FloatVector w1 = FloatVector.fromArray(SPECIES, from, at + step);
    FloatVector w2 = FloatVector.fromArray(SPECIES, from, at + 2 * step);
    FloatVector w3 = FloatVector.fromArray(SPECIES, from, at + 3 * step);
    FloatVector w4 = FloatVector.fromArray(SPECIES, from, at + 4 * step);
    FloatVector evenA = w4.fma(broadcast(SPECIES, A4), w2.fma(broadcast(SPECIES, A2), w0));
    FloatVector oddA = w3.fma(broadcast(SPECIES, A3), w1.mul(A));
    FloatVector evenB = w4.fma(broadcast(SPECIES, B4), w2.fma(broadcast(SPECIES, B2), w0));
    FloatVector oddB = w3.fma(broadcast(SPECIES, B3), w1.mul(B));
    w0.mul(SCALE_0).intoArray(to, toAt);
    evenA.add(oddA).mul(SCALE_A).intoArray(to, toAt + toStep);
    evenA.sub(oddA).mul(SCALE_A).intoArray(to, toAt + 2 * toStep);
    evenB.add(oddB).mul(SCALE_B).intoArray(to, toAt + 3 * toStep);
    evenB.sub(oddB).mul(SCALE_B).intoArray(to, toAt + 4 * toStep);
    w4.intoArray(to, toAt + 5 * toStep);
  }

  private static void output(float[] from, int at, int step, float[] to, int toAt, int toStep) {
    FloatVector m0 = FloatVector.fromArray(SPECIES, from, at);
    FloatVector m1 = FloatVector.fromArray(SPECIES, from, at + step);
    FloatVector m2 = FloatVector.fromArray(SPECIES, from, at + 2 * step);
    FloatVector m3 = FloatVector.fromArray(SPECIES, from, at + 3 * step);
    FloatVector m4 = FloatVector.fromArray(SPECIES, from, at + 4 * step);
    FloatVector m5 = FloatVector.fromArray(SPECIES, from, at + 5 * step);
    m0.add(m1.add(m2)).add(m3.add(m4)).intoArray(to, toAt);
    m3.sub(m4).fma(broadcast(SPECIES, B), m1.sub(m2).fma(broadcast(SPECIES, A), m5)).intoArray(to, toAt + toStep);
  }

  private static void outputGradient(float[] from, int at, int step, float[] to, int toAt, int toStep) {
    FloatVector y0 = FloatVector.fromArray(SPECIES, from, at);
    FloatVector y1 = FloatVector.fromArray(SPECIES, from, at + step);
    y0.intoArray(to, toAt);
    y1.fma(broadcast(SPECIES, A), y0).intoArray(to, toAt + toStep);
    y1.fma(broadcast(SPECIES, -A), y0).intoArray(to, toAt + 2 * toStep);
    y1.fma(broadcast(SPECIES, B), y0).intoArray(to, toAt + 3 * toStep);
    y1.fma(broadcast(SPECIES, -B), y0).intoArray(to, toAt + 4 * toStep);
    y1.intoArray(to, toAt + 5 * toStep);
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
    u0.fma(broadcast(SPECIES, SCALE_0), sumA).add(sumB).intoArray(to, toAt);
    differenceB.fma(broadcast(SPECIES, B), differenceA.mul(A)).intoArray(to, toAt + toStep);
    sumB.fma(broadcast(SPECIES, B2), sumA.mul(A2)).intoArray(to, toAt + 2 * toStep);
    differenceB.fma(broadcast(SPECIES, B3), differenceA.mul(A3)).intoArray(to, toAt + 3 * toStep);
    sumB.fma(broadcast(SPECIES, B4), sumA.fma(broadcast(SPECIES, A4), u5)).intoArray(to, toAt + 4 * toStep);
  }
}
