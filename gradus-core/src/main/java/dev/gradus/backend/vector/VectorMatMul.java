package dev.gradus.backend.vector;

import static dev.gradus.backend.vector.Lanes.PANEL;
import static dev.gradus.backend.vector.Tile.ROWS;

import dev.gradus.backend.Kernel;
import dev.gradus.backend.MatMulSize;
import dev.gradus.backend.Slice;
import dev.gradus.backend.Workers;
import java.util.Optional;

/// c[m, n] = op(a)[m, k] · op(b)[k, n], for each of a batch of products.
///
/// a is packed into [row / 8][k][8], b into panels [k][2 vectors], so that a tile reads both in order. Tasks are blocks of c.
/// k is cut into blocks whose panels stay near; between them the sums wait in c.
///
/// How b gets there depends on how often it is read: see `Way`.
public final class VectorMatMul implements Kernel {
  /// Steps of k between two visits of c: a panel of b this long takes 32 KiB at 512 bits.
  private static final int K_BLOCK = 256;

  /// Rows up to which each task packs its own panels, a block of k at a time: they are then still near when they are read.
  private static final int FEW_ROWS = 128;

  /// Rows and panels of a task's block of c, at most.
  private static final int ROW_BLOCK = 256;
  private static final int PANEL_BLOCK = 4;

  /// Tasks to cut, where the sizes allow: enough to even out a few threads.
  private static final int TASKS = 16;

  /// Where a tile reads b.
  private enum Way {
    /// Where it lies: for so few rows packing would cost more than it saves. Only a last panel that is not full is packed.
    IN_PLACE,
    /// In the task's own copy.
    OWN,
    /// In a copy made once for all tasks.
    SHARED,
    /// In a copy that the caller keeps from one run to the next.
    KEPT;

    static Way of(MatMulSize size) {
      if (size.m() <= ROWS && !size.transposeB()) {
        return IN_PLACE;
      }
      return size.m() <= FEW_ROWS ? OWN : SHARED;
    }
  }

  private final MatMulSize size;
  private final int m;
  private final int n;
  private final int k;
  private final Slice a;
  private final Slice b;
  private final Slice c;
  private final float[] scratch;
  private final Way way;
  private final float[] shared;
  private final int sharedBase;
  private final int panels;
  private final int rowGroups;
  private final int rowBlock;
  private final int rowBlocks;
  private final int panelBlock;
  private final int panelBlocks;
  private final int rowsBase;
  private final int workerBase;
  private final int workerStep;
  private final Walk block;
  private final Walk lastBlock;
  private final Tile packedTile;
  private final Tile placedTile;
  private final Workers.Task packTask = this::pack;
  private final Workers.Task blockTask = this::computeBlock;

  /// Binds a product to its operands.
  ///
  /// @param scratch `scratch(size, threads)` floats, for as many threads as will run it
  public VectorMatMul(MatMulSize size, Slice a, Slice b, Slice c, Slice scratch) {
    this(size, a, b, c, scratch, Optional.empty());
  }

  /// Binds a product to its operands.
  ///
  /// @param scratch `scratch(size, threads)` floats, or `keptScratch(size, threads)` if b is kept
  /// @param kept what `pack` made of b, which then may not change
  VectorMatMul(MatMulSize size, Slice a, Slice b, Slice c, Slice scratch, Optional<Slice> kept) {
    this.size = size;
    this.m = size.m();
    this.n = size.n();
    this.k = size.k();
    this.a = a;
    this.b = b;
    this.c = c;
    this.scratch = scratch.array();
    this.way = kept.isPresent() ? Way.KEPT : Way.of(size);
    this.panels = Lanes.panels(n);
    this.rowGroups = Math.ceilDiv(m, ROWS);
    // A task of its own panels packs them once, so it has all rows.
    int rows = way == Way.OWN ? FEW_ROWS : ROW_BLOCK;
    int wide = PANEL_BLOCK;
    while (tasks(size, rows, wide) < TASKS && (rows > ROWS && way != Way.OWN || wide > 1)) {
      if (rows > 8 * ROWS && way != Way.OWN || wide == 1) {
        rows /= 2;
      } else {
        wide /= 2;
      }
    }
    this.rowBlock = rows;
    this.panelBlock = wide;
    this.rowBlocks = Math.ceilDiv(m, rowBlock);
    this.panelBlocks = Math.ceilDiv(panels, panelBlock);
    this.rowsBase = scratch.offset();
    this.shared = kept.orElse(scratch).array();
    this.sharedBase = kept.isPresent() ? kept.get().offset() : rowsBase + (int) rowFloats(size);
    this.workerBase = rowsBase + (int) (rowFloats(size) + (way == Way.KEPT ? 0 : panelFloats(size)));
    this.workerStep = (int) workerFloats(size);
    this.block = Walk.straight(K_BLOCK, ROWS);
    this.lastBlock = Walk.straight(k - (Math.max(1, Math.ceilDiv(k, K_BLOCK)) - 1) * K_BLOCK, ROWS);
    this.packedTile = new Tile(this.scratch, way == Way.OWN ? this.scratch : shared, PANEL, c.array(), n, this.scratch);
    this.placedTile = new Tile(this.scratch, b.array(), n, c.array(), n, this.scratch);
  }

  /// Floats of scratch that a product needs when `threads` run it.
  public static long scratch(MatMulSize size, int threads) {
    return rowFloats(size) + panelFloats(size) + threads * workerFloats(size);
  }

  /// Floats of scratch that a product with b kept needs when `threads` run it.
  static long keptScratch(MatMulSize size, int threads) {
    return rowFloats(size) + threads * workerFloats(size);
  }

