package dev.gradus.lab.course;

import dev.gradus.autodiff.Gradients;
import dev.gradus.backend.Execution;
import dev.gradus.graph.Graph;
import dev.gradus.graph.Value;
import dev.gradus.layer.Mode;
import dev.gradus.model.Model;
import dev.gradus.tensor.DType;
import dev.gradus.tensor.Dim;
import dev.gradus.tensor.Shape;
import dev.gradus.tensor.Tensor;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// Ways to ask a trained network of [Handwriting] which pixels its answer rests on. The network ends in `relu_3`, the mean over all
/// places, and `dense_1`.
final class Attribution {
  private static final int SIDE = 28;
  private static final int PIXELS = SIDE * SIDE;
  private static final int CLASSES = Handwriting.CLASSES;
  /// The square that is put on the image has this side, and stands at every other pixel.
  private static final int PATCH = 6;
  private static final int STRIDE = 2;
  /// How far an image moves in a step towards what an output likes, and what of it is left by then.
  private static final double STEP = 0.5;
  private static final double KEPT = 0.98;

  /// The part of the ink that is wiped away, and how bright a pixel is that bears ink.
  private static final double WIPED = 0.2;
  private static final double INK = 0.1;

  private final Model model;
  private final Execution execution;
  /// From images and the classes asked for, to the outputs, the last feature maps, and ∂output/∂pixel.
  private final Graph graph;

  Attribution(Model model, Execution execution) {
    this.model = model;
    this.execution = execution;
    Graph inference = model.graph(Mode.INFERENCE);
    Value output = model.output(Mode.INFERENCE, Model.OUTPUT);
    Value asked = Value.input("asked", DType.F32, new Shape(List.of(Dim.BATCH, Dim.of(CLASSES))));
    Value image = inference.inputs().get(Model.INPUT);
    Value maps = inference.values().stream().filter(value -> value.path().equals("relu_3")).reduce((_, last) -> last).orElseThrow();
    graph = new Graph(Map.of("output", output, "maps", maps,
        "gradient", Gradients.of(output.multiply(asked).sum(0, 1), List.of(image)).getFirst()));
  }

  private Map<String, Tensor> run(double[][] images, int... classes) {
    float[] asked = new float[classes.length * CLASSES];
    for (int i = 0; i < classes.length; i++) {
      asked[i * CLASSES + classes[i]] = 1;
    }
    return execution.backend().run(graph,
        Map.of(Model.INPUT, batch(images), "asked", Tensor.of(Shape.of(classes.length, CLASSES), asked)), model.variables());
  }

  private static Tensor batch(double[]... images) {
    float[] pixels = new float[images.length * PIXELS];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (float) images[i / PIXELS][i % PIXELS];
    }
    return Tensor.of(Shape.of(images.length, SIDE, SIDE, 1), pixels);
  }

  /// The probability of a class.
  double probability(double[] image, int label) {
    return model.predict(batch(image), execution).get(label);
  }

  /// A class's output, before it becomes a probability.
  double output(double[] image, int label) {
    return run(new double[][] {image}, label).get("output").get(label);
  }

  /// By how much a class's output changes with each pixel: |∂output/∂pixel|.
  ///
  /// Source: Simonyan, Vedaldi and Zisserman 2014, arXiv:1312.6034, section 3.
  double[] saliency(double[] image, int label) {
    Tensor gradient = run(new double[][] {image}, label).get("gradient");
    return IntStream.range(0, PIXELS).mapToDouble(i -> Math.abs(gradient.get(i))).toArray();
  }

  /// By how much a class's probability falls when a square around each pixel is covered: the mean over all squares that cover it.
  ///
  /// Source: Zeiler and Fergus 2014, arXiv:1311.2901, section 4.2. Deviation: the square is black, as the paper is.
  double[] occlusion(double[] image, int label) {
    int rows = (SIDE - PATCH) / STRIDE + 1;
    double[][] covered = new double[rows * rows][];
    for (int place = 0; place < covered.length; place++) {
      covered[place] = image.clone();
      for (int row = 0; row < PATCH; row++) {
        int from = (place / rows * STRIDE + row) * SIDE + place % rows * STRIDE;
        Arrays.fill(covered[place], from, from + PATCH, 0);
      }
    }
    double whole = probability(image, label);
    Tensor predicted = model.predict(batch(covered), execution);
    double[] fallen = new double[PIXELS];
    int[] squares = new int[PIXELS];
    for (int place = 0; place < covered.length; place++) {
      for (int i = 0; i < PATCH * PATCH; i++) {
        int pixel = (place / rows * STRIDE + i / PATCH) * SIDE + place % rows * STRIDE + i % PATCH;
        fallen[pixel] += whole - predicted.get(place * CLASSES + label);
        squares[pixel]++;
      }
    }
    return IntStream.range(0, PIXELS).mapToDouble(i -> fallen[i] / Math.max(1, squares[i])).toArray();
  }

  /// The class-activation map: the last feature maps, added up by their weights to a class.
  ///
  /// Source: Zhou et al. 2016, arXiv:1512.04150, section 2.
  double[] activation(double[] image, int label) {
    Tensor maps = run(new double[][] {image}, label).get("maps");
    Tensor weights = model.variables().get("dense_1/kernel");
    int side = maps.shape().length(1);
    int channels = maps.shape().length(3);
    return IntStream.range(0, PIXELS).mapToDouble(i -> {
      int at = i / SIDE * side / SIDE * side + i % SIDE * side / SIDE;
      return IntStream.range(0, channels)
          .mapToDouble(channel -> maps.get(at * channels + channel) * weights.get(channel * CLASSES + label)).sum();
    }).toArray();
  }

  /// For each class the image that its output likes best: from grey, by steps along the gradient, which fade and stay within 0 and 1.
  ///
  /// Source: Simonyan, Vedaldi and Zisserman 2014, arXiv:1312.6034, section 2.
  double[][] liked(int steps) {
    double[][] images = new double[CLASSES][PIXELS];
    Arrays.stream(images).forEach(image -> Arrays.fill(image, 0.1));
    int[] all = IntStream.range(0, CLASSES).toArray();
    for (int step = 0; step < steps; step++) {
      Tensor gradient = run(images, all).get("gradient");
      for (int digit = 0; digit < CLASSES; digit++) {
        int from = digit * PIXELS;
        double length = Math.sqrt(IntStream.range(0, PIXELS).mapToDouble(i -> gradient.get(from + i) * gradient.get(from + i)).sum());
        for (int i = 0; i < PIXELS; i++) {
          images[digit][i] = Math.clamp(KEPT * images[digit][i] + STEP * gradient.get(from + i) / Math.max(1e-12, length), 0, 1);
        }
      }
    }
    return images;
  }

  /// The image without the part of its ink that a map values most.
  static double[] wiped(double[] image, double[] map) {
    List<Integer> ink = IntStream.range(0, PIXELS).filter(i -> image[i] > INK).boxed()
        .sorted(Comparator.comparingDouble((Integer i) -> -map[i]).thenComparing(i -> i)).toList();
    double[] wiped = image.clone();
    ink.stream().limit(Math.round(WIPED * ink.size())).forEach(i -> wiped[i] = 0);
    return wiped;
  }
}
