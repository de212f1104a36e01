package dev.gradus.bench;

import dev.gradus.cli.bench.TrainingTask;
import dev.gradus.cli.bench.Workload;
import java.util.ArrayList;
import java.util.List;

/// The workloads' networks once more, as a list of layers for peers to build.
final class Blueprint {
  /// A layer of a peer's.
  sealed interface Part {}

  /// @param pixels of each input channel, 1 if the inputs are plain numbers
  record Dense(int inputs, int outputs, int pixels) implements Part {}

  /// Without bias if a normalisation follows.
  record Conv(int channels, int filters, int size, int stride, boolean bias) implements Part {}

  record Norm(int channels) implements Part {}

  record Relu() implements Part {}

  record MaxPool() implements Part {}

  record GlobalMean() implements Part {}

  record Flatten() implements Part {}

  /// What a block adds to its input; where it halves the image, every second pixel of the input, and zeros for new channels.
  record Residual(List<Part> block, int channels, int filters) implements Part {}

  private Blueprint() {}

  /// The layers of what a workload trains or uses.
  static List<Part> of(Workload workload) {
    return switch (workload) {
      case MLP, INFER_MLP, STARTUP -> List.of(
          new Dense(784, 512, 1), new Relu(), new Dense(512, 256, 1), new Relu(), new Dense(256, TrainingTask.CLASSES, 1));
      case LENET -> List.of(
          new Conv(1, 32, 5, 1, true), new Relu(), new MaxPool(), new Conv(32, 64, 5, 1, true), new Relu(), new MaxPool(), new Flatten(),
          new Dense(3136, 1024, 49), new Relu(), new Dense(1024, TrainingTask.CLASSES, 1));
      case VGG, INFER_VGG -> vgg();
      case RESNET20, RESNET20_AUGMENTED -> resnet();
      case PEAK, GEMM, CONV -> throw new IllegalArgumentException(workload + " has no network");
    };
  }

  private static List<Part> vgg() {
    List<Part> parts = new ArrayList<>();
    int channels = 3;
    for (int filters : new int[] {64, 128, 256}) {
      if (channels > 3) {
        parts.add(new MaxPool());
      }
      for (int i = 0; i < 2; i++) {
        parts.addAll(List.of(new Conv(channels, filters, 3, 1, false), new Norm(filters), new Relu()));
        channels = filters;
      }
    }
    parts.addAll(List.of(new GlobalMean(), new Dense(channels, TrainingTask.CLASSES, 1)));
    return parts;
  }

  private static List<Part> resnet() {
    List<Part> parts = new ArrayList<>(List.of(new Conv(3, 16, 3, 1, false), new Norm(16), new Relu()));
    int channels = 16;
    for (int filters : new int[] {16, 32, 64}) {
      for (int i = 0; i < 3; i++) {
        parts.add(new Residual(List.of(
            new Conv(channels, filters, 3, filters / channels, false), new Norm(filters), new Relu(),
            new Conv(filters, filters, 3, 1, false), new Norm(filters)), channels, filters));
        parts.add(new Relu());
        channels = filters;
      }
    }
    parts.addAll(List.of(new GlobalMean(), new Dense(channels, TrainingTask.CLASSES, 1)));
    return parts;
  }
}
