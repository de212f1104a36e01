package dev.gradus.backend.vector;

import dev.gradus.plan.ElementwiseProgram;
import dev.gradus.plan.Instruction;
import dev.gradus.backend.Operand;
import dev.gradus.backend.Slice;
import dev.gradus.backend.scalar.ScalarMath;
import dev.gradus.op.UnaryKind;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;

/// Runs an elementwise program for a block of up to 1024 elements at a time: each instruction is one loop over the
/// block, with registers small enough to stay in the first-level cache.
///
/// A register is one of three things. A single number, the same over the block: constants, broadcast inputs, and what
/// is computed from such alone. A place in an operand's own array: a row-major input is read where it lies, and a
/// result is written straight into its output unless a later instruction still reads an input that lies there. Or a
/// slot of scratch memory: everything else, shared out by when registers die.
final class BlockProgram {
  /// The most elements in a block.
  static final int BLOCK = 1024;
  /// Slots are a little apart, so that equal indices of two slots don't fall on the same cache set.
  private static final int SLOT = BLOCK + 32;

  /// How blocks lie on the rows of the collapsed space.
  enum Reach {
    /// Inside one row.
    WITHIN_ROW,
    /// On whole rows.
    WHOLE_ROWS,
    /// Anyhow.
    ANY
  }

  private enum Mode {
    /// One number, in the worker's table.
    NUMBER,
    /// At base + start of the block.
    DENSE,
    /// At base + the row's offset + the column.
    ROW,
    /// In the worker's slot.
    SLOT,
    /// Never read.
    UNUSED
  }

  private final ElementwiseProgram program;
  private final CollapsedSpace space;
  private final Reach reach;
  private final List<Operand> inputs;
  private final List<Slice> outputs;
  private final Mode[] modes;
  private final float[][] arrays;
  private final int[] bases;
  private final int[] lastReads;
  /// Output number written in place, for registers that are.
  private final boolean[] written;
  private final float[] scratch;
  private final int table;
  private final int workerStep;
  private final int resultSlot;

  /// A program bound to its operands. Without `outputs` its one result is left where `resultArray` and `resultAt` say.
  BlockProgram(
      ElementwiseProgram program,
      CollapsedSpace space,
      Reach reach,
      List<Operand> inputs,
      List<Slice> outputs,
      Slice scratch) {
    this.program = program;
    this.space = space;
    this.reach = reach;
    this.inputs = List.copyOf(inputs);
    this.outputs = List.copyOf(outputs);
    this.scratch = scratch.array();
    int registers = program.registers();
    modes = new Mode[registers];
    arrays = new float[registers][];
    bases = new int[registers];
    written = new boolean[outputs.size()];
    lastReads = lastReads();
    // Objects start 16 bytes before a 64-byte line's quarter: index 12 of an array is where a line begins.
    table = scratch.offset() + ((12 - scratch.offset()) & 15);
    int firstSlot = table + roundUp(registers);
    int slots = placeInputs(firstSlot);
    slots = placeResults(firstSlot, slots);
    resultSlot = firstSlot + slots * SLOT;
    workerStep = resultSlot + SLOT - table;
  }

  /// The floats of scratch memory that `threads` workers need for any operands.
  static long scratch(ElementwiseProgram program, int threads) {
    long slots = program.registers() + 1;
    return 16 + threads * (roundUp(program.registers()) + slots * SLOT);
  }

  private static int roundUp(int count) {
    return (count + 15) & ~15;
  }

  /// A rough cost of one element, in additions, from which to cut tasks.
  static int cost(ElementwiseProgram program) {
    int cost = 1;
    for (Instruction instruction : program.code()) {
      cost += switch (instruction) {
        case Instruction.Constant _ -> 0;
        case Instruction.Unary(UnaryKind kind, int _) -> switch (kind) {
          case NEGATE, ABS, SIGN -> 1;
          case FLOOR -> 2;
          case SQRT -> 4;
          case EXP, EXPM1, LOG, LOG1P, SIGMOID, TANH, ERF, SIN, COS -> 10;
        };
        case Instruction.Binary _, Instruction.Select _ -> 1;
      };
    }
    return cost;
  }

  private int[] lastReads() {
    int[] last = new int[program.registers()];
    Arrays.fill(last, -1);
    for (int i = 0; i < program.code().size(); i++) {
      switch (program.code().get(i)) {
        case Instruction.Constant _ -> { }
        case Instruction.Unary(var _, int a) -> last[a] = i;
        case Instruction.Binary(var _, int a, int b) -> {
          last[a] = i;
          last[b] = i;
        }
        case Instruction.Select(int mask, int a, int b) -> {
          last[mask] = i;
          last[a] = i;
          last[b] = i;
        }
      }
    }
    for (int register : program.outputs()) {
      last[register] = program.code().size();
    }
    return last;
  }

