package dev.gradus.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gradus.GradusException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class WorkersTest {
  private static final String CLOSED =
      "these workers are closed, so they run nothing any more. Close them after the last run of what was bound to them";

  /// The threads of crews that were not there before.
  private static List<Thread> crew(Set<Thread> before) {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("gradus-worker-") && !before.contains(thread)).toList();
  }

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
    List<Thread> crew = crew(before);
    assertThat(crew).hasSize(2).allMatch(Thread::isAlive);
    workers.close();
    workers.close();
    assertThat(crew).noneMatch(Thread::isAlive);
    for (int count : new int[] {1, 2}) {
      assertThatThrownBy(() -> workers.run(count, (index, worker) -> {})).isInstanceOf(GradusException.class).hasMessage(CLOSED);
    }
    assertThatThrownBy(() -> workers.run(2, 1, (index, worker) -> {})).isInstanceOf(GradusException.class).hasMessage(CLOSED);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void closedWhileAnotherThreadRunsJobsTheyFinishOneAndRefuseTheNext(int threads) throws InterruptedException {
    for (int round = 0; round < 10; round++) {
      Workers workers = new Workers(threads);
      AtomicInteger begun = new AtomicInteger();
      AtomicInteger done = new AtomicInteger();
      AtomicReference<Throwable> thrown = new AtomicReference<>();
      Thread caller = Thread.ofPlatform().start(() -> {
        try {
          while (true) {
            begun.incrementAndGet();
            workers.run(5, (index, worker) -> done.incrementAndGet());
          }
        } catch (GradusException e) {
          thrown.set(e);
        }
      });
      while (begun.get() < 2) {
        Thread.yield();
      }
      workers.close();
      caller.join();
      assertThat(thrown.get()).hasMessage(CLOSED);
      assertThat(done).as("all tasks of all jobs but the refused one").hasValue(5 * (begun.get() - 1));
    }
  }

  @Test
  void refusesToBeClosedByATaskOnWhicheverThread() {
    try (Workers workers = new Workers(2)) {
      boolean[] tried = new boolean[2];
      for (int job = 0; job < 100_000 && !(tried[0] && tried[1]); job++) {
        workers.run(4, (index, worker) -> {
          tried[worker] = true;
          assertThatThrownBy(workers::close).isInstanceOf(IllegalStateException.class)
              .hasMessage("a task must not close the workers that run it");
        });
      }
      assertThat(tried[0]).isTrue();
    }
  }

  @Test
  void interruptedMembersGoOnWorkingAndSleepAgain() throws InterruptedException {
    Set<Thread> before = Thread.getAllStackTraces().keySet();
    try (Workers workers = new Workers(3)) {
      List<Thread> crew = crew(before);
      AtomicInteger done = new AtomicInteger();
      for (int job = 0; job < 200; job++) {
        crew.forEach(Thread::interrupt);
        workers.run(6, (index, worker) -> done.incrementAndGet());
      }
      assertThat(done).hasValue(1_200);
      crew.forEach(Thread::interrupt);
      for (Thread member : crew) {
        while (member.isInterrupted() || member.getState() != Thread.State.WAITING) {
          Thread.sleep(1);
        }
      }
    }
  }

  @Test
  void refusesACrewOfNobody() {
    assertThatThrownBy(() -> new Workers(0)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("threads must be at least 1, not 0");
  }
}
