package dev.gradus.dataset;

import dev.gradus.tensor.DType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;

/// One number that stands for every bit of a data set: two sets with the same digest teach the same.
///
/// SHA-256 over the number of examples; the inputs, then the targets, each in the order of the names: name, type, shape, classes'
/// names, and the numbers of all examples in their order; then the weights, if there are any. Numbers are 32 bits, little-endian, all
/// NaNs counted as one; texts and lists have their length before them.
public final class DataDigest {
  private static final int CHUNK = 1 << 16;

  private final MessageDigest digest;
  private final ByteBuffer bytes = ByteBuffer.allocate(CHUNK).order(ByteOrder.LITTLE_ENDIAN);

  private DataDigest() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /// The digest of examples, as 64 hexadecimal digits. Reads all of them once.
  public static String of(Examples data) {
    DataDigest digest = new DataDigest();
    digest.add(data.size());
    digest.add(data.inputs(), data.size());
    digest.add(data.targets(), data.size());
    digest.add(data.hasWeights() ? 1 : 0);
    if (data.hasWeights()) {
      for (int i = 0; i < data.size(); i++) {
        digest.add(Float.floatToIntBits(data.weight(i)));
      }
    }
    digest.flush();
    return HexFormat.of().formatHex(digest.digest.digest());
  }

  private void add(List<Field> fields, int examples) {
    add(fields.size());
    fields.stream().sorted(Comparator.comparing(Field::name)).forEach(field -> add(field, examples));
  }

  private void add(Field field, int examples) {
    add(field.name());
    add(field.type().name());
    List<String> classes = field.classes();
    int[] shape = field.shape().dims().stream().mapToInt(dim -> dim.factor()).toArray();
    add(shape.length);
    for (int length : shape) {
      add(length);
    }
    add(classes.size());
    classes.forEach(this::add);
    int size = field.shape().size();
    if (field.type() == DType.I32) {
      int[] values = new int[size];
      for (int i = 0; i < examples; i++) {
        field.read(i, values, 0);
        for (int value : values) {
          add(value);
        }
      }
    } else {
      float[] values = new float[size];
      for (int i = 0; i < examples; i++) {
        field.read(i, values, 0);
        for (float value : values) {
          add(Float.floatToIntBits(value));
        }
      }
    }
  }

  private void add(String text) {
    byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
    add(encoded.length);
    flush();
    digest.update(encoded);
  }

  private void add(int value) {
    if (bytes.remaining() < Integer.BYTES) {
      flush();
    }
    bytes.putInt(value);
  }

  private void flush() {
    digest.update(bytes.array(), 0, bytes.position());
    bytes.clear();
  }
}
