package dev.gradus.data;

import dev.gradus.GradusException;
import dev.gradus.dataset.Dataset;
import dev.gradus.tensor.DType;
import dev.gradus.tensor.Shape;
import dev.gradus.tensor.Tensor;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/// Reads one array from a stream of so many bytes: a magic number, a header that is a Python dictionary, the elements.
final class NpyReader {
  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
  private static final int LONGEST_HEADER = 1 << 16;
  private static final int MOST_AXES = 8;
  private static final int MOST_ELEMENTS = Integer.MAX_VALUE - 64;
  private static final Set<String> TYPES = Set.of("f2", "f4", "f8", "b1", "i1", "u1", "i2", "u2", "i4", "u4", "i8", "u8");
  private static final int MOST_CLASSES = 1 << 16;
  private static final int PIECE = 1 << 16;
  private static final Pattern DESCR = Pattern.compile("'descr'\\s*:\\s*'([<>|=])([a-zA-Z])(\\d{1,4})'");
  private static final Pattern FORTRAN = Pattern.compile("'fortran_order'\\s*:\\s*(True|False)");
  private static final Pattern SHAPE = Pattern.compile("'shape'\\s*:\\s*\\(([\\d\\s,L]*)\\)");

  private final String where;
  private final InputStream in;
  private final long size;

  /// @param size how many bytes there are, or are claimed to be
  NpyReader(String where, InputStream in, long size) {
    this.where = where;
    this.in = in;
    this.size = size;
  }

