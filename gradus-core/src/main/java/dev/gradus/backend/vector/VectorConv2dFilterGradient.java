package dev.gradus.backend.vector;

import static dev.gradus.backend.vector.Lanes.PANEL;
import static dev.gradus.backend.vector.Tile.ROWS;

import dev.gradus.backend.ConvSize;
import dev.gradus.backend.Kernel;
import dev.gradus.backend.Slice;
import dev.gradus.backend.Winograd;
import dev.gradus.backend.Workers;
import dev.gradus.op.Window;
import java.util.Arrays;

/// dw[kh, kw, ci, co] = Σ over n, oh, ow of x[n, oh · strideY + kh · dilationY - padTop, ..., ci] · dy[n, oh, ow, co]
///
/// A tile is 8 rows of dw by one panel of filters, and its steps are pixels. Rows (kw, ci) of dw lie side by side and so
/// do the elements of the padded image that they read (unless dilation or groups part them: then only the ci do), so
/// that few channels still fill a tile. Tasks are (chunk of images, block of panels); each pads its images one by one
/// and sums into the chunk's own partial dw. After each wave of chunks their partials are added to dw in order.
public final class VectorConv2dFilterGradient implements Kernel {
  /// Pixels that a tile sums before the next tile's turn: a panel of dy this long stays in the first cache.
  private static final int PIXEL_BLOCK = 128;

  /// Tasks to cut, where the sizes allow.
  private static final int TASKS = 8;

  private final Kernel kernel;

  /// Binds a gradient to its operands: images x, gradient of the outputs dy, gradient of the filters dw.
  ///
  /// @param scratch `scratch(size, threads)` floats, for as many threads as will run it
  public VectorConv2dFilterGradient(ConvSize size, Slice x, Slice dy, Slice dw, Slice scratch) {
    if (Depthwise.fits(size)) {
      kernel = Depthwise.filterGradient(size, x, dy, dw, scratch);
    } else if (Winograd.fits(size)) {
      kernel = new VectorWinogradFilterGradient(size, x, dy, dw, scratch);
    } else {
      kernel = new Chunked(size, x, dy, dw, scratch);
    }
  }

  /// Floats of scratch that the gradient needs when `threads` run it.
  public static long scratch(ConvSize size, int threads) {
    if (Depthwise.fits(size)) {
      return Depthwise.filterGradientScratch(size);
    }
    if (Winograd.fits(size)) {
      return VectorWinogradFilterGradient.scratch(size, threads);
    }
    Layout layout = Layout.of(size);
    return (long) wave(size, threads) * layout.partialFloats() + threads * layout.workerFloats();
  }

  @Override
  public void run(Workers workers) {
    kernel.run(workers);
  }

  /// How many chunks are summed before their partials are added up: it bounds the scratch and changes no order.
  private static int wave(ConvSize size, int threads) {
    return Math.min(size.chunks(), Math.max(8, 2 * threads));
  }

  /// Where things lie in the scratch.
  ///
  /// @param joined whether a run goes over (kw, ci) rather than ci alone
  /// @param run rows of dw that lie side by side in the padded image
  /// @param runs how many such runs a group has
  /// @param tiles tiles of a run
  /// @param groupPanels panels of a group's filters
  /// @param paddedRows rows of a padded image
  /// @param paddedColumns columns of a padded image
  private record Layout(
      ConvSize size, boolean joined, int run, int runs, int tiles, int groupPanels, int paddedRows, int paddedColumns) {

    static Layout of(ConvSize size) {
      Window window = size.window();
      boolean joined = size.groups() == 1 && window.dilationX() == 1;
      int run = joined ? window.width() * size.channels() : size.channelsPerGroup();
      return new Layout(
          size, joined, run, joined ? window.height() : window.height() * window.width(), Math.ceilDiv(run, ROWS),
          Lanes.panels(size.filtersPerGroup()),
          (size.outHeight() - 1) * window.strideY() + (window.height() - 1) * window.dilationY() + 1,
          (size.outWidth() - 1) * window.strideX() + (window.width() - 1) * window.dilationX() + 1);
    }

    /// A chunk's partial dw: [panel][run][tile][8][2 vectors].
    long partialFloats() {
      return (long) size.groups() * groupPanels * runs * tiles * Tile.STAGE;
    }

    int rowFloats() {
      return paddedColumns * size.channels();
    }

    /// A padded image; a tile reads 8 rows even where dw has fewer.
    long imageFloats() {
      return size.outPixels() == 0 ? 0 : Lanes.line((long) paddedRows * rowFloats() + ROWS);
    }

    /// A worker's padded image and a panel of dy that isn't full.
    long workerFloats() {
      return imageFloats() + (long) size.outPixels() * PANEL;
    }
  }

