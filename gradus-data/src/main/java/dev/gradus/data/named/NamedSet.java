package dev.gradus.data.named;

import dev.gradus.GradusException;
import dev.gradus.data.Cifar;
import dev.gradus.data.Idx;
import dev.gradus.dataset.Dataset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;

/// A public data set.
///
/// @param home where its makers describe it
/// @param licence in their words, or that they name none
/// @param folder the folder on the shelf that its fetched files lie in: sets of one archive share one
/// @param files what is to be fetched
/// @param making how they become what a reader takes, in the folder of the set's own name
public record NamedSet(
    String name, String about, String home, String licence, String folder, List<Remote> files, Making making, Contents contents) {
  public NamedSet {
    files = List.copyOf(files);
  }

  /// How much is to be fetched, if all sizes are known.
  public OptionalLong bytes() {
    return files.stream().allMatch(file -> file.bytes().isPresent())
        ? OptionalLong.of(files.stream().mapToLong(file -> file.bytes().getAsLong()).sum()) : OptionalLong.empty();
  }

  /// The images to train on, from the folder that holds the ready files.
  ///
  /// @throws GradusException if it is a table, or the files are not as they should be
  public Dataset train(Path folder) {
    Contents.Images images = images();
    return switch (images.layout()) {
      case IDX -> Idx.train(folder, images.classes());
      case CIFAR_10 -> Cifar.train(folder);
      case CIFAR_100 -> Cifar.train100(folder);
    };
  }

  /// The images to test on, likewise.
  public Dataset test(Path folder) {
    Contents.Images images = images();
    return switch (images.layout()) {
      case IDX -> Idx.test(folder, images.classes());
      case CIFAR_10 -> Cifar.test(folder);
      case CIFAR_100 -> Cifar.test100(folder);
    };
  }

  /// Checks that a folder's files can be those of the set, by their names.
  ///
  /// @throws GradusException if one is missing
  public void check(Path folder) {
    switch (contents) {
      case Contents.Images images -> {
        switch (images.layout()) {
          case IDX -> Idx.check(folder);
          case CIFAR_10 -> Cifar.check(folder);
          case CIFAR_100 -> Cifar.check100(folder);
        }
      }
      case Contents.Rows rows -> {
        if (!Files.isRegularFile(folder.resolve(rows.file()))) {
          throw new GradusException("there is no file " + folder.resolve(rows.file()));
        }
      }
    }
  }

  private Contents.Images images() {
    return switch (contents) {
      case Contents.Images images -> images;
      case Contents.Rows rows -> throw new GradusException(name + " is a table, not a set of images: gradus train --data " + name + " --target "
          + rows.target() + " learns from it");
    };
  }
}
