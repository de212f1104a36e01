package dev.gradus.cli;

import static dev.gradus.cli.Ran.gradus;
import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PictureFolderTest {
  @TempDir
  Path folder;

  @Test
  void learnsFromAFolderWithNoRecipe() throws IOException {
    Path pets = pets();
    Ran ran = gradus("train", "--data", pets.toString(), "--size", "8", "--epochs", "6", "--out", folder.toString(), "--json");
    assertThat(ran.status()).as(ran.err()).isZero();
    assertThat(ran.json().get("test_accuracy").asDouble()).isEqualTo(1);
    assertThat(ran.json().get("test_examples").asInt()).isEqualTo(10);
    String run = ran.json().get("run").asString();
    assertThat(run).endsWith("pets-1");
    // Of another size, and bright at its border.
    Path wide = picture(folder.resolve("wide.jpg"), true, 90, 40);
    Ran predicted = gradus("predict", run, wide.toString(), "--json");
    assertThat(predicted.status()).as(predicted.err()).isZero();
    assertThat(predicted.json().get("predictions").get(0).get("class").asString()).isEqualTo("lying");
    assertThat(gradus("evaluate", run, "--json").json().get("test_accuracy").asDouble()).isEqualTo(1);
    Ran others = gradus("evaluate", run, "--data", pets.toString(), "--json");
    assertThat(others.json().get("test_examples").asInt()).isEqualTo(50);
    assertThat(gradus("verify", run).out()).startsWith("Every bit agrees");
  }

  @Test
  void namesABrokenPictureOrLeavesItOut() throws IOException {
    Path pets = pets();
    Path broken = Files.writeString(pets.resolve("standing/7.png"), "no picture");
    assertThat(gradus("train", "--data", pets.toString(), "--size", "8", "--out", folder.toString()).line())
        .isEqualTo("gradus: " + broken + " is not a PNG, JPEG, BMP or GIF picture. Leave such pictures out with --skip-bad-rows, or in a recipe"
            + " skipBroken: true?");
    Ran ran = gradus("train", "--data", pets.toString(), "--size", "8", "--epochs", "1", "--skip-bad-rows", "--out", folder.toString(), "--json");
    assertThat(ran.status()).as(ran.err()).isZero();
    assertThat(ran.json().get("skipped_rows").asInt()).isEqualTo(1);
    assertThat(ran.json().get("skipped").get(0).asString()).isEqualTo(broken + " is not a PNG, JPEG, BMP or GIF picture");
    assertThat(ran.err()).contains("Left out 1 that can't be read, such as:");
    String run = ran.json().get("run").asString();
    assertThat(gradus("evaluate", run, "--data", pets.toString()).line()).startsWith("gradus: " + broken + " is not a PNG").contains("--skip-bad-rows");
    Ran tested = gradus("evaluate", run, "--data", pets.toString(), "--skip-bad-rows", "--json");
    assertThat(tested.status()).as(tested.err()).isZero();
    assertThat(tested.json().get("test_examples").asInt()).isEqualTo(49);
    assertThat(tested.json().get("skipped_rows").asInt()).isEqualTo(1);
    assertThat(tested.json().get("skipped").get(0).asString()).startsWith(broken.toString());
    assertThat(tested.err()).contains("Left out 1 that can't be read, such as:");
  }

  /// In a recipe; grey.
  @Test
  void learnsByARecipe() throws IOException {
    Path yaml = Files.writeString(folder.resolve("my.yaml"), "data: {set: images, folder: " + pets()
        + ", shape: [8, 8, 1], test: 0.5}\nmodel: [flatten, dense: 2]\nepochs: 2\n");
    Ran ran = gradus("train", yaml.toString(), "--out", folder.toString(), "--json");
    assertThat(ran.status()).as(ran.err()).isZero();
    assertThat(ran.json().get("test_examples").asInt()).isEqualTo(26);
    Path wrong = Files.writeString(folder.resolve("wrong.yaml"), "data: {set: images, shape: [8, 8, 2]}\nmodel: [flatten, dense: 2]\n");
    assertThat(gradus("train", wrong.toString()).line()).isEqualTo("gradus: wrong.yaml line 1: images: shape is [height, width, 1] for grey"
        + " pictures or [height, width, 3] for colour, not [8, 8, 2]");
    assertThat(gradus("train", "digits", "--size", "8").line())
        .isEqualTo("gradus: --size goes with a folder of pictures, --data FOLDER, and no recipe");
  }

  /// Bars that stand or lie, dark on white.
  private Path pets() throws IOException {
    Path pets = folder.resolve("pets");
    for (int i = 0; i < 25; i++) {
      picture(pets.resolve("standing").resolve(i + ".png"), false, 10 + i, 20);
      picture(pets.resolve("lying").resolve(i + ".png"), true, 20, 10 + i);
    }
    return pets;
  }

  private static Path picture(Path file, boolean lying, int width, int height) throws IOException {
    Files.createDirectories(file.getParent());
    BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        double at = lying ? (y + 0.5) / height : (x + 0.5) / width;
        picture.setRGB(x, y, at > 0.35 && at < 0.65 ? 0x202020 : 0xffffff);
      }
    }
    String name = file.getFileName().toString();
    assertThat(ImageIO.write(picture, name.substring(name.length() - 3), file.toFile())).isTrue();
    return file;
  }
}
