package dev.gradus.data;

import dev.gradus.GradusException;
import dev.gradus.dataset.Dataset;
import dev.gradus.tensor.Shape;
import dev.gradus.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Folders of CIFAR-10 in its binary form: `data_batch_1.bin` to `data_batch_5.bin` and `test_batch.bin`.
///
/// Images come as `U8 [count, 32, 32, 3]`, labels as `I32 [count]`. Throws [GradusException] with one line that names the file.
///
/// Source: Krizhevsky 2009, "Learning multiple layers of features from tiny images". Deviation: none.
public final class Cifar {
  private static final int PIXELS = 32 * 32;
  private static final int RECORD = 1 + 3 * PIXELS;
  private static final int MOST = 10_000;
  private static final List<String> CLASSES =
      List.of("airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck");

  private Cifar() {}

  /// The training split in a folder.
  public static Dataset train(Path folder) {
    return load(List.of(1, 2, 3, 4, 5).stream().map(n -> folder.resolve("data_batch_" + n + ".bin")).toList());
  }

  /// The test split in a folder.
  public static Dataset test(Path folder) {
    return load(List.of(folder.resolve("test_batch.bin")));
  }

  private static Dataset load(List<Path> files) {
    int count = files.stream().mapToInt(Cifar::records).sum();
    byte[] pixels = new byte[count * 3 * PIXELS];
    int[] labels = new int[count];
    int example = 0;
    for (Path file : files) {
      byte[] bytes = read(file);
      for (int at = 0; at < bytes.length; at += RECORD, example++) {
        labels[example] = bytes[at] & 0xff;
        if (labels[example] >= CLASSES.size()) {
          throw new GradusException("label " + labels[example] + " of example " + at / RECORD + " in " + file
              + " is outside the 10 classes 0 to 9; is it CIFAR-10?");
        }
        for (int i = 0; i < 3 * PIXELS; i++) {
          pixels[example * 3 * PIXELS + i] = bytes[at + 1 + i % 3 * PIXELS + i / 3];
        }
      }
    }
    return Dataset.of(Tensor.of(Shape.of(count, 32, 32, 3), pixels), Tensor.of(Shape.of(count), labels), CLASSES);
  }

  private static int records(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new GradusException("there is no file " + file + "; CIFAR-10's binary form has it");
    }
    try {
      long size = Files.size(file);
      if (size == 0 || size % RECORD != 0 || size / RECORD > MOST) {
        throw new GradusException(file + " has " + size + " bytes; expected 1 to " + MOST + " records of " + RECORD + " bytes");
      }
      return (int) (size / RECORD);
    } catch (IOException failed) {
      throw new GradusException("cannot read " + file + ": " + failed, failed);
    }
  }

  private static byte[] read(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException failed) {
      throw new GradusException("cannot read " + file + ": " + failed, failed);
    }
  }
}
