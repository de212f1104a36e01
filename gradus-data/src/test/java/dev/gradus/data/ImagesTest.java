package dev.gradus.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.gradus.GradusException;
import dev.gradus.data.Images.Fit;
import dev.gradus.data.Images.Polarity;
import dev.gradus.tensor.Shape;
import dev.gradus.tensor.Tensor;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The GIFs have five rows or more: the JDK loses rows of the interlaced ones that it writes with fewer.
class ImagesTest {
  @TempDir Path folder;

  @Test
  void readsGreyValuesAsTheyAreInTheFile() throws IOException {
    BufferedImage picture = new BufferedImage(1, 6, BufferedImage.TYPE_BYTE_GRAY);
    int[] values = {0, 51, 102, 153, 204, 255};
    for (int i = 0; i < 6; i++) {
      picture.getRaster().setSample(0, i, 0, values[i]);
    }
    for (String format : new String[] {"png", "bmp", "gif"}) {
      assertThat(Images.read(write(picture, format), Shape.of(6, 1, 1))).as(format)
          .isEqualTo(Tensor.of(Shape.of(6, 1, 1), 0f, 0.2f, 0.4f, 0.6f, 0.8f, 1f));
    }
    assertThat(Images.read(write(picture, "png"), Shape.of(6, 1, 3)).floats()).startsWith(0, 0, 0, 0.2f, 0.2f, 0.2f);
  }

  @Test
  void readsSixteenBitGrey() throws IOException {
    BufferedImage picture = new BufferedImage(1, 1, BufferedImage.TYPE_USHORT_GRAY);
    picture.getRaster().setSample(0, 0, 0, 13107);
    assertThat(Images.read(write(picture, "png"), Shape.of(1, 1, 1)).floats()).containsExactly(0.2f);
  }

  @Test
  void readsColourAndItsLuma() throws IOException {
    BufferedImage picture = rgb(1, 5, 0xff0000, 0x00ff00, 0x0000ff, 0xffffff, 0x000000);
    for (String format : new String[] {"png", "bmp", "gif"}) {
      assertThat(Images.read(write(picture, format), Shape.of(5, 1, 3)).floats()).as(format)
          .containsExactly(1, 0, 0, 0, 1, 0, 0, 0, 1, 1, 1, 1, 0, 0, 0);
    }
    assertThat(Images.read(write(picture, "png"), Shape.of(5, 1, 1)).floats())
        .containsExactly(0.299f, 0.587f, 0.114f, 1f, 0f);
  }

  /// The JDK's decoder would make up the rest.
  @Test
  void refusesAJpegThatBreaksOff() throws IOException {
    int[] colours = java.util.stream.IntStream.range(0, 64 * 64).map(i -> i * 0x9e3779b1 & 0xffffff).toArray();
    Path whole = write(rgb(64, 64, colours), "jpg");
    byte[] bytes = Files.readAllBytes(whole);
    assertThat(Images.read(whole, Shape.of(64, 64, 3)).shape()).isEqualTo(Shape.of(64, 64, 3));
    Path cut = Files.write(folder.resolve("cut.jpg"), Arrays.copyOf(bytes, bytes.length * 9 / 10));
    assertThatThrownBy(() -> Images.read(cut, Shape.of(64, 64, 3))).isInstanceOf(GradusException.class)
        .hasMessage("the picture " + cut + " breaks off before its end");
  }

  @Test
  void readsJpegAboutRight() throws IOException {
    BufferedImage picture = rgb(16, 16, fill(256, 0x4080c0));
    float[] values = Images.read(write(picture, "jpg"), Shape.of(16, 16, 3)).floats();
    for (int i = 0; i < values.length; i++) {
      assertThat(values[i]).isCloseTo(new float[] {0x40 / 255f, 0x80 / 255f, 0xc0 / 255f}[i % 3], within(0.02f));
    }
  }

  @Test
  void transparentPlacesShowWhite() throws IOException {
    BufferedImage picture = new BufferedImage(3, 1, BufferedImage.TYPE_INT_ARGB);
    picture.setRGB(0, 0, 0x00000000);
    picture.setRGB(1, 0, 0x33000000);
    picture.setRGB(2, 0, 0xff000000);
    assertThat(Images.read(write(picture, "png"), Shape.of(1, 3, 1)).floats()).containsExactly(1f, 0.8f, 0f);
  }

