package dev.gradus.cli.bench;

import dev.gradus.backend.Backend;
import dev.gradus.backend.Execution;
import dev.gradus.model.Model;
import dev.gradus.tensor.Tensor;
import java.util.Map;

/// Our inference: [Model#predict] on as many threads as are asked for.
final class InferenceSession implements Session {
  private final InferenceTask task;
  private final Model model;
  private final Execution execution;
  private final Tensor one;
  private final Tensor many;

  InferenceSession(InferenceTask task, int threads) {
    this.task = task;
    model = task.model();
    execution = new Execution(Backend.best(), threads);
    one = task.images(1);
    many = task.images(task.batch());
  }

  private float[] predict(Tensor input) {
    return model.predict(input, execution).floats();
  }

  @Override
  public Map<String, double[]> check() {
    return InferenceTask.checks(predict(one), predict(many));
  }

  @Override
  public Map<String, Double> round(double seconds) {
    return task.round(seconds, () -> predict(one), () -> predict(many));
  }

  @Override
  public void close() {
    // Nothing is held: predictions share one crew.
  }
}
