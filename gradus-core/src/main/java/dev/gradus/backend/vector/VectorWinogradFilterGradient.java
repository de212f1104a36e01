package dev.gradus.backend.vector;

import static dev.gradus.backend.Winograd.CHANNELS;
import static dev.gradus.backend.Winograd.IN;
import static dev.gradus.backend.Winograd.POINTS;
import static dev.gradus.backend.vector.Lanes.LANES;
import static dev.gradus.backend.vector.Lanes.PANEL;

import dev.gradus.backend.ConvSize;
import dev.gradus.backend.Kernel;
import dev.gradus.backend.Slice;
import dev.gradus.backend.Winograd;
import dev.gradus.backend.Workers;
import java.util.Arrays;

/// The filter gradient of a convolution with stride 1, summed over tiles as [Winograd] says.
///
/// Waves of some rows of tiles: first their images and gradients are transformed, a task for each row, then the 36 products
/// of 16 channels by all filters are added to, a task for each point and 16 channels. Each sum stays one chain over
/// all tiles in order, whoever adds to it.
final class VectorWinogradFilterGradient implements Kernel {
  /// Tiles of a wave: a panel of their gradients stays in the first cache.
  private static final int WAVE_TILES = 256;

  /// Floats between the numbers of one point and the next, as in [VectorWinograd].
  private static final int APART = 16;

  private final ConvSize size;
  private final Slice x;
  private final Slice dy;
  private final Slice dw;
  private final float[] scratch;
  private final Waves waves;
  private final WinogradLines lines;
  private final int images;
  private final int gradients;
  private final int sums;
  private final int workerBase;
  private final Tile tile;
  private final Walk walk;
  private final Walk lastWalk;
  private final Workers.Task transformTask = this::transform;
  private final Workers.Task productTask = this::product;
  private final Workers.Task backTask = this::back;
  private int firstRow;
  private Walk waveWalk;

  VectorWinogradFilterGradient(ConvSize size, Slice x, Slice dy, Slice dw, Slice scratch) {
    this.size = size;
    this.x = x;
    this.dy = dy;
    this.dw = dw;
    this.scratch = scratch.array();
    this.waves = Waves.of(size);
    this.lines = WinogradLines.of(waves.taps());
    this.images = scratch.offset();
    this.gradients = images + (int) waves.imageFloats();
    this.sums = gradients + (int) waves.gradientFloats();
    this.workerBase = sums + (int) waves.sumFloats();
    this.tile = new Tile(this.scratch, this.scratch, PANEL, this.scratch, size.filters(), this.scratch);
    this.walk = Walk.straight(waves.tiles(), CHANNELS);
    int rest = waves.allRows() % waves.rows();
    this.lastWalk = rest == 0 ? walk : Walk.straight(rest * waves.columns(), CHANNELS);
  }

  static long scratch(ConvSize size, int threads) {
    Waves waves = Waves.of(size);
    return waves.imageFloats() + waves.gradientFloats() + waves.sumFloats() + threads * waves.workerFloats();
  }

  @Override
  public void run(Workers workers) {
    if (size.batch() == 0) {
      Arrays.fill(dw.array(), dw.offset(), dw.offset() + (int) size.filterElements(), 0);
      return;
    }
    for (firstRow = 0; firstRow < waves.allRows(); firstRow += waves.rows()) {
      int rows = Math.min(waves.rows(), waves.allRows() - firstRow);
      waveWalk = rows == waves.rows() ? walk : lastWalk;
      workers.run(rows, size.work(), transformTask);
      workers.run(POINTS * (size.channels() / CHANNELS), size.work(), productTask);
    }
    workers.run(size.channels(), size.work(), backTask);
  }

  /// How the rows of tiles of all images are cut into waves, and how things lie in the scratch.
  ///
  /// @param rows rows of tiles of a wave; the last one may have fewer
  private record Waves(ConvSize size, int rows) {
    static Waves of(ConvSize size) {
      int rows = Math.clamp(WAVE_TILES / Winograd.tiles(size.window().height(), size.outWidth()), 1, Math.max(1, allRows(size)));
      return new Waves(size, rows);
    }

    private static int allRows(ConvSize size) {
      return size.batch() * Winograd.tiles(size.window().height(), size.outHeight());
    }

