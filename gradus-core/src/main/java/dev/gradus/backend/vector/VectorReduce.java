package dev.gradus.backend.vector;

import static dev.gradus.backend.scalar.ScalarReduce.COLUMN_CHUNK;
import static dev.gradus.backend.scalar.ScalarReduce.ROW_CHUNK;

import dev.gradus.plan.ElementwiseProgram;
import dev.gradus.backend.Kernel;
import dev.gradus.backend.Operand;
import dev.gradus.backend.Slice;
import dev.gradus.backend.Workers;
import dev.gradus.backend.scalar.ScalarReduce;
import dev.gradus.op.BinaryKind;
import dev.gradus.op.ReduceKind;
import java.util.Arrays;
import java.util.List;

/// A sum or a maximum over neighbouring axes of an elementwise program's output, in the order that `ScalarReduce`
/// states, fast.
///
/// The program is run block by block into scratch memory and reduced from there; a plain input is reduced where it
/// lies. Chunk results go to scratch memory, or to the output if each result has one chunk.
public final class VectorReduce implements Kernel {
  private static final long TASK_COST = 1 << 16;
  private static final long SMALL_COST = 1 << 14;

  private final ReduceKind kind;
  private final BlockProgram program;
  private final int outer;
  private final int length;
  private final int inner;
  private final Slice output;
  /// Chunk results, [outer, chunks, inner].
  private final float[] partials;
  private final int partialsAt;
  private final int chunks;
  /// The inner axis is cut into this many pieces of this width.
  private final int pieces;
  private final int width;
  private final long units;
  private final int unitsPerTask;
  private final int tasks;
  private final boolean small;
  private final Workers.Task task = this::work;

  /// The kernel that reduces `source`, which has one output over the space `dims`, along axes `first` .. `last`, both
  /// included; `scratch` has as many floats as the method of that name says.
  public VectorReduce(
      ReduceKind kind,
      ElementwiseProgram source,
      int[] dims,
      int first,
      int last,
      List<Operand> inputs,
      Slice output,
      Slice scratch) {
    assert source.outputs().size() == 1 : "a reduced program has one output, not " + source.outputs();
    this.kind = kind;
    this.output = output;
    outer = product(dims, 0, first);
    length = product(dims, first, last + 1);
    inner = product(dims, last + 1, dims.length);
    int chunk = inner == 1 ? ROW_CHUNK : COLUMN_CHUNK;
    chunks = Math.ceilDiv(length, chunk);
    boolean direct = chunks <= 1;
    partials = direct ? output.array() : scratch.array();
    partialsAt = direct ? output.offset() : scratch.offset();
    pieces = Math.max(1, Math.ceilDiv(inner, BlockProgram.BLOCK));
    width = pieces == 1 ? inner : Math.min(BlockProgram.BLOCK, (Math.ceilDiv(inner, pieces) + 15) & ~15);
    // For rows of one chunk, a unit is as many rows as fit a block; else it's one piece of one chunk.
    long perUnit;
    if (inner == 1 && direct) {
      int rows = BlockProgram.BLOCK / Math.max(1, length);
      units = Math.ceilDiv(outer, rows);
      perUnit = (long) rows * length;
    } else {
      units = (long) outer * chunks * pieces;
      perUnit = (long) Math.min(chunk, length) * width;
    }
    long cost = BlockProgram.cost(source);
    unitsPerTask = (int) Math.max(1, TASK_COST / Math.max(1, cost * perUnit));
    tasks = (int) Math.ceilDiv(units, unitsPerTask);
    small = (long) outer * length * inner * cost < SMALL_COST;
    long used = direct ? 0 : (long) outer * chunks * inner;
    CollapsedSpace space = CollapsedSpace.of(dims, inputs);
    Slice programScratch = new Slice(scratch.array(), Math.toIntExact(scratch.offset() + used));
    program = new BlockProgram(source, space, reach(space), inputs, List.of(), programScratch);
  }

  /// The floats of scratch memory that the kernel needs.
  public static long scratch(
      ReduceKind kind, ElementwiseProgram source, int[] dims, int first, int last, int threads) {
    long inner = product(dims, last + 1, dims.length);
    int chunks = Math.ceilDiv(product(dims, first, last + 1), inner == 1 ? ROW_CHUNK : COLUMN_CHUNK);
    long partials = chunks <= 1 ? 0 : product(dims, 0, first) * chunks * inner;
    return partials + BlockProgram.scratch(source, threads);
  }

  private static int product(int[] dims, int from, int to) {
    long product = 1;
    for (int axis = from; axis < to; axis++) {
      product *= dims[axis];
    }
    return Math.toIntExact(product);
  }

