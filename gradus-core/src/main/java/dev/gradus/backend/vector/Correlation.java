package dev.gradus.backend.vector;

import static dev.gradus.backend.vector.Lanes.PANEL;
import static dev.gradus.backend.vector.Tile.ROWS;

import dev.gradus.backend.ConvSize;
import dev.gradus.backend.Slice;
import dev.gradus.backend.Workers;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// What a convolution and its input gradient have in common: filters moved over zero-padded images of `Geometry`.
///
/// A tile is 8 neighbouring pixels by one panel of filters, and its steps are (tap, channel). So that the pixels of a
/// tile lie side by side whatever the stride, a band of rows is first copied into [row][column mod stride][channel]
/// [column / stride]; a tap is then a fixed distance from its pixel. The filters are packed once as [step][2 vectors].
/// Tasks are (image, band of rows, block of panels).
final class Correlation {
  /// Floats of a band's copy to aim at: a quarter of a 1 MiB second cache.
  private static final int BAND_FLOATS = 1 << 16;

  /// Rows below which a band isn't cut further: neighbouring bands copy the rows that both need.
  private static final int LEAST_ROWS = 4;

  /// Tasks to cut, where the sizes allow.
  private static final int TASKS = 8;

  /// The images read or written: [batch, height, width, channels].
  record Images(int batch, int height, int width, int channels) {
    /// What a convolution reads.
    static Images before(ConvSize size) {
      return new Images(size.batch(), size.height(), size.width(), size.channels());
    }

    /// What it gives.
    static Images after(ConvSize size) {
      return new Images(size.batch(), size.outHeight(), size.outWidth(), size.filters());
    }
  }

  /// How positions of the result correspond to places in the padded source.
  ///
  /// Position (u, v) reads padded rows from u * strideY and padded columns from v * strideX; padded row 0 is the
  /// source's row -top, padded column 0 its column -left.
  ///
  /// @param rows how many u there are
  /// @param columns how many v there are
  /// @param reachY padded rows that one position reads
  /// @param reachX padded columns that one position reads
  record Geometry(
      int rows, int columns, int strideY, int strideX, int top, int left, int reachY, int reachX) {

    /// Columns of the padded source with one remainder modulo strideX.
    int lanes() {
      return columns == 0 ? 0 : Math.ceilDiv((columns - 1) * strideX + reachX, strideX);
    }
  }

  /// A tap: where it reads, from its position's first padded row and column, and which one of the filters' it is.
  record Tap(int row, int column, int index) {}

  /// The positions of the result that use the same taps: (u, v) in [fromU, toU) × [fromV, toV), written to the result's
  /// row firstY + u * stepY and column firstX + v * stepX.
  record Part(
      List<Tap> taps, int fromU, int toU, int firstY, int stepY, int fromV, int toV, int firstX, int stepX) {}

  /// How the filters lie: those of a group begin at group * groupStep, tap t at t * tapStep.
  ///
  /// @param channelStep from one channel of the source to the next
  /// @param filterStep from one channel of the result to the next
  record Filters(int groupStep, int tapStep, int channelStep, int filterStep) {}

  private final Images source;
  private final Images result;
  private final Geometry geometry;
  private final Filters filters;
  private final Slice from;
  private final Slice weights;
  private final Slice to;
  private final float[] scratch;
  private final boolean kept;
  private final float[] packed;
  private final int workerBase;
  private final int workerStep;
  private final int bandFloats;
  private final int groups;
  private final int groupChannels;
  private final int groupPanels;
  private final int panelBlock;
  private final int panelBlocks;
  private final int bandRows;
  private final int bands;
  private final int lanes;
  private final int rowFloats;
  private final long work;
  private final List<Part> parts;
  private final Walk[] walks;
  private final int[] packedAt;
  private final Tile[] tiles;
  private final Workers.Task packTask = this::pack;
  private final Workers.Task bandTask = this::band;

  /// Binds a correlation to its operands: images `from`, filters `weights`, result `to`.
  Correlation(
      Images source, Images result, int groups, Geometry geometry, List<Part> parts, Filters filters,
      Slice from, Slice weights, Slice to, Slice scratch) {
    this(source, result, groups, geometry, parts, filters, from, weights, to, scratch, Optional.empty());
  }

