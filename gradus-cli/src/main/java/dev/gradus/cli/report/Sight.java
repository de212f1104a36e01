package dev.gradus.cli.report;

import dev.gradus.dataset.Dataset;
import dev.gradus.plot.Numbers;
import dev.gradus.plot.Picture;
import dev.gradus.plot.Tag;
import dev.gradus.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/// How examples are shown to people.
public sealed interface Sight {
  /// As pictures `[height, width, channels]`.
  record Pictures(Dataset data) implements Sight {
    /// Larger ones are made smaller, so that the page stays small.
    private static final int SIDE = 56;

    Tag picture(int example, String about) {
      Shape shape = data.inputShape();
      int height = shape.length(0);
      int width = shape.length(1);
      int channels = shape.length(2);
      float[] values = new float[shape.size()];
      data.readInput(example, values, 0);
      int by = Math.ceilDiv(Math.max(height, width), SIDE);
      float[] small = new float[height / by * (width / by) * channels];
      for (int y = 0; y < height / by * by; y++) {
        for (int x = 0; x < width / by * by; x++) {
          for (int c = 0; c < channels; c++) {
            small[(y / by * (width / by) + x / by) * channels + c] += values[(y * width + x) * channels + c] / (by * by);
          }
        }
      }
      return Picture.of(small, height / by, width / by, channels, about);
    }
  }

  /// By the words of their fields.
  ///
  /// @param names of the fields, the first of which names the example
  /// @param values the words of an example, one for each name
  record Fields(List<String> names, IntFunction<List<String>> values) implements Sight {
    public Fields {
      names = List.copyOf(names);
    }
  }

  /// What suits a data set: pictures, or the numbers of short inputs.
  static Sight of(Dataset data) {
    Shape shape = data.inputShape();
    if (shape.rank() == 3 && Math.min(shape.length(0), shape.length(1)) * SMALLEST >= Math.max(shape.length(0), shape.length(1))) {
      return new Pictures(data);
    }
    int shown = shape.rank() == 1 && shape.length(0) <= MOST_FIELDS ? shape.length(0) : 0;
    List<String> names = new ArrayList<>(List.of("test example"));
    IntStream.rangeClosed(1, shown).forEach(i -> names.add("x" + i));
    return new Fields(names, example -> {
      List<String> words = new ArrayList<>(List.of(String.valueOf(example)));
      float[] values = new float[shape.size()];
      data.readInput(example, values, 0);
      IntStream.range(0, shown).forEach(i -> words.add(Numbers.text(values[i], 4)));
      return words;
    });
  }

  /// More fields than these don't fit a line.
  int MOST_FIELDS = 8;
  /// A picture isn't longer than so many times its other side.
  int SMALLEST = 8;
}
