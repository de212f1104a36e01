package dev.gradus.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gradus.GradusException;
import dev.gradus.backend.Backend;
import dev.gradus.backend.Execution;
import dev.gradus.dataset.Dataset;
import dev.gradus.dataset.DatasetView;
import dev.gradus.model.Model;
import dev.gradus.random.RandomStream;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LoaderTest {
  private static final Execution ONE = new Execution(Backend.VECTOR, 1);

  @AfterEach
  void noThreadIsLeft() {
    assertThat(Thread.getAllStackTraces().keySet().stream().map(Thread::getName).filter(name -> name.startsWith("gradus-loader"))).isEmpty();
  }

  /// What happens when an example is read.
  private interface Reading {
    void of(int index, float[] into, int at);
  }

  /// Examples whose inputs are changed as they are read.
  private record Read(Dataset source, Reading reading) implements DatasetView {
    @Override
    public void readInput(int index, float[] into, int at) {
      source.readInput(index, into, at);
      reading.of(index, into, at);
    }
  }

  private static String weights(Loading loading, int threads) {
    Model model = Nets.CNN.model();
    Nets.CNN.trainer(model, new Execution(Backend.VECTOR, threads)).epochs(3).batchSize(9).loading(loading)
        .augmentation((training, seed, epoch) -> new Read(training, (index, into, at) ->
            into[at] += (float) new RandomStream(seed, "noise/" + epoch, index).nextGaussian()))
        .fit(Nets.CNN.data(40));
    return model.weightsSha256();
  }

  @Test
  void sameBitsForAnyNumberOfThreadsAndBatchesAhead() {
    String expected = weights(Loading.betweenSteps(), 1);

    for (Loading loading : List.of(Loading.background(1), new Loading(3, 1), new Loading(2, 5), Loading.background(8))) {
      for (int threads : new int[] {1, 3}) {
        assertThat(weights(loading, threads)).as(loading + " with " + threads + " computing threads").isEqualTo(expected);
      }
    }
  }

  @Test
  void readsAheadButNoFurtherThanItMay() {
    AtomicInteger read = new AtomicInteger();
    int batch = 10;
    int ahead = 3;

    // A diagnosis would read examples of its own.
    Nets.MLP.trainer(Nets.MLP.model(), ONE).diagnosing(false).epochs(1).batchSize(batch).loading(new Loading(2, ahead)).listener(new Listener() {
      @Override
      public void stepFinished(Training training) {
        int most = Math.min(100, (int) (training.step() + ahead) * batch);
        // While the step waits, the background fills all there is room for.
        for (long end = System.nanoTime() + 60_000_000_000L; read.get() < most && System.nanoTime() < end; ) {
          Thread.onSpinWait();
        }
        assertThat(read.get()).isEqualTo(most);
      }
    }).fit(new Read(Nets.MLP.data(100), (_, _, _) -> read.incrementAndGet()));

    assertThat(read).hasValue(100);
  }

  @Test
  void whatReadingThrowsReachesTheCallerWithItsMessageTheFirstRowsFirst() {
    Dataset data = new Read(Nets.MLP.data(60), (index, _, _) -> {
      if (index >= 25) {
        throw new GradusException("example " + index + " of clip.bin is damaged");
      }
    });
    // The first in the epoch's order that fails, however many threads read.
    int first = IntStream.of(Shuffle.whole().order(42, 60, 1)).filter(index -> index >= 25).findFirst().orElseThrow();

    for (Loading loading : List.of(Loading.background(1), new Loading(3, 2), new Loading(4, 4))) {
      assertThatThrownBy(() -> Nets.MLP.trainer(Nets.MLP.model(), ONE).batchSize(30).loading(loading).fit(data)).as(loading.toString())
          .isExactlyInstanceOf(GradusException.class).hasMessage("example " + first + " of clip.bin is damaged");
    }
  }

  @Test
  void endsItsThreadsWhenTheTrainingStopsOrFails() {
    TrainingReport report = Nets.MLP.trainer(Nets.MLP.model(), ONE).epochs(50).batchSize(4).loading(new Loading(3, 4)).listener(new Listener() {
      @Override
      public void stepFinished(Training training) {
        if (training.step() == 7) {
          training.stop("enough");
        }
      }
    }).fit(Nets.MLP.data(60));

    assertThat(report.steps()).isEqualTo(7);
    noThreadIsLeft();
    assertThatThrownBy(() -> Nets.MLP.trainer(Nets.MLP.model(), ONE).loading(Loading.background(2)).listener(new Listener() {
      @Override
      public void stepFinished(Training training) {
        throw new IllegalStateException("a listener's own");
      }
    }).fit(Nets.MLP.data(60))).hasMessage("a listener's own");
  }

  @Test
  void anInterruptionStopsTheTrainingAfterItsStep() {
    Thread.currentThread().interrupt();

    TrainingReport report = Nets.MLP.trainer(Nets.MLP.model(), ONE).loading(Loading.background(2)).fit(Nets.MLP.data(60));

    assertThat(Thread.interrupted()).isTrue();
    assertThat(report.stopped()).contains("interrupted");
    assertThat(report.steps()).isEqualTo(1);
  }

  @Test
  void refusesNonsense() {
    assertThatThrownBy(() -> Loading.background(-1)).hasMessage("loading threads must be at least 0, not -1");
    assertThatThrownBy(() -> new Loading(1, 0)).hasMessage("loading keeps at least 1 batch ready, not 0");
    assertThatThrownBy(() -> Shuffle.within(0)).hasMessage("a shuffle's window must be at least 1, not 0");
  }

  @Test
  void aWindowMixesNearExamplesOnlyEachEpochOtherwise() {
    int[] order = Shuffle.within(16).order(3, 100, 1);
    int[] next = Shuffle.within(16).order(3, 100, 2);

    assertThat(order).containsExactlyInAnyOrder(IntStream.range(0, 100).toArray()).isEqualTo(Shuffle.within(16).order(3, 100, 1))
        .isNotEqualTo(next).isNotEqualTo(IntStream.range(0, 100).toArray());
    // Never further back than a window from what was read before.
    int furthest = 0;
    Set<Integer> begun = new HashSet<>();
    for (int i = 0; i < order.length; i++) {
      assertThat(Math.abs(order[i] - i)).isLessThan(16);
      furthest = Math.max(furthest, order[i]);
      assertThat(furthest - order[i]).isLessThan(16);
      begun.add(order[i]);
    }
    assertThat(begun).hasSize(100);
    assertThat(Shuffle.within(1).order(3, 100, 1)).isEqualTo(IntStream.range(0, 100).toArray());
    assertThat(Shuffle.whole().order(3, 100, 1)).isEqualTo(new RandomStream(3, "shuffle", 1).permutation(100));
  }
}