    int taps() {
      return size.window().height();
    }

    int out() {
      return Winograd.out(taps());
    }

    int allRows() {
      return allRows(size);
    }

    int columns() {
      return Winograd.tiles(taps(), size.outWidth());
    }

    int tiles() {
      return rows * columns();
    }

    /// [point][16 channels][tile][channel]
    long imageFloats() {
      return (long) POINTS * imageStep();
    }

    int imageStep() {
      return size.channels() * tiles() + APART;
    }

    /// [point][panel][tile][2 vectors]
    long gradientFloats() {
      return (long) POINTS * gradientStep();
    }

    int gradientStep() {
      return Lanes.panels(size.filters()) * tiles() * PANEL + APART;
    }

    /// [point][channel][filter]
    long sumFloats() {
      return (long) POINTS * size.channels() * size.filters();
    }

    /// Six padded rows of an image or of the gradient, and room for parts of tiles.
    long workerFloats() {
      return Lanes.line((long) band() + Tile.STAGE);
    }

    int band() {
      return IN * Math.max(imageRow(), gradientRow());
    }

    int imageRow() {
      return (columns() * out() + taps() - 1) * size.channels();
    }

    int gradientRow() {
      return columns() * out() * size.filters();
    }
  }

  /// Transforms one row of the wave's tiles.
  private void transform(int index, int worker) {
    int row = firstRow + index;
    int tileRows = Winograd.tiles(size.window().height(), size.outHeight());
    int n = row / tileRows;
    int top = row % tileRows * waves.out();
    int band = workerBase + worker * (int) waves.workerFloats();
    int first = index * waves.columns();
    PaddedRows.copy(
        x, n, size.height(), size.width(), size.channels(), top - size.window().padTop(), -size.window().padLeft(), IN,
        scratch, band, waves.imageRow());
    WinogradLines.inputDown(scratch, band, waves.imageRow(), waves.imageRow());
    for (int c = 0; c < size.channels(); c += LANES) {
      int to = images + (c / CHANNELS * waves.tiles() + first) * CHANNELS + c % CHANNELS;
      WinogradLines.inputAcross(
          scratch, band + c, waves.imageRow(), size.channels(), waves.out(), waves.columns(), scratch, to, waves.imageStep(), CHANNELS);
    }
    PaddedRows.copy(
        dy, n, size.outHeight(), size.outWidth(), size.filters(), top, 0, waves.out(), scratch, band, waves.gradientRow());
    lines.outputGradientDown(scratch, band, waves.gradientRow(), waves.gradientRow());
    for (int k = 0; k < size.filters(); k += LANES) {
      int to = gradients + (k / PANEL * waves.tiles() + first) * PANEL + k % PANEL;
      lines.outputGradientAcross(
          scratch, band + k, waves.gradientRow(), size.filters(), waves.columns(), scratch, to, waves.gradientStep(), PANEL);
    }
  }

  /// Adds the wave's products of 16 channels and all filters at one point.
  private void product(int index, int worker) {
    int point = index / (size.channels() / CHANNELS);
    int channel = index % (size.channels() / CHANNELS) * CHANNELS;
    int stage = workerBase + worker * (int) waves.workerFloats() + waves.band();
    int panels = Lanes.panels(size.filters());
    int aBase = images + point * waves.imageStep() + channel * waves.tiles();
    for (int panel = 0; panel < panels; panel++) {
      int bBase = gradients + point * waves.gradientStep() + panel * waves.tiles() * PANEL;
      int columns = Math.min(PANEL, size.filters() - panel * PANEL);
      for (int row = 0; row < CHANNELS; row += Tile.ROWS) {
        int cBase = sums + (point * size.channels() + channel + row) * size.filters() + panel * PANEL;
        tile.run(waveWalk, aBase + row, bBase, cBase, Tile.ROWS, columns, firstRow > 0, stage);
      }
    }
  }

  /// Transforms the sums of one channel back to its taps' gradients.
  private void back(int channel, int worker) {
    int at = channel * size.filters();
    int point = size.channels() * size.filters();
    lines.filterGradientDown(scratch, sums + at, point, size.filters());
    lines.filterGradientAcross(scratch, sums + at, point, size.filters(), dw.array(), dw.offset() + at, point);
  }
}
