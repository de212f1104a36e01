package dev.gradus.cli;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/// Makes other contents of valid ones: bytes changed, left out, repeated and cut off, numbers made extreme, in text or binary,
/// and pieces taken from elsewhere. The same seed makes the same.
final class Mutant {
  private static final long[] EXTREMES = {
    0, 1, -1, 2, 255, 256, 65535, 65536, 1 << 20, Integer.MAX_VALUE, Integer.MIN_VALUE, 1L << 31, 1L << 32, Long.MAX_VALUE,
    Long.MIN_VALUE
  };
  private static final String[] TOKENS = {
    "0", "-1", "1", "2147483647", "2147483648", "4294967296", "9223372036854775807", "-9223372036854775808", "1e999", "-0.0", "1e-400",
    "NaN", "Infinity", "0x1p3", "\"NaN\"", "null", "true", "[]", "{}", "\"\"", "\"", "\"\"", "'", ",", ";", "\t", "|", "\n", "\r\n", "\r",
    "\u0000", "\\u0000", "\\u001b[31m", "\u001b[31m", "\u009b", "\u202e", "\u2028", "\uFEFF", "&a [*a]", "*a", "!!java.net.URL ['x']",
    "<<: ", "? ", "- ", ": ", "---\n", "...", "%YAML 1.1\n", "~", "|\n ", ">-\n ", "#", "{", "}", "[", "]", "N", "NN", "2N", "T",
    "2024-02-30", "+999999999-12-31", "../../../x", "/", "\\", "java.lang.Runtime", "\ud83d\ude00", "\u0661"
  };

  private final Random random;
  private final List<byte[]> contents;

  Mutant(long seed, List<byte[]> contents) {
    this.random = new Random(seed);
    this.contents = contents;
  }

  /// The next one.
  byte[] next() {
    byte[] content = any(contents);
    for (int changes = 1 + (random.nextInt(3) == 0 ? random.nextInt(6) : 0); changes > 0; changes--) {
      content = changed(content);
    }
    return content;
  }

  private byte[] changed(byte[] content) {
    int at = random.nextInt(content.length + 1);
    int end = Math.min(content.length, at + 1 + random.nextInt(random.nextBoolean() ? 4 : 64));
    return switch (random.nextInt(12)) {
      case 0 -> replaced(content, at, Math.min(content.length, at + 1), new byte[] {(byte) random.nextInt(256)});
      case 1 -> replaced(content, at, end, new byte[0]);
      case 2 -> replaced(content, at, at, Arrays.copyOfRange(content, at, end));
      case 3 -> replaced(content, at, at, repeated(Arrays.copyOfRange(content, at, end), 2 + random.nextInt(200)));
      case 4 -> Arrays.copyOf(content, at);
      case 5 -> extreme(content, at);
      case 6 -> piece(content, at);
      case 7, 8 -> replaced(content, at, random.nextBoolean() ? at : end, token());
      case 9, 10 -> word(content);
      default -> moved(content);
    };
  }

  /// An integer of 1, 2, 4 or 8 bytes made extreme.
  private byte[] extreme(byte[] content, int at) {
    int size = 1 << random.nextInt(4);
    ByteBuffer bytes = ByteBuffer.allocate(Long.BYTES).order(random.nextBoolean() ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
    long value = EXTREMES[random.nextInt(EXTREMES.length)];
    bytes.putLong(value);
    int from = bytes.order() == ByteOrder.BIG_ENDIAN ? Long.BYTES - size : 0;
    return replaced(content, at, Math.min(content.length, at + size), Arrays.copyOfRange(bytes.array(), from, from + size));
  }

  /// A piece of any content put here.
  private byte[] piece(byte[] content, int at) {
    byte[] other = any(contents);
    int from = random.nextInt(other.length + 1);
    int to = Math.min(other.length, from + 1 + random.nextInt(80));
    return replaced(content, at, Math.min(content.length, at + random.nextInt(80)), Arrays.copyOfRange(other, from, to));
  }

  /// One of the content's own words, which may be numbers, replaced by a token or another of its words.
  private byte[] word(byte[] content) {
    List<int[]> words = words(content);
    if (words.isEmpty()) {
      return changed(content);
    }
    int[] word = words.get(random.nextInt(words.size()));
    int[] other = words.get(random.nextInt(words.size()));
    return replaced(content, word[0], word[1], random.nextBoolean() ? token() : Arrays.copyOfRange(content, other[0], other[1]));
  }

  private static List<int[]> words(byte[] content) {
    List<int[]> words = new ArrayList<>();
    for (int at = 0; at < content.length; at++) {
      int start = at;
      while (at < content.length && Character.isLetterOrDigit(content[at])) {
        at++;
      }
      if (at > start) {
        words.add(new int[] {start, at});
      }
    }
    return words;
  }

  /// Two lines change places, or one is there twice.
  private byte[] moved(byte[] content) {
    List<String> lines = new ArrayList<>(Arrays.asList(new String(content, StandardCharsets.ISO_8859_1).split("(?<=[\n,])")));
    int one = random.nextInt(lines.size());
    String line = random.nextBoolean() ? lines.get(one) : lines.remove(one);
    lines.add(random.nextInt(lines.size() + 1), line);
    return String.join("", lines).getBytes(StandardCharsets.ISO_8859_1);
  }

  private byte[] token() {
    return TOKENS[random.nextInt(TOKENS.length)].getBytes(StandardCharsets.UTF_8);
  }

  private byte[] any(List<byte[]> of) {
    return of.get(random.nextInt(of.size()));
  }

  private static byte[] repeated(byte[] piece, int times) {
    byte[] all = new byte[piece.length * times];
    for (int i = 0; i < all.length; i++) {
      all[i] = piece[i % piece.length];
    }
    return all;
  }

  private static byte[] replaced(byte[] content, int from, int to, byte[] by) {
    byte[] result = new byte[content.length - (to - from) + by.length];
    System.arraycopy(content, 0, result, 0, from);
    System.arraycopy(by, 0, result, from, by.length);
    System.arraycopy(content, to, result, from + by.length, content.length - to);
    return result;
  }
}
