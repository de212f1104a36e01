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
/// b is packed once into panels [k][2 vectors]; tasks are blocks of c, and each packs the rows of a that it needs as
/// [k][8]. k is cut into blocks whose panels stay near; between them the sums wait in c. With few rows b is read where
/// it lies, since packing would cost more than it saves.
public final class VectorMatMul implements Kernel {
  /// Steps of k between two visits of c: a panel of b this long takes 32 KiB at 512 bits, read again for every 8 rows.
  private static final int K_BLOCK = 256;

  /// Rows and panels of a task's block of c, at most.
  private static final int ROW_BLOCK = 64;
  private static final int PANEL_BLOCK = 16;

  /// Tasks to cut, where the sizes allow: enough to even out a few threads.
  private static final int TASKS = 16;

  private final MatMulSize size;
  private final int m;
  private final int n;
  private final int k;
  private final Slice a;
  private final Slice b;
  private final Slice c;
  private final float[] scratch;
  private final boolean kept;
  private final float[] packed;
  private final int packedBase;
  private final int workerBase;
  private final int workerStep;
  private final boolean direct;
  private final int panels;
  private final int rowBlock;
  private final int rowBlocks;
  private final int panelBlock;
  private final int panelBlocks;
  private final Walk block;
  private final Walk lastBlock;
  private final Tile packedTile;
  private final Tile directTile;
  private final Workers.Task packTask = this::packPanel;
  private final Workers.Task blockTask = this::computeBlock;

  /// Binds a product to its operands.
  ///
  /// @param scratch `scratch(size, threads)` floats, for as many threads as will run it
  public VectorMatMul(MatMulSize size, Slice a, Slice b, Slice c, Slice scratch) {
    this(size, a, b, c, scratch, Optional.empty());
  }

