package dev.gradus.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class WorkersTest {
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void runsEachTaskOnceInEachOfManyJobs(int threads) {
    try (Workers workers = new Workers(threads)) {
      for (int job = 0; job < 5_000; job++) {
        int count = job % 7;
        AtomicIntegerArray runs = new AtomicIntegerArray(7);
        workers.run(count, (index, worker) -> {
          assertThat(worker).isBetween(0, threads - 1);
          runs.incrementAndGet(index);
        });
        for (int i = 0; i < 7; i++) {
          assertThat(runs.get(i)).as("job %d, task %d", job, i).isEqualTo(i < count ? 1 : 0);
        }
      }
    }
  }

  @Test
  void aJobSeesWhatTheOneBeforeWrote() {
    int size = 64;
    int[] values = new int[size];
    int[] next = new int[size];
    try (Workers workers = new Workers(3)) {
      for (int job = 0; job < 5_000; job++) {
        workers.run(size, (index, worker) -> next[index] = values[(index + 1) % size] + 1);
        workers.run(size, (index, worker) -> values[index] = next[index]);
      }
    }
    int[] expected = new int[size];
    Arrays.fill(expected, 5_000);
    assertThat(values).isEqualTo(expected);
  }

  @Test
  void findsSleepingWorkersAwakeAgain() throws InterruptedException {
    AtomicInteger done = new AtomicInteger();
    try (Workers workers = new Workers(3)) {
      for (int job = 0; job < 20; job++) {
        Thread.sleep(5);
        workers.run(3, (index, worker) -> done.incrementAndGet());
      }
    }
    assertThat(done).hasValue(60);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void aFailingTaskFailsTheJobAndLeavesTheCrewUsable(int threads) {
    try (Workers workers = new Workers(threads)) {
      for (int job = 0; job < 200; job++) {
        int bad = job % 10;
        assertThatThrownBy(() -> workers.run(10, (index, worker) -> {
          if (index == bad) {
            throw new IllegalArgumentException("task " + bad);
          }
        })).isInstanceOf(IllegalArgumentException.class).hasMessage("task " + bad);
        assertThatThrownBy(() -> workers.run(10, (index, worker) -> {
          throw new AssertionError("all");
        })).isInstanceOf(AssertionError.class).hasMessage("all");
        AtomicInteger sum = new AtomicInteger();
        workers.run(10, (index, worker) -> sum.addAndGet(index));
        assertThat(sum).hasValue(45);
      }
    }
  }

  @Test
  void runsSmallJobsOnTheCallingThread() {
    Thread caller = Thread.currentThread();
    AtomicInteger done = new AtomicInteger();
    try (Workers workers = new Workers(3)) {
      workers.run(100, 1_000, (index, worker) -> {
        assertThat(Thread.currentThread()).isSameAs(caller);
        assertThat(worker).isZero();
        done.incrementAndGet();
      });
    }
    assertThat(done).hasValue(100);
  }

  @Test
  void refusesAJobStartedByATaskOnWhicheverThread() {
    try (Workers workers = new Workers(2)) {
      AtomicInteger refused = new AtomicInteger();
      boolean[] tried = new boolean[2];
      for (int job = 0; job < 100_000 && !(tried[0] && tried[1]); job++) {
        workers.run(4, (index, worker) -> {
          tried[worker] = true;
          assertThatThrownBy(() -> workers.run(4, (i, w) -> {})).isInstanceOf(IllegalStateException.class)
              .hasMessage("a task must not start another job");
          refused.incrementAndGet();
        });
        assertThat(refused).hasValue(4 * (job + 1));
      }
      assertThat(tried[0]).isTrue();
    }
  }

  @Test
  void twoCallersTakeTurns() throws InterruptedException {
    AtomicInteger done = new AtomicInteger();
    try (Workers workers = new Workers(3)) {
      Runnable caller = () -> {
        for (int job = 0; job < 500; job++) {
          workers.run(5, (index, worker) -> done.incrementAndGet());
        }
      };
      Thread other = Thread.ofPlatform().start(caller);
      caller.run();
      other.join();
    }
    assertThat(done).hasValue(5_000);
  }

  @Test
  void keepsTheCallersInterruption() {
    try (Workers workers = new Workers(2)) {
      Thread.currentThread().interrupt();
      workers.run(4, (index, worker) -> {});
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @Test
  void closesItsThreadsAndRunsNoMore() {
    Set<Thread> before = Thread.getAllStackTraces().keySet();
    Workers workers = new Workers(3);
    List<Thread> crew = Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("gradus-worker-") && !before.contains(thread)).toList();
    assertThat(crew).hasSize(2).allMatch(Thread::isAlive);
    workers.close();
    workers.close();
    assertThat(crew).noneMatch(Thread::isAlive);
    assertThatThrownBy(() -> workers.run(2, (index, worker) -> {})).isInstanceOf(IllegalStateException.class)
        .hasMessage("these workers are closed");
  }

  @Test
  void refusesACrewOfNobody() {
    assertThatThrownBy(() -> new Workers(0)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("threads must be at least 1, not 0");
  }
}
