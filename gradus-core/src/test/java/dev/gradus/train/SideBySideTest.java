package dev.gradus.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gradus.backend.Backend;
import dev.gradus.backend.Execution;
import dev.gradus.model.Model;
import dev.gradus.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Many threads and many models in one process: none disturbs another, and none leaves anything behind.
class SideBySideTest {
  private static final Execution TWO = new Execution(Backend.VECTOR, 2);

  private static Model trained(Nets net) {
    Model model = net.model();
    net.trainer(model, TWO).batchSize(16).fit(net.data(48));
    return model;
  }

  @ParameterizedTest
  @EnumSource(names = {"MLP", "CNN", "TOKENS"})
  void sixteenThreadsPredictWithTheBitsOfOne(Nets net) throws Exception {
    Model model = trained(net);
    Tensor inputs = net.inputs(70);
    int size = model.inputShape().size();
    List<Tensor> parts = IntStream.of(1, 2, 7, 70)
        .mapToObj(n -> Tensor.of(model.inputShape().prepend(dev.gradus.tensor.Dim.of(n)), Arrays.copyOf(inputs.floats(), n * size))).toList();
    List<float[]> alone = parts.stream().map(part -> model.predict(part, new Execution(Backend.SCALAR, 1)).floats()).toList();
    try (ExecutorService crowd = Executors.newFixedThreadPool(16)) {
      List<Callable<Void>> calls = IntStream.range(0, 320).<Callable<Void>>mapToObj(call -> () -> {
        int part = call % parts.size();
        assertThat(model.predict(parts.get(part), new Execution(Backend.VECTOR, 1 + call % 3)).floats())
            .as("call %d", call).isEqualTo(alone.get(part));
        return null;
      }).toList();
      for (var done : crowd.invokeAll(calls)) {
        done.get();
      }
    }
  }

  @Test
  void interruptedTrainingLeavesAUsableModelAndNoThread() {
    int before = workers();
    Model model = Nets.CNN.model();
    TrainingReport report;
    try {
      report = Nets.CNN.trainer(model, new Execution(Backend.VECTOR, 3)).batchSize(16).listener(new Listener() {
        @Override
        public void stepFinished(Training training) {
          Thread.currentThread().interrupt();
        }
      }).fit(Nets.CNN.data(64));
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
    assertThat(report.steps()).isEqualTo(1);
    assertThat(workers()).isEqualTo(before);
    Model likewise = Nets.CNN.model();
    Nets.CNN.trainer(likewise, new Execution(Backend.SCALAR, 1)).batchSize(16).listener(new Listener() {
      @Override
      public void stepFinished(Training training) {
        training.stop("one step");
      }
    }).fit(Nets.CNN.data(64));
    assertThat(model.weightsSha256()).isEqualTo(likewise.weightsSha256());
    Nets.CNN.trainer(model, TWO).fit(Nets.CNN.data(32));
  }

  @Test
  void interruptedThreadPredictsAndEvaluatesWithTheSameBitsAndStaysInterrupted() {
    Model model = trained(Nets.CNN);
    Tensor inputs = Nets.CNN.inputs(300);
    float[] calm = model.predict(inputs, TWO).floats();
    double loss = model.evaluate(Nets.CNN.data(300), TWO).loss();
    Thread.currentThread().interrupt();
    float[] disturbed;
    double disturbedLoss;
    boolean still;
    try {
      disturbed = model.predict(inputs, TWO).floats();
      disturbedLoss = model.evaluate(Nets.CNN.data(300), TWO).loss();
    } finally {
      still = Thread.interrupted();
    }
    assertThat(still).isTrue();
    assertThat(disturbed).isEqualTo(calm);
    assertThat(disturbedLoss).isEqualTo(loss);
  }

  @Test
  void modelsMadeTrainedAndDroppedLeaveNothing() {
    staysLevel(100);
  }

  @Tag("slow")
  @Test
  void thousandModelsMadeTrainedAndDroppedLeaveNothing() {
    staysLevel(1000);
  }

  private static void staysLevel(int rounds) {
    round(30);
    int threads = workers();
    long heap = heap();
    round(rounds);
    assertThat(workers()).as("threads after %d rounds", rounds).isEqualTo(threads);
    // One round's weights and arena, kept, would be 50 kB: 5 MB in 100 rounds.
    long grown = heap() - heap;
    System.out.println(rounds + " rounds: heap grew by " + grown + " bytes, threads " + threads);
    assertThat(grown).as("bytes more after %d rounds", rounds).isLessThan(2_000_000);
  }

  private static void round(int rounds) {
    for (int i = 0; i < rounds; i++) {
      Model model = trained(Nets.CNN);
      model.predict(Nets.CNN.inputs(3), TWO);
      model.evaluate(Nets.CNN.data(20), TWO);
    }
  }

  /// Threads of crews that are alive.
  private static int workers() {
    return (int) Thread.getAllStackTraces().keySet().stream().filter(thread -> thread.getName().startsWith("gradus-worker")).count();
  }

  /// Bytes that are in use once all garbage is gone.
  private static long heap() {
    long least = Long.MAX_VALUE;
    for (int i = 0; i < 5; i++) {
      System.gc();
      least = Math.min(least, Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory());
    }
    return least;
  }
}
