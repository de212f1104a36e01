package dev.gradus.cli;

import dev.gradus.GradusException;
import dev.gradus.data.Cifar;
import dev.gradus.data.Idx;
import dev.gradus.data.ImageFolder;
import dev.gradus.data.Npy;
import dev.gradus.data.Pictures;
import dev.gradus.data.named.NamedSet;
import dev.gradus.data.table.BadRows;
import dev.gradus.dataset.Dataset;
import dev.gradus.tensor.Dim;
import dev.gradus.tensor.Shape;
import dev.gradus.tensor.Tensor;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/// Finds images to describe, in whatever form they are.
final class FoundImages {
  /// Pictures of many sizes are looked at in one.
  private static final Shape LOOKED_AT = Shape.of(64, 64, 3);
  /// Is of no account where there is a folder to test on.
  private static final double HALF = 0.5;

  private FoundImages() {}

  /// A public set's.
  static DescribedImages of(NamedSet set, Path folder) {
    return new DescribedImages(set.train(folder), Optional.of(set.test(folder)));
  }

  /// Those in a folder, whose form is told by the names of its files.
  ///
  /// @throws GradusException if they are of no form that can be read
  static DescribedImages in(Path folder) {
    if (Files.exists(folder.resolve("data_batch_1.bin"))) {
      return new DescribedImages(Cifar.train(folder), Optional.of(Cifar.test(folder)));
    }
    if (Files.exists(folder.resolve("train.bin"))) {
      return new DescribedImages(Cifar.train100(folder), Optional.of(Cifar.test100(folder)));
    }
    if (Stream.of("-idx3-ubyte", "-idx3-ubyte.gz", ".idx3-ubyte", ".idx3-ubyte.gz")
        .noneMatch(end -> Files.exists(folder.resolve("train-images" + end)))) {
      return sorted(folder);
    }
    Idx.check(folder);
    return new DescribedImages(Idx.train(folder), Optional.of(Idx.test(folder)));
  }

  /// Whether a file, unpacked if it is packed, begins as IDX files of bytes do.
  static boolean isIdx(Path file) {
    try (InputStream plain = Files.newInputStream(file)) {
      byte[] start = plain.readNBytes(4);
      if (start.length > 1 && (start[0] & 0xff) == 0x1f && (start[1] & 0xff) == 0x8b) {
        try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
          start = in.readNBytes(4);
        }
      }
      return start.length == 4 && start[0] == 0 && start[1] == 0 && start[2] == 8 && start[3] > 0;
    } catch (IOException failed) {
      throw new GradusException("can't read " + file + ": " + failed.getMessage(), failed);
    }
  }

  /// Pictures sorted by class.
  private static DescribedImages sorted(Path folder) {
    try (Stream<Path> within = Files.list(folder)) {
      if (within.noneMatch(Files::isDirectory)) {
        throw new GradusException("the folder " + folder + " holds no images that can be described: a folder for each class,"
            + " train-images-idx3-ubyte or .gz (IDX), data_batch_1.bin (CIFAR-10) or train.bin (CIFAR-100) would tell; a table is named by its file");
      }
    } catch (IOException failed) {
      throw new GradusException("can't list " + folder + ": " + failed.getMessage(), failed);
    }
    Pictures train;
    Optional<Pictures> test = Optional.empty();
    if (Files.isDirectory(folder.resolve("train"))) {
      ImageFolder.Parts parts = ImageFolder.parts(folder, HALF, 0);
      train = parts.train().read(LOOKED_AT, BadRows.SKIP);
      test = Optional.of(parts.test().read(LOOKED_AT, BadRows.SKIP));
    } else {
      train = ImageFolder.of(folder).read(LOOKED_AT, BadRows.SKIP);
    }
    List<String> told = Stream.concat(train.skipped().stream(), test.stream().flatMap(pictures -> pictures.skipped().stream()))
        .limit(Pictures.MOST_TOLD).toList();
    return new DescribedImages(train, test.map(Dataset.class::cast), Optional.of("(stretched to that)"),
        train.skippedPictures() + test.map(Pictures::skippedPictures).orElse(0), told);
  }

  /// The arrays of an `.npz` file, under the names that recipes know.
  static DescribedImages arrays(Path file) {
    Map<String, Tensor> arrays = Npy.readAll(file);
    if (arrays.containsKey("x_train")) {
      return new DescribedImages(Npy.dataset(arrays, "x_train", "y_train"),
          arrays.containsKey("x_test") ? Optional.of(Npy.dataset(arrays, "x_test", "y_test")) : Optional.empty());
    }
    return new DescribedImages(Npy.dataset(arrays, "x", "y"), Optional.empty());
  }

  /// Those of one IDX file, without labels; or labels alone.
  static DescribedImages file(Path file) {
    Tensor read = Idx.read(file);
    int count = read.shape().length(0);
    if (read.shape().rank() == 1) {
      int[] labels = IntStream.range(0, count).map(i -> read.bytes()[i] & 0xff).toArray();
      List<String> classes = IntStream.rangeClosed(0, IntStream.of(labels).max().orElse(0)).mapToObj(Integer::toString).toList();
      return new DescribedImages(Dataset.of(Tensor.of(Shape.of(count, 1), new float[count]), Tensor.of(Shape.of(count), labels), classes),
          Optional.empty());
    }
    Tensor inputs = read.shape().rank() == 3 ? read.reshape(read.shape().append(Dim.of(1))) : read;
    return new DescribedImages(Dataset.of(inputs, Tensor.of(Shape.of(count, 1), new float[count])), Optional.empty());
  }
}
