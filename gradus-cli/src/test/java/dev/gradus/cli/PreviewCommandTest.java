package dev.gradus.cli;

import static dev.gradus.cli.Ran.gradus;
import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PreviewCommandTest {
  @TempDir
  private Path folder;

  @Test
  void writesASheetAndSaysWhere() throws Exception {
    Path recipe = Files.writeString(folder.resolve("my.yaml"), """
        data: {set: digits, train: 20, test: 10}
        augment: [verticalFlip: 1, crop: 2]
        model: [flatten, dense: 10]
        """);
    Path sheet = folder.resolve("sheet.png");
    Ran ran = gradus("data", "preview", recipe.toString(), "--out", sheet.toString(), "--examples", "3", "--json");
    assertThat(ran.status()).isZero();
    assertThat(ran.json().toString()).isEqualTo("{\"command\":\"data preview\",\"file\":\"" + sheet
        + "\",\"examples\":3,\"columns\":[\"original\",\"verticalFlip\",\"crop\",\"epoch 1\",\"epoch 2\",\"epoch 3\"]}");
    BufferedImage page = ImageIO.read(sheet.toFile());
    // Letters of 8, pictures of 28 × 3, a gap of 6; "verticalFlip" is wider than a picture; labels of one letter.
    int cell = 12 * 8 + 6;
    assertThat(page.getWidth()).isEqualTo(8 + 12 + 6 * cell);
    assertThat(page.getHeight()).isEqualTo(18 + 3 * (28 * 3 + 6));
    boolean drawn = false;
    for (int y = 0; y < 84; y++) {
      for (int x = 0; x < 84; x++) {
        int own = page.getRGB(20 + x, 18 + y);
        drawn |= (own & 0xff) > 200;
        assertThat(page.getRGB(20 + cell + x, 18 + 83 - y)).as("flipped").isEqualTo(own);
      }
    }
    assertThat(drawn).isTrue();
  }

  @Test
  void saysWhatItCannotShow() {
    assertThat(gradus("data", "preview", "spirals").line())
        .isEqualTo("gradus: a preview shows pictures [height, width, channels], but examples of spirals have shape [2]");
    assertThat(gradus("data", "preview", "digits", "--examples", "0").line())
        .matches("gradus: --examples must be 1 to \\d+, the number of training examples, not 0");
    assertThat(gradus("data", "prview").line()).isEqualTo("gradus: unknown command prview (did you mean preview?); gradus data --help"
        + " lists the commands");
  }
}
