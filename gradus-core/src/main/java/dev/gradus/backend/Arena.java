package dev.gradus.backend;

import java.util.Map;

/// Memory that several executables may share, as those for a full batch and for the last, smaller one do. They must not
/// run at the same time.
///
/// Bind the one that needs most first: a later one that needs more gets new memory, while the earlier ones keep the old.
public final class Arena {
  private float[] values = new float[0];
  private float[] scratch = new float[0];

  /// Makes room, or fails with the number of bytes.
  void reserve(long valuesLength, long scratchLength, long otherBytes, Map<Character, Integer> sizes) {
    long needed = otherBytes;
    needed += valuesLength > values.length ? valuesLength * Float.BYTES : 0;
    needed += scratchLength > scratch.length ? scratchLength * Float.BYTES : 0;
    Memory.require(needed, sizes);
    if (valuesLength > Integer.MAX_VALUE - 8 || scratchLength > Integer.MAX_VALUE - 8) {
      throw new MemoryException(needed, (Integer.MAX_VALUE - 8L) * Float.BYTES, sizes);
    }
    if (valuesLength > values.length) {
      values = new float[(int) valuesLength];
    }
    if (scratchLength > scratch.length) {
      scratch = new float[(int) scratchLength];
    }
  }

  float[] values() {
    return values;
  }

  float[] scratch() {
    return scratch;
  }
}
