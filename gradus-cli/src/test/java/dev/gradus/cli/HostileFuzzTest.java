package dev.gradus.cli;

import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// What [HostileFilesTest] does, with Jazzer: here it reads valid files and earlier findings under its watch for class loading,
/// paths, reflection and the like; with `JAZZER_FUZZ=1` it looks for new ones, one format at a time. CONTRIBUTING says how.
@Tag("fuzz")
class HostileFuzzTest {
  private static final Hostile HOSTILE = hostile();

  private static Hostile hostile() {
    try {
      Path folder = Files.createTempDirectory("hostile");
      folder.toFile().deleteOnExit();
      return new Hostile(folder, 128 << 20);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private static Stream<Arguments> contents(HostileFormat format) {
    return format.contents().stream().map(content -> arguments((Object) content));
  }

  static Stream<Arguments> modelContents() {
    return contents(HostileFormat.MODEL);
  }

  @MethodSource("modelContents")
  @FuzzTest(maxDuration = "5m")
  void model(byte[] content) throws IOException {
    HOSTILE.read(HostileFormat.MODEL, content);
  }

  static Stream<Arguments> headerContents() {
    return contents(HostileFormat.HEADER);
  }

  @MethodSource("headerContents")
  @FuzzTest(maxDuration = "5m")
  void header(byte[] content) throws IOException {
    HOSTILE.read(HostileFormat.HEADER, content);
  }

  static Stream<Arguments> graphContents() {
    return contents(HostileFormat.GRAPH);
  }

  @MethodSource("graphContents")
  @FuzzTest(maxDuration = "5m")
  void graph(byte[] content) throws IOException {
    HOSTILE.read(HostileFormat.GRAPH, content);
  }

  static Stream<Arguments> checkpointContents() {
    return contents(HostileFormat.CHECKPOINT);
  }

  @MethodSource("checkpointContents")
  @FuzzTest(maxDuration = "5m")
  void checkpoint(byte[] content) throws IOException {
    HOSTILE.read(HostileFormat.CHECKPOINT, content);
  }

  static Stream<Arguments> idxContents() {
    return contents(HostileFormat.IDX);
  }

  @MethodSource("idxContents")
  @FuzzTest(maxDuration = "5m")
  void idx(byte[] content) throws IOException {
    HOSTILE.read(HostileFormat.IDX, content);
  }

  static Stream<Arguments> idxContentContents() {
    return contents(HostileFormat.IDX_CONTENT);
  }

  @MethodSource("idxContentContents")
  @FuzzTest(maxDuration = "5m")
  void idxContent(byte[] content) throws IOException {
    HOSTILE.read(HostileFormat.IDX_CONTENT, content);
  }

  static Stream<Arguments> idxGzContents() {
    return contents(HostileFormat.IDX_GZ);
  }

  @MethodSource("idxGzContents")
  @FuzzTest(maxDuration = "5m")
  void idxGz(byte[] content) throws IOException {
    HOSTILE.read(HostileFormat.IDX_GZ, content);
  }

  static Stream<Arguments> csvContents() {
    return contents(HostileFormat.CSV);
  }

  @MethodSource("csvContents")
  @FuzzTest(maxDuration = "5m")
  void csv(byte[] content) throws IOException {
    HOSTILE.read(HostileFormat.CSV, content);
  }

  static Stream<Arguments> csvToScoreContents() {
    return contents(HostileFormat.CSV_TO_SCORE);
  }

  @MethodSource("csvToScoreContents")
  @FuzzTest(maxDuration = "5m")
  void csvToScore(byte[] content) throws IOException {
    HOSTILE.read(HostileFormat.CSV_TO_SCORE, content);
  }

  static Stream<Arguments> recipeContents() {
    return contents(HostileFormat.RECIPE);
  }

  @MethodSource("recipeContents")
  @FuzzTest(maxDuration = "5m")
  void recipe(byte[] content) throws IOException {
    HOSTILE.read(HostileFormat.RECIPE, content);
  }

  static Stream<Arguments> imageContents() {
    return contents(HostileFormat.IMAGE);
  }

  @MethodSource("imageContents")
  @FuzzTest(maxDuration = "5m")
  void image(byte[] content) throws IOException {
    HOSTILE.read(HostileFormat.IMAGE, content);
  }

  static Stream<Arguments> columnsContents() {
    return contents(HostileFormat.COLUMNS);
  }

  @MethodSource("columnsContents")
  @FuzzTest(maxDuration = "5m")
  void columns(byte[] content) throws IOException {
    HOSTILE.read(HostileFormat.COLUMNS, content);
  }

  static Stream<Arguments> receiptContents() {
    return contents(HostileFormat.RECEIPT);
  }

  @MethodSource("receiptContents")
  @FuzzTest(maxDuration = "5m")
  void receipt(byte[] content) throws IOException {
    HOSTILE.read(HostileFormat.RECEIPT, content);
  }
}
