package dev.gradus.backend.scalar;

import static dev.gradus.backend.Winograd.IN;
import static dev.gradus.backend.Winograd.POINTS;

import dev.gradus.backend.Kernel;
import dev.gradus.backend.Slice;
import dev.gradus.backend.Winograd;
import dev.gradus.backend.Workers;

/// A convolution with stride 1, or its input gradient, tile by tile as [Winograd] says.
///
/// The order of sums is in the package's notes.
final class ScalarWinograd implements Kernel {
  private final Winograd.Sum sum;
  private final Slice source;
  private final Slice filters;
  private final Slice result;
  private final float[] scratch;
  private final int filtersBase;
  private final int workerBase;
  private final int workerFloats;
  private final Workers.Task filterTask = this::transformFilters;
  private final Workers.Task rowTask = this::row;

  ScalarWinograd(Winograd.Sum sum, Slice source, Slice filters, Slice result, Slice scratch) {
    this.sum = sum;
    this.source = source;
    this.filters = filters;
    this.result = result;
    this.scratch = scratch.array();
    this.filtersBase = scratch.offset();
    this.workerBase = filtersBase + POINTS * sum.sources() * sum.results();
    this.workerFloats = POINTS * (sum.sources() + 2);
  }

  static long scratch(Winograd.Sum sum, int threads) {
    return (long) POINTS * (sum.sources() * sum.results() + threads * (sum.sources() + 2));
  }

  @Override
  public void run(Workers workers) {
    workers.run(sum.sources(), sum.work(), filterTask);
    workers.run(sum.batch() * sum.tileRows(), sum.work(), rowTask);
  }

  /// The points of one source channel's filters: [point][source][result].
  private void transformFilters(int c, int worker) {
    int points = sum.sources() * sum.results();
    int between = workerBase + worker * workerFloats;
    for (int k = 0; k < sum.results(); k++) {
      int at = filters.offset() + sum.firstTap() + c * sum.sourceStep() + k * sum.resultStep();
      WinogradLines.image(
          WinogradLines.filter(sum.taps()), filters.array(), at, sum.taps() * sum.tapStep(), sum.tapStep(), sum.taps(), scratch, between, IN,
          scratch, filtersBase + c * sum.results() + k, IN * points, points);
    }
  }

  private void row(int index, int worker) {
    int n = index / sum.tileRows();
    int top = index % sum.tileRows() * sum.out();
    int points = workerBase + worker * workerFloats;
    int tile = points + POINTS * sum.sources();
    int between = tile + POINTS;
    for (int left = 0; left < sum.columns(); left += sum.out()) {
      for (int c = 0; c < sum.sources(); c++) {
        read(n, top, left, c, tile);
        WinogradLines.image(
            WinogradLines::input, scratch, tile, IN, 1, IN, scratch, between, IN,
            scratch, points + c, IN * sum.sources(), sum.sources());
      }
      for (int k = 0; k < sum.results(); k++) {
        for (int point = 0; point < POINTS; point++) {
          int filter = filtersBase + point * sum.sources() * sum.results() + k;
          float chain = 0;
          for (int c = 0; c < sum.sources(); c++) {
            chain = Math.fma(scratch[points + point * sum.sources() + c], scratch[filter + c * sum.results()], chain);
          }
          scratch[tile + point] = chain;
        }
        WinogradLines.image(
            WinogradLines.output(sum.taps()), scratch, tile, IN, 1, IN, scratch, between, sum.out(), scratch, tile, sum.out(), 1);
        write(n, top, left, k, tile);
      }
    }
  }

  /// The 6 × 6 numbers of one channel that a tile of outputs reads; 0 outside the image.
  private void read(int n, int top, int left, int c, int tile) {
    for (int i = 0; i < IN; i++) {
      for (int j = 0; j < IN; j++) {
        int h = top + i - sum.padTop();
        int v = left + j - sum.padLeft();
        boolean inside = h >= 0 && h < sum.height() && v >= 0 && v < sum.width();
        scratch[tile + i * IN + j] =
            inside ? source.array()[source.offset() + ((n * sum.height() + h) * sum.width() + v) * sum.sources() + c] : 0;
      }
    }
  }

  private void write(int n, int top, int left, int k, int tile) {
    for (int i = 0; i < Math.min(sum.out(), sum.rows() - top); i++) {
      for (int j = 0; j < Math.min(sum.out(), sum.columns() - left); j++) {
        result.array()[result.offset() + ((n * sum.rows() + top + i) * sum.columns() + left + j) * sum.results() + k] =
            scratch[tile + i * sum.out() + j];
      }
    }
  }
}
