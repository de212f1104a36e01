package dev.gradus.data.named;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// The plain files of a tar archive, one after another, in the ustar form and the older one.
///
/// Source: POSIX.1-2017, pax, "ustar Interchange Format". Deviation: extended headers are passed over, so names longer than 255
/// characters are those of the short form.
final class Tar {
  private static final int BLOCK = 512;

  private final InputStream in;
  private long left;
  private long padding;

  Tar(InputStream in) {
    this.in = in;
  }

  /// A file of the archive.
  record Entry(String path, long bytes) {}

  /// Goes to the next file. Its content is read by [#read].
  Optional<Entry> next() throws IOException {
    while (true) {
      in.skipNBytes(left + padding);
      byte[] header = in.readNBytes(BLOCK);
      if (header.length == 0 || header.length == BLOCK && header[0] == 0) {
        return Optional.empty();
      }
      if (header.length < BLOCK) {
        throw new EOFException("the archive ends within a header");
      }
      left = octal(header, 124, 12);
      padding = (BLOCK - left % BLOCK) % BLOCK;
      char type = (char) header[156];
      if (type == '0' || type == 0) {
        String prefix = text(header, 257, 5).equals("ustar") ? text(header, 345, 155) : "";
        return Optional.of(new Entry((prefix.isEmpty() ? "" : prefix + "/") + text(header, 0, 100), left));
      }
    }
  }

  /// The current file's content, to its end.
  InputStream content() {
    return new InputStream() {
      @Override
      public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
      }

      @Override
      public int read(byte[] into, int at, int most) throws IOException {
        if (left == 0) {
          return -1;
        }
        int got = in.read(into, at, (int) Math.min(left, most));
        if (got < 0) {
          throw new EOFException("the archive ends within a file");
        }
        left -= got;
        return got;
      }
    };
  }

  private static String text(byte[] header, int at, int most) {
    int end = at;
    while (end < at + most && header[end] != 0) {
      end++;
    }
    return new String(header, at, end - at, StandardCharsets.UTF_8);
  }

  private static long octal(byte[] header, int at, int most) throws IOException {
    String digits = text(header, at, most).strip();
    if (!digits.matches("[0-7]{1,12}")) {
      throw new IOException("the archive has a broken header: a size of \"" + digits + "\"");
    }
    return Long.parseLong(digits, 8);
  }
}
