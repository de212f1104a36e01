package dev.gradus.backend.scalar;

import dev.gradus.backend.Kernel;
import dev.gradus.backend.Slice;
import dev.gradus.backend.Strides;
import dev.gradus.backend.Workers;

/// Moves numbers between two strided places: transposes, crops, padding, concatenation.
///
/// `dims` is the space; `from` and `to` are read and written through strides of their own.
final class StridedCopy implements Kernel {
  private final Slice from;
  private final int[] fromStrides;
  private final Slice to;
  private final int[] toStrides;
  private final int[] outerDims;
  private final int rows;
  private final int run;
  private final int fromStep;
  private final int toStep;
  private final Workers.Task task;

  StridedCopy(int[] dims, Slice from, int[] fromStrides, Slice to, int[] toStrides) {
    this.from = from;
    this.fromStrides = fromStrides;
    this.to = to;
    this.toStrides = toStrides;
    int inner = dims.length;
    int length = 1;
    // The innermost axes that are dense on both sides move as one run.
    while (inner > 0 && fromStrides[inner - 1] == length && toStrides[inner - 1] == length) {
      length *= dims[--inner];
    }
    boolean dense = inner < dims.length || dims.length == 0;
    if (!dense) {
      length = dims[--inner];
    }
    run = length;
    fromStep = dense ? 1 : fromStrides[inner];
    toStep = dense ? 1 : toStrides[inner];
    outerDims = java.util.Arrays.copyOf(dims, inner);
    rows = Strides.size(outerDims);
    task = (first, _) -> copy(first);
  }

  /// Rows of one task: enough that handing it out costs little beside it.
  private int rowsPerTask() {
    return Math.max(1, 16384 / Math.max(1, run));
  }

  @Override
  public void run(Workers workers) {
    workers.run(Math.ceilDiv(rows, rowsPerTask()), task);
  }

  private void copy(int part) {
    int end = Math.min(rows, (part + 1) * rowsPerTask());
    for (int row = part * rowsPerTask(); row < end; row++) {
      int source = from.offset();
      int target = to.offset();
      int rest = row;
      for (int axis = outerDims.length - 1; axis >= 0; axis--) {
        int index = rest % outerDims[axis];
        rest /= outerDims[axis];
        source += index * fromStrides[axis];
        target += index * toStrides[axis];
      }
      if (fromStep == 1 && toStep == 1) {
        System.arraycopy(from.array(), source, to.array(), target, run);
      } else {
        for (int i = 0; i < run; i++) {
          to.array()[target + i * toStep] = from.array()[source + i * fromStep];
        }
      }
    }
  }
}
