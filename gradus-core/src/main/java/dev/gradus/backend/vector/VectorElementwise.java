package dev.gradus.backend.vector;

import dev.gradus.plan.ElementwiseProgram;
import dev.gradus.backend.Kernel;
import dev.gradus.backend.Operand;
import dev.gradus.backend.Slice;
import dev.gradus.backend.Workers;
import java.util.List;

/// An elementwise program over an iteration space, a block of elements at a time: `ScalarElementwise`'s bits, fast.
///
/// The space is collapsed to as few axes as the operands allow, then cut into blocks that are pieces of a long row or
/// whole short rows; runs of blocks are the tasks that workers share.
public final class VectorElementwise implements Kernel {
  /// Additions' worth of work in a task, and below which one thread does it all.
  private static final long TASK_COST = 1 << 16;
  private static final long SMALL_COST = 1 << 14;

  private final BlockProgram program;
  private final long row;
  private final long size;
  private final int piece;
  private final long piecesPerRow;
  private final long blocks;
  private final int blocksPerTask;
  private final int tasks;
  private final boolean small;
  private final Workers.Task task = this::work;

  /// The kernel for `program` over the space `dims`; `scratch` has as many floats as the method of that name says.
  public VectorElementwise(
      ElementwiseProgram program, int[] dims, List<Operand> inputs, List<Slice> outputs, Slice scratch) {
    CollapsedSpace space = CollapsedSpace.of(dims, inputs);
    size = space.size();
    boolean longRows = space.row() >= BlockProgram.BLOCK || space.dims().length == 1;
    int width = Math.max(1, space.row());
    row = longRows ? width : size;
    if (longRows) {
      // Even pieces rather than a full one and a crumb.
      int pieces = Math.ceilDiv(width, BlockProgram.BLOCK);
      piece = Math.min(BlockProgram.BLOCK, (Math.ceilDiv(width, pieces) + 15) & ~15);
    } else {
      piece = BlockProgram.BLOCK / width * width;
    }
    piecesPerRow = Math.ceilDiv(row, piece);
    blocks = size == 0 ? 0 : size / row * piecesPerRow;
    long cost = BlockProgram.cost(program);
    blocksPerTask = (int) Math.max(1, TASK_COST / (cost * piece));
    tasks = (int) Math.ceilDiv(blocks, blocksPerTask);
    small = size * cost < SMALL_COST;
    BlockProgram.Reach reach = longRows ? BlockProgram.Reach.WITHIN_ROW : BlockProgram.Reach.WHOLE_ROWS;
    this.program = new BlockProgram(program, space, reach, inputs, outputs, scratch);
  }

  /// The floats of scratch memory that the kernel needs.
  public static long scratch(ElementwiseProgram program, int[] dims, int threads) {
    return BlockProgram.scratch(program, threads);
  }

  @Override
  public void run(Workers workers) {
    if (small) {
      for (int i = 0; i < tasks; i++) {
        work(i, 0);
      }
    } else {
      workers.run(tasks, task);
    }
  }

  private void work(int index, int worker) {
    long first = (long) index * blocksPerTask;
    long last = Math.min(blocks, first + blocksPerTask);
    program.begin((int) Math.min(size, piece), worker);
    for (long block = first; block < last; block++) {
      long inRow = block % piecesPerRow * piece;
      long start = block / piecesPerRow * row + inRow;
      program.evaluate(start, (int) Math.min(piece, row - inRow), worker);
    }
  }
}
