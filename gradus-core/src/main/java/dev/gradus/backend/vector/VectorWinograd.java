package dev.gradus.backend.vector;

import static dev.gradus.backend.Winograd.CHANNELS;
import static dev.gradus.backend.Winograd.IN;
import static dev.gradus.backend.Winograd.OUT;
import static dev.gradus.backend.Winograd.POINTS;
import static dev.gradus.backend.vector.Lanes.LANES;
import static dev.gradus.backend.vector.Lanes.PANEL;

import dev.gradus.backend.Kernel;
import dev.gradus.backend.Slice;
import dev.gradus.backend.Winograd;
import dev.gradus.backend.Workers;
import java.util.Optional;
import jdk.incubator.vector.FloatVector;

/// A 3 × 3 convolution with stride 1, or its input gradient, as [Winograd] says.
///
/// The filters are transformed once, into [panel][point][source][2 vectors]. A task is a block of some rows of tiles, of
/// one image or of several: it transforms their inputs, and then for each panel of results makes the 36 products and
/// transforms them back, while they are still in the second cache.
final class VectorWinograd implements Kernel {
  /// Tiles of a block: enough to use a panel's filters several times, few enough that 36 points of all their channels stay
  /// near.
  private static final int BLOCK_TILES = 32;

  /// Floats between the numbers of one point and the next: a transform writes or reads all 36 at once, and at a distance of
  /// a power of two they would all want the same place in the first cache.
  private static final int APART = 16;

  /// Tasks to cut, where the sizes allow.
  private static final int TASKS = 8;

  private final Winograd.Sum sum;
  private final Slice source;
  private final Slice filters;
  private final Slice result;
  private final float[] scratch;
  private final boolean kept;
  private final float[] transformed;
  private final Blocks blocks;
  private final int panels;
  private final int panelBlock;
  private final int panelBlocks;
  private final int filtersBase;
  private final int workerBase;
  private final Workers.Task filterTask = this::transformFilters;
  private final Workers.Task blockTask = this::block;

  VectorWinograd(Winograd.Sum sum, Slice source, Slice filters, Slice result, Slice scratch) {
    this(sum, source, filters, result, scratch, Optional.empty());
  }

  /// @param kept what `transform` made of the filters, which then may not change and need no scratch
  VectorWinograd(Winograd.Sum sum, Slice source, Slice filters, Slice result, Slice scratch, Optional<Slice> kept) {
    this.sum = sum;
    this.source = source;
    this.filters = filters;
    this.result = result;
    this.scratch = scratch.array();
    this.blocks = Blocks.of(sum);
    this.panels = Lanes.panels(sum.results());
    int wanted = Math.clamp(Math.ceilDiv(TASKS, Math.max(1, blocks.count())), 1, 4);
    this.panelBlock = Math.ceilDiv(panels, wanted);
    this.panelBlocks = Math.ceilDiv(panels, panelBlock);
    this.kept = kept.isPresent();
    Slice transformed = kept.orElse(scratch);
    this.transformed = transformed.array();
    this.filtersBase = transformed.offset();
    this.workerBase = scratch.offset() + (this.kept ? 0 : (int) filterFloats(sum));
  }

  static long scratch(Winograd.Sum sum, int threads) {
    return filterFloats(sum) + threads * Blocks.of(sum).floats();
  }

  /// Transforms all filters into `filterFloats(sum)` floats.
  static void transform(Winograd.Sum sum, Slice filters, Slice into) {
    Slice scratch = new Slice(new float[2 * WinogradLines.STAGE], 0);
    VectorWinograd convolution = new VectorWinograd(sum, filters, filters, filters, scratch, Optional.of(into));
    for (int i = 0; i < convolution.filterTasks(); i++) {
      convolution.transformFilters(i, 0);
    }
  }

  private int filterTasks() {
    return panels * (sum.sources() / CHANNELS);
  }

  /// Floats of the transformed filters.
  static long filterFloats(Winograd.Sum sum) {
    return (long) Lanes.panels(sum.results()) * POINTS * filterStep(sum);
  }

  /// From one point's filters to the next point's.
  private static int filterStep(Winograd.Sum sum) {
    return sum.sources() * PANEL + APART;
  }

  @Override
  public void run(Workers workers) {
    if (sum.batch() > 0) {
      if (!kept) {
        workers.run(filterTasks(), sum.work(), filterTask);
      }
      workers.run(blocks.count() * panelBlocks, sum.work(), blockTask);
    }
  }

  /// How the rows of tiles of all images are shared out, and how a block's numbers lie in a worker's scratch.
  ///
  /// @param rows rows of tiles of a block; the last one may have fewer
  /// @param tiles room for so many tiles, a multiple of 8
  private record Blocks(Winograd.Sum sum, int rows, int tiles) {
    static Blocks of(Winograd.Sum sum) {
      int all = Math.max(1, sum.batch() * sum.tileRows());
      // A product computes 8 tiles even where there are fewer.
      int spread = Math.max(Math.ceilDiv(all, TASKS), Math.ceilDiv(WinogradTile.ROWS, sum.tileColumns()));
      int rows = Math.min(Math.clamp(BLOCK_TILES / sum.tileColumns(), 1, all), spread);
      return new Blocks(sum, rows, Math.ceilDiv(rows * sum.tileColumns(), WinogradTile.ROWS) * WinogradTile.ROWS);
    }

    int count() {
      return Math.ceilDiv(sum.batch() * sum.tileRows(), rows);
    }

    /// [point][8 tiles][16 channels][tile][channel]
    int inputs() {
      return POINTS * inputStep();
    }

