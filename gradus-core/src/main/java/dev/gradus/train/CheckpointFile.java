package dev.gradus.train;

import dev.gradus.GradusException;
import dev.gradus.file.WholeFile;
import dev.gradus.json.Json;
import dev.gradus.json.JsonException;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// A checkpoint as a file: the line `gradus checkpoint 1`; eight bytes with the length of a JSON header; the header, whose `arrays` are
/// names and lengths; the numbers of all arrays, 32-bit, little-endian; SHA-256 of all that.
///
/// @param state all but the arrays
record CheckpointFile(Path path, Json.Obj state, List<Section> sections, long numbersAt) {
  private static final String MAGIC = "gradus checkpoint ";
  private static final String VERSION = "1";
  private static final byte[] FIRST_LINE = (MAGIC + VERSION + "\n").getBytes(StandardCharsets.US_ASCII);
  private static final int SUM = 32;
  private static final int CHUNK = 1 << 16;

  /// An array in the file.
  private record Section(String name, int length) {}

  /// Why a file is no checkpoint, though the bytes could be read.
  static final class Damaged extends Exception {
    private static final long serialVersionUID = 1L;

    Damaged(String why) {
      super(why);
    }
  }

  /// Writes one, whole or not at all.
  static void write(Path path, Map<String, Json> state, Map<String, float[]> arrays) throws IOException {
    Map<String, Json> header = new LinkedHashMap<>(state);
    header.put("arrays", new Json.Arr(arrays.entrySet().stream()
        .<Json>map(array -> new Json.Arr(List.of(Json.of(array.getKey()), Json.of(array.getValue().length)))).toList()));
    byte[] text = new Json.Obj(header).write().getBytes(StandardCharsets.UTF_8);
    WholeFile.write(path, file -> {
      OutputStream out = new DigestOutputStream(file, sha256());
      out.write(FIRST_LINE);
      out.write(ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).putLong(text.length).array());
      out.write(text);
      ByteBuffer buffer = ByteBuffer.allocate(CHUNK).order(ByteOrder.LITTLE_ENDIAN);
      for (float[] numbers : arrays.values()) {
        for (int at = 0; at < numbers.length; ) {
          int count = Math.min(numbers.length - at, CHUNK / Float.BYTES);
          buffer.clear().asFloatBuffer().put(numbers, at, count);
          out.write(buffer.array(), 0, count * Float.BYTES);
          at += count;
        }
      }
      file.write(((DigestOutputStream) out).getMessageDigest().digest());
    });
  }

  /// Opens one: its checksum is right, and its header read.
  ///
  /// @throws Damaged if it isn't a whole checkpoint
  /// @throws CheckpointException if another version wrote it
  static CheckpointFile open(Path path) throws IOException, Damaged {
    long size = Files.size(path);
    try (InputStream in = new BufferedInputStream(Files.newInputStream(path), CHUNK)) {
      if (size < FIRST_LINE.length + Long.BYTES + SUM) {
        throw new Damaged("it has " + size + " bytes, too few for any");
      }
      MessageDigest digest = sha256();
      byte[] chunk = new byte[CHUNK];
      for (long left = size - SUM; left > 0; ) {
        int count = in.readNBytes(chunk, 0, (int) Math.min(left, CHUNK));
        if (count == 0) {
          throw new EOFException(path + " became shorter while it was read");
        }
        digest.update(chunk, 0, count);
        left -= count;
      }
      if (!MessageDigest.isEqual(digest.digest(), in.readNBytes(SUM))) {
        throw new Damaged("its checksum doesn't fit its " + size + " bytes");
      }
    }
    try (InputStream in = new BufferedInputStream(Files.newInputStream(path), CHUNK)) {
      String line = new String(in.readNBytes(FIRST_LINE.length), StandardCharsets.ISO_8859_1);
      if (!line.equals(MAGIC + VERSION + "\n")) {
        throw new CheckpointException(path + " is no checkpoint that this Gradus reads: it begins with \"" + GradusException.excerpt(line)
            + "\", not \"" + MAGIC + VERSION + "\". Use the Gradus that wrote it");
      }
      long length = ByteBuffer.wrap(in.readNBytes(Long.BYTES)).order(ByteOrder.LITTLE_ENDIAN).getLong();
      long numbersAt = FIRST_LINE.length + Long.BYTES + length;
      if (length < 2 || length > Integer.MAX_VALUE - 8 || numbersAt > size - SUM) {
        throw new Damaged("its header's length " + Long.toUnsignedString(length) + " doesn't fit its " + size + " bytes");
      }
      Json.Obj state = Json.parse(new String(in.readNBytes((int) length), StandardCharsets.UTF_8)).object();
      List<Section> sections = new ArrayList<>();
      long numbers = 0;
      for (Json array : state.get("arrays").items()) {
        sections.add(new Section(array.items().get(0).text(), array.items().get(1).integer()));
        if (sections.getLast().length < 0) {
          throw new Damaged("an array has the length " + sections.getLast().length);
        }
        numbers += sections.getLast().length;
      }
      if (numbersAt + numbers * Float.BYTES + SUM != size) {
        throw new Damaged("its header promises " + numbers + " numbers, which don't fit its " + size + " bytes");
      }
      return new CheckpointFile(path, state, List.copyOf(sections), numbersAt);
    } catch (JsonException | IndexOutOfBoundsException wrong) {
      throw new Damaged("its header: " + wrong.getMessage());
    }
  }

  /// Whether it has an array of this name.
  boolean has(String name) {
    return sections.stream().anyMatch(section -> section.name.equals(name));
  }

  /// Reads its numbers into arrays of these names, each of which it has with that length; it may have others.
  ///
  /// @throws CheckpointException if it doesn't
  void readInto(Map<String, float[]> arrays) throws IOException {
    Set<String> missing = new HashSet<>(arrays.keySet());
    for (Section section : sections) {
      float[] target = arrays.get(section.name);
      if (target != null && target.length != section.length) {
        throw new CheckpointException(path + " has " + section.length + " numbers for \"" + GradusException.excerpt(section.name)
            + "\", which has " + target.length);
      }
      missing.remove(section.name);
    }
    if (!missing.isEmpty()) {
      throw new CheckpointException(path + " has no numbers for \"" + missing.stream().sorted().findFirst().orElseThrow() + "\"");
    }
    try (InputStream in = new BufferedInputStream(Files.newInputStream(path), CHUNK)) {
      in.skipNBytes(numbersAt);
      byte[] bytes = new byte[CHUNK];
      for (Section section : sections) {
        float[] target = arrays.get(section.name);
        if (target == null) {
          in.skipNBytes((long) section.length * Float.BYTES);
          continue;
        }
        for (int at = 0; at < target.length; ) {
          int count = Math.min(target.length - at, CHUNK / Float.BYTES);
          if (in.readNBytes(bytes, 0, count * Float.BYTES) < count * Float.BYTES) {
            throw new EOFException(path + " became shorter while it was read");
          }
          ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(target, at, count);
          at += count;
        }
      }
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
