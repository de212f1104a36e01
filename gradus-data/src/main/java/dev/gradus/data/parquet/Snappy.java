package dev.gradus.data.parquet;

import java.io.IOException;
import java.nio.ByteBuffer;

/// Unpacks Snappy's raw format: a length, then literals and copies of what was unpacked before.
///
/// Source: Google 2011, "Snappy compressed format description". Deviation: none.
final class Snappy {
  /// A copy of 64 bytes takes 3.
  private static final int MOST_TIMES = 22;

  private Snappy() {}

  /// Unpacks all that remains of `in`.
  ///
  /// @param expected how many bytes it must give
  /// @throws IOException if it is broken, or gives more or less
  static byte[] unpack(ByteBuffer in, int expected) throws IOException {
    long length = 0;
    for (int shift = 0; ; shift += 7) {
      int b = next(in);
      length |= (b & 0x7fL) << shift;
      if (b < 0x80) {
        break;
      }
      if (shift == 28) {
        throw new IOException("broken Snappy data: a length of more than 5 bytes");
      }
    }
    if (length != expected || expected > MOST_TIMES * (in.remaining() + 3L)) {
      throw new IOException("broken Snappy data: " + in.remaining() + " bytes claim to unpack to " + length + ", their page says "
          + expected);
    }
    byte[] out = new byte[expected];
    int at = 0;
    while (in.hasRemaining()) {
      int tag = next(in);
      int count = (tag >>> 2) + 1;
      int back = 0;
      switch (tag & 3) {
        case 0 -> {
          if (count > 60) {
            count = 1 + little(in, count - 60);
          }
        }
        case 1 -> {
          count = (tag >>> 2 & 7) + 4;
          back = tag >>> 5 << 8 | next(in);
        }
        case 2 -> back = little(in, 2);
        default -> back = little(in, 4);
      }
      boolean literal = (tag & 3) == 0;
      if (count < 1 || count > expected - at || (literal ? count > in.remaining() : back < 1 || back > at)) {
        throw new IOException("broken Snappy data: " + (literal ? "a literal" : "a copy from " + back + " bytes before") + " of " + count
            + " bytes at byte " + at + " of " + expected);
      }
      if (literal) {
        in.get(out, at, count);
      } else {
        // One by one: a copy may reach into what it writes.
        for (int i = 0; i < count; i++) {
          out[at + i] = out[at - back + i];
        }
      }
      at += count;
    }
    if (at != expected) {
      throw new IOException("broken Snappy data: it ends at byte " + at + " of " + expected);
    }
    return out;
  }

  private static int little(ByteBuffer in, int bytes) throws IOException {
    int value = 0;
    for (int i = 0; i < bytes; i++) {
      value |= next(in) << 8 * i;
    }
    return value;
  }

  private static int next(ByteBuffer in) throws IOException {
    if (!in.hasRemaining()) {
      throw new IOException("broken Snappy data: it ends within a length");
    }
    return in.get() & 0xff;
  }
}
