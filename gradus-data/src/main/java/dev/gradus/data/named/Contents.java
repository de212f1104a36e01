package dev.gradus.data.named;

import dev.gradus.tensor.Shape;
import java.util.List;

/// What a public data set holds.
public sealed interface Contents {
  /// How many examples there are in all.
  int examples();

  /// Labelled images, in a training and a test part.
  ///
  /// @param shape of one, `[height, width, channels]`
  record Images(Layout layout, Shape shape, List<String> classes, int train, int test) implements Contents {
    public Images {
      classes = List.copyOf(classes);
    }

    @Override
    public int examples() {
      return train + test;
    }
  }

  /// How images lie in files.
  enum Layout {
    /// As [dev.gradus.data.Idx] reads them.
    IDX,
    /// As [dev.gradus.data.Cifar] reads CIFAR-10.
    CIFAR_10,
    /// As [dev.gradus.data.Cifar] reads CIFAR-100.
    CIFAR_100
  }

  /// One table in a file.
  ///
  /// @param target the column that is usually learned to predict
  record Rows(String file, String target, int rows) implements Contents {
    @Override
    public int examples() {
      return rows;
    }
  }
}