  /// Binds a correlation to its operands.
  ///
  /// @param kept the packed filters, which then may not change and need no scratch
  Correlation(
      Images source, Images result, int groups, Geometry geometry, List<Part> parts, Filters filters,
      Slice from, Slice weights, Slice to, Slice scratch, Optional<Slice> kept) {
    this.source = source;
    this.result = result;
    this.groups = groups;
    this.geometry = geometry;
    this.parts = parts;
    this.filters = filters;
    this.from = from;
    this.weights = weights;
    this.to = to;
    this.scratch = scratch.array();
    this.groupChannels = source.channels / groups;
    this.groupPanels = Lanes.panels(result.channels / groups);
    this.lanes = geometry.lanes();
    this.rowFloats = rowFloats(source, geometry);
    this.bandRows = bandRows(source, geometry);
    this.bands = Math.ceilDiv(geometry.rows, bandRows);
    int wanted = Math.clamp(Math.ceilDiv(TASKS, Math.max(1, source.batch * bands)), 1, 4);
    this.panelBlock = Math.max(1, Math.ceilDiv(groups * groupPanels, wanted));
    this.panelBlocks = Math.ceilDiv(groups * groupPanels, panelBlock);
    this.kept = kept.isPresent();
    Slice packed = kept.orElse(scratch);
    this.packed = packed.array();
    this.walks = new Walk[parts.size()];
    this.packedAt = new int[parts.size()];
    this.tiles = new Tile[parts.size()];
    int at = packed.offset();
    long steps = 0;
    for (int i = 0; i < walks.length; i++) {
      Part part = parts.get(i);
      walks[i] = walk(part.taps);
      packedAt[i] = at;
      at += walks[i].steps() * groups * groupPanels * PANEL;
      tiles[i] = new Tile(
          this.scratch, this.packed, PANEL, to.array(), part.stepX * result.channels, this.scratch);
      steps += (long) walks[i].steps() * Math.max(0, part.toU - part.fromU) * Math.max(0, part.toV - part.fromV);
    }
    this.work = steps * source.batch * result.channels;
    this.workerBase = this.kept ? scratch.offset() : at;
    this.workerStep = (int) workerFloats(source, geometry);
    this.bandFloats = workerStep - Tile.STAGE;
  }

  /// Floats of scratch that a correlation needs when `threads` run it.
  static long scratch(Images source, Images result, int groups, Geometry geometry, List<Part> parts, int threads) {
    return packedFloats(source, result, groups, parts) + threads * workerFloats(source, geometry);
  }

  /// Floats of the packed filters.
  static long packedFloats(Images source, Images result, int groups, List<Part> parts) {
    long taps = 0;
    for (Part part : parts) {
      taps += part.taps.size();
    }
    return taps * source.channels * Lanes.panels(result.channels / groups) * PANEL;
  }

  /// Packs all filters.
  void pack() {
    for (int i = 0; i < packs(); i++) {
      pack(i, 0);
    }
  }

  private int packs() {
    return parts.size() * groups * groupPanels;
  }

  void run(Workers workers) {
    if (source.batch > 0 && bands > 0 && groupPanels > 0) {
      if (!kept) {
        workers.run(packs(), work, packTask);
      }
      workers.run(source.batch * bands * panelBlocks, work, bandTask);
    }
  }

  private static int rowFloats(Images source, Geometry geometry) {
    return geometry.strideX * source.channels * geometry.lanes();
  }

  private static int bandRows(Images source, Geometry geometry) {
    int row = Math.max(1, rowFloats(source, geometry));
    int fitting = (BAND_FLOATS / row - geometry.reachY) / geometry.strideY + 1;
    int spread = Math.ceilDiv(geometry.rows * Math.max(1, source.batch), TASKS);
    int rows = Math.max(LEAST_ROWS, Math.min(fitting, spread));
    // Bands of about the same size.
    int bands = Math.max(1, Math.ceilDiv(geometry.rows, rows));
    return Math.max(1, Math.ceilDiv(geometry.rows, bands));
  }

  private static long workerFloats(Images source, Geometry geometry) {
    long rows = (long) (bandRows(source, geometry) - 1) * geometry.strideY + geometry.reachY;
    // A tile reads 8 pixels even where it wants fewer.
    return Lanes.line(rows * rowFloats(source, geometry) + ROWS) + Tile.STAGE;
  }

  private Walk walk(List<Tap> taps) {
    int[] starts = new int[taps.size()];
    for (int t = 0; t < starts.length; t++) {
      Tap tap = taps.get(t);
      starts[t] = tap.row * rowFloats
          + tap.column % geometry.strideX * source.channels * lanes + tap.column / geometry.strideX;
    }
    return new Walk(starts, groupChannels, lanes);
  }

