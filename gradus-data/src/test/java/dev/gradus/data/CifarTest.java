package dev.gradus.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gradus.GradusException;
import dev.gradus.dataset.Dataset;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CifarTest {
  @TempDir
  Path folder;

  @Test
  void turnsPlanesIntoPixels() throws IOException {
    byte[] bytes = new byte[2 * 3073];
    bytes[3073] = 9;
    bytes[3073 + 1 + 33] = (byte) 255;
    bytes[3073 + 1 + 2048 + 1] = 51;
    Files.write(folder.resolve("test_batch.bin"), bytes);
    Dataset test = Cifar.test(folder);
    float[] image = test.input(1).floats();
    assertThat(test.size()).isEqualTo(2);
    assertThat(test.readLabel(1)).isEqualTo(9);
    assertThat(image[33 * 3]).isEqualTo(1f);
    assertThat(image[5]).isEqualTo(51 / 255f);
  }

  @Test
  void refusesWhatIsNotCifar() throws IOException {
    Path file = folder.resolve("test_batch.bin");
    assertThatThrownBy(() -> Cifar.test(folder)).isInstanceOf(GradusException.class)
        .hasMessage("there is no file " + file + "; CIFAR-10's binary form has it");
    Files.write(file, new byte[3072]);
    assertThatThrownBy(() -> Cifar.test(folder)).isInstanceOf(GradusException.class)
        .hasMessage(file + " has 3072 bytes; expected 1 to 10000 records of 3073 bytes");
    byte[] wrong = new byte[3073];
    wrong[0] = 10;
    Files.write(file, wrong);
    assertThatThrownBy(() -> Cifar.test(folder)).isInstanceOf(GradusException.class)
        .hasMessage("label 10 of example 0 in " + file + " is outside the 10 classes 0 to 9; is it CIFAR-10?");
  }
}
