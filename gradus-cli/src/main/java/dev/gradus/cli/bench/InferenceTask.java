package dev.gradus.cli.bench;

import dev.gradus.model.Model;
import dev.gradus.model.Summary;
import dev.gradus.tensor.Shape;
import dev.gradus.tensor.Tensor;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A network to use: its outputs before the softmax, for one example and for a batch.
public record InferenceTask(TrainingTask trained, int batch) {
  static final String MEDIAN = "batch 1 p50";
  static final String SLOW = "batch 1 p99";
  private static final int LEAST_RUNS = 200;

  /// What an inference workload uses.
  public static InferenceTask of(Workload workload, Scale scale) {
    return new InferenceTask(TrainingTask.of(switch (workload) {
      case INFER_MLP, STARTUP -> Workload.MLP;
      case INFER_VGG -> Workload.VGG;
      case PEAK, GEMM, CONV, MLP, LENET, VGG, RESNET20, RESNET20_AUGMENTED -> throw new IllegalArgumentException(workload + " doesn't infer");
    }, scale), scale.batch(64));
  }

  /// The network, its running statistics as those of a trained one: not 0 and 1, which would make folding them too easy.
  public Model model() {
    Model model = trained.model();
    model.variables().forEach((path, tensor) -> {
      float[] numbers = Synthetic.numbers(path, tensor.size());
      if (path.endsWith("/mean")) {
        System.arraycopy(numbers, 0, tensor.floats(), 0, numbers.length);
      } else if (path.endsWith("/variance")) {
        for (int i = 0; i < numbers.length; i++) {
          tensor.floats()[i] = 0.5f + numbers[i] * numbers[i];
        }
      }
    });
    return model;
  }

  /// So many images, `[count, ...]`.
  public Tensor images(int count) {
    Shape shape = trained.input();
    return Tensor.of(shape.prepend(dev.gradus.tensor.Dim.of(count)), Synthetic.numbers("images", count * shape.size()));
  }

  private String batched() {
    return "batch " + batch;
  }

  List<Metric> metrics() {
    Summary summary = model().summary();
    double flops = 2.0 * summary.multiplyAdds();
    double weights = 4.0 * summary.parameters();
    double image = 4.0 * trained.input().size();
    return List.of(
        new Metric(MEDIAN, Unit.MICROSECONDS, flops, weights + image, weights),
        new Metric(SLOW, Unit.MICROSECONDS, flops, weights + image, weights),
        new Metric(batched(), Unit.IMAGES_PER_SECOND, flops, weights / batch + image, weights));
  }

  /// A round of a contender: half of the time one example at a time, half in batches.
  public Map<String, Double> round(double seconds, Runnable one, Runnable many) {
    long[] nanos = new long[1 << 16];
    int count = 0;
    long start = System.nanoTime();
    while (count < nanos.length && (count < LEAST_RUNS && trained.scale() == Scale.FULL || Clock.since(start) < seconds / 2)) {
      long begun = System.nanoTime();
      one.run();
      nanos[count++] = System.nanoTime() - begun;
    }
    Arrays.sort(nanos, 0, count);
    Map<String, Double> values = new LinkedHashMap<>();
    values.put(MEDIAN, nanos[count / 2] * 1e-3);
    values.put(SLOW, nanos[Math.min(count - 1, count * 99 / 100)] * 1e-3);
    values.put(batched(), batch / Clock.perRun(seconds / 2, many));
    return values;
  }

  /// What contenders compare: the outputs of the first two images of a batch, and of one alone.
  public static Map<String, double[]> checks(float[] one, float[] many) {
    return Map.of("the output of one", doubles(one), "the outputs of a batch", doubles(Arrays.copyOf(many, 2 * one.length)));
  }

  private static double[] doubles(float[] numbers) {
    double[] doubles = new double[numbers.length];
    Arrays.setAll(doubles, i -> numbers[i]);
    return doubles;
  }
}
