package dev.gradus.model;

import dev.gradus.GradusException;
import dev.gradus.json.Json;
import dev.gradus.json.JsonException;
import dev.gradus.tensor.Shape;
import dev.gradus.tensor.Tensor;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The safetensors layout: eight bytes with the length of a JSON header, the header, then all numbers, little-endian.
///
/// Nothing is taken from the heap before the file's own size proves that it is there.
///
/// @param metadata texts that go with the tensors
/// @param tensors float tensors by name
record Safetensors(Map<String, String> metadata, Map<String, Tensor> tensors) {
  private static final int MAX_HEADER = 100_000_000;
  private static final String METADATA = "__metadata__";

  void write(OutputStream out) throws IOException {
    Map<String, Json> header = new LinkedHashMap<>();
    Map<String, Json> texts = new LinkedHashMap<>();
    metadata.forEach((name, text) -> texts.put(name, Json.of(text)));
    header.put(METADATA, new Json.Obj(texts));
    long offset = 0;
    for (var entry : tensors.entrySet()) {
      Tensor tensor = entry.getValue();
      long end = offset + (long) tensor.size() * Float.BYTES;
      Map<String, Json> description = new LinkedHashMap<>();
      description.put("dtype", Json.of("F32"));
      description.put("shape", new Json.Arr(tensor.shape().dims().stream().map(dim -> Json.of(dim.factor())).toList()));
      description.put("data_offsets", new Json.Arr(List.of(Json.of(offset), Json.of(end))));
      header.put(entry.getKey(), new Json.Obj(description));
      offset = end;
    }
    StringBuilder text = new StringBuilder(new Json.Obj(header).write());
    byte[] plain = text.toString().getBytes(StandardCharsets.UTF_8);
    // Spaces up to a multiple of eight keep the numbers aligned.
    text.repeat(" ", (8 - plain.length % 8) % 8);
    byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
    out.write(ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).putLong(bytes.length).array());
    out.write(bytes);
    for (Tensor tensor : tensors.values()) {
      writeFloats(tensor.floats(), out);
    }
  }

  private static void writeFloats(float[] values, OutputStream out) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(1 << 16).order(ByteOrder.LITTLE_ENDIAN);
    for (int at = 0; at < values.length; ) {
      int count = Math.min(values.length - at, buffer.capacity() / Float.BYTES);
      buffer.clear();
      buffer.asFloatBuffer().put(values, at, count);
      out.write(buffer.array(), 0, count * Float.BYTES);
      at += count;
    }
  }

  static Safetensors read(Path file) throws IOException {
    long size = Files.size(file);
    try (InputStream in = Files.newInputStream(file)) {
      if (size < Long.BYTES) {
        throw wrong(file, 0, "the file has " + size + " bytes, too few for the header's length");
      }
      long length = ByteBuffer.wrap(in.readNBytes(Long.BYTES)).order(ByteOrder.LITTLE_ENDIAN).getLong();
      if (length < 2 || length > MAX_HEADER || length > size - Long.BYTES) {
        throw wrong(file, 0, "the header's length " + Long.toUnsignedString(length) + " doesn't fit a file of " + size + " bytes");
      }
      String text = decode(file, in.readNBytes((int) length));
      return read(file, text, in, size - Long.BYTES - length);
    }
  }

  private static String decode(Path file, byte[] bytes) {
    try {
      CharBuffer text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
      return text.toString();
    } catch (CharacterCodingException notText) {
      throw wrong(file, Long.BYTES, "the header is not UTF-8 text");
    }
  }

  private record Entry(String name, Shape shape, long start, long end) {}

  private static Safetensors read(Path file, String text, InputStream in, long available) throws IOException {
    Map<String, String> metadata = new LinkedHashMap<>();
    List<Entry> entries = new ArrayList<>();
    try {
      Json.parse(text).object().members().forEach((name, json) -> {
        if (name.equals(METADATA)) {
          json.object().members().forEach((key, value) -> metadata.put(key, value.text()));
        } else {
          entries.add(entry(name, json.object()));
        }
      });
    } catch (JsonException wrong) {
      throw wrong(file, Long.BYTES, "the header: " + wrong.getMessage());
    }
    entries.sort(java.util.Comparator.comparingLong(Entry::start));
    long expected = 0;
    for (Entry entry : entries) {
      if (entry.start != expected) {
        throw wrong(file, Long.BYTES, "tensor \"" + GradusException.excerpt(entry.name) + "\" begins at " + entry.start
            + ", not at " + expected + " where the one before it ends");
      }
      expected = entry.end;
    }
    if (expected != available) {
      throw wrong(file, Long.BYTES, "the header promises " + expected + " bytes of numbers, but the file has " + available);
    }
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    byte[] buffer = new byte[1 << 16];
    for (Entry entry : entries) {
      tensors.put(entry.name, Tensor.of(entry.shape, readFloats(in, (int) ((entry.end - entry.start) / Float.BYTES), buffer)));
    }
    return new Safetensors(metadata, tensors);
  }

  private static Entry entry(String name, Json.Obj json) {
    if (!json.get("dtype").text().equals("F32")) {
      throw new JsonException("tensor \"" + GradusException.excerpt(name) + "\" has type "
          + GradusException.excerpt(json.get("dtype").text())
          + ", but only F32 is read");
    }
    long elements = 1;
    List<Json> dims = json.get("shape").items();
    int[] lengths = new int[dims.size()];
    for (int i = 0; i < lengths.length; i++) {
      lengths[i] = dims.get(i).integer();
      if (lengths[i] < 0 || (elements *= lengths[i]) > Integer.MAX_VALUE) {
        throw new JsonException("tensor \"" + GradusException.excerpt(name) + "\" has the impossible shape "
            + GradusException.excerpt(json.get("shape").write()));
      }
    }
    List<Json> offsets = json.get("data_offsets").items();
    if (offsets.size() != 2 || offsets.get(0).number() < 0
        || offsets.get(1).number() - offsets.get(0).number() != elements * Float.BYTES) {
      throw new JsonException(
          "tensor \"" + GradusException.excerpt(name) + "\": " + elements + " floats don't fill the bytes "
              + GradusException.excerpt(json.get("data_offsets").write()));
    }
    return new Entry(name, Shape.of(lengths), offsets.get(0).number(), offsets.get(1).number());
  }

  private static float[] readFloats(InputStream in, int count, byte[] bytes) throws IOException {
    float[] values = new float[count];
    for (int at = 0; at < count; ) {
      int part = Math.min(count - at, bytes.length / Float.BYTES);
      if (in.readNBytes(bytes, 0, part * Float.BYTES) < part * Float.BYTES) {
        throw new IOException("the file became shorter while it was read");
      }
      ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values, at, part);
      at += part;
    }
    return values;
  }

  static FormatException wrong(Path file, long offset, String what) {
    return new FormatException(file + " is not a model file at byte " + offset + ": " + what);
  }
}
