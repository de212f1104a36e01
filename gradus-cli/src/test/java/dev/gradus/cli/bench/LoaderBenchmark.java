package dev.gradus.cli.bench;

import com.sun.management.ThreadMXBean;
import dev.gradus.dataset.Dataset;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// How much augmentation costs a training: `LoaderBenchmark [ROUNDS [SECONDS [THREADS]]]`.
///
/// `resnet20` on images from memory and `resnet20-augmented` take short turns, so that what else the machine does meets both alike; the
/// figure is the median of the pairs' quotients. The processor time of reading one image is measured on one thread, which no other
/// process can change.
final class LoaderBenchmark {
  private static final int IMAGES = 20_000;

  private LoaderBenchmark() {}

  static void main(String[] args) {
    int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 9;
    double seconds = args.length > 1 ? Double.parseDouble(args[1]) : 3;
    int threads = args.length > 2 ? Integer.parseInt(args[2]) : 2;
    TrainingTask task = TrainingTask.of(Workload.RESNET20_AUGMENTED, Scale.FULL);
    Dataset plain = task.data();
    Dataset changed = task.augmentation().orElseThrow().view(plain, 1, 1);
    read(changed);
    read(plain);
    double from = read(plain);
    double with = read(changed);
    System.out.printf(Locale.ROOT, "reading an image: %.2f µs of processor time from memory, %.2f µs changed%n", from, with);
    List<Double> quotients = new ArrayList<>();
    ThreadMXBean beans = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    try (Session memory = new TrainingSession(TrainingTask.of(Workload.RESNET20, Scale.FULL), threads);
        Session augmented = new TrainingSession(task, threads)) {
      memory.round(seconds);
      augmented.round(seconds);
      for (int round = 0; round < rounds; round++) {
        // Who goes first changes, for a machine that gets busier or idler.
        double first = (round % 2 == 0 ? memory : augmented).round(seconds).get(TrainingTask.TRAINING);
        double second = (round % 2 == 0 ? augmented : memory).round(seconds).get(TrainingTask.TRAINING);
        double quotient = round % 2 == 0 ? second / first : first / second;
        quotients.add(quotient);
        System.out.printf(Locale.ROOT, "round %d: %.0f and %.0f images/s, augmented is %.3f of memory%n", round + 1, first, second, quotient);
      }
      double loader = Arrays.stream(beans.getThreadInfo(beans.getAllThreadIds())).filter(info -> info != null && info.getThreadName().startsWith("gradus-loader"))
          .mapToDouble(info -> beans.getThreadCpuTime(info.getThreadId()) * 1e-9).sum();
      System.out.printf(Locale.ROOT, "the loader's thread took %.3f s of processor time%n", loader);
    }
    double[] sorted = quotients.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    System.out.printf(Locale.ROOT, "median %.3f, %.3f to %.3f, middle half %.3f to %.3f%n", sorted[sorted.length / 2], sorted[0],
        sorted[sorted.length - 1], sorted[sorted.length / 4], sorted[sorted.length - 1 - sorted.length / 4]);
  }

  /// Microseconds of processor time for an image.
  private static double read(Dataset data) {
    ThreadMXBean beans = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    float[] into = new float[data.inputShape().size()];
    long before = beans.getCurrentThreadCpuTime();
    for (int i = 0; i < IMAGES; i++) {
      data.readInput(i % data.size(), into, 0);
    }
    return (beans.getCurrentThreadCpuTime() - before) / 1e3 / IMAGES;
  }
}