  Tensor tensor() throws IOException {
    byte[] start = fill(8, "its first bytes");
    if (!Arrays.equals(Arrays.copyOf(start, 6), MAGIC) || start[6] < 1 || start[6] > 3) {
      throw new GradusException(where + " is not an array of NumPy: it doesn't begin with \\x93NUMPY and a version from 1 to 3");
    }
    int lengthBytes = start[6] == 1 ? 2 : 4;
    long length = 0;
    byte[] little = fill(lengthBytes, "the length of its header");
    for (int i = 0; i < lengthBytes; i++) {
      length |= (little[i] & 0xffL) << 8 * i;
    }
    if (length > Math.min(LONGEST_HEADER, size)) {
      throw new GradusException(where + " has a header of " + length + " bytes; at most " + LONGEST_HEADER + " are read");
    }
    String header = new String(fill((int) length, "its header"), StandardCharsets.UTF_8).strip();
    Matcher descr = DESCR.matcher(header);
    Matcher fortran = FORTRAN.matcher(header);
    Matcher axes = SHAPE.matcher(header);
    if (!descr.find() || !fortran.find() || !axes.find()) {
      throw new GradusException(where + " holds no plain numbers: its header is " + GradusException.excerpt(header));
    }
    int[] lengths = lengths(axes.group(1));
    int width = Integer.parseInt(descr.group(3));
    String type = descr.group(2) + width;
    if (!TYPES.contains(type)) {
      throw new GradusException(where + " has elements of NumPy's type " + type
          + "; floats f2, f4, f8 and integers b1, i1, u1, i2, u2, i4, u4, i8, u8 can be read");
    }
    int count = 1;
    for (int each : lengths) {
      count *= each;
    }
    long data = size - 8 - lengthBytes - length;
    if (data != (long) count * width) {
      throw new GradusException(where + " has " + data + " bytes of data, but shape " + Shape.of(lengths) + " of " + width
          + " bytes each needs " + (long) count * width);
    }
    ByteOrder order = descr.group(1).equals(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    int[] places = fortran.group(1).equals("True") && lengths.length > 1 ? strides(lengths) : new int[0];
    return read(type, width, order, lengths, count, places);
  }

  private int[] lengths(String text) {
    String[] parts = text.isBlank() ? new String[0] : text.replace("L", "").split(",");
    if (parts.length == 0 || parts.length > MOST_AXES) {
      throw new GradusException(where + " has " + parts.length + " axes; 1 to " + MOST_AXES + " can be read");
    }
    int[] lengths = new int[parts.length];
    long elements = 1;
    for (int axis = 0; axis < lengths.length; axis++) {
      String digits = parts[axis].strip();
      long length = digits.matches("\\d{1,10}") ? Long.parseLong(digits) : -1;
      if (length < 1 || length > MOST_ELEMENTS || elements * length > MOST_ELEMENTS) {
        throw new GradusException(where + " has axis " + axis + " of length " + digits + " after " + elements + " elements; 1 to "
            + MOST_ELEMENTS + " elements can be read");
      }
      lengths[axis] = (int) length;
      elements *= length;
    }
    return lengths;
  }

  private Tensor read(String type, int width, ByteOrder order, int[] lengths, int count, int[] strides) throws IOException {
    Shape shape = Shape.of(lengths);
    return switch (type) {
      case "f2", "f4", "f8" -> {
        float[] values = new float[count];
        each(width, order, count, (buffer, i) -> values[place(i, lengths, strides)] = switch (width) {
          case 2 -> Float.float16ToFloat(buffer.getShort());
          case 4 -> buffer.getFloat();
          default -> (float) buffer.getDouble();
        });
        yield Tensor.of(shape, values);
      }
      case "u1" -> {
        byte[] values = new byte[count];
        each(width, order, count, (buffer, i) -> values[place(i, lengths, strides)] = buffer.get());
        yield Tensor.of(shape, values);
      }
      default -> {
        int[] values = new int[count];
        each(width, order, count, (buffer, i) -> {
          long value = switch (type) {
            case "b1", "i1" -> buffer.get();
            case "i2" -> buffer.getShort();
            case "u2" -> buffer.getShort() & 0xffff;
            case "i4" -> buffer.getInt();
            case "u4" -> buffer.getInt() & 0xffffffffL;
            default -> buffer.getLong();
          };
          if (value != (int) value) {
            throw new GradusException(where + " has an integer of more than 32 bits, element " + i);
          }
          values[place(i, lengths, strides)] = (int) value;
        });
        yield Tensor.of(shape, values);
      }
    };
  }

  private interface Element {
    void take(ByteBuffer buffer, int index);
  }

  private void each(int width, ByteOrder order, int count, Element element) throws IOException {
    byte[] piece = new byte[PIECE];
    ByteBuffer buffer = ByteBuffer.wrap(piece).order(order);
    for (int i = 0; i < count;) {
      int some = Math.min(count - i, PIECE / width);
      if (in.readNBytes(piece, 0, some * width) < some * width) {
        throw new GradusException(where + " is cut short: it ends within element " + i + " or soon after, of " + count);
      }
      buffer.position(0);
      for (int end = i + some; i < end; i++) {
        element.take(buffer, i);
      }
    }
    if (in.read() >= 0) {
      throw new GradusException(where + " goes on after its " + count + " elements");
    }
  }

  private byte[] fill(int count, String what) throws IOException {
    byte[] bytes = in.readNBytes(count);
    if (bytes.length < count) {
      throw new GradusException(where + " is cut short: it ends within " + what);
    }
    return bytes;
  }

  /// Row-major steps of the axes.
  private static int[] strides(int[] lengths) {
    int[] strides = new int[lengths.length];
    int step = 1;
    for (int axis = lengths.length - 1; axis >= 0; axis--) {
      strides[axis] = step;
      step *= lengths[axis];
    }
    return strides;
  }

  /// Where the i-th element goes, of which the first axis is fastest in the file if there are strides.
  private static int place(int i, int[] lengths, int[] strides) {
    if (strides.length == 0) {
      return i;
    }
    int place = 0;
    int rest = i;
    for (int axis = 0; axis < lengths.length; axis++) {
      place += rest % lengths[axis] * strides[axis];
      rest /= lengths[axis];
    }
    return place;
  }

  static Dataset dataset(Tensor inputs, Tensor targets, List<String> names) {
    Tensor labels = asTargets(targets);
    if (labels.dtype() == DType.F32 || labels.shape().rank() != 1) {
      return Dataset.of(asNumbers(inputs), labels);
    }
    int last = Math.max(0, Arrays.stream(labels.ints()).max().orElse(0));
    List<String> classes = !names.isEmpty() || last >= MOST_CLASSES ? names : IntStream.rangeClosed(0, last).mapToObj(Integer::toString).toList();
    return Dataset.of(asNumbers(inputs), labels, classes);
  }

  /// Integers beyond bytes as floats.
  private static Tensor asNumbers(Tensor tensor) {
    return tensor.dtype() == DType.I32 ? floats(tensor) : tensor;
  }

  /// Bytes as labels; a last axis of length 1, as Keras keeps labels, is dropped.
  private static Tensor asTargets(Tensor tensor) {
    if (tensor.dtype() == DType.F32) {
      return tensor.shape().rank() == 1 ? tensor.reshape(Shape.of(tensor.size(), 1)) : tensor;
    }
    int[] labels = tensor.dtype() == DType.I32 ? tensor.ints() : new int[tensor.size()];
    if (tensor.dtype() == DType.U8) {
      for (int i = 0; i < labels.length; i++) {
        labels[i] = tensor.bytes()[i] & 0xff;
      }
    }
    Shape shape = tensor.shape();
    boolean column = shape.rank() == 2 && shape.length(1) == 1;
    return Tensor.of(column ? Shape.of(shape.length(0)) : shape, labels);
  }

  private static Tensor floats(Tensor tensor) {
    float[] values = new float[tensor.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = tensor.ints()[i];
    }
    return Tensor.of(tensor.shape(), values);
  }
}
