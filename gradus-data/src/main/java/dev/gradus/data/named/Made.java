package dev.gradus.data.named;

import dev.gradus.GradusException;
import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/// Makes the files that a reader takes from those that were fetched. Each appears whole or not at all.
final class Made {
  private static final int SIDE = 28;

  private Made() {}

  /// Makes what isn't there yet.
  ///
  /// @throws GradusException if the fetched files don't hold what they should
  static void of(NamedSet set, Path from, Path into) {
    try {
      Files.createDirectories(into);
      switch (set.making()) {
        case Making.AsFetched _ -> { }
        case Making.Members members -> members(members, from, into);
        case Making.Headed headed -> headed(headed, from, into);
      }
    } catch (IOException failed) {
      throw new GradusException("can't unpack " + set.name() + " into " + into + ": " + failed.getMessage(), failed);
    }
  }

  /// Writes a file beside its place, then moves it there.
  private interface Writing {
    void to(Path file) throws IOException;
  }

  private static void whole(Path target, Writing writing) throws IOException {
    Path part = target.resolveSibling(target.getFileName() + ".making");
    writing.to(part);
    Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /// What is done with each file of an archive.
  private interface Each {
    void file(String path, InputStream content) throws IOException;
  }

  private static void archive(Path archive, Each each) throws IOException {
    String name = archive.getFileName().toString();
    try (InputStream in = new BufferedInputStream(Files.newInputStream(archive), 1 << 16)) {
      if (name.endsWith(".zip")) {
        ZipInputStream zip = new ZipInputStream(in);
        for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
          each.file(entry.getName(), zip);
        }
      } else {
        Tar tar = new Tar(new BufferedInputStream(new GZIPInputStream(in, 1 << 16), 1 << 16));
        for (Optional<Tar.Entry> entry = tar.next(); entry.isPresent(); entry = tar.next()) {
          each.file(entry.get().path(), tar.content());
        }
      }
    }
  }

  private static void members(Making.Members making, Path from, Path into) throws IOException {
    Path archive = from.resolve(making.archive());
    Set<String> left = new HashSet<>(making.ready());
    archive(archive, (path, content) -> {
      for (Map.Entry<String, Making.Member> member : making.members().entrySet()) {
        if (member.getValue().path().equals(path)) {
          whole(into.resolve(member.getKey()), file -> {
            long written = switch (making.letters()) {
              case AS_THEY_ARE -> copy(content, file, member.getValue().bytes());
              case TURNED -> turned(content, file, member.getValue().bytes(), 0);
              case TURNED_FROM_ONE -> turned(content, file, member.getValue().bytes(), 1);
            };
            if (written != member.getValue().bytes()) {
              throw new IOException(path + " in " + archive + " has " + written + " bytes, not " + member.getValue().bytes());
            }
          });
          left.remove(member.getKey());
        }
      }
    });
    if (!left.isEmpty()) {
      throw new IOException(archive + " has no " + left.stream().map(name -> making.members().get(name).path()).sorted()
          .collect(Collectors.joining(", ")));
    }
  }

  /// Copies, to at most one byte more than `most`, which is too many then.
  private static long copy(InputStream content, Path file, long most) throws IOException {
    long written = 0;
    byte[] piece = new byte[1 << 16];
    try (OutputStream out = Files.newOutputStream(file)) {
      while (written <= most) {
        int got = content.read(piece, 0, (int) Math.min(piece.length, most + 1 - written));
        if (got < 0) {
          break;
        }
        out.write(piece, 0, got);
        written += got;
      }
    }
    return written;
  }

  /// A packed IDX file: images with rows and columns changed about, labels less `first`.
  private static long turned(InputStream packed, Path file, long bytes, int first) throws IOException {
    // Closing it would close the archive.
    InputStream open = new FilterInputStream(packed) {
      @Override
      public void close() {}
    };
    try (InputStream in = new GZIPInputStream(open, 1 << 16); OutputStream out = Files.newOutputStream(file)) {
      byte[] magic = in.readNBytes(4);
      boolean images = magic.length == 4 && magic[3] == 3;
      byte[] lengths = in.readNBytes(images ? 12 : 4);
      out.write(magic);
      out.write(lengths);
      long written = magic.length + lengths.length;
      byte[] image = new byte[images ? SIDE * SIDE : 1 << 16];
      byte[] turned = new byte[image.length];
      for (int got = in.readNBytes(image, 0, image.length); got > 0 && written <= bytes; got = in.readNBytes(image, 0, image.length)) {
        for (int i = 0; i < got; i++) {
          turned[i] = images && got == image.length ? image[i % SIDE * SIDE + i / SIDE] : (byte) (image[i] - (images ? 0 : first));
        }
        out.write(turned, 0, got);
        written += got;
      }
      return written;
    }
  }

  private static void headed(Making.Headed making, Path from, Path into) throws IOException {
    Path source = from.resolve(making.source());
    Path table = into.resolve(making.table());
    if (making.member().isEmpty()) {
      try (InputStream plain = Files.newInputStream(source);
          InputStream in = making.source().endsWith(".gz") ? new GZIPInputStream(plain, 1 << 16) : plain) {
        whole(table, file -> rows(making, source, in, file));
      }
      return;
    }
    boolean[] found = new boolean[1];
    archive(source, (path, content) -> {
      if (path.equals(making.member())) {
        whole(table, file -> rows(making, source, content, file));
        found[0] = true;
      }
    });
    if (!found[0]) {
      throw new IOException(source + " has no " + making.member());
    }
  }

  private static void rows(Making.Headed making, Path source, InputStream in, Path file) throws IOException {
    BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
    int rows = 0;
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      out.write(making.columns().stream().collect(Collectors.joining(",")));
      out.write('\n');
      int number = 0;
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (number++ < making.skipped() || line.isBlank()) {
          continue;
        }
        List<String> fields = Arrays.stream(line.split(",", -1)).map(String::strip).collect(Collectors.toList());
        if (fields.size() != making.columns().size()) {
          throw new IOException("line " + number + " of " + source + " has " + fields.size() + " fields, not " + making.columns().size());
        }
        if (!making.classes().isEmpty()) {
          fields.set(fields.size() - 1, named(making, source, number, fields.getLast()));
        }
        out.write(String.join(",", fields));
        out.write('\n');
        rows++;
      }
    }
    if (rows != making.rows()) {
      throw new IOException(source + " has " + rows + " rows, not " + making.rows());
    }
  }

  private static String named(Making.Headed making, Path source, int line, String label) throws IOException {
    if (!label.matches("\\d{1,4}") || Integer.parseInt(label) >= making.classes().size()) {
      throw new IOException("line " + line + " of " + source + " ends with \"" + label + "\", which is no class of 0 to "
          + (making.classes().size() - 1));
    }
    return making.classes().get(Integer.parseInt(label));
  }
}
