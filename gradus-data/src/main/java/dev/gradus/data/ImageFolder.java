package dev.gradus.data;

import dev.gradus.GradusException;
import dev.gradus.data.table.BadRows;
import dev.gradus.tensor.Shape;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/// A folder of pictures sorted by class: `root/cat/1.jpg`, `root/dog/2.png`.
///
///     ImageFolder.Parts parts = ImageFolder.of(Path.of("pets")).split(0.2, 42);
///     Dataset train = parts.train().read(Shape.of(64, 64, 3), BadRows.REFUSE);
///
/// Each folder within is a class, named after it, in alphabetical order; pictures may lie deeper. PNG, JPEG, BMP and GIF are read; hidden
/// files and what is no picture are passed over, pictures of other formats refused. Listing reads no picture.
public final class ImageFolder {
  private static final Set<String> READ = Set.of("png", "jpg", "jpeg", "bmp", "gif");
  private static final Set<String> OTHERS = Set.of("webp", "tif", "tiff", "heic", "heif", "avif", "jxl", "svg", "psd");
  private static final int DEEPEST = 16;

  private final Path root;
  private final List<String> classes;
  private final List<String> files;
  private final int[] labels;

  private ImageFolder(Path root, List<String> classes, List<String> files, int[] labels) {
    this.root = root;
    this.classes = List.copyOf(classes);
    this.files = files;
    this.labels = labels;
  }

  /// Pictures to learn from and others to test on.
  public record Parts(ImageFolder train, ImageFolder test) {}

  /// Lists a folder.
  ///
  /// @throws GradusException if there are fewer than two classes, one has no pictures, or one picture can't be read for its format
  public static ImageFolder of(Path root) {
    List<String> classes = children(root).stream().filter(Files::isDirectory).map(path -> path.getFileName().toString()).toList();
    if (classes.size() < 2) {
      throw new GradusException(root + " has " + (classes.isEmpty() ? "no folder" : "one folder") + " within, and each class has one of its"
          + " pictures: such as " + root.resolve("cat").resolve("1.jpg") + " and " + root.resolve("dog").resolve("1.jpg"));
    }
    return of(root, classes);
  }

  /// Lists a folder whose classes are known: those of another, of which it may lack some.
  ///
  /// @throws GradusException if it has a class beyond them, or no pictures
  public static ImageFolder of(Path root, List<String> classes) {
    List<String> files = new ArrayList<>();
    List<Integer> labels = new ArrayList<>();
    for (Path folder : children(root)) {
      if (Files.isDirectory(folder)) {
        String name = folder.getFileName().toString();
        int label = classes.indexOf(name);
        if (label < 0) {
          throw new GradusException("the folder " + folder + " is none of the classes " + String.join(", ", classes));
        }
        List<String> found = pictures(root, folder);
        if (found.isEmpty()) {
          throw new GradusException("the folder " + folder + " of the class \"" + name + "\" has no pictures (PNG, JPEG, BMP, GIF)");
        }
        files.addAll(found);
        found.forEach(_ -> labels.add(label));
      }
    }
    if (files.isEmpty()) {
      throw new GradusException(root + " has no folders with pictures");
    }
    return new ImageFolder(root, classes, files, labels.stream().mapToInt(Integer::intValue).toArray());
  }

  /// The folders `train` and `test` (or `val`, `valid`, `validation`) within, if there are such, else a split of the folder itself.
  ///
  /// @param part of each class to test on
  public static Parts parts(Path root, double part, long seed) {
    Path train = root.resolve("train");
    if (Files.isDirectory(train)) {
      for (String name : List.of("test", "val", "valid", "validation")) {
        if (Files.isDirectory(root.resolve(name))) {
          ImageFolder learned = of(train);
          return new Parts(learned, of(root.resolve(name), learned.classes));
        }
      }
    }
    return of(root).split(part, seed);
  }

  /// So much of each class to test on, drawn by the seed.
  ///
  /// @throws GradusException as [Split#stratified]
  public Parts split(double part, long seed) {
    Split split = Split.stratified(labels, part, seed);
    return new Parts(select(split.train()), select(split.test()));
  }

  private ImageFolder select(int[] indices) {
    return new ImageFolder(root, classes, Arrays.stream(indices).mapToObj(files::get).toList(),
        Arrays.stream(indices).map(i -> labels[i]).toArray());
  }

  /// The classes' names.
  public List<String> classes() {
    return classes;
  }

  /// How many pictures there are.
  public int size() {
    return files.size();
  }

  /// The file of a picture.
  public Path file(int index) {
    return root.resolve(files.get(index));
  }

  /// The class of a picture.
  public int label(int index) {
    return labels[index];
  }

  /// Decodes all pictures, each stretched to the shape `[height, width, 1 or 3]`: grey or colour.
  ///
  /// @param broken what becomes of pictures that can't be read
  /// @throws GradusException naming the first picture that can't be read, if it is to be refused
  public Pictures read(Shape shape, BadRows broken) {
    return Pictures.read(this, shape, broken);
  }

  private static List<Path> children(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw new GradusException("there is no folder " + folder);
    }
    try (Stream<Path> children = Files.list(folder)) {
      return children.filter(path -> !hidden(path)).sorted().toList();
    } catch (IOException failed) {
      throw failed(folder, failed);
    }
  }

  /// Their paths from the root with "/", in one order on every system.
  private static List<String> pictures(Path root, Path folder) {
    try (Stream<Path> all = Files.walk(folder, DEEPEST, FileVisitOption.FOLLOW_LINKS)) {
      List<String> found = new ArrayList<>();
      for (Path path : (Iterable<Path>) all.filter(Files::isRegularFile).filter(path -> !hidden(path))::iterator) {
        String name = path.getFileName().toString();
        String ending = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        if (OTHERS.contains(ending)) {
          throw new GradusException("the picture " + path + " can't be read: only PNG, JPEG, BMP and GIF can. Convert it, or move it away");
        }
        if (READ.contains(ending)) {
          found.add(root.relativize(path).toString().replace('\\', '/'));
        }
      }
      found.sort(null);
      return found;
    } catch (IOException failed) {
      throw failed(folder, failed);
    } catch (UncheckedIOException failed) {
      throw failed(folder, failed.getCause());
    }
  }

  private static boolean hidden(Path path) {
    return path.getFileName().toString().startsWith(".");
  }

  private static GradusException failed(Path folder, IOException failed) {
    return new GradusException("the folder " + folder + " can't be listed: " + failed, failed);
  }
}
