package dev.gradus.backend.vector;

import static dev.gradus.backend.Winograd.CHANNELS;
import static dev.gradus.backend.Winograd.IN;
import static dev.gradus.backend.Winograd.POINTS;
import static dev.gradus.backend.vector.Lanes.LANES;
import static dev.gradus.backend.vector.Lanes.PANEL;

import dev.gradus.backend.Kernel;
import dev.gradus.backend.Slice;
import dev.gradus.backend.Winograd;
import dev.gradus.backend.Workers;
import java.util.Optional;

/// A convolution with stride 1, or its input gradient, as [Winograd] says.
///
/// The filters are transformed once, into [panel][point][source][panel's column]; a last panel may
/// be half as wide. A task is a block of some rows of tiles, of one image or of several: it transforms their inputs, and then for each panel of results makes the 36 products and
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
  private final WinogradLines lines;
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
    this.lines = WinogradLines.of(sum.taps());
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
    this.transformed = kept.orElse(scratch).array();
    this.filtersBase = kept.orElse(scratch).offset();
    this.workerBase = scratch.offset() + (this.kept ? 0 : (int) filterFloats(sum));
  }

  static long scratch(Winograd.Sum sum, int threads) {
    return filterFloats(sum) + threads * Blocks.of(sum).floats();
  }

  /// Transforms all filters into `filterFloats(sum)` floats.
  static void transform(Winograd.Sum sum, Slice filters, Slice into) {
    Slice scratch = new Slice(new float[Blocks.stage(sum)], 0);
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

  /// How many columns a panel has: one vector if the results end there, else two.
  private int width(int panel) {
    return sum.results() - panel * PANEL > LANES ? PANEL : LANES;
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

    /// [point][16 channels][tile][channel]
    int inputs() {
      return POINTS * inputStep();
    }

    int inputStep() {
      return tiles * sum.sources() + APART;
    }

    /// [point][tile][panel's column]
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
      return (sum.tileColumns() * sum.out() + sum.taps() - 1) * sum.sources();
    }

    /// The taps of some filters, and those half transformed; or a tile of outputs.
    static int stage(Winograd.Sum sum) {
      return (sum.taps() * sum.taps() + IN * sum.taps()) * LANES;
    }

    long floats() {
      return Lanes.line((long) inputs() + products() + band() + stage(sum));
    }
  }

  /// Transforms 16 sources' filters for one panel of results.
  private void transformFilters(int index, int worker) {
    int groups = sum.sources() / CHANNELS;
    int panel = index / groups;
    int taps = workerBase + worker * (int) blocks.floats();
    int stage = taps + sum.taps() * sum.taps() * LANES;
    int width = width(panel);
    for (int c = index % groups * CHANNELS; c < (index % groups + 1) * CHANNELS; c++) {
      for (int k = 0; k < width; k += LANES) {
        int from = filters.offset() + sum.firstTap() + c * sum.sourceStep() + (panel * PANEL + k) * sum.resultStep();
        int to = filtersBase + panel * POINTS * filterStep(sum) + c * width + k;
        if (sum.resultStep() == 1) {
          lines.filterDown(filters.array(), from, sum.taps() * sum.tapStep(), sum.tapStep(), scratch, stage);
        } else {
          for (int tap = 0; tap < sum.taps() * sum.taps(); tap++) {
            for (int lane = 0; lane < LANES; lane++) {
              scratch[taps + tap * LANES + lane] = filters.array()[from + tap * sum.tapStep() + lane * sum.resultStep()];
            }
          }
          lines.filterDown(scratch, taps, sum.taps() * LANES, LANES, scratch, stage);
        }
        lines.filterAcross(scratch, stage, transformed, to, filterStep(sum));
      }
    }
  }

  private void block(int index, int worker) {
    int first = index / panelBlocks * blocks.rows();
    int last = Math.min(sum.batch() * sum.tileRows(), first + blocks.rows());
    int inputs = workerBase + worker * (int) blocks.floats();
    int products = inputs + blocks.inputs();
    int band = products + blocks.products();
    for (int row = first; row < last; row++) {
      transformInputs(row, inputs + (row - first) * sum.tileColumns() * CHANNELS, band);
    }
    int tiles = (last - first) * sum.tileColumns();
    int from = index % panelBlocks * panelBlock;
    for (int panel = from; panel < Math.min(panels, from + panelBlock); panel++) {
      multiply(panel, tiles, inputs, products);
      lines.outputDown(scratch, products, blocks.productStep(), tiles * width(panel));
      for (int row = first; row < last; row++) {
        write(row, panel, products + (row - first) * sum.tileColumns() * width(panel), band);
      }
    }
  }

  /// Transforms the inputs of one row of tiles.
  private void transformInputs(int row, int to, int band) {
    int n = row / sum.tileRows();
    int top = row % sum.tileRows() * sum.out() - sum.padTop();
    PaddedRows.copy(
        source, n, sum.height(), sum.width(), sum.sources(), top, -sum.padLeft(), IN, scratch, band, blocks.bandRow());
    WinogradLines.inputDown(scratch, band, blocks.bandRow(), blocks.bandRow());
    for (int c = 0; c < sum.sources(); c += LANES) {
      WinogradLines.inputAcross(
          scratch, band + c, blocks.bandRow(), sum.sources(), sum.out(), sum.tileColumns(),
          scratch, to + c / CHANNELS * blocks.tiles() * CHANNELS + c % CHANNELS, blocks.inputStep(), CHANNELS);
    }
  }

  /// The products of all tiles for one panel, point by point.
  private void multiply(int panel, int tiles, int inputs, int products) {
    int width = width(panel);
    int groups = sum.sources() / CHANNELS;
    int groupStep = blocks.tiles() * CHANNELS;
    for (int point = 0; point < POINTS; point++) {
      int b = filtersBase + (panel * POINTS + point) * filterStep(sum);
      for (int tile = 0; tile < tiles; tile += WinogradTile.ROWS) {
        int a = inputs + point * blocks.inputStep() + tile * CHANNELS;
        int c = products + point * blocks.productStep() + tile * width;
        if (width < PANEL) {
          WinogradTile.half(scratch, a, groups, groupStep, transformed, b, scratch, c);
        } else if (tiles - tile > WinogradTile.ROWS / 2) {
          WinogradTile.run(scratch, a, groups, groupStep, transformed, b, scratch, c);
        } else {
          WinogradTile.four(scratch, a, groups, groupStep, transformed, b, scratch, c);
        }
      }
    }
  }

  /// Transforms the products of one row of tiles and one panel across, and writes the outputs that the image has.
  private void write(int row, int panel, int products, int stage) {
    int n = row / sum.tileRows();
    int top = row % sum.tileRows() * sum.out();
    int height = Math.min(sum.out(), sum.rows() - top);
    int width = width(panel);
    int whole = sum.columns() / sum.out();
    int rowStep = sum.columns() * sum.results();
    int to = result.offset() + (n * sum.rows() + top) * rowStep + panel * PANEL;
    for (int k = 0; k < width; k += LANES) {
      lines.outputAcross(
          scratch, products + k, blocks.productStep(), width, whole, height, result.array(), to + k, rowStep, sum.results());
      if (whole < sum.tileColumns()) {
        lines.outputAcross(
            scratch, products + whole * width + k, blocks.productStep(), width, 1, height, scratch, stage, sum.out() * LANES, LANES);
        for (int i = 0; i < height; i++) {
          for (int j = 0; j < sum.columns() - whole * sum.out(); j++) {
            System.arraycopy(
                scratch, stage + (i * sum.out() + j) * LANES,
                result.array(), to + i * rowStep + (whole * sum.out() + j) * sum.results() + k, LANES);
          }
        }
      }
    }
  }
}
