package dev.gradus.backend.scalar;

import dev.gradus.plan.ElementwiseProgram;
import dev.gradus.backend.Kernel;
import dev.gradus.backend.Operand;
import dev.gradus.backend.Slice;
import dev.gradus.backend.Workers;
import dev.gradus.op.ReduceKind;
import java.util.Arrays;
import java.util.List;

/// A sum or a maximum over neighbouring axes of an elementwise program's output, and the contract of its order.
///
/// The space is seen as [outer, length, inner]; the result is [outer, inner], row-major. The order depends on length
/// and on whether inner is 1, on nothing else:
///
/// - inner = 1: the row is cut into chunks of 1024 elements, the last one shorter. In a chunk, 16 virtual lanes start
///   from the identity (+0, or -∞); lane j takes elements j, j + 16, j + 32, .. in ascending order. Then lanes i and
///   i + 8 are combined for i in 0 .. 7, then i and i + 4, i and i + 2, i and i + 1.
/// - inner > 1: the length is cut into chunks of 256, the last one shorter. In a chunk, each inner index starts from the
///   identity and takes its elements in ascending order.
///
/// Chunk results are combined in pairs: chunks 2i and 2i + 1 are, then results 2i and 2i + 1 of that, until one is left
/// (an odd one at the end goes up as it is). A length of 0 gives the identity. The maximum is NaN if any element is.
///
/// A 16-lane tree keeps the bits the same on 4, 8 and 16 hardware lanes, and chunks let all cores share one sum.
public final class ScalarReduce implements Kernel {
  /// Elements of a row in a chunk.
  public static final int ROW_CHUNK = 1024;
  /// Virtual lanes of a row's chunk.
  public static final int VIRTUAL_LANES = 16;
  /// Steps along the length in a chunk when inner is above 1.
  public static final int COLUMN_CHUNK = 256;

  private final ReduceKind kind;
  private final ScalarProgram source;
  private final int outer;
  private final int length;
  private final int inner;
  private final Slice output;
  private final float[] lanes = new float[VIRTUAL_LANES];
  private final float[] chunks;

  /// The kernel that reduces `source`, which has one output over the space `dims`, along axes `first` .. `last`, both
  /// included. `scratch` is not used; it is there so that both backends are built alike.
  public ScalarReduce(
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
    this.source = new ScalarProgram(source, dims, inputs);
    this.outer = product(dims, 0, first);
    this.length = product(dims, first, last + 1);
    this.inner = product(dims, last + 1, dims.length);
    this.output = output;
    int chunk = inner == 1 ? ROW_CHUNK : COLUMN_CHUNK;
    this.chunks = new float[Math.max(1, Math.ceilDiv(length, chunk))];
  }

  /// The floats of scratch memory that the kernel needs: none.
  public static long scratch(
      ReduceKind kind, ElementwiseProgram source, int[] dims, int first, int last, int threads) {
    return 0;
  }

  /// What a reduction of no elements gives.
  public static float identity(ReduceKind kind) {
    return switch (kind) {
      case SUM -> 0f;
      case MAX -> Float.NEGATIVE_INFINITY;
    };
  }

  /// Two results in one.
  public static float combine(ReduceKind kind, float a, float b) {
    return switch (kind) {
      case SUM -> a + b;
      case MAX -> Math.max(a, b);
    };
  }

  @Override
  public void run(Workers workers) {
    for (int o = 0; o < outer; o++) {
      for (int i = 0; i < inner; i++) {
        output.array()[output.offset() + o * inner + i] = reduce(o, i);
      }
    }
  }

  private float reduce(int o, int i) {
    chunks[0] = identity(kind);
    int chunk = inner == 1 ? ROW_CHUNK : COLUMN_CHUNK;
    for (int c = 0; c * chunk < length; c++) {
      int from = c * chunk;
      int to = Math.min(length, from + chunk);
      chunks[c] = inner == 1 ? inLanes(o, from, to) : inSequence(o, i, from, to);
    }
    for (int step = 1; step < chunks.length; step *= 2) {
      for (int c = 0; c + step < chunks.length; c += 2 * step) {
        chunks[c] = combine(kind, chunks[c], chunks[c + step]);
      }
    }
    return chunks[0];
  }

  private float inLanes(int o, int from, int to) {
    Arrays.fill(lanes, identity(kind));
    for (int k = from; k < to; k++) {
      int lane = (k - from) % VIRTUAL_LANES;
      lanes[lane] = combine(kind, lanes[lane], element((long) o * length + k));
    }
    for (int half = VIRTUAL_LANES / 2; half > 0; half /= 2) {
      for (int lane = 0; lane < half; lane++) {
        lanes[lane] = combine(kind, lanes[lane], lanes[lane + half]);
      }
    }
    return lanes[0];
  }

  private float inSequence(int o, int i, int from, int to) {
    float result = identity(kind);
    for (int k = from; k < to; k++) {
      result = combine(kind, result, element(((long) o * length + k) * inner + i));
    }
    return result;
  }

  private float element(long position) {
    source.evaluate(position);
    return source.output(0);
  }

  private static int product(int[] dims, int from, int to) {
    int product = 1;
    for (int axis = from; axis < to; axis++) {
      product *= dims[axis];
    }
    return product;
  }
}
