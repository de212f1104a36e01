package dev.gradus.model;

import static dev.gradus.random.Seed.seed;

import dev.gradus.backend.Backend;
import dev.gradus.backend.Execution;
import dev.gradus.network.Models;
import dev.gradus.tensor.DType;
import dev.gradus.tensor.Shape;
import dev.gradus.tensor.Tensor;
import java.nio.file.Files;
import java.nio.file.Path;

/// A process that loads a saved network and predicts once: measure it from outside. Where there is no file yet, it is made.
///
///     java --add-modules jdk.incubator.vector -cp ... dev.gradus.model.StartupBenchmark mlp.gradus
final class StartupBenchmark {
  private StartupBenchmark() {}

  public static void main(String[] args) {
    Path file = Path.of(args[0]);
    if (!Files.exists(file)) {
      Model.create(Models.mlp(512, 256, 10), Shape.of(784), seed(1)).save(file);
    }
    long start = System.nanoTime();
    Model model = Model.load(file);
    long loaded = System.nanoTime();
    Tensor input = Tensor.zeros(DType.F32, Shape.of(784));
    Tensor prediction = args.length > 2 ? model.predict(input, new Execution(Backend.valueOf(args[2]), 1)) : model.predict(input);
    if (args.length > 1) {
      System.out.printf("load %.1f ms, first prediction %.1f ms, %s%n", (loaded - start) * 1e-6, (System.nanoTime() - loaded) * 1e-6,
          prediction.shape());
    }
  }
}
