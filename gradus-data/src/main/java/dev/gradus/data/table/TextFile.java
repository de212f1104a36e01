package dev.gradus.data.table;

import dev.gradus.GradusException;
import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.DoubleConsumer;
import java.util.function.LongConsumer;
import java.util.zip.GZIPInputStream;

/// Files of text, plain or gzip (told by its content), read as a stream: UTF-8, or UTF-16 with a byte order mark.
final class TextFile {
  /// How many times its size a packed file may unpack to once it passes [#ALWAYS]. Tables reach about 50, gzip 1032.
  private static final int MOST_TIMES = 200;
  /// What any packed file may unpack to.
  private static final long ALWAYS = 16 << 20;
  private static final int BEGINNING = 256;

  private TextFile() {}

  /// The text, without a byte order mark. Bytes that are no text are an error where they stand.
  ///
  /// @param passed is told which part of the file's bytes has been read
  /// @throws GradusException if there is no such file
  static BufferedReader open(Path file, DoubleConsumer passed) throws IOException {
    InputStream in = new BufferedInputStream(bytes(file, passed), 1 << 16);
    in.mark(2);
    int mark = in.read() << 8 | in.read();
    in.reset();
    Charset charset = switch (mark) {
      case 0xfeff -> StandardCharsets.UTF_16BE;
      case 0xfffe -> StandardCharsets.UTF_16LE;
      default -> StandardCharsets.UTF_8;
    };
    BufferedReader reader = new BufferedReader(new InputStreamReader(in, charset.newDecoder()), 1 << 16);
    reader.mark(1);
    if (reader.read() != '\ufeff') {
      reader.reset();
    }
    return reader;
  }

  /// How a file begins, as far as it matters for telling what it is.
  static String beginning(Path file) {
    try (InputStream in = bytes(file, _ -> {})) {
      return new String(in.readNBytes(BEGINNING), StandardCharsets.UTF_8).replace("\ufeff", "");
    } catch (IOException failed) {
      throw failed(file, failed);
    }
  }

  /// A failure to read it, in words.
  static GradusException failed(Path file, Exception failed) {
    String why = failed instanceof CharacterCodingException
        ? "it isn't UTF-8 text. Convert it first, such as with iconv -f latin1 -t utf-8?" : failed.getMessage();
    return new GradusException("can't read " + file + ": " + why, failed);
  }

  private static InputStream bytes(Path file, DoubleConsumer passed) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new GradusException("there is no file " + file);
    }
    long size = Files.size(file);
    // A file that is being written to grows.
    InputStream raw = new BufferedInputStream(new Counted(Files.newInputStream(file),
        count -> passed.accept(Math.min(1, count / (double) Math.max(1, size)))), 1 << 16);
    raw.mark(2);
    boolean packed = raw.read() == 0x1f && raw.read() == 0x8b;
    raw.reset();
    return packed ? new Counted(new GZIPInputStream(raw, 1 << 16), count -> requireNoBomb(file, size, count)) : raw;
  }

  /// Stops a file that unpacks to far more than it is.
  private static void requireNoBomb(Path file, long size, long unpacked) {
    if (unpacked > Math.max(ALWAYS, MOST_TIMES * size)) {
      throw new GradusException(file + " unpacks to more than " + MOST_TIMES + " times its " + size
          + " bytes. If that is meant, unpack it first (gunzip)");
    }
  }

  /// Tells how many of its bytes have been read, each time that some are.
  private static final class Counted extends FilterInputStream {
    private final LongConsumer told;
    private long count;

    Counted(InputStream in, LongConsumer told) {
      super(in);
      this.told = told;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int at, int most) throws IOException {
      int got = super.read(into, at, most);
      count += Math.max(0, got);
      told.accept(count);
      return got;
    }
  }
}