  private int placeInputs(int firstSlot) {
    int slots = 0;
    for (int i = 0; i < program.inputs(); i++) {
      Slice slice = inputs.get(i).slice();
      boolean oneRowStep = space.sameInEveryRow(i) || reach == Reach.WITHIN_ROW;
      if (lastReads[i] < 0) {
        modes[i] = Mode.UNUSED;
      } else if (space.lastStride(i) == 0 && oneRowStep) {
        modes[i] = Mode.NUMBER;
      } else if (space.dense(i) && !copiedOverAnother(i)) {
        modes[i] = Mode.DENSE;
        arrays[i] = slice.array();
        bases[i] = slice.offset();
      } else if (space.lastStride(i) == 1 && reach == Reach.WITHIN_ROW && !space.dense(i)) {
        modes[i] = Mode.ROW;
        arrays[i] = slice.array();
        bases[i] = slice.offset();
      } else {
        modes[i] = Mode.SLOT;
        arrays[i] = scratch;
        bases[i] = firstSlot + slots++ * SLOT;
      }
    }
    return slots;
  }

  /// Whether input `i` is itself an output, and lies where another register is to be written.
  private boolean copiedOverAnother(int i) {
    if (!program.outputs().contains(i)) {
      return false;
    }
    for (int o = 0; o < outputs.size(); o++) {
      if (program.outputs().get(o) != i && overlap(inputs.get(i).slice(), outputs.get(o))) {
        return true;
      }
    }
    return false;
  }

  private int placeResults(int firstSlot, int slots) {
    var free = new ArrayDeque<Integer>();
    for (int i = 0; i < program.code().size(); i++) {
      int register = program.inputs() + i;
      if (lastReads[register] < 0) {
        modes[register] = Mode.UNUSED;
        continue;
      }
      if (number(program.code().get(i))) {
        modes[register] = Mode.NUMBER;
        continue;
      }
      // An operand that dies here gives its slot to the result: loops may write over what they read.
      for (int r = program.inputs(); r < register; r++) {
        if (lastReads[r] == i && modes[r] == Mode.SLOT) {
          free.push(bases[r]);
        }
      }
      int output = outputInPlace(register, i);
      if (output >= 0) {
        modes[register] = Mode.DENSE;
        arrays[register] = outputs.get(output).array();
        bases[register] = outputs.get(output).offset();
        written[output] = true;
      } else {
        modes[register] = Mode.SLOT;
        arrays[register] = scratch;
        bases[register] = free.isEmpty() ? firstSlot + slots++ * SLOT : free.pop();
      }
    }
    return slots;
  }

  private boolean number(Instruction instruction) {
    return switch (instruction) {
      case Instruction.Constant _ -> true;
      case Instruction.Unary(var _, int a) -> modes[a] == Mode.NUMBER;
      case Instruction.Binary(var _, int a, int b) -> modes[a] == Mode.NUMBER && modes[b] == Mode.NUMBER;
      case Instruction.Select(int mask, int a, int b) ->
          modes[mask] == Mode.NUMBER && modes[a] == Mode.NUMBER && modes[b] == Mode.NUMBER;
    };
  }

  /// The output into which instruction `i` may write `register` straight away, or -1.
  private int outputInPlace(int register, int i) {
    for (int o = 0; o < outputs.size(); o++) {
      if (program.outputs().get(o) == register) {
        for (int r = 0; r < program.inputs(); r++) {
          if (lastReads[r] > i && modes[r] == Mode.DENSE && overlap(inputs.get(r).slice(), outputs.get(o))) {
            return -1;
          }
        }
        return o;
      }
    }
    return -1;
  }

  private boolean overlap(Slice a, Slice b) {
    return a.array() == b.array() && Math.abs((long) a.offset() - b.offset()) < space.size();
  }

  /// To be called by a worker before its first block of a task: fills what is the same in all blocks.
  void begin(int count, int worker) {
    for (int i = 0; i < program.inputs(); i++) {
      if (modes[i] == Mode.SLOT && periodic(i)) {
        Slice slice = inputs.get(i).slice();
        space.copy(i, slice.array(), slice.offset(), 0, count, scratch, at(i, 0, worker));
      }
    }
  }

  private boolean periodic(int i) {
    return reach == Reach.WHOLE_ROWS && space.sameInEveryRow(i);
  }

  /// Computes elements start .. start + n - 1.
  void evaluate(long start, int n, int worker) {
    int numbers = table + worker * workerStep;
    for (int i = 0; i < program.inputs(); i++) {
      Slice slice = inputs.get(i).slice();
      if (modes[i] == Mode.NUMBER) {
        int row = space.sameInEveryRow(i) ? 0 : space.rowOffset(i, start / space.row());
        scratch[numbers + i] = slice.array()[slice.offset() + row];
      } else if (modes[i] == Mode.SLOT && !periodic(i)) {
        space.copy(i, slice.array(), slice.offset(), start, n, scratch, at(i, start, worker));
      }
    }
    for (int i = 0; i < program.code().size(); i++) {
      int register = program.inputs() + i;
      if (modes[register] == Mode.NUMBER) {
        scratch[numbers + register] = number(program.code().get(i), numbers);
      } else if (modes[register] != Mode.UNUSED) {
        execute(program.code().get(i), register, start, n, worker, numbers);
      }
    }
    finish(start, n, worker, numbers);
  }

