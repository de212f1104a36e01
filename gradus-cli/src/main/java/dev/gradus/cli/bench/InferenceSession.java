package dev.gradus.cli.bench;

import dev.gradus.backend.Arena;
import dev.gradus.backend.Backend;
import dev.gradus.backend.Executable;
import dev.gradus.backend.Slice;
import dev.gradus.backend.Workers;
import dev.gradus.layer.Mode;
import dev.gradus.model.Model;
import dev.gradus.tensor.Tensor;
import java.util.Map;
import java.util.function.Function;

/// Our inference: the graph that [Model#predict] runs, bound to exactly as many workers as are asked for, with the same copying in
/// and out.
final class InferenceSession implements Session {
  private final InferenceTask task;
  private final Workers workers;
  private final Tensor one;
  private final Tensor many;
  private final Function<Tensor, float[]> predict;

  InferenceSession(InferenceTask task, int threads) {
    this.task = task;
    workers = new Workers(threads);
    one = task.images(1);
    many = task.images(task.batch());
    Model model = task.model();
    Map<Integer, Function<Tensor, float[]>> bound = Map.of(1, bind(model, 1), task.batch(), bind(model, task.batch()));
    predict = input -> bound.get(input.shape().length(0)).apply(input);
  }

  private Function<Tensor, float[]> bind(Model model, int batch) {
    Backend backend = Backend.best();
    Executable executable = backend.bind(backend.plan(model.graph(Mode.INFERENCE)), Map.of('N', batch), model.arrays(), workers, new Arena());
    return input -> {
      Slice slot = executable.input(Model.INPUT);
      System.arraycopy(input.floats(), 0, slot.array(), slot.offset(), input.size());
      executable.run();
      Slice output = executable.output(Model.OUTPUT);
      float[] result = new float[batch * TrainingTask.CLASSES];
      System.arraycopy(output.array(), output.offset(), result, 0, result.length);
      return result;
    };
  }

  @Override
  public Map<String, double[]> check() {
    return InferenceTask.checks(predict.apply(one), predict.apply(many));
  }

  @Override
  public Map<String, Double> round(double seconds) {
    return task.round(seconds, () -> predict.apply(one), () -> predict.apply(many));
  }

  @Override
  public void close() {
    workers.close();
  }
}