  /// Floats of b packed to be kept.
  static long packedFloats(MatMulSize size) {
    return (long) size.batch() * Lanes.panels(size.n()) * size.k() * PANEL;
  }

  /// Packs b as a product with `kept` wants it.
  static void pack(MatMulSize size, Slice b, Slice into) {
    VectorMatMul product = new VectorMatMul(size, b, b, b, into, Optional.of(into));
    for (int i = 0; i < size.batch() * product.panels; i++) {
      product.packPanel(i / product.panels, i % product.panels, 0, size.k(), into.array(), into.offset() + i * size.k() * PANEL);
    }
  }

  @Override
  public void run(Workers workers) {
    int packs = way == Way.KEPT ? rowGroups : rowGroups + sharedPanels(size);
    workers.run(size.batch() * packs, size.work(), packTask);
    workers.run(size.batch() * rowBlocks * panelBlocks, size.work(), blockTask);
  }

  /// Panels of b that each run packs for all tasks, unless b is kept.
  private static int sharedPanels(MatMulSize size) {
    return switch (Way.of(size)) {
      case IN_PLACE -> size.n() % PANEL == 0 ? 0 : 1;
      case OWN -> 0;
      case SHARED, KEPT -> Lanes.panels(size.n());
    };
  }

  private static long rowFloats(MatMulSize size) {
    return Lanes.line((long) size.batch() * Math.ceilDiv(size.m(), ROWS) * ROWS * size.k());
  }

  private static long panelFloats(MatMulSize size) {
    return (long) size.batch() * sharedPanels(size) * size.k() * PANEL;
  }

  private static long workerFloats(MatMulSize size) {
    return Lanes.line((Way.of(size) == Way.OWN ? PANEL_BLOCK * K_BLOCK * PANEL : 0) + Tile.STAGE);
  }

  private static long tasks(MatMulSize size, int rowBlock, int panelBlock) {
    return (long) size.batch() * Math.ceilDiv(size.m(), rowBlock)
        * Math.ceilDiv(Lanes.panels(size.n()), panelBlock);
  }

  /// Packs 8 rows of a or one panel of b.
  private void pack(int index, int worker) {
    if (index < size.batch() * rowGroups) {
      packRows(index);
    } else {
      int perProduct = sharedPanels(size);
      int panel = index - size.batch() * rowGroups;
      int p = way == Way.SHARED ? panel % perProduct : panels - 1;
      packPanel(panel / perProduct, p, 0, k, shared, sharedBase + panel * k * PANEL);
    }
  }

  private void packRows(int index) {
    int row = index % rowGroups * ROWS;
    int rows = Math.min(ROWS, m - row);
    int from = a.offset() + index / rowGroups * m * k;
    int to = rowsBase + index * ROWS * k;
    if (size.transposeA()) {
      Packing.rows(a.array(), from + row, m, rows, scratch, to, ROWS, k);
    } else {
      Packing.transposed(a.array(), from + row * k, k, rows, scratch, to, ROWS, k);
    }
  }

  /// Packs steps `done` .. `done + steps - 1` of a panel.
  private void packPanel(int batch, int p, int done, int steps, float[] to, int toAt) {
    int from = b.offset() + batch * n * k;
    int columns = Math.min(PANEL, n - p * PANEL);
    if (size.transposeB()) {
      Packing.transposed(b.array(), from + p * PANEL * k + done, k, columns, to, toAt, PANEL, steps);
    } else {
      Packing.rows(b.array(), from + done * n + p * PANEL, n, columns, to, toAt, PANEL, steps);
    }
  }

  private void computeBlock(int index, int worker) {
    int batch = index / (rowBlocks * panelBlocks);
    int firstRow = index / panelBlocks % rowBlocks * rowBlock;
    int endRow = Math.min(m, firstRow + rowBlock);
    int firstPanel = index % panelBlocks * panelBlock;
    int endPanel = Math.min(panels, firstPanel + panelBlock);
    int stage = workerBase + worker * workerStep;
    int own = stage + Tile.STAGE;
    int cFirst = c.offset() + batch * m * n;
    int done = 0;
    do {
      int steps = Math.min(K_BLOCK, k - done);
      Walk walk = done + steps == k ? lastBlock : block;
      if (way == Way.OWN) {
        for (int p = firstPanel; p < endPanel; p++) {
          packPanel(batch, p, done, steps, scratch, own + (p - firstPanel) * K_BLOCK * PANEL);
        }
      }
      for (int p = firstPanel; p < endPanel; p++) {
        int columns = Math.min(PANEL, n - p * PANEL);
        boolean placed = way == Way.IN_PLACE && columns == PANEL;
        Tile tile = placed ? placedTile : packedTile;
        int bAt = placed
            ? b.offset() + batch * n * k + done * n + p * PANEL
            : switch (way) {
              case IN_PLACE -> sharedBase + (batch * k + done) * PANEL;
              case OWN -> own + (p - firstPanel) * K_BLOCK * PANEL;
              case SHARED, KEPT -> sharedBase + ((batch * panels + p) * k + done) * PANEL;
            };
        for (int row = firstRow; row < endRow; row += ROWS) {
          int aAt = rowsBase + ((batch * rowGroups + row / ROWS) * k + done) * ROWS;
          tile.run(walk, aAt, bAt, cFirst + row * n + p * PANEL, Math.min(ROWS, endRow - row), columns, done > 0, stage);
        }
      }
      done += steps;
    } while (done < k);
  }
}
