package dev.gradus.data.parquet;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// A Parquet file whose column chunks are packed with Snappy, written anew with plain pages, one page in memory at a time.
///
/// Encodings, levels and statistics stay as they are; indexes, Bloom filters and checksums, which speak of the packed bytes, are left out.
/// Source: Apache Parquet, "File Format". Deviation: none.
public final class Unpacking {
  private static final byte[] MAGIC = {'P', 'A', 'R', '1'};
  private static final int LARGEST_FOOTER = 256 << 20;
  private static final int SNAPPY = 1;
  private static final int DICTIONARY_PAGE = 2;
  private static final int DATA_PAGE_V2 = 3;

  private final FileChannel file;
  private final OutputStream out;
  private long written;

  private Unpacking(FileChannel file, OutputStream out) {
    this.file = file;
    this.out = out;
  }

  /// The file itself if nothing in it is packed with Snappy, else a temporary file with the same rows, which is deleted when Java ends.
  ///
  /// @throws IOException if it isn't a Parquet file, or broken
  public static Path of(Path path) throws IOException {
    try (FileChannel file = FileChannel.open(path)) {
      Thrift.Struct footer = footer(file);
      if (!packed(footer)) {
        return path;
      }
      Path plain = Files.createTempFile("gradus", ".parquet");
      plain.toFile().deleteOnExit();
      try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(plain), 1 << 16)) {
        new Unpacking(file, out).unpack(footer);
      } catch (IOException | RuntimeException broken) {
        Files.deleteIfExists(plain);
        throw broken;
      }
      return plain;
    }
  }

  private static Thrift.Struct footer(FileChannel file) throws IOException {
    long size = file.size();
    if (size < 12 || !read(file, 0, 4).equals(ByteBuffer.wrap(MAGIC)) || !read(file, size - 4, 4).equals(ByteBuffer.wrap(MAGIC))) {
      throw new IOException("it isn't a Parquet file: it doesn't begin and end with PAR1");
    }
    int length = read(file, size - 8, 4).order(ByteOrder.LITTLE_ENDIAN).getInt();
    if (length < 1 || length > Math.min(LARGEST_FOOTER, size - 12)) {
      throw new IOException("its metadata claim to have " + length + " bytes, of a file of " + size);
    }
    return Thrift.read(file.map(MapMode.READ_ONLY, size - 8 - length, length));
  }

  private static ByteBuffer read(FileChannel file, long at, int count) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(count);
    while (bytes.hasRemaining() && file.read(bytes, at + bytes.position()) > 0) {
      continue;
    }
    return bytes.flip();
  }

  private static boolean packed(Thrift.Struct footer) throws IOException {
    for (Thrift.Struct rowGroup : footer.structs(4)) {
      for (Thrift.Struct chunk : rowGroup.structs(1)) {
        if (chunk.struct(3).number(4) == SNAPPY) {
          return true;
        }
      }
    }
    return false;
  }

  private void unpack(Thrift.Struct footer) throws IOException {
    write(MAGIC);
    for (Thrift.Struct rowGroup : footer.structs(4)) {
      long begun = written;
      List<Thrift.Struct> chunks = rowGroup.structs(1);
      for (Thrift.Struct chunk : chunks) {
        chunk(chunk);
      }
      rowGroup.set(5, begun);
      rowGroup.set(6, written - begun);
    }
    byte[] bytes = footer.bytes();
    write(bytes);
    write(ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(bytes.length).array());
    write(MAGIC);
  }

  private void chunk(Thrift.Struct chunk) throws IOException {
    Thrift.Struct about = chunk.struct(3);
    boolean packed = about.number(4) == SNAPPY;
    long first = about.number(9);
    long dictionary = about.number(11, 0);
    long start = dictionary > 0 && dictionary < first ? dictionary : first;
    long length = about.number(7);
    if (start < 4 || length < 0 || length > Integer.MAX_VALUE || start > file.size() - length) {
      throw new IOException("a column is said to have " + length + " bytes from byte " + start + ", of a file of " + file.size());
    }
    ByteBuffer in = file.map(MapMode.READ_ONLY, start, length);
    long begun = written;
    long firstData = -1;
    long firstDictionary = -1;
    while (in.hasRemaining()) {
      Thrift.Struct header = Thrift.read(in);
      long size = header.number(3);
      if (size < 0 || size > in.remaining()) {
        throw new IOException("a page is said to have " + size + " bytes, and " + in.remaining() + " are left of its column");
      }
      ByteBuffer page = in.slice(in.position(), (int) size);
      in.position(in.position() + (int) size);
      if (header.number(1) == DICTIONARY_PAGE) {
        firstDictionary = written;
      } else if (firstData < 0) {
        firstData = written;
      }
      page(header, page, packed);
    }
    about.set(4, 0);
    about.set(7, written - begun);
    about.set(9, firstData < 0 ? begun : firstData);
    if (firstDictionary >= 0) {
      about.fields().put(11, new Thrift.Int(6, firstDictionary));
    } else {
      about.fields().remove(11);
    }
    about.fields().keySet().removeAll(List.of(10, 14, 15));
    chunk.set(2, begun);
    chunk.fields().keySet().removeAll(List.of(4, 5, 6, 7));
  }

  private void page(Thrift.Struct header, ByteBuffer page, boolean packed) throws IOException {
    long size = header.number(2);
    if (size < 0 || size > Integer.MAX_VALUE - 64) {
      throw new IOException("a page is said to unpack to " + size + " bytes");
    }
    int levels = 0;
    boolean values = packed;
    if (header.number(1) == DATA_PAGE_V2) {
      // Its levels stand before the values, never packed.
      Thrift.Struct two = header.struct(8);
      long both = two.number(5) + two.number(6);
      if (both < 0 || both > Math.min(size, page.remaining())) {
        throw new IOException("a page of " + page.remaining() + " bytes is said to have " + both + " bytes of levels");
      }
      levels = (int) both;
      values = packed && two.number(7, 1) == 1;
      two.fields().put(7, new Thrift.Int(Thrift.FALSE, 0));
    }
    byte[] head = new byte[levels];
    page.get(head);
    byte[] rest;
    if (values && size > levels) {
      rest = Snappy.unpack(page, (int) size - levels);
    } else {
      rest = new byte[page.remaining()];
      page.get(rest);
    }
    header.set(3, head.length + (long) rest.length);
    header.fields().remove(4);
    write(header.bytes());
    write(head);
    write(rest);
  }

  private void write(byte[] bytes) throws IOException {
    out.write(bytes);
    written += bytes.length;
  }
}
