package dev.gradus.bench;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.gradus.cli.bench.InferenceTask;
import dev.gradus.cli.bench.Session;
import dev.gradus.cli.bench.Workload;
import java.util.Map;

/// Inference on libtorch, eager: DJL can't make a TorchScript without Python.
final class TorchInference implements Session {
  private final InferenceTask task;
  private final NDManager manager = NDManager.newBaseManager("PyTorch");
  private final TorchNet net;
  private final float[] one;
  private final float[] many;

  TorchInference(Workload workload, InferenceTask task) {
    this.task = task;
    net = new TorchNet(Blueprint.of(workload), new Weights(task.model()), manager);
    one = TorchTraining.turned(task.trained().input(), task.images(1).floats());
    many = TorchTraining.turned(task.trained().input(), task.images(task.batch()).floats());
  }

  private float[] predict(float[] images, int batch) {
    try (NDManager scope = manager.newSubManager()) {
      Shape shape = TorchTraining.shape(task.trained().input(), batch);
      NDArray output = net.apply(scope.create(images, shape), false);
      return output.toFloatArray();
    }
  }

  @Override
  public Map<String, double[]> check() {
    return InferenceTask.checks(predict(one, 1), predict(many, task.batch()));
  }

  @Override
  public Map<String, Double> round(double seconds) {
    return task.round(seconds, () -> predict(one, 1), () -> predict(many, task.batch()));
  }

  @Override
  public void close() {
    manager.close();
  }
}
