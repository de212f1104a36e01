package dev.gradus.bench;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import ai.djl.training.loss.Loss;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import dev.gradus.cli.bench.Clock;
import dev.gradus.cli.bench.Session;
import dev.gradus.cli.bench.Synthetic;
import dev.gradus.cli.bench.TrainingTask;
import dev.gradus.cli.bench.Workload;
import dev.gradus.random.RandomStream;
import java.util.Arrays;
import java.util.Map;

/// Training on libtorch: DJL's gradient collector, its loss and its optimizers, whose updates are native. The images lie in native
/// memory; a batch is picked by shuffled indices there, with no copy through the Java heap.
final class TorchTraining implements Session {
  private final TrainingTask task;
  private final Workload workload;
  private final NDManager manager = NDManager.newBaseManager("PyTorch");
  private final Synthetic data;
  private final NDArray images;
  private final NDArray labels;
  private final Loss loss = Loss.softmaxCrossEntropyLoss();
  private final Run run;
  private int[] order = new int[0];
  private int next;
  private int epoch;

  /// One network in training.
  private record Run(TorchNet net, Optimizer optimizer) {}

  TorchTraining(Workload workload, TrainingTask task) {
    this.task = task;
    this.workload = workload;
    data = task.data();
    float[] pixels = new float[data.images() * data.inputShape().size()];
    for (int i = 0; i < data.images(); i++) {
      data.readInput(i, pixels, i * data.inputShape().size());
    }
    images = manager.create(turned(task.input(), pixels), shape(task.input(), data.images()));
    int[] all = new int[data.size()];
    Arrays.setAll(all, data::readLabel);
    labels = manager.create(all);
    run = begin();
  }

  /// A batch's shape, channels first.
  static Shape shape(dev.gradus.tensor.Shape input, int batch) {
    return input.rank() == 3 ? new Shape(batch, input.length(2), input.length(0), input.length(1)) : new Shape(batch, input.size());
  }

  /// Images with channels first.
  static float[] turned(dev.gradus.tensor.Shape input, float[] pixels) {
    return input.rank() == 3 ? Weights.images(pixels, input.length(0) * input.length(1), input.length(2)) : pixels;
  }

  private Run begin() {
    TorchNet net = new TorchNet(Blueprint.of(workload), new Weights(task.model()), manager);
    net.parameters().values().forEach(parameter -> parameter.setRequiresGradient(true));
    Optimizer optimizer = task.adam()
        ? Optimizer.adam().optLearningRateTracker(Tracker.fixed((float) TrainingTask.ADAM_RATE)).build()
        : Optimizer.sgd().setLearningRateTracker(Tracker.fixed((float) TrainingTask.MOMENTUM_RATE)).optMomentum(0.9f).build();
    return new Run(net, optimizer);
  }

  /// One step on the examples of these indices; gives the loss before it.
  private float step(Run run, int[] indices) {
    try (NDManager batch = manager.newSubManager()) {
      long[] pictures = new long[indices.length];
      long[] targets = new long[indices.length];
      for (int i = 0; i < indices.length; i++) {
        pictures[i] = indices[i] % data.images();
        targets[i] = indices[i];
      }
      NDArray x = images.get(batch.create(pictures));
      NDArray y = labels.get(batch.create(targets));
      x.attach(batch);
      y.attach(batch);
      float value;
      try (GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
        NDArray mean = loss.evaluate(new NDList(y), new NDList(run.net.apply(x, true)));
        mean.attach(batch);
        collector.backward(mean);
        value = mean.getFloat();
      }
      run.net.parameters().forEach((name, parameter) -> {
        try (NDArray gradient = parameter.getGradient()) {
          run.optimizer.update(name, parameter, gradient);
        }
      });
      return value;
    }
  }

  @Override
  public Map<String, double[]> check() {
    int[] indices = new int[task.batch()];
    Arrays.setAll(indices, i -> i);
    Run fresh = begin();
    double[] losses = new double[TrainingTask.CHECKED_STEPS];
    Arrays.setAll(losses, _ -> step(fresh, indices));
    fresh.net.parameters().values().forEach(NDArray::close);
    return TrainingTask.checks(losses);
  }

  @Override
  public Map<String, Double> round(double seconds) {
    long start = System.nanoTime();
    long steps = 0;
    double taken;
    do {
      if (next + task.batch() > order.length) {
        order = new RandomStream(Synthetic.SEED, "shuffle", ++epoch).permutation(data.size());
        next = 0;
      }
      float value = step(run, Arrays.copyOfRange(order, next, next + task.batch()));
      if (!Float.isFinite(value)) {
        throw new IllegalStateException("libtorch's loss is " + value);
      }
      next += task.batch();
      steps++;
      taken = Clock.since(start);
    } while (taken < seconds);
    return Map.of(TrainingTask.TRAINING, steps * task.batch() / taken);
  }

  @Override
  public void close() {
    manager.close();
  }
}
