package dev.gradus.data;

import dev.gradus.GradusException;
import dev.gradus.dataset.Dataset;
import dev.gradus.tensor.Shape;
import dev.gradus.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Folders of CIFAR-10 and CIFAR-100 in their binary form: `data_batch_1.bin` to `data_batch_5.bin` and `test_batch.bin`, or
/// `train.bin` and `test.bin`.
///
/// Images come as `U8 [count, 32, 32, 3]`, labels as `I32 [count]`; of CIFAR-100's two labels the fine one.
/// Throws [GradusException] with one line that names the file.
///
/// Source: Krizhevsky 2009, "Learning multiple layers of features from tiny images". Deviation: none.
public final class Cifar {
  private static final int PIXELS = 32 * 32;
  private static final Kind TEN = new Kind("CIFAR-10", 1, 10_000, names("airplane automobile bird cat deer dog frog horse ship truck"),
      List.of("data_batch_1.bin", "data_batch_2.bin", "data_batch_3.bin", "data_batch_4.bin", "data_batch_5.bin"), List.of("test_batch.bin"));
  private static final Kind HUNDRED = new Kind("CIFAR-100", 2, 50_000, names("""
      apple aquarium_fish baby bear beaver bed bee beetle bicycle bottle bowl boy bridge bus butterfly camel can castle caterpillar cattle
      chair chimpanzee clock cloud cockroach couch crab crocodile cup dinosaur dolphin elephant flatfish forest fox girl hamster house
      kangaroo keyboard lamp lawn_mower leopard lion lizard lobster man maple_tree motorcycle mountain mouse mushroom oak_tree orange
      orchid otter palm_tree pear pickup_truck pine_tree plain plate poppy porcupine possum rabbit raccoon ray road rocket rose sea seal
      shark shrew skunk skyscraper snail snake spider squirrel streetcar sunflower sweet_pepper table tank telephone television tiger
      tractor train trout tulip turtle wardrobe whale willow_tree wolf woman worm"""), List.of("train.bin"), List.of("test.bin"));

  /// How a set is written.
  ///
  /// @param labels how many bytes of label come before the pixels, of which the last counts
  /// @param most how many records a file may have
  private record Kind(String name, int labels, int most, List<String> classes, List<String> train, List<String> test) {
    int record() {
      return labels + 3 * PIXELS;
    }
  }

  private Cifar() {}

  private static List<String> names(String text) {
    return List.of(text.strip().split("\\s+"));
  }

  /// The training split of CIFAR-10 in a folder.
  public static Dataset train(Path folder) {
    return load(TEN, folder, TEN.train);
  }

  /// The test split of CIFAR-10 in a folder.
  public static Dataset test(Path folder) {
    return load(TEN, folder, TEN.test);
  }

  /// The training split of CIFAR-100 in a folder.
  public static Dataset train100(Path folder) {
    return load(HUNDRED, folder, HUNDRED.train);
  }

  /// The test split of CIFAR-100 in a folder.
  public static Dataset test100(Path folder) {
    return load(HUNDRED, folder, HUNDRED.test);
  }

  /// Checks that CIFAR-10's files are there and have its sizes, without reading them.
  public static void check(Path folder) {
    check(TEN, folder);
  }

  /// Checks that CIFAR-100's files are there and have its sizes, without reading them.
  public static void check100(Path folder) {
    check(HUNDRED, folder);
  }

  /// The classes' names of CIFAR-10.
  public static List<String> classes() {
    return TEN.classes;
  }

  /// The fine classes' names of CIFAR-100.
  public static List<String> classes100() {
    return HUNDRED.classes;
  }

  private static void check(Kind kind, Path folder) {
    kind.train.forEach(name -> records(kind, folder.resolve(name)));
    kind.test.forEach(name -> records(kind, folder.resolve(name)));
  }

  private static Dataset load(Kind kind, Path folder, List<String> names) {
    List<Path> files = names.stream().map(folder::resolve).toList();
    int count = files.stream().mapToInt(file -> records(kind, file)).sum();
    byte[] pixels = new byte[count * 3 * PIXELS];
    int[] labels = new int[count];
    int example = 0;
    for (Path file : files) {
      byte[] bytes = read(file);
      for (int at = 0; at < bytes.length; at += kind.record(), example++) {
        labels[example] = bytes[at + kind.labels - 1] & 0xff;
        if (labels[example] >= kind.classes.size()) {
          throw new GradusException("label " + labels[example] + " of example " + at / kind.record() + " in " + file + " is outside the "
              + kind.classes.size() + " classes 0 to " + (kind.classes.size() - 1) + "; is it " + kind.name + "?");
        }
        for (int i = 0; i < 3 * PIXELS; i++) {
          pixels[example * 3 * PIXELS + i] = bytes[at + kind.labels + i % 3 * PIXELS + i / 3];
        }
      }
    }
    return Dataset.of(Tensor.of(Shape.of(count, 32, 32, 3), pixels), Tensor.of(Shape.of(count), labels), kind.classes);
  }

  private static int records(Kind kind, Path file) {
    if (!Files.isRegularFile(file)) {
      throw new GradusException("there is no file " + file + "; " + kind.name + "'s binary form has it");
    }
    try {
      long size = Files.size(file);
      if (size == 0 || size % kind.record() != 0 || size / kind.record() > kind.most) {
        throw new GradusException(
            file + " has " + size + " bytes; expected 1 to " + kind.most + " records of " + kind.record() + " bytes");
      }
      return (int) (size / kind.record());
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
