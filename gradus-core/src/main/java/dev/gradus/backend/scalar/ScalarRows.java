package dev.gradus.backend.scalar;

import dev.gradus.backend.Binding;
import dev.gradus.backend.Indices;
import dev.gradus.backend.Kernel;
import dev.gradus.backend.Slice;
import dev.gradus.backend.Strides;
import dev.gradus.backend.Workers;
import dev.gradus.graph.Value;
import java.util.Arrays;

/// Rows of a table by their numbers, and the sum of rows back into the table.
///
/// A row of the table's gradient starts from +0 and takes the rows that its index names in ascending order of position: one
/// chain of additions for each element. Work is cut into positions when reading and into columns when adding, so no two
/// threads write to one place, and how often an index occurs makes no thread wait.
final class ScalarRows {
  /// Numbers that one task copies: enough that handing it out costs little beside it.
  private static final int COPIED = 16384;

  /// Columns that one task adds: two cache lines of each row.
  private static final int COLUMNS = 32;

  private ScalarRows() {}

  /// x [...] -> y `I32` [...]
  static Kernel toIndex(Value y, Binding b) {
    Slice from = b.slice(y.input(0));
    int[] to = b.integers(y);
    int[] dims = b.dims(y.shape());
    return _ -> {
      for (int i = 0; i < to.length; i++) {
        float number = from.array()[from.offset() + i];
        if (!Indices.isWhole(number)) {
          throw Indices.notWhole(y, dims, i, number);
        }
        to[i] = (int) number;
      }
    };
  }

  /// table [v, d], indices [...] -> y [..., d]
  static Kernel gather(Value y, Binding b) {
    int[] table = b.dims(y.input(0).shape());
    int width = table[1];
    Slice from = b.slice(y.input(0));
    Slice to = b.slice(y);
    int[] indices = b.integers(y.input(1));
    int[] dims = b.dims(y.input(1).shape());
    int positions = Math.max(1, COPIED / Math.max(1, width));
    Workers.Task copy = (task, _) -> {
      int end = Math.min(indices.length, (task + 1) * positions);
      for (int i = task * positions; i < end; i++) {
        System.arraycopy(from.array(), from.offset() + indices[i] * width, to.array(), to.offset() + i * width, width);
      }
    };
    return workers -> {
      check(y, indices, dims, table[0]);
      workers.run(Math.ceilDiv(indices.length, positions), copy);
    };
  }

  /// dy [..., d], indices [...] -> dtable [v, d]
  static Kernel scatterAdd(Value y, Binding b) {
    int[] table = b.dims(y.shape());
    int width = table[1];
    Slice from = b.slice(y.input(0));
    Slice to = b.slice(y);
    int[] indices = b.integers(y.input(1));
    int[] dims = b.dims(y.input(1).shape());
    int size = Strides.size(table);
    Workers.Task add = (task, _) -> {
      int first = task * COLUMNS;
      int columns = Math.min(COLUMNS, width - first);
      float[] sums = to.array();
      float[] rows = from.array();
      for (int at = to.offset() + first; at < to.offset() + size; at += width) {
        Arrays.fill(sums, at, at + columns, 0f);
      }
      for (int i = 0; i < indices.length; i++) {
        int at = to.offset() + indices[i] * width + first;
        int row = from.offset() + i * width + first;
        for (int c = 0; c < columns; c++) {
          sums[at + c] += rows[row + c];
        }
      }
    };
    return workers -> {
      check(y, indices, dims, table[0]);
      workers.run(Math.ceilDiv(width, COLUMNS), (long) size + (long) indices.length * width, add);
    };
  }

  private static void check(Value y, int[] indices, int[] dims, int rows) {
    for (int i = 0; i < indices.length; i++) {
      if (indices[i] < 0 || indices[i] >= rows) {
        throw Indices.outside(y, dims, i, indices[i], rows);
      }
    }
  }
}
