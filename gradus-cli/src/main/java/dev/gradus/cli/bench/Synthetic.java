package dev.gradus.cli.bench;

import dev.gradus.dataset.Dataset;
import dev.gradus.random.RandomStream;
import dev.gradus.tensor.DType;
import dev.gradus.tensor.Shape;
import java.util.List;
import java.util.stream.IntStream;

/// Labelled images of noise: the same for everyone, as they follow from a seed.
///
/// Each image comes several times with labels that have nothing to do with it or each other, so that no training can make the loss
/// vanish and end in numbers too small for the processor's fast paths.
public final class Synthetic implements Dataset {
  /// From which all numbers of the benchmark follow.
  public static final long SEED = 4;
  private static final int TIMES = 8;

  private final Shape shape;
  private final int classes;
  private final float[] pixels;
  private final int[] labels;

  /// `images` different ones, each with 8 labels.
  public Synthetic(Shape shape, int images, int classes) {
    this.shape = shape;
    this.classes = classes;
    this.pixels = numbers("images", images * shape.size());
    RandomStream random = new RandomStream(SEED, "bench/labels");
    this.labels = IntStream.range(0, images * TIMES).map(_ -> random.nextInt(classes)).toArray();
  }

  /// Numbers with mean 0 and standard deviation 1.
  public static float[] numbers(String name, int count) {
    RandomStream random = new RandomStream(SEED, "bench/" + name);
    // Few are drawn and repeated with another sign or place: drawing millions would take longer than measuring.
    float[] drawn = new float[Math.min(count, 65_521)];
    for (int i = 0; i < drawn.length; i++) {
      drawn[i] = (float) random.nextGaussian();
    }
    float[] numbers = new float[count];
    for (int i = 0; i < count; i++) {
      float number = drawn[(int) (((long) i + i / drawn.length * 7_919L) % drawn.length)];
      numbers[i] = (i / drawn.length & 1) == 0 ? number : -number;
    }
    return numbers;
  }

  /// How many different images there are; example i shows image i modulo this.
  public int images() {
    return pixels.length / shape.size();
  }

  @Override
  public int size() {
    return labels.length;
  }

  @Override
  public Shape inputShape() {
    return shape;
  }

  @Override
  public Shape targetShape() {
    return Shape.SCALAR;
  }

  @Override
  public DType targetType() {
    return DType.I32;
  }

  @Override
  public List<String> classes() {
    return IntStream.range(0, classes).mapToObj(i -> "class " + i).toList();
  }

  @Override
  public void readInput(int index, float[] into, int at) {
    System.arraycopy(pixels, index % images() * shape.size(), into, at, shape.size());
  }

  @Override
  public void readTarget(int index, float[] into, int at) {
    throw new dev.gradus.GradusException("the targets are labels");
  }

  @Override
  public int readLabel(int index) {
    return labels[index];
  }
}
