package dev.gradus.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import dev.gradus.GradusException;
import dev.gradus.backend.Backend;
import dev.gradus.backend.Execution;
import dev.gradus.random.RandomStream;
import dev.gradus.train.Nets;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// No surprise from a file: whatever is in it, loading gives a model or one clear error.
class DamagedModelFileTest {
  private static final long SEED = 20261123;

  @TempDir
  private Path folder;
  private Path file;
  private byte[] good;

  @BeforeEach
  void saveAModel() throws IOException {
    save(Nets.CNN);
  }

  private void save(Nets net) throws IOException {
    file = folder.resolve("m.gradus");
    Model model = net.model();
    net.trainer(model, new Execution(Backend.SCALAR, 1)).fit(net.data(20));
    model.save(file);
    good = Files.readAllBytes(file);
  }

  private static byte[] file(String header, int floats) {
    byte[] text = header.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(8 + text.length + 4 * floats).order(ByteOrder.LITTLE_ENDIAN).putLong(text.length).put(text).array();
  }

  private void assertRefused(byte[] bytes, String message) throws IOException {
    Files.write(file, bytes);
    assertThatThrownBy(() -> Model.load(file)).isInstanceOf(FormatException.class).hasMessage(message.replace("FILE", file.toString()));
  }

  private String header() {
    return new String(good, 8, headerLength(), StandardCharsets.UTF_8);
  }

  private int headerLength() {
    return (int) ByteBuffer.wrap(good).order(ByteOrder.LITTLE_ENDIAN).getLong();
  }

  /// The same file with its header changed, the length put right.
  private byte[] withHeader(String from, String to) {
    assertThat(header()).contains(from);
    byte[] text = header().replace(from, to).getBytes(StandardCharsets.UTF_8);
    int numbers = good.length - 8 - headerLength();
    return ByteBuffer.allocate(8 + text.length + numbers).order(ByteOrder.LITTLE_ENDIAN)
        .putLong(text.length).put(text).put(good, good.length - numbers, numbers).array();
  }

  @Test
  void missingFileIsNamed() {
    Path missing = folder.resolve("missing.gradus");
    assertThatThrownBy(() -> Model.load(missing)).isInstanceOf(GradusException.class)
        .hasMessage("can't read the model " + missing + ": there is no file " + missing);
  }

  @Test
  void folderIsNoModel() {
    assertThatThrownBy(() -> Model.load(folder)).isInstanceOf(GradusException.class)
        .hasMessage("can't read the model " + folder + ": it is a folder");
  }

  @Test
  void emptyFileIsRefused() throws IOException {
    assertRefused(new byte[0], "FILE is not a model file at byte 0: the file has 0 bytes, too few for the header's length");
  }

  @ParameterizedTest
  @ValueSource(longs = {1L << 60, -1, 0, 1, 99_999_999, 100_000_001})
  void lyingHeaderLengthIsRefusedBeforeMemoryIsTaken(long length) throws IOException {
    byte[] bytes = good.clone();
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putLong(length);
    assertRefused(bytes, "FILE is not a model file at byte 0: the header's length " + Long.toUnsignedString(length)
        + " doesn't fit a file of " + bytes.length + " bytes");
  }

  @Test
  void lyingShapesAreRefusedBeforeMemoryIsTaken() throws IOException {
    for (String shape : new String[] {"[2147483647,2147483647]", "[2147483647,2147483647,4,0]", "[65536,65536]", "[-1]"}) {
      assertRefused(file("{\"w\":{\"dtype\":\"F32\",\"shape\":" + shape + ",\"data_offsets\":[0,4]}}", 1),
          "FILE is not a model file at byte 8: the header: tensor \"w\" has the impossible shape " + shape);
    }
    assertRefused(file("{\"w\":{\"dtype\":\"F32\",\"shape\":[2147483648],\"data_offsets\":[0,4]}}", 1),
        "FILE is not a model file at byte 8: the header: 2147483648 is too large for a 32-bit number");
    assertRefused(file("{\"w\":{\"dtype\":\"F32\",\"shape\":[500000000],\"data_offsets\":[0,2000000000]}}", 1),
        "FILE is not a model file at byte 8: the header promises 2000000000 bytes of numbers, but the file has 4");
    assertRefused(file("{\"w\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[9223372036854775804,-9223372036854775808]}}", 1),
        "FILE is not a model file at byte 8: tensor \"w\" begins at 9223372036854775804, not at 0 where the one before it ends");
    assertRefused(file("{\"w\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,4]}}", 1),
        "FILE is not a model file at byte 8: the header: tensor \"w\": 2 floats don't fill the bytes [0,4]");
    assertRefused(file("{\"w\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}}", 2),
        "FILE is not a model file at byte 8: tensor \"w\" begins at 4, not at 0 where the one before it ends");
    assertRefused(file("{\"w\":{\"dtype\":\"F16\",\"shape\":[1],\"data_offsets\":[0,4]}}", 1),
        "FILE is not a model file at byte 8: the header: tensor \"w\" has type F16, but only F32 is read");
  }

  @Test
  void safetensorsOfOthersAreNoModel() throws IOException {
    assertRefused(file("{\"__metadata__\":{\"format\":\"pt\"},\"w\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}", 1),
        "FILE is not a model file at byte 8: its metadata don't say that Gradus wrote it");
    assertRefused(file("{}", 0), "FILE is not a model file at byte 8: its metadata don't say that Gradus wrote it");
  }

  @Test
  void newerVersionIsRefused() throws IOException {
    assertRefused(withHeader("\"version\":\"1\"", "\"version\":\"2\""),
        "FILE has format version 2, but this Gradus reads version 1. Use a newer Gradus?");
  }