  private float number(Instruction instruction, int numbers) {
    return switch (instruction) {
      case Instruction.Constant constant -> constant.value();
      case Instruction.Unary unary -> ScalarMath.apply(unary.kind(), scratch[numbers + unary.a()]);
      case Instruction.Binary binary ->
          ScalarMath.apply(binary.kind(), scratch[numbers + binary.a()], scratch[numbers + binary.b()]);
      case Instruction.Select select ->
          scratch[numbers + select.mask()] != 0f ? scratch[numbers + select.a()] : scratch[numbers + select.b()];
    };
  }

  private void execute(Instruction instruction, int register, long start, int n, int worker, int numbers) {
    float[] to = arrays[register];
    int toAt = at(register, start, worker);
    switch (instruction) {
      case Instruction.Constant _ -> throw new AssertionError("a constant is a number");
      case Instruction.Unary unary ->
          UnaryLoops.run(unary.kind(), arrays[unary.a()], at(unary.a(), start, worker), to, toAt, n);
      case Instruction.Binary binary -> {
        int a = binary.a();
        int b = binary.b();
        if (modes[b] == Mode.NUMBER) {
          BinaryLoops.run(binary.kind(), arrays[a], at(a, start, worker), scratch[numbers + b], to, toAt, n);
        } else if (modes[a] == Mode.NUMBER) {
          BinaryLoops.run(binary.kind(), scratch[numbers + a], arrays[b], at(b, start, worker), to, toAt, n);
        } else {
          BinaryLoops.run(
              binary.kind(), arrays[a], at(a, start, worker), arrays[b], at(b, start, worker), to, toAt, n);
        }
      }
      case Instruction.Select select -> select(select, start, n, worker, numbers, to, toAt);
    }
  }

  private void select(
      Instruction.Select select, long start, int n, int worker, int numbers, float[] to, int toAt) {
    int mask = select.mask();
    int a = select.a();
    int b = select.b();
    if (modes[mask] == Mode.NUMBER) {
      put(scratch[numbers + mask] != 0f ? a : b, start, n, worker, numbers, to, toAt);
      return;
    }
    float[] masks = arrays[mask];
    int maskAt = at(mask, start, worker);
    if (modes[a] == Mode.NUMBER && modes[b] == Mode.NUMBER) {
      SelectLoops.run(masks, maskAt, scratch[numbers + a], scratch[numbers + b], to, toAt, n);
    } else if (modes[a] == Mode.NUMBER) {
      SelectLoops.run(masks, maskAt, scratch[numbers + a], arrays[b], at(b, start, worker), to, toAt, n);
    } else if (modes[b] == Mode.NUMBER) {
      SelectLoops.run(masks, maskAt, arrays[a], at(a, start, worker), scratch[numbers + b], to, toAt, n);
    } else {
      SelectLoops.run(
          masks, maskAt, arrays[a], at(a, start, worker), arrays[b], at(b, start, worker), to, toAt, n);
    }
  }

  /// Writes the outputs that were not written in place: inputs first, before an in-place copy covers them.
  private void finish(long start, int n, int worker, int numbers) {
    for (int pass = 0; pass < 2; pass++) {
      for (int o = 0; o < written.length; o++) {
        int register = program.outputs().get(o);
        if (!written[o] && register < program.inputs() == (pass == 0)) {
          Slice output = outputs.get(o);
          put(register, start, n, worker, numbers, output.array(), output.offset() + (int) start);
        }
      }
    }
    if (written.length == 0 && modes[program.outputs().getFirst()] == Mode.NUMBER) {
      put(program.outputs().getFirst(), start, n, worker, numbers, scratch, resultSlot + worker * workerStep);
    }
  }

  private void put(int register, long start, int n, int worker, int numbers, float[] to, int toAt) {
    if (modes[register] == Mode.NUMBER) {
      Arrays.fill(to, toAt, toAt + n, scratch[numbers + register]);
    } else {
      System.arraycopy(arrays[register], at(register, start, worker), to, toAt, n);
    }
  }

  /// The array that holds the result of a program without outputs.
  float[] resultArray() {
    int register = program.outputs().getFirst();
    return modes[register] == Mode.NUMBER ? scratch : arrays[register];
  }

  /// Where in `resultArray` the block's result begins.
  int resultAt(long start, int worker) {
    int register = program.outputs().getFirst();
    return modes[register] == Mode.NUMBER ? resultSlot + worker * workerStep : at(register, start, worker);
  }

  private int at(int register, long start, int worker) {
    return switch (modes[register]) {
      case DENSE -> bases[register] + (int) start;
      case ROW -> {
        long row = start / space.row();
        yield bases[register] + space.rowOffset(register, row) + (int) (start - row * space.row());
      }
      case SLOT -> bases[register] + worker * workerStep;
      case NUMBER, UNUSED -> throw new AssertionError("register " + register + " has no array");
    };
  }
}
