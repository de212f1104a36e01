package dev.gradus.backend;

import dev.gradus.op.Window;
import dev.gradus.random.RandomStream;
import java.util.ArrayList;
import java.util.List;

/// The sizes that every form of the linear kernels is tried on: empty, one, odd, and around the sizes of tiles and
/// blocks; strides, dilations, groups and all kinds of padding.
public final class Problems {
  /// The seed of the random sizes and operands.
  public static final long SEED = 20261123;

  private Problems() {}

  /// All of them.
  public static List<Problem> all() {
    List<Problem> problems = new ArrayList<>();
    for (MatMulSize size : matMuls()) {
      problems.add(Problem.matMul(size));
    }
    for (ConvSize size : convolutions()) {
      problems.addAll(Problem.convolutions(size));
    }
    return problems;
  }

  /// Operands uniform in [-1, 1).
  public static float[] uniform(String name, int length) {
    RandomStream random = new RandomStream(SEED, name);
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = (float) random.uniform(-1, 1);
    }
    return values;
  }

  /// Operands with zeros of both signs, infinities, NaNs, numbers that underflow and numbers that overflow among them.
  public static float[] special(String name, int length) {
    float[] specials = {0f, -0f, Float.POSITIVE_INFINITY, Float.NaN, Float.MIN_VALUE, -1e-30f, 1e30f, -3e38f};
    RandomStream random = new RandomStream(SEED, name);
    float[] values = uniform(name + " plain", length);
    for (int i = 0; i < length; i++) {
      if (random.nextInt(6) == 0) {
        // Mostly zeros and tiny numbers, so that not everything ends as NaN.
        values[i] = specials[random.nextInt(12) == 0 ? random.nextInt(specials.length) : random.nextInt(2) * 5];
      }
    }
    return values;
  }

  private static List<MatMulSize> matMuls() {
    List<MatMulSize> sizes = new ArrayList<>();
    int[][] shapes = {
      {0, 3, 2}, {3, 0, 2}, {3, 2, 0}, {1, 1, 1}, {1, 1, 7}, {1, 33, 5}, {1, 64, 300}, {2, 3, 5}, {3, 31, 13},
      {4, 40, 257}, {5, 7, 3}, {7, 65, 31}, {8, 32, 256}, {8, 70, 9}, {9, 16, 513}, {13, 33, 2}, {31, 31, 31},
      {33, 13, 64}, {64, 64, 64}, {65, 97, 7}, {128, 70, 260}, {129, 33, 300}, {130, 5, 33}, {300, 150, 5},
    };
    for (int[] s : shapes) {
      for (int flags = 0; flags < 4; flags++) {
        sizes.add(new MatMulSize(1, s[0], s[1], s[2], (flags & 1) != 0, (flags & 2) != 0));
      }
    }
    sizes.add(new MatMulSize(0, 3, 3, 3, false, false));
    sizes.add(new MatMulSize(2, 5, 33, 7, false, false));
    sizes.add(new MatMulSize(3, 13, 7, 5, true, false));
    sizes.add(new MatMulSize(3, 13, 40, 5, false, true));
    sizes.add(new MatMulSize(5, 2, 17, 260, false, false));
    sizes.add(new MatMulSize(2, 9, 3, 300, true, true));
    // Enough products that blocks of c aren't cut smaller to make more tasks.
    sizes.add(new MatMulSize(17, 70, 40, 9, false, false));
    sizes.add(new MatMulSize(17, 9, 560, 3, true, true));
    return sizes;
  }

  private static List<ConvSize> convolutions() {
    Window same3 = new Window(3, 3, 1, 1, 1, 1, 1, 1, 1, 1);
    Window valid3 = new Window(3, 3, 1, 1, 0, 0, 0, 0, 1, 1);
    Window one = new Window(1, 1, 1, 1, 0, 0, 0, 0, 1, 1);
    List<ConvSize> sizes = new ArrayList<>(List.of(
        new ConvSize(0, 4, 4, 2, 3, 1, same3),
        new ConvSize(1, 1, 1, 1, 1, 1, one),
        new ConvSize(1, 1, 1, 5, 33, 1, same3),
        new ConvSize(2, 2, 2, 3, 3, 1, valid3), // doesn't fit: no output
        new ConvSize(2, 8, 8, 16, 32, 1, same3),
        new ConvSize(5, 7, 7, 3, 13, 1, same3),
        new ConvSize(3, 28, 28, 1, 8, 1, same3),
        new ConvSize(3, 33, 31, 1, 2, 1, new Window(5, 5, 1, 1, 2, 2, 2, 2, 1, 1)),
        new ConvSize(2, 9, 13, 31, 64, 1, one),
        new ConvSize(2, 9, 8, 5, 6, 1, new Window(1, 1, 2, 3, 0, 0, 0, 0, 1, 1)),
        new ConvSize(2, 7, 5, 2, 3, 1, new Window(9, 11, 1, 1, 4, 4, 5, 5, 1, 1)), // larger than the image
        new ConvSize(2, 6, 6, 2, 3, 1, new Window(2, 2, 1, 1, 5, 3, 4, 6, 1, 1)), // pads past the window's reach
        new ConvSize(2, 5, 5, 2, 3, 1, new Window(3, 3, 2, 2, 7, 0, 0, 8, 1, 1)),
        new ConvSize(2, 11, 10, 4, 5, 1, new Window(3, 2, 2, 3, 1, 0, 0, 1, 2, 2)),
        new ConvSize(2, 10, 10, 4, 4, 1, new Window(2, 2, 3, 3, 0, 0, 0, 0, 1, 1)), // pixels no tap reaches
        new ConvSize(40, 7, 7, 2, 3, 1, same3), // several chunks of images
        new ConvSize(11, 33, 32, 1, 2, 1, valid3), // more chunks than a wave
        new ConvSize(2, 9, 9, 6, 4, 2, same3),
        new ConvSize(2, 9, 9, 4, 70, 2, new Window(3, 3, 2, 1, 1, 1, 1, 1, 1, 2)),
        new ConvSize(30, 6, 7, 5, 5, 5, same3), // depthwise
        new ConvSize(2, 6, 7, 37, 37, 37, new Window(3, 3, 2, 2, 0, 1, 0, 1, 1, 1)),
        new ConvSize(2, 9, 9, 19, 19, 19, new Window(3, 2, 1, 2, 2, 1, 1, 0, 2, 2)),
        new ConvSize(2, 5, 5, 3, 6, 3, same3)));
    RandomStream random = new RandomStream(SEED, "conv sizes");
    int[] some = {1, 2, 3, 5, 7, 13};
    for (int i = 0; i < 40; i++) {
      int groups = random.nextInt(3) == 0 ? 2 + random.nextInt(2) : 1;
      Window window = new Window(
          1 + random.nextInt(4), 1 + random.nextInt(4), 1 + random.nextInt(3), 1 + random.nextInt(3),
          random.nextInt(4), random.nextInt(4), random.nextInt(4), random.nextInt(4),
          1 + random.nextInt(2), 1 + random.nextInt(2));
      sizes.add(new ConvSize(
          1 + random.nextInt(4), 1 + random.nextInt(14), 1 + random.nextInt(20),
          groups * some[random.nextInt(some.length)], groups * some[random.nextInt(some.length)], groups, window));
    }
    // Done by Winograd's tiles: whole and partial ones, several to a block and to a wave, all kinds of padding, and a panel
    // that is not full.
    Window wide3 = new Window(3, 3, 1, 1, 2, 1, 0, 2, 1, 1);
    sizes.addAll(List.of(
        new ConvSize(1, 4, 4, 16, 16, 1, same3),
        new ConvSize(0, 8, 8, 16, 16, 1, same3),
        new ConvSize(3, 8, 8, 32, 48, 1, same3),
        new ConvSize(2, 28, 14, 16, 32, 1, same3),
        new ConvSize(2, 15, 16, 32, 16, 1, valid3),
        new ConvSize(2, 14, 11, 16, 16, 1, wide3),
        new ConvSize(70, 7, 8, 16, 16, 1, same3)));
    Window same5 = new Window(5, 5, 1, 1, 2, 2, 2, 2, 1, 1);
    Window wide5 = new Window(5, 5, 1, 1, 4, 1, 0, 3, 1, 1);
    sizes.addAll(List.of(
        new ConvSize(1, 2, 2, 16, 16, 1, same5),
        new ConvSize(0, 8, 8, 16, 16, 1, same5),
        new ConvSize(3, 6, 8, 32, 48, 1, same5),
        new ConvSize(2, 7, 9, 16, 32, 1, wide5),
        new ConvSize(20, 7, 8, 16, 16, 1, same5)));
    return sizes;
  }
}