  @Test
  void rejectsAnotherSizeUnlessItMayStretch() throws IOException {
    Path file = write(rgb(2, 1, 0x000000, 0xffffff), "png");
    assertThatThrownBy(() -> Images.read(file, Shape.of(28, 28, 1))).isInstanceOf(GradusException.class)
        .hasMessage("the picture " + file + " has 2 x 1 pixels (width x height), but 28 x 28 are wanted."
            + " Resize it, or ask for it to be stretched");
    assertThat(Images.read(file, Shape.of(1, 4, 1), Fit.STRETCH, Polarity.AS_IS).floats())
        .containsExactly(0f, 0.25f, 0.75f, 1f);
    assertThat(Images.read(file, Shape.of(2, 2, 1), Fit.STRETCH, Polarity.AS_IS).floats()).containsExactly(0f, 1f, 0f, 1f);
  }

  @Test
  void shrinkingAveragesAreas() throws IOException {
    Path file = write(rgb(4, 2, 0, 0xffffff, 0xffffff, 0xffffff, 0, 0, 0, 0xffffff), "png");
    assertThat(Images.read(file, Shape.of(1, 2, 1), Fit.STRETCH, Polarity.AS_IS).floats()).containsExactly(0.25f, 0.75f);
    // Three columns become two: the middle one belongs to both by half.
    Path three = write(rgb(3, 1, 0xffffff, 0, 0xffffff), "png");
    float[] two = Images.read(three, Shape.of(1, 2, 1), Fit.STRETCH, Polarity.AS_IS).floats();
    assertThat(two[0]).isCloseTo(2 / 3f, within(1e-6f));
    assertThat(two[1]).isCloseTo(2 / 3f, within(1e-6f));
  }

  @Test
  void stretchingAPlainPictureKeepsItPlain() throws IOException {
    Path file = write(rgb(7, 5, fill(35, 0xffffff)), "png");
    for (int[] size : new int[][] {{1, 1}, {3, 11}, {13, 2}, {28, 28}, {5, 7}}) {
      float[] values = Images.read(file, Shape.of(size[0], size[1], 3), Fit.STRETCH, Polarity.AS_IS).floats();
      for (float value : values) {
        assertThat(value).isCloseTo(1, within(1e-6f)).isLessThanOrEqualTo(1);
      }
    }
  }

  @Test
  void invertsWhenAskedOrWhenTheBorderIsBright() throws IOException {
    int[] ink = fill(9, 0xffffff);
    ink[4] = 0x000000;
    Path darkOnWhite = write(rgb(3, 3, ink), "png");
    float[] white = {1, 1, 1, 1, 0, 1, 1, 1, 1};
    float[] black = {0, 0, 0, 0, 1, 0, 0, 0, 0};
    Shape shape = Shape.of(3, 3, 1);
    assertThat(Images.read(darkOnWhite, shape, Fit.EXACT, Polarity.AS_IS).floats()).containsExactly(white);
    assertThat(Images.read(darkOnWhite, shape, Fit.EXACT, Polarity.INVERT).floats()).containsExactly(black);
    assertThat(Images.read(darkOnWhite, shape, Fit.EXACT, Polarity.DARK_BACKGROUND).floats()).containsExactly(black);
    int[] chalk = fill(9, 0x000000);
    chalk[4] = 0xffffff;
    Path whiteOnDark = folder.resolve("chalk.png");
    ImageIO.write(rgb(3, 3, chalk), "png", whiteOnDark.toFile());
    assertThat(Images.read(whiteOnDark, shape, Fit.EXACT, Polarity.DARK_BACKGROUND).floats()).containsExactly(black);
    assertThat(Images.read(whiteOnDark, shape, Fit.EXACT, Polarity.INVERT).floats()).containsExactly(white);
  }

  @Test
  void refusesHugePicturesBeforeDecoding() throws IOException {
    Path file = folder.resolve("huge.png");
    Files.write(file, pngHeader(100_000, 100_000));
    assertThatThrownBy(() -> Images.read(file, Shape.of(28, 28, 1), Fit.STRETCH, Polarity.AS_IS))
        .isInstanceOf(GradusException.class)
        .hasMessage("the picture " + file + " declares 100000 x 100000 pixels (width x height);"
            + " at most 67108864 pixels are read");
  }

  @Test
  void refusesPicturesThatAreFarLargerThanTheirFile() throws IOException {
    Path file = Files.write(folder.resolve("bomb.png"), Arrays.copyOf(pngHeader(8000, 8000), 8000));
    assertThatThrownBy(() -> Images.read(file, Shape.of(28, 28, 1), Fit.STRETCH, Polarity.AS_IS))
        .isInstanceOf(GradusException.class)
        .hasMessage("the picture " + file + " declares 8000 x 8000 pixels (width x height) in 8000 bytes; beyond 16777216 pixels"
            + " at most 200 pixels per byte are read. If it is meant, make it smaller");
  }

