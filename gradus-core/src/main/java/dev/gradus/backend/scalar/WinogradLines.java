package dev.gradus.backend.scalar;

import static dev.gradus.backend.Winograd.A;
import static dev.gradus.backend.Winograd.A2;
import static dev.gradus.backend.Winograd.A3;
import static dev.gradus.backend.Winograd.A4;
import static dev.gradus.backend.Winograd.B;
import static dev.gradus.backend.Winograd.B2;
import static dev.gradus.backend.Winograd.B3;
import static dev.gradus.backend.Winograd.B4;
import static dev.gradus.backend.Winograd.PRODUCT;
import static dev.gradus.backend.Winograd.SCALE_0;
import static dev.gradus.backend.Winograd.SCALE_A;
import static dev.gradus.backend.Winograd.SCALE_B;
import static dev.gradus.backend.Winograd.SUM;

/// The transforms of [dev.gradus.backend.Winograd] along one axis, with the roundings that are the contract: each reads
/// numbers `fromStep` apart and writes numbers `toStep` apart.
final class WinogradLines {
  private WinogradLines() {}

  /// A transform along one axis.
  @FunctionalInterface
  interface Line {
    void apply(float[] from, int at, int fromStep, float[] to, int toAt, int toStep);
  }

  /// G for so many taps: taps to 6 points.
  static Line filter(int taps) {
    return taps == 3 ? WinogradLines::filter3 : WinogradLines::filter5;
  }

  /// Aᵀ for so many taps: 6 points to outputs.
  static Line output(int taps) {
    return taps == 3 ? WinogradLines::output3 : WinogradLines::output5;
  }

  /// A for so many taps: the gradients of outputs to 6 points.
  static Line outputGradient(int taps) {
    return taps == 3 ? WinogradLines::outputGradient3 : WinogradLines::outputGradient5;
  }

  /// Gᵀ for so many taps: 6 points to the gradients of taps.
  static Line filterGradient(int taps) {
    return taps == 3 ? WinogradLines::filterGradient3 : WinogradLines::filterGradient5;
  }

  /// Bᵀ: 6 inputs to 6 points.
  static void input(float[] from, int at, int fromStep, float[] to, int toAt, int toStep) {
    float d0 = from[at];
    float d1 = from[at + fromStep];
    float d2 = from[at + 2 * fromStep];
    float d3 = from[at + 3 * fromStep];
    float d4 = from[at + 4 * fromStep];
    float d5 = from[at + 5 * fromStep];
    float evenA = Math.fma(d2, -B2, d4);
    float oddA = Math.fma(d1, -B2, d3);
    float evenB = Math.fma(d2, -A2, d4);
    float oddB = Math.fma(d1, -A2, d3);
    to[toAt] = Math.fma(d0, PRODUCT, Math.fma(d2, -SUM, d4));
    to[toAt + toStep] = Math.fma(oddA, A, evenA);
    to[toAt + 2 * toStep] = Math.fma(oddA, -A, evenA);
    to[toAt + 3 * toStep] = Math.fma(oddB, B, evenB);
    to[toAt + 4 * toStep] = Math.fma(oddB, -B, evenB);
    to[toAt + 5 * toStep] = Math.fma(d1, PRODUCT, Math.fma(d3, -SUM, d5));
  }

  /// G: 3 taps to 6 points.
  private static void filter3(float[] from, int at, int fromStep, float[] to, int toAt, int toStep) {
    float w0 = from[at];
    float w1 = from[at + fromStep];
    float w2 = from[at + 2 * fromStep];
    float evenA = Math.fma(w2, A2, w0);
    float evenB = Math.fma(w2, B2, w0);
    to[toAt] = w0 * SCALE_0;
    to[toAt + toStep] = Math.fma(w1, A, evenA) * SCALE_A;
    to[toAt + 2 * toStep] = Math.fma(w1, -A, evenA) * SCALE_A;
    to[toAt + 3 * toStep] = Math.fma(w1, B, evenB) * SCALE_B;
    to[toAt + 4 * toStep] = Math.fma(w1, -B, evenB) * SCALE_B;
    to[toAt + 5 * toStep] = w2;
  }

  /// Aᵀ: 6 points to 4 outputs.
  private static void output3(float[] from, int at, int fromStep, float[] to, int toAt, int toStep) {
    float m1 = from[at + fromStep];
    float m2 = from[at + 2 * fromStep];
    float m3 = from[at + 3 * fromStep];
    float m4 = from[at + 4 * fromStep];
    float sumA = m1 + m2;
    float sumB = m3 + m4;
    float differenceA = m1 - m2;
    float differenceB = m3 - m4;
    to[toAt] = from[at] + sumA + sumB;
    to[toAt + toStep] = Math.fma(differenceB, B, differenceA * A);
    to[toAt + 2 * toStep] = Math.fma(sumB, B2, sumA * A2);
    to[toAt + 3 * toStep] = Math.fma(differenceB, B3, Math.fma(differenceA, A3, from[at + 5 * fromStep]));
  }

  /// A: the gradients of 4 outputs to 6 points.
  private static void outputGradient3(float[] from, int at, int fromStep, float[] to, int toAt, int toStep) {
    float y0 = from[at];
    float y1 = from[at + fromStep];
    float y2 = from[at + 2 * fromStep];
    float y3 = from[at + 3 * fromStep];
    float evenA = Math.fma(y2, A2, y0);
    float oddA = Math.fma(y3, A3, y1 * A);
    float evenB = Math.fma(y2, B2, y0);
    float oddB = Math.fma(y3, B3, y1 * B);
    to[toAt] = y0;
    to[toAt + toStep] = evenA + oddA;
    to[toAt + 2 * toStep] = evenA - oddA;
    to[toAt + 3 * toStep] = evenB + oddB;
    to[toAt + 4 * toStep] = evenB - oddB;
    to[toAt + 5 * toStep] = y3;
  }

