package dev.gradus.cli.bench;

import dev.gradus.GradusException;
import dev.gradus.data.Nearest;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What is measured. All in float32, on synthetic data from a seed.
public enum Workload {
  /// What the machine can do at most: fused multiply-adds, and copying in each of its memories.
  PEAK("peak"),
  /// Matrix products: square ones of three transposed forms, and those of the networks' dense layers.
  GEMM("gemm"),
  /// Convolutions of the networks' layers: forward, input gradient, filter gradient.
  CONV("conv"),
  /// Training 784-512-256-10 with ReLU by Adam, batch 128.
  MLP("mlp"),
  /// Training the 28 × 28 × 1 network of two 5 × 5 convolutions by momentum, batch 64.
  LENET("lenet"),
  /// Training the 32 × 32 × 3 network of six 3 × 3 convolutions with batch normalisation by Adam, batch 64.
  VGG("vgg"),
  /// Training the residual network of 20 layers for 32 × 32 × 3 by momentum, batch 64.
  RESNET20("resnet20"),
  /// The same on images that are cropped and flipped anew in each epoch, in the background.
  RESNET20_AUGMENTED("resnet20-augmented"),
  /// Using `mlp`: one example at a time, and 64 at once.
  INFER_MLP("infer-mlp"),
  /// Using `vgg`: one example at a time, and 64 at once.
  INFER_VGG("infer-vgg"),
  /// A fresh process that loads a saved `mlp` and predicts once.
  STARTUP("startup");

  private final String label;

  Workload(String label) {
    this.label = label;
  }

  /// Its name on the command line.
  public String label() {
    return label;
  }

  /// The one called so.
  ///
  /// @throws GradusException if there is none
  public static Workload named(String name) {
    List<String> names = Arrays.stream(values()).map(Workload::label).toList();
    return Arrays.stream(values()).filter(workload -> workload.label.equals(name)).findFirst().orElseThrow(() -> new GradusException(
        "unknown workload \"" + name + "\"" + Nearest.hint(name, names) + "; there are " + String.join(", ", names)));
  }

  /// Its figures by name, in order.
  Map<String, Metric> metrics(Scale scale) {
    List<Metric> metrics = switch (this) {
      case PEAK -> PeakSession.metrics();
      case GEMM -> KernelCase.metrics(Gemm.cases(scale));
      case CONV -> KernelCase.metrics(Conv.cases(scale));
      case MLP, LENET, VGG, RESNET20, RESNET20_AUGMENTED -> TrainingTask.of(this, scale).metrics();
      case INFER_MLP, INFER_VGG -> InferenceTask.of(this, scale).metrics();
      case STARTUP -> StartupSession.metrics();
    };
    Map<String, Metric> named = new LinkedHashMap<>();
    metrics.forEach(metric -> named.put(metric.name(), metric));
    return named;
  }

  /// Whether the number of threads matters to it.
  boolean threaded() {
    return this != STARTUP;
  }

  /// Whether it trains.
  boolean trains() {
    return switch (this) {
      case MLP, LENET, VGG, RESNET20, RESNET20_AUGMENTED -> true;
      case PEAK, GEMM, CONV, INFER_MLP, INFER_VGG, STARTUP -> false;
    };
  }
}