  @Test
  void refusesAHeaderThatLiesBeforeMemoryIsTaken() throws IOException {
    Path file = Files.write(folder.resolve("lie.png"), pngHeader(4000, 4000));
    assertThatThrownBy(() -> Images.read(file, Shape.of(28, 28, 1), Fit.STRETCH, Polarity.AS_IS))
        .isInstanceOf(GradusException.class)
        .hasMessage("the picture " + file + " is cut off or lies: it declares 4000 x 4000 pixels (width x height), which don't fit into"
            + " 33 bytes, however well they are packed");
  }

  @Test
  void aFullHeapIsOneLine() {
    Path file = folder.resolve("large.png");
    assertThatThrownBy(() -> Images.inMemory(file, () -> {
      throw new OutOfMemoryError("Java heap space");
    })).isInstanceOf(GradusException.class).hasMessage("the picture " + file + " takes more memory than the heap of "
        + (Runtime.getRuntime().maxMemory() >> 20) + " MiB has left; make it smaller, or give Java more (-Xmx)");
  }

  @Test
  void readsPlainWhitePicturesOfOrdinarySize() throws IOException {
    BufferedImage white = new BufferedImage(4000, 3000, BufferedImage.TYPE_BYTE_BINARY);
    white.createGraphics().fillRect(0, 0, 4000, 3000);
    Path file = write(white, "png");
    assertThat(Files.size(file)).isLessThan(4000 * 3000 / 1000);
    assertThat(Images.read(file, Shape.of(1, 1, 1), Fit.STRETCH, Polarity.AS_IS).floats()[0]).isCloseTo(1, within(1e-3f));
  }

  @Test
  void rejectsFilesThatAreNoPictures() throws IOException {
    Path missing = folder.resolve("missing.png");
    assertThatThrownBy(() -> Images.read(missing, Shape.of(1, 1, 1))).isInstanceOf(GradusException.class)
        .hasMessage("there is no picture " + missing);
    Path text = Files.writeString(folder.resolve("text.png"), "not a picture");
    assertThatThrownBy(() -> Images.read(text, Shape.of(1, 1, 1))).isInstanceOf(GradusException.class)
        .hasMessage(text + " is not a PNG, JPEG, BMP or GIF picture");
    Path empty = Files.write(folder.resolve("empty.png"), new byte[0]);
    assertThatThrownBy(() -> Images.read(empty, Shape.of(1, 1, 1))).isInstanceOf(GradusException.class)
        .hasMessage(empty + " is not a PNG, JPEG, BMP or GIF picture");
  }

  @Test
  void aFileCutAnywhereGivesAPictureOrOneClearError() throws IOException {
    for (String format : new String[] {"png", "bmp", "gif", "jpg"}) {
      byte[] whole = Files.readAllBytes(write(rgb(9, 9, fill(81, 0x123456)), format));
      int refused = 0;
      for (int length = 0; length < whole.length; length++) {
        Path cut = Files.write(folder.resolve("cut." + format), Arrays.copyOf(whole, length));
        try {
          assertThat(Images.read(cut, Shape.of(9, 9, 3)).size()).isEqualTo(243);
        } catch (GradusException clear) {
          assertThat(clear.getMessage()).contains(cut.toString()).doesNotContain("\n");
          refused++;
        }
      }
      assertThat(refused).as(format).isGreaterThan(whole.length / 4);
    }
  }

  @Test
  void rejectsShapesThatNoPictureHas() {
    Shape huge = Shape.of(100_000, 100_000, 1);
    for (Shape shape : new Shape[] {Shape.of(28, 28), Shape.of(28, 28, 2), Shape.of(28, 28, 1).batched(), huge}) {
      assertThatThrownBy(() -> Images.read(folder, shape)).isInstanceOf(GradusException.class).hasMessage(
          "a picture can be read as [height, width, 1] (grey) or [height, width, 3] (colour)"
              + " of at most 67108864 pixels, not as " + shape);
    }
  }

  private Path write(BufferedImage picture, String format) throws IOException {
    Path file = folder.resolve("picture." + format);
    assertThat(ImageIO.write(picture, format, file.toFile())).isTrue();
    return file;
  }

  private static BufferedImage rgb(int width, int height, int... pixels) {
    BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    picture.setRGB(0, 0, width, height, pixels, 0, width);
    return picture;
  }

  private static int[] fill(int count, int colour) {
    int[] pixels = new int[count];
    Arrays.fill(pixels, colour);
    return pixels;
  }

  /// A PNG file of 8-bit grey that ends after its header.
  private static byte[] pngHeader(int width, int height) {
    byte[] grey = {8, 0, 0, 0, 0};
    ByteBuffer chunk = ByteBuffer.allocate(17).put("IHDR".getBytes()).putInt(width).putInt(height).put(grey);
    CRC32 crc = new CRC32();
    crc.update(chunk.array());
    return ByteBuffer.allocate(33).put(new byte[] {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10}).putInt(13).put(chunk.array())
        .putInt((int) crc.getValue()).array();
  }
}