  /// Gᵀ: 6 points to the gradients of 3 taps.
  private static void filterGradient3(float[] from, int at, int fromStep, float[] to, int toAt, int toStep) {
    float u1 = from[at + fromStep];
    float u2 = from[at + 2 * fromStep];
    float u3 = from[at + 3 * fromStep];
    float u4 = from[at + 4 * fromStep];
    float sumA = (u1 + u2) * SCALE_A;
    float sumB = (u3 + u4) * SCALE_B;
    float differenceA = (u1 - u2) * SCALE_A;
    float differenceB = (u3 - u4) * SCALE_B;
    to[toAt] = Math.fma(from[at], SCALE_0, sumA) + sumB;
    to[toAt + toStep] = Math.fma(differenceB, B, differenceA * A);
    to[toAt + 2 * toStep] = Math.fma(sumB, B2, Math.fma(sumA, A2, from[at + 5 * fromStep]));
  }

  /// G: 5 taps to 6 points.
  private static void filter5(float[] from, int at, int fromStep, float[] to, int toAt, int toStep) {
    float w0 = from[at];
    float w1 = from[at + fromStep];
    float w2 = from[at + 2 * fromStep];
    float w3 = from[at + 3 * fromStep];
    float w4 = from[at + 4 * fromStep];
    float evenA = Math.fma(w4, A4, Math.fma(w2, A2, w0));
    float oddA = Math.fma(w3, A3, w1 * A);
    float evenB = Math.fma(w4, B4, Math.fma(w2, B2, w0));
    float oddB = Math.fma(w3, B3, w1 * B);
    to[toAt] = w0 * SCALE_0;
    to[toAt + toStep] = (evenA + oddA) * SCALE_A;
    to[toAt + 2 * toStep] = (evenA - oddA) * SCALE_A;
    to[toAt + 3 * toStep] = (evenB + oddB) * SCALE_B;
    to[toAt + 4 * toStep] = (evenB - oddB) * SCALE_B;
    to[toAt + 5 * toStep] = w4;
  }

  /// Aᵀ: 6 points to 2 outputs of 5 taps.
  private static void output5(float[] from, int at, int fromStep, float[] to, int toAt, int toStep) {
    float m0 = from[at];
    float m1 = from[at + fromStep];
    float m2 = from[at + 2 * fromStep];
    float m3 = from[at + 3 * fromStep];
    float m4 = from[at + 4 * fromStep];
    float m5 = from[at + 5 * fromStep];
    to[toAt] = m0 + (m1 + m2) + (m3 + m4);
    to[toAt + toStep] = Math.fma(m3 - m4, B, Math.fma(m1 - m2, A, m5));
  }

  /// A: the gradients of 2 outputs of 5 taps to 6 points.
  private static void outputGradient5(float[] from, int at, int fromStep, float[] to, int toAt, int toStep) {
    float y0 = from[at];
    float y1 = from[at + fromStep];
    to[toAt] = y0;
    to[toAt + toStep] = Math.fma(y1, A, y0);
    to[toAt + 2 * toStep] = Math.fma(y1, -A, y0);
    to[toAt + 3 * toStep] = Math.fma(y1, B, y0);
    to[toAt + 4 * toStep] = Math.fma(y1, -B, y0);
    to[toAt + 5 * toStep] = y1;
  }

  /// Gᵀ: 6 points to the gradients of 5 taps.
  private static void filterGradient5(float[] from, int at, int fromStep, float[] to, int toAt, int toStep) {
    float u1 = from[at + fromStep];
    float u2 = from[at + 2 * fromStep];
    float u3 = from[at + 3 * fromStep];
    float u4 = from[at + 4 * fromStep];
    float sumA = (u1 + u2) * SCALE_A;
    float sumB = (u3 + u4) * SCALE_B;
    float differenceA = (u1 - u2) * SCALE_A;
    float differenceB = (u3 - u4) * SCALE_B;
    float u5 = from[at + 5 * fromStep];
    to[toAt] = Math.fma(from[at], SCALE_0, sumA) + sumB;
    to[toAt + toStep] = Math.fma(differenceB, B, differenceA * A);
    to[toAt + 2 * toStep] = Math.fma(sumB, B2, sumA * A2);
    to[toAt + 3 * toStep] = Math.fma(differenceB, B3, differenceA * A3);
    to[toAt + 4 * toStep] = Math.fma(sumB, B4, Math.fma(sumA, A4, u5));
  }

  /// A transform of a small image: down each of the `columns` columns, then along each of the rows that this gives.
  ///
  /// @param row from one row of the image to the next; `column` from one column to the next
  /// @param between room for rows × columns numbers from `betweenAt` on
  /// @param rows how many rows the first transform gives
  /// @param toRow from one row of the result to the next; `toColumn` from one column to the next
  static void image(
      Line line, float[] from, int at, int row, int column, int columns, float[] between, int betweenAt, int rows,
      float[] to, int toAt, int toRow, int toColumn) {
    for (int j = 0; j < columns; j++) {
      line.apply(from, at + j * column, row, between, betweenAt + j, columns);
    }
    for (int i = 0; i < rows; i++) {
      line.apply(between, betweenAt + i * columns, 1, to, toAt + i * toRow, toColumn);
    }
  }
}