  @Test
  void unknownOpIsNamed() throws IOException {
    Files.write(file, withHeader("\\\"op\\\":\\\"Conv2d\\\"", "\\\"op\\\":\\\"java.lang.Runtime\\\""));
    assertThatThrownBy(() -> Model.load(file)).isInstanceOf(FormatException.class).message()
        .matches(".* is not a model file at byte 8: the model's description: node \\d+: unknown op \"java.lang.Runtime\"");
  }

  @Test
  void textOfTheFileIsEscapedAndShortenedInMessages() throws IOException {
    assertRefused(file("{\"a\\n\\u001b[31m\\u2028b" + "x".repeat(500) + "\":{\"dtype\":\"F16\\n\",\"shape\":[1],\"data_offsets\":[0,4]}}", 1),
        "FILE is not a model file at byte 8: the header: tensor \"a\\u000a\\u001b[31m\\u2028b" + "x".repeat(71)
            + "…\" has type F16\\u000a, but only F32 is read");
    assertRefused(file("{\"a\\nb\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}}", 2),
        "FILE is not a model file at byte 8: tensor \"a\\u000ab\" begins at 4, not at 0 where the one before it ends");
    Files.write(file, withHeader("\\\"op\\\":\\\"Conv2d\\\"", "\\\"op\\\":\\\"Conv\\\\n2d\\\""));
    assertThatThrownBy(() -> Model.load(file)).isInstanceOf(FormatException.class).message()
        .matches(".* is not a model file at byte 8: the model's description: node \\d+: unknown op \"Conv\\\\u000a2d\"");
  }

  @Test
  void bodiesOfLoopsAreChecked() throws IOException {
    save(Nets.SEQUENCES);
    assertDescription("\\\"next\\\":[", "\\\"next\\\":[0,", "body 0: a step gets 1 carries, but gives 2");
    assertDescription("\\\"carries\\\":[0]", "\\\"carries\\\":[1]",
        "body 0: expected the leaf Variable\\[path=carry 0, .*");
    assertDescription("\\\"body\\\":0", "\\\"body\\\":99", "node \\d+: body number 99 is not among the \\d+ before it");
    assertDescription("\\\"result\\\":\\\"LAST\\\",\\\"index\\\":0", "\\\"result\\\":\\\"LAST\\\",\\\"index\\\":9",
        "node \\d+: Scan at \"gru_1\": there is no LAST 9 among 1");
    assertDescription("\\\"bodies\\\":[{", "\\\"bodies\\\":[[],{", "body 0: expected an object, got \\[\\]");
  }

  private void assertDescription(String from, String to, String message) throws IOException {
    Files.write(file, withHeader(from, to));
    assertThatThrownBy(() -> Model.load(file)).isInstanceOf(FormatException.class).message()
        .matches(".* is not a model file at byte 8: the model's description: " + message);
  }

  @Test
  void variableWithoutNumbersIsNamed() throws IOException {
    assertRefused(withHeader("\"dense_1/bias\":", "\"dense_1/other\":"),
        "FILE is not a model file at byte 8: the model's description: variable \"dense_1/bias\" needs numbers of shape [3], but has none");
  }

  @Test
  void aFlippedBitOfANumberIsNoticed() throws IOException {
    RandomStream random = new RandomStream(SEED, "numbers");
    int numbers = 8 + headerLength();
    for (int i = 0; i < 200; i++) {
      byte[] bytes = good.clone();
      bytes[numbers + random.nextInt(good.length - numbers)] ^= (byte) (1 << random.nextInt(8));
      assertRefused(bytes, "FILE is damaged: its SHA-256 doesn't fit what it holds");
    }
    assertRefused(withHeader("\"sha256\":\"", "\"sha256\":\"0"), "FILE is damaged: its SHA-256 doesn't fit what it holds");
  }

  @Test
  void truncatedFileIsRefusedWhereverItEnds() throws IOException {
    RandomStream random = new RandomStream(SEED, "truncate");
    for (int i = 0; i < 200; i++) {
      int length = i < 20 ? i : i < 40 ? good.length - (i - 19) : random.nextInt(good.length);
      Files.write(file, Arrays.copyOf(good, length));
      assertThatThrownBy(() -> Model.load(file)).as("seed %d, cut at %d", SEED, length).isInstanceOf(FormatException.class)
          .hasMessageStartingWith(file + " is not a model file at byte ");
    }
  }

  /// Digits, letters and punctuation change most, so that much of what is read is JSON with a lie in it.
  @ParameterizedTest
  @EnumSource(names = {"CNN", "SEQUENCES"})
  void flippedHeaderBytesGiveAModelOrOneClearError(Nets net) throws IOException {
    save(net);
    RandomStream random = new RandomStream(SEED, "flip");
    int header = headerLength();
    int refused = 0;
    for (int i = 0; i < 1500; i++) {
      byte[] bytes = good.clone();
      StringBuilder changes = new StringBuilder();
      for (int flips = 1 + random.nextInt(2); flips > 0; flips--) {
        int at = i < 64 ? i / 8 : 8 + random.nextInt(header);
        byte old = bytes[at];
        boolean digit = old >= '0' && old <= '9';
        bytes[at] = digit ? (byte) ("0123456789-N".charAt(random.nextInt(12))) : (byte) (old ^ 1 << random.nextInt(8));
        changes.append(" byte ").append(at).append(' ').append(old).append("->").append(bytes[at]);
      }
      Files.write(file, bytes);
      try {
        Model.load(file).summary();
      } catch (FormatException clear) {
        refused++;
        assertThat(clear.getMessage()).contains(file.toString()).doesNotContain("\n");
      } catch (RuntimeException | Error other) {
        fail("seed " + SEED + "," + changes, other);
      }
    }
    assertThat(refused).isGreaterThan(500);
  }
}
