package dev.gradus.data.named;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gradus.GradusException;
import dev.gradus.data.SharedData;
import dev.gradus.dataset.Dataset;
import dev.gradus.tensor.Shape;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MadeTest {
  @TempDir
  private Path root;

  /// The named tables of the shared folder were written by another program, from the same files.
  @ParameterizedTest
  @CsvSource({"iris, iris.csv, iris_named.csv", "wine, wine_data.csv, wine_named.csv", "breast-cancer, breast_cancer.csv, breast_cancer_named.csv",
      "optical-digits, digits.csv.gz, digits_named.csv"})
  void givesATableItsHeaderAndTheNamesOfItsClasses(String name, String fetched, String named) throws IOException {
    Path tabular = SharedData.require("tabular");
    NamedSet set = NamedSets.find(name);
    Shelf shelf = new Shelf(root, Optional.empty());
    Path original = Files.createDirectories(shelf.fetchedFolder(set));
    Files.copy(tabular.resolve(fetched), original.resolve(fetched));
    Path table = shelf.require(set).resolve(name + ".csv");
    assertThat(Files.readString(table)).isEqualTo(Files.readString(tabular.resolve(named)));
    assertThat(shelf.require(set)).as("a second time").isEqualTo(root.resolve(name));
  }

  private NamedSet letters(SequencedMap<String, Making.Member> members) {
    return new NamedSet("few", "few", "home", "none", "few/original", List.of(),
        new Making.Members("gzip.zip", members, Making.Letters.TURNED_FROM_ONE),
        new Contents.Images(Contents.Layout.IDX, Shape.of(28, 28, 1), List.of("a", "b"), 2, 1));
  }

  private static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (OutputStream packed = new GZIPOutputStream(out)) {
      packed.write(bytes);
    }
    return out.toByteArray();
  }

  private static byte[] images(int count) {
    ByteBuffer bytes = ByteBuffer.allocate(16 + 784 * count).putInt(0x803).putInt(count).putInt(28).putInt(28);
    // In each the pixel of row 3, column 20, as it lies in the file, has the image's number.
    for (int i = 0; i < count; i++) {
      bytes.put(16 + 784 * i + 3 * 28 + 20, (byte) (i + 1));
    }
    return bytes.array();
  }

  @Test
  void turnsLettersUprightAndCountsThemFromZero() throws IOException {
    SequencedMap<String, Making.Member> members = new LinkedHashMap<>();
    members.put("train-images-idx3-ubyte", new Making.Member("gzip/ti.gz", 16 + 784 * 2));
    members.put("train-labels-idx1-ubyte", new Making.Member("gzip/tl.gz", 10));
    members.put("t10k-images-idx3-ubyte", new Making.Member("gzip/xi.gz", 16 + 784));
    members.put("t10k-labels-idx1-ubyte", new Making.Member("gzip/xl.gz", 9));
    Path original = Files.createDirectories(root.resolve("few/original"));
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(original.resolve("gzip.zip")))) {
      zip.putNextEntry(new ZipEntry("gzip/other.gz"));
      zip.write(gzip(new byte[100]));
      zip.putNextEntry(new ZipEntry("gzip/ti.gz"));
      zip.write(gzip(images(2)));
      zip.putNextEntry(new ZipEntry("gzip/tl.gz"));
      zip.write(gzip(new byte[] {0, 0, 8, 1, 0, 0, 0, 2, 2, 1}));
      zip.putNextEntry(new ZipEntry("gzip/xi.gz"));
      zip.write(gzip(images(1)));
      zip.putNextEntry(new ZipEntry("gzip/xl.gz"));
      zip.write(gzip(new byte[] {0, 0, 8, 1, 0, 0, 0, 1, 1}));
    }
    NamedSet set = letters(members);
    Path folder = new Shelf(root, Optional.empty()).require(set);
    Dataset train = set.train(folder);
    assertThat(train.size()).isEqualTo(2);
    assertThat(train.readLabel(0)).isEqualTo(1);
    assertThat(train.readLabel(1)).isZero();
    assertThat(train.input(1).floats()[20 * 28 + 3]).isEqualTo(2 / 255f);
    assertThat(train.input(1).floats()[3 * 28 + 20]).isZero();
    assertThat(set.test(folder).size()).isEqualTo(1);

    members.put("t10k-labels-idx1-ubyte", new Making.Member("gzip/none.gz", 9));
    Files.delete(folder.resolve("t10k-labels-idx1-ubyte"));
    assertThatThrownBy(() -> new Shelf(root, Optional.empty()).require(letters(members))).isInstanceOf(GradusException.class)
        .hasMessage("can't unpack few into " + folder + ": " + original.resolve("gzip.zip") + " has no gzip/none.gz");
  }

  private static void tar(OutputStream out, String name, char type, byte[] content) throws IOException {
    byte[] header = new byte[512];
    ByteBuffer.wrap(header).put(name.getBytes(StandardCharsets.UTF_8)).put(124, "%011o".formatted(content.length).getBytes(StandardCharsets.US_ASCII))
        .put(156, (byte) type).put(257, "ustar".getBytes(StandardCharsets.US_ASCII));
    out.write(header);
    out.write(content);
    out.write(new byte[(512 - content.length % 512) % 512]);
  }

  private NamedSet pictures(long bytes) {
    SequencedMap<String, Making.Member> members = new LinkedHashMap<>();
    members.put("train.bin", new Making.Member("cifar/train.bin", bytes));
    members.put("test.bin", new Making.Member("cifar/test.bin", 3_074));
    return new NamedSet("tiny", "tiny", "home", "none", "tiny", List.of(), new Making.Members("a.tar.gz", members, Making.Letters.AS_THEY_ARE),
        new Contents.Images(Contents.Layout.CIFAR_100, Shape.of(32, 32, 3), List.of(), 2, 1));
  }

  @Test
  void takesMembersOutOfATarAndNoOthers() throws IOException {
    Path folder = Files.createDirectories(root.resolve("tiny"));
    byte[] train = new byte[2 * 3_074];
    train[1] = 99;
    train[3_074] = 7;
    train[3_075] = 42;
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(folder.resolve("a.tar.gz")))) {
      tar(out, "cifar/", '5', new byte[0]);
      tar(out, "../../evil.bin", '0', new byte[3]);
      tar(out, "cifar/train.bin", '0', train);
      tar(out, "cifar/readme", '0', new byte[700]);
      tar(out, "cifar/test.bin", '0', new byte[3_074]);
      out.write(new byte[1_024]);
    }
    NamedSet set = pictures(train.length);
    Dataset read = set.train(new Shelf(root, Optional.empty()).require(set));
    assertThat(read.size()).isEqualTo(2);
    assertThat(read.classes().get(read.readLabel(0))).isEqualTo("worm");
    assertThat(read.readLabel(1)).as("the fine label").isEqualTo(42);
    try (var files = Files.list(folder)) {
      assertThat(files.map(path -> path.getFileName().toString())).containsExactlyInAnyOrder("a.tar.gz", "train.bin", "test.bin");
    }
    assertThat(root.resolve("evil.bin")).doesNotExist();

    Files.delete(folder.resolve("train.bin"));
    assertThatThrownBy(() -> new Shelf(root, Optional.empty()).require(pictures(3_074))).isInstanceOf(GradusException.class)
        .hasMessage("can't unpack tiny into " + folder + ": cifar/train.bin in " + folder.resolve("a.tar.gz") + " has 3075 bytes, not 3074");
    assertThat(folder.resolve("train.bin")).doesNotExist();
  }

  @Test
  void refusesATableOfOtherLines() throws IOException {
    Path original = Files.createDirectories(root.resolve("t/original"));
    Making.Headed making = new Making.Headed("t.data", "", 0, List.of("a", "b"), List.of("no", "yes"), 2, "t.csv");
    NamedSet set = new NamedSet("t", "t", "home", "none", "t/original", List.of(), making, new Contents.Rows("t.csv", "b", 2));
    Shelf shelf = new Shelf(root, Optional.empty());
    Path file = original.resolve("t.data");
    Files.writeString(file, "1, 0\n\n2,1\n");
    assertThat(shelf.require(set).resolve("t.csv")).hasContent("a,b\n1,no\n2,yes\n");
    Files.delete(root.resolve("t/t.csv"));
    String head = "can't unpack t into " + root.resolve("t") + ": ";
    Files.writeString(file, "1,0\n");
    assertThatThrownBy(() -> shelf.require(set)).hasMessage(head + file + " has 1 rows, not 2");
    Files.writeString(file, "1,0\n1\n");
    assertThatThrownBy(() -> shelf.require(set)).hasMessage(head + "line 2 of " + file + " has 1 fields, not 2");
    Files.writeString(file, "1,2\n");
    assertThatThrownBy(() -> shelf.require(set)).hasMessage(head + "line 1 of " + file + " ends with \"2\", which is no class of 0 to 1");
    assertThat(root.resolve("t/t.csv")).doesNotExist();
  }
}
