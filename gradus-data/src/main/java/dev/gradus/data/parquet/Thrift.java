package dev.gradus.data.parquet;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Thrift's compact protocol, without a schema: what is read can be changed by field number and written again.
///
/// Source: Apache Thrift, "Thrift Compact protocol encoding". Deviation: none; 64 deep at most.
sealed interface Thrift {
  int MOST_DEPTH = 64;
  int TRUE = 1;
  int FALSE = 2;
  int BYTE = 3;
  int DOUBLE = 7;
  int BINARY = 8;
  int LIST = 9;
  int SET = 10;
  int MAP = 11;
  int STRUCT = 12;

  /// A whole number or a truth value, by its type on the wire.
  record Int(int type, long value) implements Thrift {}

  /// Bytes as they stand: a text, or the 8 of a double.
  record Raw(int type, byte[] bytes) implements Thrift {}

  /// A list or set.
  record Items(int type, int each, List<Thrift> items) implements Thrift {}

  /// A map, of keys and values in turn.
  record Entries(int key, int value, List<Thrift> items) implements Thrift {}

  /// Fields by number.
  record Struct(Map<Integer, Thrift> fields) implements Thrift {
    /// A whole number.
    long number(int field) throws IOException {
      if (fields.get(field) instanceof Int number) {
        return number.value();
      }
      throw new IOException("its metadata lack a number, field " + field);
    }

    long number(int field, long otherwise) throws IOException {
      return fields.containsKey(field) ? number(field) : otherwise;
    }

    Struct struct(int field) throws IOException {
      if (fields.get(field) instanceof Struct struct) {
        return struct;
      }
      throw new IOException("its metadata lack a structure, field " + field);
    }

    List<Struct> structs(int field) throws IOException {
      if (!(fields.get(field) instanceof Items list)) {
        throw new IOException("its metadata lack a list, field " + field);
      }
      List<Struct> structs = new ArrayList<>();
      for (Thrift item : list.items()) {
        if (!(item instanceof Struct struct)) {
          throw new IOException("its metadata have a list of other things than structures, field " + field);
        }
        structs.add(struct);
      }
      return structs;
    }

    /// Changes a number that is there.
    void set(int field, long value) {
      if (fields.get(field) instanceof Int number) {
        fields.put(field, new Int(number.type(), value));
      }
    }

    byte[] bytes() {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      write(this, out);
      return out.toByteArray();
    }
  }

  /// Reads a structure, and leaves the buffer behind it.
  static Struct read(ByteBuffer in) throws IOException {
    try {
      return struct(in, 0);
    } catch (BufferUnderflowException cut) {
      throw new IOException("its metadata are cut short", cut);
    }
  }

  private static Struct struct(ByteBuffer in, int depth) throws IOException {
    Map<Integer, Thrift> fields = new TreeMap<>();
    int id = 0;
    for (int head = in.get() & 0xff; head != 0; head = in.get() & 0xff) {
      id = head >>> 4 == 0 ? (int) zigzag(varint(in)) : id + (head >>> 4);
      int type = head & 15;
      fields.put(id, type == TRUE || type == FALSE ? new Int(type, 2 - type) : value(in, type, depth + 1));
    }
    return new Struct(fields);
  }

  private static Thrift value(ByteBuffer in, int type, int depth) throws IOException {
    if (depth > MOST_DEPTH) {
      throw new IOException("its metadata are nested more than " + MOST_DEPTH + " deep");
    }
    return switch (type) {
      // In lists and maps a truth value is a byte.
      case TRUE, FALSE, BYTE -> new Int(type, in.get());
      case 4, 5, 6 -> new Int(type, zigzag(varint(in)));
      case DOUBLE -> new Raw(type, bytes(in, 8));
      case BINARY -> new Raw(type, bytes(in, varint(in)));
      case LIST, SET -> {
        int head = in.get() & 0xff;
        long count = head >>> 4 == 15 ? varint(in) : head >>> 4;
        yield new Items(type, head & 15, items(in, count, depth, head & 15));
      }
      case MAP -> {
        long count = varint(in);
        int head = count == 0 ? 0 : in.get() & 0xff;
        yield new Entries(head >>> 4, head & 15, items(in, 2 * count, depth, head >>> 4, head & 15));
      }
      case STRUCT -> struct(in, depth);
      default -> throw new IOException("its metadata have a value of the unknown type " + type);
    };
  }

  private static List<Thrift> items(ByteBuffer in, long count, int depth, int... types) throws IOException {
    // Each takes a byte at least.
    if (count < 0 || count > in.remaining()) {
      throw new IOException("its metadata have a list of " + count + " items, and " + in.remaining() + " bytes are left");
    }
    List<Thrift> items = new ArrayList<>();
    for (long i = 0; i < count; i++) {
      items.add(value(in, types[(int) (i % types.length)], depth + 1));
    }
    return items;
  }

  private static byte[] bytes(ByteBuffer in, long count) throws IOException {
    if (count < 0 || count > in.remaining()) {
      throw new IOException("its metadata have a text of " + count + " bytes, and " + in.remaining() + " are left");
    }
    byte[] bytes = new byte[(int) count];
    in.get(bytes);
    return bytes;
  }

  private static long varint(ByteBuffer in) throws IOException {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      byte b = in.get();
      value |= (b & 0x7fL) << shift;
      if (b >= 0) {
        return value;
      }
    }
    throw new IOException("its metadata have a number of more than 64 bits");
  }

  private static long zigzag(long value) {
    return value >>> 1 ^ -(value & 1);
  }

  private static void write(Thrift value, ByteArrayOutputStream out) {
    switch (value) {
      case Int number when number.type() <= BYTE -> out.write((int) number.value());
      case Int number -> varint(number.value() << 1 ^ number.value() >> 63, out);
      case Raw raw -> {
        if (raw.type() == BINARY) {
          varint(raw.bytes().length, out);
        }
        out.writeBytes(raw.bytes());
      }
      case Items list -> {
        int count = list.items().size();
        out.write(Math.min(15, count) << 4 | list.each());
        if (count >= 15) {
          varint(count, out);
        }
        list.items().forEach(item -> write(item, out));
      }
      case Entries map -> {
        varint(map.items().size() / 2, out);
        if (!map.items().isEmpty()) {
          out.write(map.key() << 4 | map.value());
        }
        map.items().forEach(item -> write(item, out));
      }
      case Struct struct -> {
        int[] last = new int[1];
        struct.fields().forEach((id, field) -> {
          int step = id - last[0];
          boolean near = step >= 1 && step <= 15;
          out.write((near ? step << 4 : 0) | type(field));
          if (!near) {
            varint((long) id << 1 ^ id >> 31, out);
          }
          if (type(field) != TRUE && type(field) != FALSE) {
            write(field, out);
          }
          last[0] = id;
        });
        out.write(0);
      }
    }
  }

  private static int type(Thrift value) {
    return switch (value) {
      case Int number -> number.type();
      case Raw raw -> raw.type();
      case Items list -> list.type();
      case Entries _ -> MAP;
      case Struct _ -> STRUCT;
    };
  }

  private static void varint(long value, ByteArrayOutputStream out) {
    long rest = value;
    for (; (rest & ~0x7fL) != 0; rest >>>= 7) {
      out.write((int) (rest & 0x7f | 0x80));
    }
    out.write((int) rest);
  }
}