    int inputStep() {
      return tiles * sum.sources() + APART;
    }

    /// [point][tile][2 vectors]
    int products() {
      return POINTS * productStep();
    }

    int productStep() {
      return tiles * PANEL + APART;
    }

    /// Six padded rows of an image.
    int band() {
      return IN * bandRow();
    }

    int bandRow() {
      return (sum.tileColumns() * OUT + 2) * sum.sources();
    }

    long floats() {
      return Lanes.line((long) inputs() + products() + band() + 2 * WinogradLines.STAGE);
    }
  }

  /// Transforms 16 sources' filters for one panel of results.
  private void transformFilters(int index, int worker) {
    int groups = sum.sources() / CHANNELS;
    int panel = index / groups;
    int stage = workerBase + worker * (int) blocks.floats();
    int taps = stage + WinogradLines.STAGE;
    for (int c = index % groups * CHANNELS; c < (index % groups + 1) * CHANNELS; c++) {
      for (int k = panel * PANEL; k < Math.min(sum.results(), (panel + 1) * PANEL); k += LANES) {
        int from = filters.offset() + sum.firstTap() + c * sum.sourceStep() + k * sum.resultStep();
        int to = filtersBase + panel * POINTS * filterStep(sum) + c * PANEL + k % PANEL;
        if (sum.resultStep() == 1) {
          WinogradLines.filter(
              filters.array(), from, 3 * sum.tapStep(), sum.tapStep(), scratch, stage, transformed, to, filterStep(sum));
        } else {
          for (int tap = 0; tap < 9; tap++) {
            for (int lane = 0; lane < LANES; lane++) {
              scratch[taps + tap * LANES + lane] = filters.array()[from + tap * sum.tapStep() + lane * sum.resultStep()];
            }
          }
          WinogradLines.filter(scratch, taps, 3 * LANES, LANES, scratch, stage, transformed, to, filterStep(sum));
        }
      }
    }
  }

  private void block(int index, int worker) {
    int first = index / panelBlocks * blocks.rows();
    int last = Math.min(sum.batch() * sum.tileRows(), first + blocks.rows());
    int inputs = workerBase + worker * (int) blocks.floats();
    int products = inputs + blocks.inputs();
    int band = products + blocks.products();
    int stage = band + blocks.band();
    for (int row = first; row < last; row++) {
      transformInputs(row, (row - first) * sum.tileColumns(), inputs, band, stage);
    }
    int tiles = (last - first) * sum.tileColumns();
    int from = index % panelBlocks * panelBlock;
    for (int panel = from; panel < Math.min(panels, from + panelBlock); panel++) {
      for (int point = 0; point < POINTS; point++) {
        int points = filtersBase + (panel * POINTS + point) * filterStep(sum);
        for (int tile = 0; tile < tiles; tile += WinogradTile.ROWS) {
          int source = inputs + point * blocks.inputStep() + tile * sum.sources();
          int to = products + point * blocks.productStep() + tile * PANEL;
          if (tiles - tile > WinogradTile.ROWS / 2) {
            WinogradTile.run(scratch, source, transformed, points, scratch, to, sum.sources() / CHANNELS);
          } else {
            WinogradTile.four(scratch, source, transformed, points, scratch, to, sum.sources() / CHANNELS);
          }
        }
      }
      for (int tile = 0; tile < tiles; tile++) {
        write(first + tile / sum.tileColumns(), tile % sum.tileColumns(), panel, products + tile * PANEL, stage);
      }
    }
  }

  /// Transforms the inputs of one row of tiles, of which the first is the block's tile `tile`.
  private void transformInputs(int row, int tile, int inputs, int band, int stage) {
    int n = row / sum.tileRows();
    int top = row % sum.tileRows() * OUT - sum.padTop();
    PaddedRows.copy(
        source, n, sum.height(), sum.width(), sum.sources(), top, -sum.padLeft(), IN, scratch, band, blocks.bandRow());
    int toPoint = blocks.inputStep();
    for (int t = 0; t < sum.tileColumns(); t++) {
      int at = tile + t;
      int to = inputs + at / WinogradTile.ROWS * WinogradTile.ROWS * sum.sources() + at % WinogradTile.ROWS * CHANNELS;
      for (int c = 0; c < sum.sources(); c += LANES) {
        WinogradLines.input(
            scratch, band + t * OUT * sum.sources() + c, blocks.bandRow(), sum.sources(), scratch, stage,
            scratch, to + c / CHANNELS * CHANNELS * WinogradTile.ROWS + c % CHANNELS, toPoint);
      }
    }
  }

  /// Transforms the products of one tile and panel back, and writes the outputs that the image has.
  private void write(int row, int column, int panel, int products, int stage) {
    int n = row / sum.tileRows();
    int top = row % sum.tileRows() * OUT;
    int left = column * OUT;
    int height = Math.min(OUT, sum.rows() - top);
    int width = Math.min(OUT, sum.columns() - left);
    int to = result.offset() + ((n * sum.rows() + top) * sum.columns() + left) * sum.results();
    for (int k = panel * PANEL; k < Math.min(sum.results(), (panel + 1) * PANEL); k += LANES) {
      WinogradLines.output(scratch, products + k % PANEL, blocks.productStep(), scratch, stage);
      for (int i = 0; i < height; i++) {
        for (int j = 0; j < width; j++) {
          FloatVector.fromArray(Lanes.SPECIES, scratch, stage + WinogradLines.STAGE + (i * OUT + j) * LANES)
              .intoArray(result.array(), to + (i * sum.columns() + j) * sum.results() + k);
        }
      }
    }
  }
}
