package dev.gradus.train;

import com.sun.management.ThreadMXBean;
import dev.gradus.backend.Backend;
import dev.gradus.backend.Execution;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.stream.IntStream;

/// Prints how many bytes all threads together allocate in a training step once the compiler is done with it.
///
/// Until then each vector is an object, so this runs in a JVM that compiles early, and the least of several windows of
/// steps counts: what a step allocates by itself is in every window.
public final class StepAllocations {
  private static final int WINDOW = 50;
  private static final int WINDOWS = 8;

  private StepAllocations() {}

  /// One line for each network, number of threads and batch size: those and the bytes per step.
  public static void main(String[] arguments) {
    for (Nets net : List.of(Nets.MLP, Nets.CNN, Nets.SEQUENCES, Nets.TOKENS)) {
      for (int threads : new int[] {1, 2}) {
        for (int batch : new int[] {256, 32}) {
          System.out.println(net + " " + threads + " " + batch + " " + bytesPerStep(net, threads, batch));
        }
      }
    }
  }

  private static long bytesPerStep(Nets net, int threads, int batch) {
    ThreadMXBean beans = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    // Windows lie within one epoch: shuffling is once an epoch and not part of the step.
    long[] least = {Long.MAX_VALUE};
    long[] before = {0};
    net.trainer(net.model(), new Execution(Backend.VECTOR, threads)).batchSize(batch).listener(new Listener() {
      @Override
      public void stepFinished(Training training) {
        if (training.step() % WINDOW == 0) {
          long now = beans.getTotalThreadAllocatedBytes();
          least[0] = Math.min(least[0], (now - before[0]) / WINDOW);
          before[0] = beans.getTotalThreadAllocatedBytes();
        }
      }
    }).fit(net.data(256).select(IntStream.range(0, batch * WINDOW * WINDOWS).map(i -> i % 256).toArray()));
    return least[0];
  }
}
