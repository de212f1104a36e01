package dev.gradus.backend.scalar;

import dev.gradus.backend.Kernel;
import dev.gradus.backend.Slice;
import java.util.Arrays;

/// Kernels between integers and floats.
final class Labels {
  private Labels() {}

  static Kernel cast(int[] from, Slice to) {
    return _ -> {
      for (int i = 0; i < from.length; i++) {
        to.array()[to.offset() + i] = from[i];
      }
    };
  }

  static Kernel oneHot(int[] labels, int depth, Slice to) {
    return _ -> {
      Arrays.fill(to.array(), to.offset(), to.offset() + labels.length * depth, 0f);
      for (int i = 0; i < labels.length; i++) {
        if (labels[i] >= 0 && labels[i] < depth) {
          to.array()[to.offset() + i * depth + labels[i]] = 1f;
        }
      }
    };
  }

  static Kernel argMax(Slice from, int length, int[] to) {
    return _ -> {
      float[] x = from.array();
      for (int row = 0; row < to.length; row++) {
        int start = from.offset() + row * length;
        int best = 0;
        for (int i = 1; i < length && !Float.isNaN(x[start + best]); i++) {
          if (!(x[start + i] <= x[start + best])) {
            best = i;
          }
        }
        to[row] = best;
      }
    };
  }
}
