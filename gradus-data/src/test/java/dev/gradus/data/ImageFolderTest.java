package dev.gradus.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.gradus.GradusException;
import dev.gradus.data.table.BadRows;
import dev.gradus.tensor.Shape;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImageFolderTest {
  @TempDir
  Path folder;

  @Test
  void readsEachFolderAsAClass() throws IOException {
    picture("dog/b.png", 0x804020);
    picture("cat/a.BMP", 0xff0000);
    picture("cat/deeper/c.gif", 0x0000ff);
    Files.writeString(folder.resolve("cat/.DS_Store"), "hidden");
    Files.writeString(folder.resolve("cat/notes.txt"), "no picture");
    Files.writeString(folder.resolve("README"), "no class");
    ImageFolder pictures = ImageFolder.of(folder);
    assertThat(pictures.classes()).containsExactly("cat", "dog");
    assertThat(IntStream.range(0, 3).mapToObj(i -> folder.relativize(pictures.file(i)).toString().replace('\\', '/')))
        .containsExactly("cat/a.BMP", "cat/deeper/c.gif", "dog/b.png");
    Pictures data = pictures.read(Shape.of(2, 4, 3), BadRows.REFUSE);
    assertThat(data.size()).isEqualTo(3);
    assertThat(data.classes()).containsExactly("cat", "dog");
    assertThat(IntStream.range(0, 3).map(data::readLabel)).containsExactly(0, 0, 1);
    assertThat(data.input(2).shape()).isEqualTo(Shape.of(2, 4, 3));
    assertThat(data.input(2).floats()).startsWith(0x80 / 255f, 0x40 / 255f, 0x20 / 255f, 0x80 / 255f);
    assertThat(pictures.read(Shape.of(1, 1, 1), BadRows.REFUSE).input(0).floats()).containsExactly(Math.round(0.299f * 255) / 255f);
  }

  @Test
  void namesTheFirstBrokenPictureOrLeavesThemOut() throws IOException {
    for (int i = 0; i < 20; i++) {
      picture("cat/" + (char) ('a' + i) + ".png", 0xffffff);
      picture("dog/" + (char) ('a' + i) + ".png", 0);
    }
    Path first = Files.writeString(folder.resolve("cat/h.png"), "not a picture");
    Path cut = folder.resolve("dog/m.png");
    Files.write(cut, Arrays.copyOf(Files.readAllBytes(cut), 30));
    ImageFolder pictures = ImageFolder.of(folder);
    assertThatThrownBy(() -> pictures.read(Shape.of(2, 2, 3), BadRows.REFUSE)).isInstanceOf(GradusException.class)
        .hasMessage(first + " is not a PNG, JPEG, BMP or GIF picture. Leave such pictures out with --skip-bad-rows, or in a recipe"
            + " skipBroken: true?");
    Pictures data = pictures.read(Shape.of(2, 2, 3), BadRows.SKIP);
    assertThat(data.size()).isEqualTo(38);
    assertThat(data.skippedPictures()).isEqualTo(2);
    assertThat(data.skipped().getFirst()).isEqualTo(first + " is not a PNG, JPEG, BMP or GIF picture");
    assertThat(data.skipped().getLast()).startsWith("cannot read the picture " + cut + ": ").doesNotContain("Exception");
    assertThat(IntStream.range(0, 38).filter(i -> data.readLabel(i) == 0)).hasSize(19);
    for (int i = 0; i < 38; i++) {
      assertThat(data.input(i).floats()).containsOnly(data.readLabel(i) == 0 ? 1 : 0);
    }
  }

  @Test
  void splitsEachClassByTheSeed() throws IOException {
    for (int i = 0; i < 20; i++) {
      picture("cat/" + i + ".png", 0);
    }
    for (String rare : List.of("dog/1.png", "dog/2.png", "emu/1.png")) {
      picture(rare, 0);
    }
    ImageFolder.Parts parts = ImageFolder.of(folder).split(0.2, 7);
    assertThat(labels(parts.test())).containsExactly(0, 0, 0, 0, 1);
    assertThat(labels(parts.train())).containsExactly(IntStream.concat(IntStream.generate(() -> 0).limit(16), IntStream.of(1, 2)).toArray());
    assertThat(files(parts.test())).doesNotContainAnyElementsOf(files(parts.train()));
    assertThat(files(ImageFolder.of(folder).split(0.2, 7).test())).isEqualTo(files(parts.test()));
    assertThat(files(ImageFolder.of(folder).split(0.2, 8).test())).isNotEqualTo(files(parts.test()));
  }

  @Test
  void takesFoldersToTrainAndToTestOnAsTheyAre() throws IOException {
    for (String file : List.of("train/cat/1.png", "train/dog/1.png", "val/dog/2.png")) {
      picture(file, 0);
    }
    ImageFolder.Parts parts = ImageFolder.parts(folder, 0.2, 1);
    assertThat(labels(parts.train())).containsExactly(0, 1);
    assertThat(labels(parts.test())).containsExactly(1);
    picture("val/emu/1.png", 0);
    assertThatThrownBy(() -> ImageFolder.parts(folder, 0.2, 1))
        .hasMessage("the folder " + folder.resolve("val/emu") + " is none of the classes cat, dog");
  }

  @Test
  void refusesFoldersThatHoldNoClasses() throws IOException {
    Path cat = folder.resolve("cat");
    assertThatThrownBy(() -> ImageFolder.of(cat)).hasMessage("there is no folder " + cat);
    assertThatThrownBy(() -> ImageFolder.of(folder)).hasMessage(folder + " has no folder within, and each class has one of its pictures: such as "
        + folder.resolve("cat/1.jpg") + " and " + folder.resolve("dog/1.jpg"));
    picture("cat/1.png", 0);
    Files.createDirectories(folder.resolve("dog"));
    assertThatThrownBy(() -> ImageFolder.of(folder))
        .hasMessage("the folder " + folder.resolve("dog") + " of the class \"dog\" has no pictures (PNG, JPEG, BMP, GIF)");
    Path other = Files.writeString(folder.resolve("dog/1.webp"), "");
    assertThatThrownBy(() -> ImageFolder.of(folder)).hasMessage(
        "the picture " + other + " can't be read: only PNG, JPEG, BMP and GIF can. Convert it, or move it away");
  }

  /// Written by Pillow: see `exif/make_fixtures.py` among the resources.
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
  void turnsAJpegAsItsCameraSays(int orientation) throws Exception {
    Path file = Path.of(ImageFolderTest.class.getResource("/exif/exif" + orientation + ".jpg").toURI());
    float[] values = Images.read(file, Shape.of(32, 48, 1)).floats();
    int[][] levels = {{0, 100, 200}, {50, 150, 250}};
    for (int y = 0; y < 32; y++) {
      for (int x = 0; x < 48; x++) {
        assertThat(values[y * 48 + x]).as("%d, %d", y, x).isCloseTo(levels[y / 16][x / 16] / 255f, within(0.02f));
      }
    }
  }

  private Path picture(String name, int colour) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    BufferedImage picture = new BufferedImage(5, 7, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < 35; i++) {
      picture.setRGB(i % 5, i / 5, colour);
    }
    assertThat(ImageIO.write(picture, name.substring(name.length() - 3).toLowerCase(), file.toFile())).isTrue();
    return file;
  }

  private static int[] labels(ImageFolder pictures) {
    return IntStream.range(0, pictures.size()).map(pictures::label).toArray();
  }

  private static List<Path> files(ImageFolder pictures) {
    return IntStream.range(0, pictures.size()).mapToObj(pictures::file).toList();
  }
}
