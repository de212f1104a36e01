package dev.gradus.cli.bench;

import com.sun.management.OperatingSystemMXBean;
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
/// figure is the median of the pairs' quotients. The processor time is told too, which busy neighbours change less; with one thread
/// nobody waits in a loop.
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
    double kept = read(plain);
    double made = read(changed);
    System.out.printf(Locale.ROOT, "reading an image: %.2f µs of processor time from memory, %.2f µs changed%n", kept, made);
    List<Double> speeds = new ArrayList<>();
    List<Double> times = new ArrayList<>();
    ThreadMXBean beans = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    try (Session memory = new TrainingSession(TrainingTask.of(Workload.RESNET20, Scale.FULL), threads);
        Session augmented = new TrainingSession(task, threads)) {
      memory.round(seconds);
      augmented.round(seconds);
      for (int round = 0; round < rounds; round++) {
        // Who goes first changes, for a machine that gets busier or idler.
        Turn first = turn(round % 2 == 0 ? memory : augmented, seconds);
        Turn second = turn(round % 2 == 0 ? augmented : memory, seconds);
        Turn without = round % 2 == 0 ? first : second;
        Turn changing = round % 2 == 0 ? second : first;
        speeds.add(changing.rate() / without.rate());
        times.add(without.processor() / changing.processor());
        System.out.printf(Locale.ROOT, "round %d: memory %.0f images/s, %.0f µs of processor time an image; augmented %.0f, %.0f%n", round + 1,
            without.rate(), without.processor(), changing.rate(), changing.processor());
      }
      double loader = Arrays.stream(beans.getThreadInfo(beans.getAllThreadIds())).filter(info -> info != null && info.getThreadName().startsWith("gradus-loader"))
          .mapToDouble(info -> beans.getThreadCpuTime(info.getThreadId()) * 1e-9).sum();
      System.out.printf(Locale.ROOT, "the loader's thread took %.3f s of processor time%n", loader);
    }
    say("speed, augmented of memory", speeds);
    say("processor time, memory of augmented", times);
  }

  /// @param processor microseconds of processor time of the whole process for an image
  private record Turn(double rate, double processor) {}

  private static Turn turn(Session session, double seconds) {
    OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    long cpu = system.getProcessCpuTime();
    long begun = System.nanoTime();
    double rate = session.round(seconds).get(TrainingTask.TRAINING);
    double images = rate * Clock.since(begun);
    return new Turn(rate, (system.getProcessCpuTime() - cpu) / 1e3 / images);
  }

  private static void say(String what, List<Double> quotients) {
    double[] sorted = quotients.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    System.out.printf(Locale.ROOT, "%s: median %.3f, %.3f to %.3f, middle half %.3f to %.3f%n", what, sorted[sorted.length / 2], sorted[0],
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