  /// How the blocks that `work` asks for lie on the collapsed space's rows.
  private BlockProgram.Reach reach(CollapsedSpace space) {
    long row = Math.max(1, space.row());
    if (space.dims().length == 1) {
      return BlockProgram.Reach.WITHIN_ROW;
    }
    if (inner == 1) {
      boolean inside = chunks > 1 && (row % length == 0 || length % row == 0 && row % ROW_CHUNK == 0);
      boolean whole = chunks <= 1 && length % row == 0 || length % row == 0 && ROW_CHUNK % row == 0;
      return inside ? BlockProgram.Reach.WITHIN_ROW : whole ? BlockProgram.Reach.WHOLE_ROWS : BlockProgram.Reach.ANY;
    }
    if (pieces == 1) {
      return inner % row == 0 ? BlockProgram.Reach.WHOLE_ROWS : BlockProgram.Reach.ANY;
    }
    return row % inner == 0 ? BlockProgram.Reach.WITHIN_ROW : BlockProgram.Reach.ANY;
  }

  @Override
  public void run(Workers workers) {
    if (outer == 0 || inner == 0) {
      return;
    }
    if (length == 0) {
      Arrays.fill(output.array(), output.offset(), output.offset() + outer * inner, ScalarReduce.identity(kind));
      return;
    }
    if (small) {
      for (int i = 0; i < tasks; i++) {
        work(i, 0);
      }
    } else {
      workers.run(tasks, task);
    }
    if (chunks > 1) {
      combineChunks();
    }
  }

  private void work(int index, int worker) {
    program.begin(firstBlock(), worker);
    long first = (long) index * unitsPerTask;
    long last = Math.min(units, first + unitsPerTask);
    for (long unit = first; unit < last; unit++) {
      if (inner > 1) {
        columns(unit, worker);
      } else if (chunks == 1) {
        shortRows(unit, worker);
      } else {
        rowChunk(unit, worker);
      }
    }
  }

  /// The most elements of a block; a periodic input is laid out for that many.
  private int firstBlock() {
    long elements = inner == 1 ? (long) outer * length : (long) outer * length * inner;
    int block = inner == 1
        ? chunks == 1 ? BlockProgram.BLOCK / length * length : ROW_CHUNK
        : Math.max(1, BlockProgram.BLOCK / width) * width;
    return (int) Math.min(block, elements);
  }

  private void shortRows(long unit, int worker) {
    int rows = BlockProgram.BLOCK / length;
    int first = (int) (unit * rows);
    int count = Math.min(rows, outer - first);
    long start = (long) first * length;
    program.evaluate(start, count * length, worker);
    float[] from = program.resultArray();
    int at = program.resultAt(start, worker);
    for (int r = 0; r < count; r++) {
      output.array()[output.offset() + first + r] = RowLoops.reduce(kind, from, at + r * length, length);
    }
  }

  private void rowChunk(long unit, int worker) {
    long row = unit / chunks;
    int chunk = (int) (unit % chunks);
    int from = chunk * ROW_CHUNK;
    int n = Math.min(ROW_CHUNK, length - from);
    long start = row * length + from;
    program.evaluate(start, n, worker);
    partials[partialsAt + (int) unit] =
        RowLoops.reduce(kind, program.resultArray(), program.resultAt(start, worker), n);
  }

  private void columns(long unit, int worker) {
    int piece = (int) (unit % pieces);
    long chunkOfOuter = unit / pieces;
    long o = chunkOfOuter / chunks;
    int from = (int) (chunkOfOuter % chunks) * COLUMN_CHUNK;
    int to = Math.min(length, from + COLUMN_CHUNK);
    int column = piece * width;
    int w = Math.min(width, inner - column);
    int resultAt = partialsAt + (int) (chunkOfOuter * inner) + column;
    Arrays.fill(partials, resultAt, resultAt + w, ScalarReduce.identity(kind));
    int rows = pieces == 1 ? Math.max(1, BlockProgram.BLOCK / width) : 1;
    for (int k = from; k < to; k += rows) {
      int count = Math.min(rows, to - k);
      long start = (o * length + k) * inner + column;
      program.evaluate(start, count * w, worker);
      RowLoops.addRows(
          kind, program.resultArray(), program.resultAt(start, worker), count, w, partials, resultAt);
    }
  }

  private void combineChunks() {
    BinaryKind combine = switch (kind) {
      case SUM -> BinaryKind.ADD;
      case MAX -> BinaryKind.MAXIMUM;
    };
    for (int o = 0; o < outer; o++) {
      int base = partialsAt + o * chunks * inner;
      for (int step = 1; step < chunks; step *= 2) {
        for (int c = 0; c + step < chunks; c += 2 * step) {
          int at = base + c * inner;
          BinaryLoops.run(combine, partials, at, partials, at + step * inner, partials, at, inner);
        }
      }
      System.arraycopy(partials, base, output.array(), output.offset() + o * inner, inner);
    }
  }
}