  /// Packs one panel of one group's filters for one part: [tap][channel][2 vectors].
  private void pack(int index, int worker) {
    int i = index / (groups * groupPanels);
    int g = index / groupPanels % groups;
    int p = index % groupPanels;
    List<Tap> taps = parts.get(i).taps;
    int columns = Math.min(PANEL, result.channels / groups - p * PANEL);
    int at = packedAt[i] + index % (groups * groupPanels) * walks[i].steps() * PANEL;
    for (int t = 0; t < taps.size(); t++) {
      int w = weights.offset() + g * filters.groupStep + taps.get(t).index * filters.tapStep
          + p * PANEL * filters.filterStep;
      int toAt = at + t * groupChannels * PANEL;
      if (filters.filterStep == 1) {
        Packing.rows(weights.array(), w, filters.channelStep, columns, packed, toAt, PANEL, groupChannels);
      } else {
        Packing.transposed(weights.array(), w, filters.filterStep, columns, packed, toAt, PANEL, groupChannels);
      }
    }
  }

  private void band(int index, int worker) {
    int n = index / (bands * panelBlocks);
    int fromU = index / panelBlocks % bands * bandRows;
    int toU = Math.min(geometry.rows, fromU + bandRows);
    int first = index % panelBlocks * panelBlock;
    int last = Math.min(groups * groupPanels, first + panelBlock);
    int copy = workerBase + worker * workerStep;
    copyBand(n, fromU, toU, copy);
    for (int panel = first; panel < last; panel++) {
      for (int i = 0; i < walks.length; i++) {
        Part part = parts.get(i);
        for (int u = Math.max(fromU, part.fromU); u < Math.min(toU, part.toU); u++) {
          row(i, n, u, copy + (u - fromU) * geometry.strideY * rowFloats, panel, copy + bandFloats);
        }
      }
    }
  }

  /// One row of one part of the result, for one panel of filters.
  private void row(int i, int n, int u, int copy, int panel, int stage) {
    Part part = parts.get(i);
    int g = panel / groupPanels;
    int p = panel % groupPanels;
    int groupFilters = result.channels / groups;
    int columns = Math.min(PANEL, groupFilters - p * PANEL);
    int aBase = copy + g * groupChannels * lanes;
    int bBase = packedAt[i] + panel * walks[i].steps() * PANEL;
    int y = part.firstY + u * part.stepY;
    int cBase = to.offset() + (n * result.height + y) * result.width * result.channels
        + g * groupFilters + p * PANEL;
    int width = part.toV - part.fromV;
    for (int done = 0; done < width; ) {
      int left = width - done;
      int pixels = Math.min(ROWS, left);
      // At the end of a row rather a full tile that goes over some pixels again: they get the same bits.
      int full = left > ROWS / 2 ? ROWS : ROWS / 2;
      if (left < full && width >= full) {
        done = width - full;
        pixels = full;
      }
      int v = part.fromV + done;
      int x = part.firstX + v * part.stepX;
      tiles[i].run(walks[i], aBase + v, bBase, cBase + x * result.channels, pixels, columns, false, stage);
      done += pixels;
    }
  }

  /// Copies the padded rows that positions fromU .. toU - 1 read.
  private void copyBand(int n, int fromU, int toU, int copy) {
    int first = fromU * geometry.strideY;
    int rows = (toU - 1 - fromU) * geometry.strideY + geometry.reachY;
    for (int r = 0; r < rows; r++) {
      int y = first + r - geometry.top;
      int at = copy + r * rowFloats;
      if (y < 0 || y >= source.height) {
        Arrays.fill(scratch, at, at + rowFloats, 0);
      } else {
        for (int phase = 0; phase < geometry.strideX; phase++) {
          copyRow(n, y, phase, at + phase * source.channels * lanes);
        }
      }
    }
  }

  /// Copies the columns of source row y with one remainder modulo strideX as [channel][column / strideX].
  private void copyRow(int n, int y, int phase, int at) {
    int channels = source.channels;
    int stride = geometry.strideX;
    // Padded column q * stride + phase is source column q * stride + phase - left.
    int offset = phase - geometry.left;
    int begin = Math.clamp(Math.ceilDiv(-offset, stride), 0, lanes);
    int end = Math.clamp(Math.ceilDiv(source.width - offset, stride), begin, lanes);
    int pixel = from.offset() + ((n * source.height + y) * source.width + offset) * channels;
    float[] x = from.array();
    for (int c = 0; c < channels; c++) {
      int row = at + c * lanes;
      for (int q = 0; q < begin; q++) {
        scratch[row + q] = 0;
      }
      for (int q = end; q < lanes; q++) {
        scratch[row + q] = 0;
      }
    }
    for (int q = begin; q < end; q++) {
      int x0 = pixel + q * stride * channels;
      for (int c = 0; c < channels; c++) {
        scratch[at + q + c * lanes] = x[x0 + c];
      }
    }
  }
}
