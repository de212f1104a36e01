package dev.gradus.cli.bench;

import dev.gradus.data.augment.Augmentations;
import dev.gradus.dataset.Augmentation;
import dev.gradus.layer.Layer;
import dev.gradus.model.Model;
import dev.gradus.model.Summary;
import dev.gradus.network.Models;
import dev.gradus.optimizer.Optimizer;
import dev.gradus.optimizer.Optimizers;
import dev.gradus.random.Seed;
import dev.gradus.tensor.Shape;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A network to train on [Synthetic] images by softmax cross-entropy, with the usual constants: Adam with η = 0.001, β 0.9 and
/// 0.999, ε = 1e-8; momentum with η = 0.01, μ = 0.9, which is v' = μ · v + g, w' = w - η · v'.
///
/// @param adam whether by Adam, else by momentum
/// @param augmentation how images are changed, in the background, while others are learned from
public record TrainingTask(Layer net, Shape input, int batch, boolean adam, Scale scale, Optional<Augmentation> augmentation) {
  /// How many classes there are.
  public static final int CLASSES = 10;
  public static final double ADAM_RATE = 1e-3;
  public static final double MOMENTUM_RATE = 1e-2;
  /// How many losses contenders compare: the first depends on the forward pass alone, the second on gradients and update too. Later
  /// ones drift apart by rounding: Adam divides by the gradient's own size, however small it is.
  public static final int CHECKED_STEPS = 2;
  /// The figure's name.
  public static final String TRAINING = "training";
  /// How images of 32 × 32 are changed: He et al. 2016, arXiv:1512.03385, section 4.2.
  private static final Augmentation CROPS_AND_FLIPS = Augmentations.crop(4).then(Augmentations.horizontalFlip());
  static final String ALLOCATED = "allocated in a step";
  private static final int IMAGES = 1024;

  /// What a training workload trains.
  public static TrainingTask of(Workload workload, Scale scale) {
    Shape small = Shape.of(28, 28, 1);
    Shape coloured = Shape.of(32, 32, 3);
    return switch (workload) {
      case MLP -> new TrainingTask(Models.mlp(512, 256, CLASSES), Shape.of(784), scale.batch(128), true, scale, Optional.empty());
      case LENET -> new TrainingTask(Models.lenet(CLASSES), small, scale.batch(64), false, scale, Optional.empty());
      case VGG -> new TrainingTask(Models.vgg(CLASSES), coloured, scale.batch(64), true, scale, Optional.empty());
      case RESNET20 -> new TrainingTask(Models.resnet(20, CLASSES), coloured, scale.batch(64), false, scale, Optional.empty());
      case RESNET20_AUGMENTED ->
          new TrainingTask(Models.resnet(20, CLASSES), coloured, scale.batch(64), false, scale, Optional.of(CROPS_AND_FLIPS));
      case PEAK, GEMM, CONV, INFER_MLP, INFER_VGG, STARTUP ->
          throw new IllegalArgumentException(workload + " doesn't train");
    };
  }

  /// The network with its first weights: the same numbers for every contender.
  public Model model() {
    return Model.create(net, input, Seed.seed(Synthetic.SEED));
  }

  /// What to train on.
  public Synthetic data() {
    return new Synthetic(input, scale == Scale.FULL ? IMAGES : 2 * batch, CLASSES);
  }

  Optimizer optimizer() {
    return adam ? Optimizers.adam(ADAM_RATE) : Optimizers.momentum(MOMENTUM_RATE);
  }

  /// What contenders compare: the loss by the first weights, and with it those after each update by the same batch, which show
  /// that gradients and updates are alike too.
  public static Map<String, double[]> checks(double[] losses) {
    return Map.of("the loss of the first step", new double[] {losses[0]}, "the losses of the first steps", losses);
  }

  List<Metric> metrics() {
    Summary summary = model().summary();
    long first = summary.layers().stream().mapToLong(Summary.Row::multiplyAdds).filter(work -> work > 0).findFirst().orElseThrow();
    // Forward, gradient by the input (nobody asks for the images') and gradient by the weights.
    double flops = 2.0 * (3 * summary.multiplyAdds() - first);
    // Weights and the optimizer's slots are read and written in each step.
    double kept = 4.0 * summary.parameters() * (adam ? 3 : 2);
    return List.of(
        new Metric(TRAINING, Unit.IMAGES_PER_SECOND, flops, 2 * kept / batch + 4.0 * input.size(), kept),
        Metric.unbounded(ALLOCATED, Unit.BYTES));
  }
}
