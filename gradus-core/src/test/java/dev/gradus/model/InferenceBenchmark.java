package dev.gradus.model;

import static dev.gradus.random.Seed.seed;

import dev.gradus.network.Models;
import dev.gradus.random.RandomStream;
import dev.gradus.tensor.DType;
import dev.gradus.tensor.Dim;
import dev.gradus.tensor.Shape;
import dev.gradus.tensor.Tensor;
import java.util.Arrays;
import java.util.Map;

/// How long `Model.predict` takes, in microseconds: the middle, the least and the 99th percentile.
///
///     java --add-modules jdk.incubator.vector -cp ... dev.gradus.model.InferenceBenchmark [seconds] [workload...]
final class InferenceBenchmark {
  private InferenceBenchmark() {}

  private static final Map<String, Integer> BATCHES = Map.of("mlp1", 1, "mlp64", 64, "vgg1", 1, "vgg64", 64);

  public static void main(String[] args) {
    double seconds = args.length > 0 ? Double.parseDouble(args[0]) : 3;
    String[] names = args.length > 1 ? Arrays.copyOfRange(args, 1, args.length) : new String[] {"mlp1", "mlp64", "vgg1", "vgg64"};
    for (String name : names) {
      Model model = name.startsWith("mlp")
          ? Model.create(Models.mlp(512, 256, 10), Shape.of(784), seed(1))
          : Model.create(Models.vgg(10), Shape.of(32, 32, 3), seed(1));
      Tensor input = Tensor.zeros(DType.F32, model.inputShape().prepend(Dim.of(BATCHES.get(name))));
      RandomStream random = new RandomStream(1, "input");
      for (int i = 0; i < input.size(); i++) {
        input.floats()[i] = (float) random.nextDouble();
      }
      measure(model, input, seconds);
      long[] times = measure(model, input, seconds);
      System.out.printf("%-6s  p50 %9.1f  min %9.1f  p99 %9.1f us  %8.0f rows/s%n", name, times[times.length / 2] * 1e-3,
          times[0] * 1e-3, times[times.length * 99 / 100] * 1e-3, BATCHES.get(name) * 1e9 / times[times.length / 2]);
    }
  }

  private static long[] measure(Model model, Tensor input, double seconds) {
    long[] times = new long[1 << 20];
    int count = 0;
    for (long end = System.nanoTime() + (long) (seconds * 1e9); System.nanoTime() < end && count < times.length; ) {
      long start = System.nanoTime();
      model.predict(input);
      times[count++] = System.nanoTime() - start;
    }
    times = Arrays.copyOf(times, count);
    Arrays.sort(times);
    return times;
  }
}
