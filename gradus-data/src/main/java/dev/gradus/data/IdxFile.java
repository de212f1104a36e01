package dev.gradus.data;

import dev.gradus.GradusException;
import dev.gradus.tensor.Shape;
import dev.gradus.tensor.Tensor;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/// Reads one IDX file of unsigned bytes.
///
/// Layout: two zero bytes, the element type (0x08), the number of axes, each axis's length as a big-endian 32-bit
/// integer, then the elements, the last axis fastest.
final class IdxFile {
  private static final int UNSIGNED_BYTE = 0x08;
  private static final int MAX_RANK = 8;
  private static final int MAX_ELEMENTS = Integer.MAX_VALUE - 64;
  /// How much is taken at first for packed data, whose true size only inflating tells.
  private static final int FIRST_PIECE = 1 << 20;

  /// How many times its size a packed file may unpack to once it passes [#ALWAYS]. Images reach about 50, gzip 1032.
  private static final int MOST_TIMES = 200;
  /// What any packed file may unpack to: labels that are all alike take next to nothing.
  private static final int ALWAYS = 16 << 20;

  private final Path file;
  private final InputStream input;
  private final boolean packed;
  private final long fileSize;
  private long offset;
  private boolean cut;

  private IdxFile(Path file, InputStream input, boolean packed, long fileSize) {
    this.file = file;
    this.input = input;
    this.packed = packed;
    this.fileSize = fileSize;
  }

  static Tensor read(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new GradusException("there is no IDX file " + file);
    }
    try (InputStream input = Files.newInputStream(file)) {
      return read(file, input, Files.size(file));
    } catch (IOException failed) {
      throw new GradusException("cannot read " + file + ": " + failed.getMessage(), failed);
    }
  }

  /// The content of a file of the given size, from a stream that the caller closes.
  static Tensor read(Path file, InputStream stream, long size) throws IOException {
    InputStream raw = new BufferedInputStream(stream, 1 << 16);
    raw.mark(2);
    boolean packed = raw.read() == 0x1f && raw.read() == 0x8b;
    raw.reset();
    if (!packed) {
      return new IdxFile(file, raw, false, size).tensor();
    }
    try (InputStream inflating = new GZIPInputStream(raw, 1 << 16)) {
      return new IdxFile(file, inflating, true, size).tensor();
    } catch (EOFException cut) {
      throw new GradusException(file + " ends within its gzip header", cut);
    }
  }

  private Tensor tensor() throws IOException {
    byte[] magic = fill(4, "the magic number");
    if (magic[0] != 0 || magic[1] != 0) {
      throw new GradusException(String.format("%s is not an IDX file: it begins with the bytes %02x %02x %02x %02x,"
          + " expected 00 00 08 and the number of axes", file, magic[0], magic[1], magic[2], magic[3]));
    }
    if (magic[2] != UNSIGNED_BYTE) {
      throw new GradusException(String.format("%s holds elements of type 0x%02x; only unsigned bytes (0x08) can be read",
          file, magic[2]));
    }
    int rank = magic[3] & 0xff;
    if (rank < 1 || rank > MAX_RANK) {
      throw new GradusException(file + " declares " + rank + " axes; expected 1 to " + MAX_RANK);
    }
    byte[] header = fill(4 * rank, "the lengths of its " + rank + " axes");
    int[] lengths = new int[rank];
    long elements = 1;
    for (int axis = 0; axis < rank; axis++) {
      long length = 0;
      for (int i = 0; i < 4; i++) {
        length = length << 8 | header[4 * axis + i] & 0xff;
      }
      if (length == 0) {
        throw new GradusException(file + " is empty: axis " + axis + " has length 0");
      }
      if (length > MAX_ELEMENTS || elements * length > MAX_ELEMENTS) {
        throw new GradusException(file + " declares more than the " + MAX_ELEMENTS
            + " elements that one tensor can hold: axis " + axis + " has length " + length + " after " + elements + " elements");
      }
      elements *= length;
      lengths[axis] = (int) length;
    }
    Shape shape = Shape.of(lengths);
    if (!packed && fileSize != offset + elements) {
      throw wrongSize(shape, fileSize, offset + elements);
    }
    byte[] values = elements((int) elements, shape);
    return Tensor.of(shape, values);
  }

  /// Reads the elements into an array that for packed data grows with what arrives, so that a header which lies takes
  /// no memory, nor past [#MOST_TIMES] the file's size, so that one which tells the truth of a bomb takes little.
  private byte[] elements(int count, Shape shape) throws IOException {
    long end = offset + count;
    long limit = packed ? Math.max(ALWAYS, MOST_TIMES * fileSize) : count;
    byte[] values = new byte[packed ? Math.min(count, FIRST_PIECE) : count];
    int size = 0;
    while (size < count) {
      if (size == values.length) {
        if (size == limit) {
          throw new GradusException(file + " unpacks to more than " + MOST_TIMES + " times its " + fileSize + " bytes: shape "
              + shape + " needs " + end + ". If that is meant, unpack it first (gunzip)");
        }
        values = Arrays.copyOf(values, (int) Math.min(Math.min(count, limit), 2L * values.length));
      }
      int got = some(values, size, values.length - size);
      if (got < 0) {
        throw wrongSize(shape, offset, end);
      }
      size += got;
    }
    if (some(new byte[1], 0, 1) > 0) {
      throw new GradusException(
          file + " goes on after its data: shape " + shape + " ends at byte " + end + (packed ? " (unpacked)" : "")
              + ", but more follows");
    }
    if (cut) {
      throw new GradusException(file + " has all of its " + end
          + " bytes (unpacked), but ends before the sum that gzip checks them by");
    }
    return values;
  }

  private byte[] fill(int count, String what) throws IOException {
    byte[] bytes = new byte[count];
    int size = 0;
    while (size < count) {
      int got = some(bytes, size, count - size);
      if (got < 0) {
        throw new GradusException(
            file + " is cut short: it ends at byte " + offset + (packed ? " (unpacked)" : "") + ", within " + what
                + ", which ends at byte " + (offset - size + count));
      }
      size += got;
    }
    return bytes;
  }

  /// Some bytes, or -1 at the end; a gzip stream that breaks off ends there too.
  private int some(byte[] into, int at, int most) throws IOException {
    try {
      int got = input.read(into, at, most);
      offset += Math.max(0, got);
      return got;
    } catch (EOFException brokenOff) {
      cut = true;
      return -1;
    } catch (ZipException broken) {
      throw new GradusException(file + " has broken gzip data after byte " + offset + " (unpacked): "
          + broken.getMessage(), broken);
    }
  }

  private GradusException wrongSize(Shape shape, long actual, long expected) {
    String bytes = packed ? " (unpacked)" : "";
    return new GradusException(actual < expected
        ? file + " is cut short: it ends at byte " + actual + bytes + ", but shape " + shape + " needs " + expected
            + " bytes"
        : file + " goes on after its data: shape " + shape + " ends at byte " + expected + ", but the file has " + actual
            + " bytes");
  }
}
