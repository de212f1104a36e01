package dev.gradus.data;

import dev.gradus.GradusException;
import dev.gradus.dataset.Dataset;
import dev.gradus.tensor.Dim;
import dev.gradus.tensor.Tensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Folders of labelled images in the IDX format: MNIST, Fashion-MNIST, KMNIST and others like them.
///
/// A folder holds `train-images-idx3-ubyte` and `train-labels-idx1-ubyte` for training and the same with `t10k` for
/// testing, each plain or as `.gz`, also under the dotted name `train-images.idx3-ubyte`. Images come as
/// `U8 [count, height, width, 1]`, labels as `I32 [count]`. The classes' names are the caller's, or else the lines of a
/// file `classes.txt` in the folder, or else "0" to "9" (or as far as the labels go).
///
/// All readers throw [GradusException] with one line that names the file and what is wrong with it; no memory is taken
/// for data that a header merely claims.
///
/// Source: LeCun, Cortes and Burges 1998, "The MNIST database", section "File formats". Deviation: only unsigned bytes
/// (type 0x08), no axis of length 0, and nothing may follow the data.
public final class Idx {
  private static final int MAX_CLASSES = 256;
  private static final int MAX_CLASS_FILE = 1 << 16;
  private static final int SHOWN_FILES = 12;

  private Idx() {}

  /// The training split in a folder.
  public static Dataset train(Path folder) {
    return load(folder, "train", List.of());
  }

  /// The training split in a folder, whose classes have these names.
  public static Dataset train(Path folder, List<String> classes) {
    return load(folder, "train", given(classes));
  }

  /// The test split in a folder.
  public static Dataset test(Path folder) {
    return load(folder, "t10k", List.of());
  }

  /// The test split in a folder, whose classes have these names.
  public static Dataset test(Path folder, List<String> classes) {
    return load(folder, "t10k", given(classes));
  }

  /// Checks that the files of both splits are there, without reading them.
  public static void check(Path folder) {
    for (String split : List.of("train", "t10k")) {
      find(folder, split, "images", 3);
      find(folder, split, "labels", 1);
    }
  }

  /// One IDX file of unsigned bytes, plain or gzip (told by its content), as `U8` with the file's own shape.
  public static Tensor read(Path file) {
    return IdxFile.read(file);
  }

  private static List<String> given(List<String> classes) {
    if (classes.isEmpty()) {
      throw new GradusException("the list of class names is empty; leave it out to take the folder's own names");
    }
    return classes;
  }

  private static Dataset load(Path folder, String split, List<String> given) {
    Path imageFile = find(folder, split, "images", 3);
    Path labelFile = find(folder, split, "labels", 1);
    // The labels first: they are small, and tell whether the images are worth reading.
    Tensor labels = withRank(IdxFile.read(labelFile), 1, labelFile, "labels");
    Tensor images = withRank(IdxFile.read(imageFile), 3, imageFile, "images");
    int count = images.shape().length(0);
    if (labels.size() != count) {
      throw new GradusException(
          imageFile + " has " + count + " images but " + labelFile + " has " + labels.size()
              + " labels; they belong to different sets");
    }
    int[] numbers = new int[count];
    int last = 0;
    for (int i = 0; i < count; i++) {
      numbers[i] = labels.bytes()[i] & 0xff;
      last = Math.max(last, numbers[i]);
    }
    List<String> classes = given.isEmpty() ? named(folder, last) : given;
    for (int i = 0; i < count; i++) {
      if (numbers[i] >= classes.size()) {
        throw new GradusException("label " + numbers[i] + " of example " + i + " in " + labelFile + " is outside the "
            + classes.size() + " named classes 0 to " + (classes.size() - 1));
      }
    }
    return Dataset.of(images.reshape(images.shape().append(Dim.of(1))),
        Tensor.of(labels.shape(), numbers), classes);
  }

  private static Tensor withRank(Tensor tensor, int rank, Path file, String what) {
    if (tensor.shape().rank() != rank) {
      throw new GradusException(
          file + " should hold " + what + " with " + rank + (rank == 1 ? " axis" : " axes") + ", but has shape "
              + tensor.shape());
    }
    return tensor;
  }

  private static Path find(Path folder, String split, String what, int rank) {
    List<String> names = new ArrayList<>();
    for (String separator : List.of("-", ".")) {
      String name = split + "-" + what + separator + "idx" + rank + "-ubyte";
      names.add(name);
      names.add(name + ".gz");
    }
    if (!Files.isDirectory(folder)) {
      throw new GradusException("there is no folder " + folder + "; expected it to hold " + names.getFirst() + " or "
          + names.get(1));
    }
    for (String name : names) {
      if (Files.isRegularFile(folder.resolve(name))) {
        return folder.resolve(name);
      }
    }
    throw new GradusException("the folder " + folder + " has no " + (split.equals("train") ? "training " : "test ") + what
        + ": expected one of " + String.join(", ", names) + "; found " + listing(folder));
  }

  private static String listing(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      List<String> names = files.map(file -> file.getFileName().toString()).sorted().toList();
      if (names.isEmpty()) {
        return "nothing";
      }
      return names.stream().limit(SHOWN_FILES).collect(Collectors.joining(", "))
          + (names.size() > SHOWN_FILES ? " and " + (names.size() - SHOWN_FILES) + " more" : "");
    } catch (IOException | UncheckedIOException unreadable) {
      return "(the folder cannot be listed: " + unreadable.getMessage() + ")";
    }
  }

  private static List<String> named(Path folder, int lastLabel) {
    Path file = folder.resolve("classes.txt");
    if (!Files.exists(file)) {
      return IntStream.rangeClosed(0, Math.max(9, lastLabel)).mapToObj(Integer::toString).toList();
    }
    List<String> names;
    try {
      if (Files.size(file) > MAX_CLASS_FILE) {
        throw new GradusException(file + " has " + Files.size(file) + " bytes; class names, one a line, take at most "
            + MAX_CLASS_FILE);
      }
      names = new ArrayList<>(Files.readAllLines(file).stream().map(String::strip).toList());
    } catch (CharacterCodingException broken) {
      throw new GradusException(file + " is not UTF-8 text; expected class names, one a line", broken);
    } catch (IOException failed) {
      throw new GradusException("cannot read " + file + ": " + failed, failed);
    }
    while (!names.isEmpty() && names.getLast().isEmpty()) {
      names.removeLast();
    }
    if (names.isEmpty() || names.size() > MAX_CLASSES) {
      throw new GradusException(file + " names " + names.size() + " classes; expected 1 to " + MAX_CLASSES + ", one a line");
    }
    HashSet<String> seen = new HashSet<>();
    for (int i = 0; i < names.size(); i++) {
      if (names.get(i).isEmpty() || !seen.add(names.get(i))) {
        throw new GradusException("line " + (i + 1) + " of " + file + " is "
            + (names.get(i).isEmpty() ? "empty" : "\"" + names.get(i) + "\" again")
            + "; each class needs a name of its own");
      }
    }
    return names;
  }
}