  /// Binds a product to its operands.
  ///
  /// @param scratch `scratch(size, threads)` floats, or `keptScratch(threads)` if b is kept
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
    this.direct = kept.isEmpty() && direct(size);
    this.panels = Lanes.panels(n);
    this.kept = kept.isPresent();
    Slice packed = kept.orElse(scratch);
    this.packed = packed.array();
    this.packedBase = packed.offset();
    this.workerBase = scratch.offset() + (this.kept ? 0 : (int) packedFloats(size, direct));
    this.workerStep = (int) workerFloats();
    int rows = ROW_BLOCK;
    int wide = PANEL_BLOCK;
    while (tasks(size, rows, wide) < TASKS && (rows > ROWS || wide > 1)) {
      // Narrow before low: a block's rows of a are packed anew for each column of blocks.
      if (wide > 4 || rows == ROWS) {
        wide /= 2;
      } else {
        rows /= 2;
      }
    }
    this.rowBlock = rows;
    this.panelBlock = wide;
    this.rowBlocks = Math.ceilDiv(m, rowBlock);
    this.panelBlocks = Math.ceilDiv(panels, panelBlock);
    this.block = Walk.straight(K_BLOCK, ROWS);
    this.lastBlock = Walk.straight(k - (Math.max(1, Math.ceilDiv(k, K_BLOCK)) - 1) * K_BLOCK, ROWS);
    this.packedTile = new Tile(this.scratch, this.packed, PANEL, c.array(), n, this.scratch);
    this.directTile = new Tile(this.scratch, b.array(), n, c.array(), n, this.scratch);
  }

  /// Floats of scratch that a product needs when `threads` run it.
  public static long scratch(MatMulSize size, int threads) {
    return packedFloats(size, direct(size)) + threads * workerFloats();
  }

  /// Floats of scratch that a product with b kept needs.
  static long keptScratch(int threads) {
    return threads * workerFloats();
  }

  @Override
  public void run(Workers workers) {
    if (!kept) {
      workers.run(packs(), size.work(), packTask);
    }
    workers.run(size.batch() * rowBlocks * panelBlocks, size.work(), blockTask);
  }

  private static boolean direct(MatMulSize size) {
    return !size.transposeB() && size.m() <= ROWS;
  }

  private int packs() {
    return size.batch() * (direct ? 1 : panels);
  }

  /// Packs b as a product with `kept` wants it.
  static void pack(MatMulSize size, Slice b, Slice into) {
    VectorMatMul product = new VectorMatMul(size, b, b, b, into, Optional.of(into));
    for (int i = 0; i < product.packs(); i++) {
      product.packPanel(i, 0);
    }
  }

  /// Floats of b packed to be kept.
  static long packedFloats(MatMulSize size) {
    return packedFloats(size, false);
  }

  private static long packedFloats(MatMulSize size, boolean direct) {
    int panels = direct ? 1 : Lanes.panels(size.n());
    return (long) size.batch() * panels * size.k() * PANEL;
  }

  private static long workerFloats() {
    return Lanes.line(ROW_BLOCK * K_BLOCK + Tile.STAGE);
  }

  private static long tasks(MatMulSize size, int rowBlock, int panelBlock) {
    return (long) size.batch() * Math.ceilDiv(size.m(), rowBlock)
        * Math.ceilDiv(Lanes.panels(size.n()), panelBlock);
  }

  /// Whether panel p of b is read from its packed copy: when read in place, only the last one if it is not full.
  private boolean packed(int p) {
    return !direct || (p + 1) * PANEL > n;
  }

  private void packPanel(int index, int worker) {
    int p = direct ? panels - 1 : index % panels;
    if (p < 0 || !packed(p)) {
      return;
    }
    int from = b.offset() + (direct ? index : index / panels) * n * k;
    int to = packedBase + index * k * PANEL;
    int columns = Math.min(PANEL, n - p * PANEL);
    if (size.transposeB()) {
      Packing.transposed(b.array(), from + p * PANEL * k, k, columns, packed, to, PANEL, k);
    } else {
      Packing.rows(b.array(), from + p * PANEL, n, columns, packed, to, PANEL, k);
    }
  }

  private void computeBlock(int index, int worker) {
    int batch = index / (rowBlocks * panelBlocks);
    int firstRow = index / panelBlocks % rowBlocks * rowBlock;
    int firstPanel = index % panelBlocks * panelBlock;
    int endRow = Math.min(m, firstRow + rowBlock);
    int endPanel = Math.min(panels, firstPanel + panelBlock);
    int aPacked = workerBase + worker * workerStep;
    int stage = aPacked + ROW_BLOCK * K_BLOCK;
    int bFirst = b.offset() + batch * k * n;
    int cFirst = c.offset() + batch * m * n;
    int done = 0;
    do {
      int steps = Math.min(K_BLOCK, k - done);
      Walk walk = steps == K_BLOCK ? block : lastBlock;
      packRows(batch, firstRow, endRow, done, steps, aPacked);
      for (int p = firstPanel; p < endPanel; p++) {
        int columns = Math.min(PANEL, n - p * PANEL);
        boolean packed = packed(p);
        Tile tile = packed ? packedTile : directTile;
        int bAt = packed
            ? packedBase + ((direct ? batch : batch * panels + p) * k + done) * PANEL
            : bFirst + done * n + p * PANEL;
        for (int row = firstRow; row < endRow; row += ROWS) {
          int aAt = aPacked + (row - firstRow) * steps;
          int rows = Math.min(ROWS, endRow - row);
          tile.run(walk, aAt, bAt, cFirst + row * n + p * PANEL, rows, columns, done > 0, stage);
        }
      }
      done += steps;
    } while (done < k);
  }

  /// Packs steps `done` .. of rows firstRow .. endRow - 1 as [row / 8][step][8].
  private void packRows(int batch, int firstRow, int endRow, int done, int steps, int to) {
    int from = a.offset() + batch * m * k;
    for (int row = firstRow; row < endRow; row += ROWS) {
      int rows = Math.min(ROWS, endRow - row);
      int at = to + (row - firstRow) * steps;
      if (size.transposeA()) {
        Packing.rows(a.array(), from + done * m + row, m, rows, scratch, at, ROWS, steps);
      } else {
        Packing.transposed(a.array(), from + row * k + done, k, rows, scratch, at, ROWS, steps);
      }
    }
  }
}