  private static final class Chunked implements Kernel {
    private final ConvSize size;
    private final Layout layout;
    private final Slice x;
    private final Slice dy;
    private final Slice dw;
    private final float[] scratch;
    private final int partialBase;
    private final int partialFloats;
    private final int panels;
    private final int panelBlock;
    private final int panelBlocks;
    private final int blockRows;
    private final int blocks;
    private final Walk block;
    private final Walk lastBlock;
    private final Tile directTile;
    private final Tile packedTile;
    private final int workerFloats;
    private final Workers.Task chunkTask = this::chunk;
    private final Workers.Task addTask = this::add;
    private int firstChunk;
    private int endChunk;
    private int workerBase;

    Chunked(ConvSize size, Slice x, Slice dy, Slice dw, Slice scratch) {
      this.size = size;
      this.layout = Layout.of(size);
      this.x = x;
      this.dy = dy;
      this.dw = dw;
      this.scratch = scratch.array();
      this.partialBase = scratch.offset();
      this.partialFloats = (int) layout.partialFloats();
      this.workerFloats = (int) layout.workerFloats();
      this.panels = size.groups() * layout.groupPanels();
      int wanted = Math.ceilDiv(TASKS, Math.max(1, size.chunks()));
      this.panelBlock = Math.max(1, panels / wanted);
      this.panelBlocks = Math.ceilDiv(panels, panelBlock);
      int width = Math.max(1, size.outWidth());
      this.blockRows = Math.clamp(PIXEL_BLOCK / width, 1, Math.max(1, size.outHeight()));
      this.blocks = Math.ceilDiv(size.outHeight(), blockRows);
      this.block = walk(blockRows);
      this.lastBlock = walk(size.outHeight() - (blocks - 1) * blockRows);
      this.directTile = new Tile(this.scratch, dy.array(), size.filters(), this.scratch, PANEL, this.scratch);
      this.packedTile = new Tile(this.scratch, this.scratch, PANEL, this.scratch, PANEL, this.scratch);
    }

    @Override
    public void run(Workers workers) {
      if (size.batch() == 0 || size.outPixels() == 0) {
        Arrays.fill(dw.array(), dw.offset(), dw.offset() + (int) size.filterElements(), 0);
        return;
      }
      int wave = wave(size, workers.threads());
      workerBase = partialBase + wave * partialFloats;
      for (firstChunk = 0; firstChunk < size.chunks(); firstChunk = endChunk) {
        endChunk = Math.min(size.chunks(), firstChunk + wave);
        workers.run((endChunk - firstChunk) * panelBlocks, size.work(), chunkTask);
        workers.run(panels * layout.runs(), size.work(), addTask);
      }
    }

    private Walk walk(int rows) {
      int[] starts = new int[Math.max(0, rows)];
      for (int i = 0; i < starts.length; i++) {
        starts[i] = i * size.window().strideY() * layout.rowFloats();
      }
      return new Walk(starts, size.outWidth(), size.window().strideX() * size.channels());
    }

    private void chunk(int index, int worker) {
      int c = firstChunk + index / panelBlocks;
      int first = index % panelBlocks * panelBlock;
      int last = Math.min(panels, first + panelBlock);
      int partial = partialBase + index / panelBlocks * partialFloats;
      int image = workerBase + worker * workerFloats;
      int begin = c * size.chunkImages();
      int end = Math.min(size.batch(), begin + size.chunkImages());
      for (int n = begin; n < end; n++) {
        copyImage(n, image);
        for (int b = 0; b < blocks; b++) {
          for (int panel = first; panel < last; panel++) {
            block(n, b, panel, image, partial, n > begin || b > 0);
          }
        }
      }
    }

