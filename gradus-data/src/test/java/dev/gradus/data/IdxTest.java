package dev.gradus.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gradus.GradusException;
import dev.gradus.dataset.Dataset;
import dev.gradus.tensor.DType;
import dev.gradus.tensor.Shape;
import dev.gradus.tensor.Tensor;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdxTest {
  @TempDir Path folder;

  @Test
  void readsImagesAndLabels() throws IOException {
    writeSet("train-images-idx3-ubyte", "train-labels-idx1-ubyte");
    Dataset train = Idx.train(folder);
    assertThat(train.size()).isEqualTo(3);
    assertThat(train.inputShape()).isEqualTo(Shape.of(2, 4, 1));
    assertThat(train.targetType()).isEqualTo(DType.I32);
    assertThat(train.classes()).containsExactly("0", "1", "2", "3", "4", "5", "6", "7", "8", "9");
    assertThat(new int[] {train.readLabel(0), train.readLabel(1), train.readLabel(2)}).containsExactly(7, 0, 2);
    float[] second = new float[8];
    train.readInput(1, second, 0);
    assertThat(second).containsExactly(80 / 255f, 90 / 255f, 100 / 255f, 110 / 255f, 120 / 255f, 130 / 255f, 140 / 255f,
        150 / 255f);
  }

  @Test
  void findsEveryFormOfTheNames() throws IOException {
    for (String dot : List.of("-", ".")) {
      for (String end : List.of("", ".gz")) {
        Path images = folder.resolve("t10k-images" + dot + "idx3-ubyte" + end);
        Path labels = folder.resolve("t10k-labels" + dot + "idx1-ubyte" + end);
        write(images.getFileName().toString(), images());
        write(labels.getFileName().toString(), labels());
        assertThat(Idx.test(folder).readLabel(0)).as("%s", images.getFileName()).isEqualTo(7);
        Files.delete(images);
        Files.delete(labels);
      }
    }
  }

  @Test
  void readsUnsignedBytesOfAnyRank() throws IOException {
    assertThat(Idx.read(write("one", idx(new int[] {3}, 1, 2, 255))))
        .isEqualTo(Tensor.of(Shape.of(3), (byte) 1, (byte) 2, (byte) 255));
    assertThat(Idx.read(write("four.gz", idx(new int[] {1, 2, 1, 2}, 1, 2, 3, 4))).shape()).isEqualTo(Shape.of(1, 2, 1, 2));
  }

  @Test
  void knowsGzipByItsContent() throws IOException {
    Path packed = write("packed.gz", idx(new int[] {2}, 5, 6));
    Path renamed = Files.move(packed, folder.resolve("renamed"));
    assertThat(Idx.read(renamed).bytes()).containsExactly(5, 6);
  }

  @Test
  void takesClassNamesFromTheCallerOrTheFolder() throws IOException {
    writeSet("train-images-idx3-ubyte", "train-labels-idx1-ubyte");
    List<String> eight = List.of("a", "b", "c", "d", "e", "f", "g", "h");
    assertThat(Idx.train(folder, eight).classes()).isEqualTo(eight);
    Path names = Files.writeString(folder.resolve("classes.txt"), String.join("\r\n", eight) + "\n\n");
    assertThat(Idx.train(folder).classes()).isEqualTo(eight);
    Files.writeString(names, "a\nb\n");
    fails(() -> Idx.train(folder), "label 7 of example 0 in " + folder.resolve("train-labels-idx1-ubyte")
        + " is outside the 2 named classes 0 to 1");
    fails(() -> Idx.train(folder, List.of("x")), "label 7 of example 0 in " + folder.resolve("train-labels-idx1-ubyte")
        + " is outside the 1 named classes 0 to 0");
    fails(() -> Idx.train(folder, List.of()),
        "the list of class names is empty; leave it out to take the folder's own names");
    Files.writeString(names, "a\n\nb\n");
    fails(() -> Idx.train(folder), "line 2 of " + names + " is empty; each class needs a name of its own");
    Files.writeString(names, "a\nb\na\n");
    fails(() -> Idx.train(folder), "line 3 of " + names + " is \"a\" again; each class needs a name of its own");
    Files.writeString(names, "\n");
    fails(() -> Idx.train(folder), names + " names 0 classes; expected 1 to 256, one a line");
    Files.write(names, new byte[] {(byte) 0xff, (byte) 0xfe});
    fails(() -> Idx.train(folder), names + " is not UTF-8 text; expected class names, one a line");
    Files.write(names, new byte[70_000]);
    fails(() -> Idx.train(folder), names + " has 70000 bytes; class names, one a line, take at most 65536");
  }

  @Test
  void numbersGoAsFarAsTheLabels() throws IOException {
    write("train-images-idx3-ubyte", idx(new int[] {1, 1, 1}, 0));
    write("train-labels-idx1-ubyte", idx(new int[] {1}, 46));
    assertThat(Idx.train(folder).classes()).hasSize(47).endsWith("46");
  }

  @Test
  void saysWhichFolderOrFileIsMissing() throws IOException {
    Path nowhere = folder.resolve("nowhere");
    fails(() -> Idx.train(nowhere),
        "there is no folder " + nowhere + "; expected it to hold train-images-idx3-ubyte or train-images-idx3-ubyte.gz");
    fails(() -> Idx.test(folder), "the folder " + folder + " has no test images: expected one of t10k-images-idx3-ubyte,"
        + " t10k-images-idx3-ubyte.gz, t10k-images.idx3-ubyte, t10k-images.idx3-ubyte.gz; found nothing");
    write("train-images-idx3-ubyte", images());
    write("notes.txt", new byte[1]);
    fails(() -> Idx.train(folder), "the folder " + folder
        + " has no training labels: expected one of train-labels-idx1-ubyte,"
        + " train-labels-idx1-ubyte.gz, train-labels.idx1-ubyte, train-labels.idx1-ubyte.gz; found notes.txt,"
            + " train-images-idx3-ubyte");
    Path file = folder.resolve("none");
    fails(() -> Idx.read(file), "there is no IDX file " + file);
  }

  @Test
  void rejectsSetsThatDoNotMatch() throws IOException {
    Path images = write("train-images-idx3-ubyte", images());
    Path labels = write("train-labels-idx1-ubyte", idx(new int[] {2}, 1, 2));
    fails(() -> Idx.train(folder), images + " has 3 images but " + labels + " has 2 labels; they belong to different sets");
    write("train-labels-idx1-ubyte", images());
    fails(() -> Idx.train(folder), labels + " should hold labels with 1 axis, but has shape [3, 2, 4]");
    write("train-labels-idx1-ubyte", labels());
    write("train-images-idx3-ubyte", labels());
    fails(() -> Idx.train(folder), images + " should hold images with 3 axes, but has shape [3]");
  }

  @Test
  void rejectsWrongHeaders() throws IOException {
    Path text = write("text", "hello, world".getBytes());
    fails(() -> Idx.read(text),
        text + " is not an IDX file: it begins with the bytes 68 65 6c 6c, expected 00 00 08 and the number of axes");
    Path floats = write("floats", new byte[] {0, 0, 0x0d, 1, 0, 0, 0, 1, 0, 0, 0, 0});
    fails(() -> Idx.read(floats), floats + " holds elements of type 0x0d; only unsigned bytes (0x08) can be read");
    Path scalar = write("scalar", new byte[] {0, 0, 8, 0, 1});
    fails(() -> Idx.read(scalar), scalar + " declares 0 axes; expected 1 to 8");
    Path deep = write("deep", new byte[] {0, 0, 8, (byte) 200, 1});
    fails(() -> Idx.read(deep), deep + " declares 200 axes; expected 1 to 8");
    Path empty = write("empty", idx(new int[] {0, 28, 28}));
    fails(() -> Idx.read(empty), empty + " is empty: axis 0 has length 0");
    Path huge = write("huge", idx(new int[] {-1, 28, 28}));
    fails(() -> Idx.read(huge),
        huge + " declares more than the 2147483583 elements that one tensor can hold: axis 0 has length 4294967295"
        + " after 1 elements");
    Path product = write("product.gz", idx(new int[] {1 << 20, 1 << 20, 1 << 31}));
    fails(() -> Idx.read(product),
        product + " declares more than the 2147483583 elements that one tensor can hold: axis 1 has length 1048576"
        + " after 1048576 elements");
  }

  @Test
  void tellsWhereAPlainFileIsCutShort() throws IOException {
    byte[] whole = images();
    for (int length = 0; length < whole.length; length++) {
      Path cut = write("cut", Arrays.copyOf(whole, length));
      String expected = length < 4 ? ", within the magic number, which ends at byte 4"
          : length < 16 ? ", within the lengths of its 3 axes, which ends at byte 16"
              : ", but shape [3, 2, 4] needs 40 bytes";
      fails(() -> Idx.read(cut), cut + " is cut short: it ends at byte " + length + expected);
    }
  }

  @Test
  void tellsWhereTheContentOfAGzipFileIsCutShort() throws IOException {
    byte[] whole = images();
    for (int length = 0; length < whole.length; length++) {
      Path cut = write("cut.gz", Arrays.copyOf(whole, length));
      String expected = length < 4 ? ", within the magic number, which ends at byte 4"
          : length < 16 ? ", within the lengths of its 3 axes, which ends at byte 16"
              : ", but shape [3, 2, 4] needs 40 bytes";
      fails(() -> Idx.read(cut), cut + " is cut short: it ends at byte " + length + " (unpacked)" + expected);
    }
  }

  @Test
  void rejectsAGzipFileCutAnywhere() throws IOException {
    byte[] whole = Files.readAllBytes(write("whole.gz", images()));
    for (int length = 0; length < whole.length; length++) {
      Path cut = folder.resolve("cut");
      Files.write(cut, Arrays.copyOf(whole, length));
      assertThatThrownBy(() -> Idx.read(cut)).as("cut at %d of %d", length, whole.length).isInstanceOf(GradusException.class)
          .hasMessageStartingWith(cut.toString()).hasMessageNotContaining("\n");
    }
    Path cut = folder.resolve("cut");
    Files.write(cut, Arrays.copyOf(whole, whole.length - 1));
    fails(() -> Idx.read(cut), cut + " has all of its 40 bytes (unpacked), but ends before the sum that gzip checks them by");
    Files.write(cut, Arrays.copyOf(whole, 5));
    fails(() -> Idx.read(cut), cut + " ends within its gzip header");
  }

  @Test
  void rejectsAGzipFileWithAnyByteOfItsDataOrSumChanged() throws IOException {
    byte[] whole = Files.readAllBytes(write("whole.gz", images()));
    int refused = 0;
    for (int at = 10; at < whole.length; at++) {
      byte[] changed = whole.clone();
      changed[at] ^= 0x55;
      Path file = folder.resolve("changed");
      Files.write(file, changed);
      assertThatThrownBy(() -> Idx.read(file)).as("byte %d changed", at).isInstanceOf(GradusException.class)
          .hasMessageStartingWith(file.toString()).hasMessageNotContaining("\n");
      refused++;
    }
    assertThat(refused).isGreaterThan(20);
  }

  @Test
  void rejectsWhatFollowsTheData() throws IOException {
    byte[] more = Arrays.copyOf(images(), 43);
    Path plain = write("more", more);
    fails(() -> Idx.read(plain),
        plain + " goes on after its data: shape [3, 2, 4] ends at byte 40, but the file has 43 bytes");
    Path packed = write("more.gz", more);
    fails(() -> Idx.read(packed),
        packed + " goes on after its data: shape [3, 2, 4] ends at byte 40 (unpacked), but more follows");
  }

  @Test
  void aHeaderThatLiesTakesNoMemory() throws IOException {
    // An array of this size does not fit into the heap: taking it would end in an OutOfMemoryError.
    int[] lie = {2_097_000, 32, 32};
    assertThat(Runtime.getRuntime().maxMemory()).as("the tests' heap").isLessThan(2_150_000_000L);
    Path plain = write("lie", idx(lie, 1, 2, 3));
    fails(() -> Idx.read(plain),
        plain + " is cut short: it ends at byte 19, but shape [2097000, 32, 32] needs 2147328016 bytes");
    Path packed = write("lie.gz", idx(lie, 1, 2, 3));
    fails(() -> Idx.read(packed),
        packed + " is cut short: it ends at byte 19 (unpacked), but shape [2097000, 32, 32] needs 2147328016 bytes");
  }

  @Test
  void aGzipBombIsNotInflatedBeyondItsHeader() throws IOException {
    Path bomb = folder.resolve("bomb.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(bomb))) {
      out.write(idx(new int[] {10}));
      byte[] zeros = new byte[1 << 20];
      for (int i = 0; i < 300; i++) {
        out.write(zeros);
      }
    }
    assertThat(Files.size(bomb)).isBetween(250_000L, 1_000_000L);
    ByteArrayInputStream stream = new ByteArrayInputStream(Files.readAllBytes(bomb));
    fails(() -> IdxFile.read(bomb, stream, Files.size(bomb)),
        bomb + " goes on after its data: shape [10] ends at byte 18 (unpacked), but more follows");
    assertThat(Files.size(bomb) - stream.available()).as("packed bytes that were read").isLessThan(140_000);
  }

  @Test
  void aGzipBombWithAnHonestHeaderIsRefused() throws IOException {
    Path bomb = folder.resolve("honest.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(bomb))) {
      out.write(new byte[] {0, 0, 8, 3});
      out.write(ByteBuffer.allocate(12).putInt(65536).putInt(32).putInt(32).array());
      byte[] zeros = new byte[1 << 20];
      for (int i = 0; i < 64; i++) {
        out.write(zeros);
      }
    }
    fails(() -> Idx.read(bomb), bomb + " unpacks to more than 200 times its " + Files.size(bomb)
        + " bytes: shape [65536, 32, 32] needs 67108880. If that is meant, unpack it first (gunzip)");
  }

  @Test
  void alikeElementsOfOrdinarySizeMayBePackedTightly() throws IOException {
    Path file = write("alike.gz", idx(new int[] {10 << 20}, new int[10 << 20]));
    assertThat(Files.size(file)).isLessThan((10 << 20) / 900);
    assertThat(Idx.read(file).size()).isEqualTo(10 << 20);
  }

  private static void fails(ThrowingCallable call, String message) {
    assertThatThrownBy(call).isInstanceOf(GradusException.class).hasMessage(message);
  }

  private void writeSet(String images, String labels) throws IOException {
    write(images, images());
    write(labels, labels());
  }

  private static byte[] images() {
    int[] values = new int[24];
    for (int i = 0; i < 24; i++) {
      values[i] = 10 * i;
    }
    return idx(new int[] {3, 2, 4}, values);
  }

  private static byte[] labels() {
    return idx(new int[] {3}, 7, 0, 2);
  }

  private static byte[] idx(int[] lengths, int... values) {
    ByteBuffer bytes = ByteBuffer.allocate(4 + 4 * lengths.length + values.length);
    bytes.put((byte) 0).put((byte) 0).put((byte) 8).put((byte) lengths.length);
    for (int length : lengths) {
      bytes.putInt(length);
    }
    for (int value : values) {
      bytes.put((byte) value);
    }
    return bytes.array();
  }

  private Path write(String name, byte[] bytes) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (OutputStream out = name.endsWith(".gz") ? new GZIPOutputStream(packed) : packed) {
      out.write(bytes);
    }
    return Files.write(folder.resolve(name), packed.toByteArray());
  }
}
