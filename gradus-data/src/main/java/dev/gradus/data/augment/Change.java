package dev.gradus.data.augment;

import dev.gradus.dataset.Augmentation;
import dev.gradus.dataset.Dataset;
import dev.gradus.random.RandomStream;
import dev.gradus.tensor.Shape;
import dev.gradus.tensor.ShapeException;

/// How one example's input is changed, in its place.
@FunctionalInterface
interface Change {
  /// Changes `values[at ...]`, in row-major order, by what it draws.
  ///
  /// @param scratch room for four times as many numbers as an input has
  void apply(RandomStream random, float[] values, int at, float[] scratch);

  /// Makes the change for inputs of a shape.
  @FunctionalInterface
  interface Maker {
    /// @throws dev.gradus.GradusException if it can't change such inputs
    Change of(Shape input);
  }

  /// One that changes pictures.
  @FunctionalInterface
  interface OfPictures {
    Change of(Picture picture);
  }

  /// The shape of a picture.
  record Picture(int height, int width, int channels) {
    static Picture of(String name, Shape input) {
      if (input.rank() != 3) {
        throw new ShapeException(name + " expects inputs [height, width, channels], got " + input);
      }
      return new Picture(input.length(0), input.length(1), input.length(2));
    }

    int row() {
      return width * channels;
    }

    int size() {
      return height * width * channels;
    }
  }

  /// A change of the input and nothing else.
  ///
  /// @param name what it is called, from which its random numbers follow
  record Of(String name, Maker maker) implements Augmentation {
    static Of pictures(String name, OfPictures maker) {
      return new Of(name, input -> maker.of(Picture.of(name, input)));
    }

    @Override
    public Dataset view(Dataset training, long seed, int epoch) {
      return new ChangedExamples(name, training, seed, epoch, maker.of(training.inputShape()));
    }
  }
}