    /// Sums the pixels of one block of an image's rows into one panel's partial dw.
    private void block(int n, int b, int panel, int image, int partial, boolean carry) {
      int g = panel / layout.groupPanels();
      int p = panel % layout.groupPanels();
      int columns = Math.min(PANEL, size.filtersPerGroup() - p * PANEL);
      int firstPixel = b * blockRows * size.outWidth();
      int dyAt = dy.offset() + (n * size.outPixels() + firstPixel) * size.filters() + g * size.filtersPerGroup()
          + p * PANEL;
      Walk walk = b == blocks - 1 ? lastBlock : block;
      Tile tile = directTile;
      if (columns < PANEL) {
        int packed = image + (int) layout.imageFloats();
        Packing.rows(dy.array(), dyAt, size.filters(), columns, scratch, packed, PANEL, walk.steps());
        tile = packedTile;
        dyAt = packed;
      }
      int xAt = image + b * blockRows * size.window().strideY() * layout.rowFloats();
      for (int r = 0; r < layout.runs(); r++) {
        int from = xAt + runStart(g, r);
        int to = partial + (panel * layout.runs() + r) * layout.tiles() * Tile.STAGE;
        for (int row = 0; row < layout.run(); row += ROWS) {
          int rows = layout.run() - row > ROWS / 2 ? ROWS : ROWS / 2;
          tile.run(walk, from + row, dyAt, to + row * PANEL, rows, PANEL, carry, 0);
        }
      }
    }

    /// Where in the padded image the elements of a run begin that output (0, 0) reads.
    private int runStart(int g, int r) {
      Window window = size.window();
      int kh = layout.joined() ? r : r / window.width();
      int kw = layout.joined() ? 0 : r % window.width();
      return kh * window.dilationY() * layout.rowFloats() + kw * window.dilationX() * size.channels()
          + g * size.channelsPerGroup();
    }

    /// Copies image n with its padding: [row][column][channel].
    private void copyImage(int n, int to) {
      int channels = size.channels();
      int row = layout.rowFloats();
      int before = Math.clamp(size.window().padLeft() * (long) channels, 0, row);
      int after = Math.clamp((size.window().padLeft() + size.width()) * (long) channels, before, row);
      for (int r = 0; r < layout.paddedRows(); r++) {
        int at = to + r * row;
        int h = r - size.window().padTop();
        if (h < 0 || h >= size.height()) {
          Arrays.fill(scratch, at, at + row, 0);
          continue;
        }
        int from = x.offset() + (n * size.height() + h) * size.width() * channels;
        Arrays.fill(scratch, at, at + before, 0);
        System.arraycopy(x.array(), from, scratch, at + before, after - before);
        Arrays.fill(scratch, at + after, at + row, 0);
      }
    }

    /// Adds one run's and panel's partials of this wave to dw, chunk after chunk.
    private void add(int index, int worker) {
      int panel = index / layout.runs();
      int r = index % layout.runs();
      int p = panel % layout.groupPanels();
      int columns = Math.min(PANEL, size.filtersPerGroup() - p * PANEL);
      float[] sums = dw.array();
      for (int c = firstChunk; c < endChunk; c++) {
        int from = partialBase + (c - firstChunk) * partialFloats + index * layout.tiles() * Tile.STAGE;
        int to = dw.offset() + r * layout.run() * size.filters() + panel / layout.groupPanels() * size.filtersPerGroup()
            + p * PANEL;
        for (int row = 0; row < layout.run(); row++) {
          if (c == 0) {
            System.arraycopy(scratch, from, sums, to, columns);
          } else {
            for (int j = 0; j < columns; j++) {
              sums[to + j] += scratch[from + j];
            }
          }
          from += PANEL;
          to += size.filters();
        }
      }
    }
  }
}
