package dev.gradus.data;

import dev.gradus.GradusException;
import dev.gradus.dataset.Dataset;
import dev.gradus.tensor.Tensor;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/// Arrays of NumPy: `.npy` files, and `.npz` files of several with names.
///
///     Map<String, Tensor> arrays = Npy.readAll(Path.of("mnist.npz"));
///     Dataset train = Npy.dataset(arrays, "x_train", "y_train");
///
/// Floats of 16, 32 and 64 bits become `F32`; `uint8` becomes `U8`; other integers and truth values `I32`, if they fit. Either byte order
/// and either order of axes is read; no axis may have length 0, and there is at least one. Objects and texts are refused: in them NumPy
/// keeps programs to run.
///
/// All throw [GradusException] with one line that names the file and what is wrong with it; no memory is taken for data that a header merely
/// claims.
///
/// Source: NumPy, "A simple file format for NumPy arrays", versions 1.0 to 3.0. Deviation: as above.
public final class Npy {
  /// How many times its size a packed array may unpack to once it passes [#ALWAYS].
  private static final int MOST_TIMES = 200;
  private static final long ALWAYS = 16 << 20;
  private static final int MOST_ARRAYS = 1000;

  private Npy() {}

  /// The array in an `.npy` file.
  public static Tensor read(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new GradusException("there is no file " + file);
    }
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
      return new NpyReader(file.toString(), in, Files.size(file)).tensor();
    } catch (IOException failed) {
      throw new GradusException("cannot read " + file + ": " + failed.getMessage(), failed);
    }
  }

  /// The arrays in an `.npz` file by their names, in the file's order.
  public static Map<String, Tensor> readAll(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new GradusException("there is no file " + file);
    }
    try (ZipFile zip = new ZipFile(file.toFile())) {
      Map<String, Tensor> arrays = new LinkedHashMap<>();
      for (ZipEntry entry : (Iterable<ZipEntry>) zip.stream().map(ZipEntry.class::cast)::iterator) {
        String name = entry.getName().replaceFirst("\\.npy$", "");
        String where = "\"" + name + "\" in " + file;
        if (arrays.size() == MOST_ARRAYS) {
          throw new GradusException(file + " has more than " + MOST_ARRAYS + " arrays");
        }
        // The directory's sizes are claims: what is packed says less of itself than the file's length does.
        if (entry.getSize() > Math.max(ALWAYS, MOST_TIMES * Math.min(entry.getCompressedSize(), Files.size(file)))) {
          throw new GradusException(where + " unpacks to more than " + MOST_TIMES + " times its " + entry.getCompressedSize()
              + " bytes. If that is meant, keep it with numpy.savez, without compression");
        }
        try (InputStream in = new BufferedInputStream(zip.getInputStream(entry), 1 << 16)) {
          arrays.put(name, new NpyReader(where, in, entry.getSize()).tensor());
        }
      }
      if (arrays.isEmpty()) {
        throw new GradusException(file + " has no arrays");
      }
      return Collections.unmodifiableMap(arrays);
    } catch (IOException failed) {
      throw new GradusException("cannot read " + file + ": " + failed.getMessage(), failed);
    }
  }

  /// Examples of two arrays: inputs, of floats or `uint8`, read as value / 255, and targets: class labels, or floats to predict. Classes are
  /// named "0" to the largest label.
  ///
  /// @throws GradusException if there are no such arrays, or they don't belong together
  public static Dataset dataset(Map<String, Tensor> arrays, String inputs, String targets) {
    return dataset(arrays, inputs, targets, List.of());
  }

  /// The same; if the targets are labels, the classes have these names.
  public static Dataset dataset(Map<String, Tensor> arrays, String inputs, String targets, List<String> classes) {
    for (String name : List.of(inputs, targets)) {
      if (!arrays.containsKey(name)) {
        throw new GradusException("there is no array \"" + name + "\" among " + String.join(", ", arrays.keySet()));
      }
    }
    return NpyReader.dataset(arrays.get(inputs), arrays.get(targets), classes);
  }
}
