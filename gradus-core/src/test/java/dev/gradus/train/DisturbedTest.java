package dev.gradus.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gradus.GradusException;
import dev.gradus.Trial;
import dev.gradus.backend.Arena;
import dev.gradus.backend.Backend;
import dev.gradus.backend.Executable;
import dev.gradus.backend.Execution;
import dev.gradus.backend.Workers;
import dev.gradus.dataset.Dataset;
import dev.gradus.dataset.DatasetView;
import dev.gradus.layer.Mode;
import dev.gradus.model.Model;
import dev.gradus.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Trainings and predictions that another thread disturbs in the middle: they end cleanly or go on with the same bits, and leave no
/// thread behind.
@Timeout(120)
class DisturbedTest {
  private static final Execution THREE = new Execution(Backend.VECTOR, 3);

  private Set<Thread> before;

  @BeforeEach
  void countThreads() {
    // The crew that predictions share stays for the JVM's whole life: have it there before.
    Model model = Nets.CNN.model();
    model.predict(Nets.CNN.inputs(300), THREE);
    before = workers();
  }

  @AfterEach
  void leavesNoThread() {
    assertThat(workers()).isEqualTo(before);
  }

  private static Set<Thread> workers() {
    Set<Thread> workers = new HashSet<>(Thread.getAllStackTraces().keySet());
    workers.removeIf(thread -> !thread.getName().startsWith("gradus-worker"));
    return workers;
  }

  /// The weights after so many steps on one thread.
  private static String calm(long steps) {
    Model model = Nets.CNN.model();
    trainer(model, new Execution(Backend.SCALAR, 1)).listener(new Listener() {
      @Override
      public void stepFinished(Training training) {
        if (training.step() == steps) {
          training.stop("enough");
        }
      }
    }).fit(Nets.CNN.data(64));
    return model.weightsSha256();
  }

  private static Trainer trainer(Model model, Execution execution) {
    return Nets.CNN.trainer(model, execution).batchSize(16).epochs(1000).validationSplit(0.2);
  }

  /// A training of many epochs on a thread of its own.
  private static final class Running {
    final Model model = Nets.CNN.model();
    final CountDownLatch under = new CountDownLatch(1);
    final AtomicReference<TrainingReport> report = new AtomicReference<>();
    final AtomicReference<Throwable> thrown = new AtomicReference<>();
    volatile boolean stillInterrupted;
    final Thread thread;

    Running(Execution execution, Dataset data) {
      thread = Thread.ofPlatform().start(() -> {
        try {
          report.set(trainer(model, execution).listener(new Listener() {
            @Override
            public void stepFinished(Training training) {
              under.countDown();
            }
          }).fit(data));
        } catch (RuntimeException e) {
          thrown.set(e);
        }
        stillInterrupted = Thread.currentThread().isInterrupted();
        under.countDown();
      });
    }
  }

  @Test
  void aTrainingInterruptedByAnotherThreadStopsAfterItsStep() throws Exception {
    for (int round = 0; round < 12; round++) {
      Running running = new Running(THREE, Nets.CNN.data(64));
      running.under.await();
      // Lands somewhere in a step, in the filling of a batch or in the validation.
      Thread.sleep(0, round * 80_000);
      running.thread.interrupt();
      running.thread.join();
      assertThat(running.thrown).hasValue(null);
      assertThat(running.report.get().stopped()).hasValue("interrupted");
      assertThat(running.stillInterrupted).isTrue();
      assertThat(running.model.weightsSha256()).isEqualTo(calm(running.report.get().steps()));
    }
  }

  @Test
  void anInterruptedTrainingDoesNotDisturbTheOneBesideIt() throws Exception {
    Running running = new Running(THREE, Nets.CNN.data(64));
    running.under.await();
    Model model = Nets.CNN.model();
    AtomicInteger steps = new AtomicInteger();
    trainer(model, THREE).listener(new Listener() {
      @Override
      public void stepFinished(Training training) {
        if (steps.incrementAndGet() == 20) {
          running.thread.interrupt();
        } else if (steps.get() == 60) {
          training.stop("enough");
        }
      }
    }).fit(Nets.CNN.data(64));
    running.thread.join();
    assertThat(running.report.get().stopped()).hasValue("interrupted");
    assertThat(model.weightsSha256()).isEqualTo(calm(60));
  }

  @Test
  void dataThatCannotBeReadEndTheTrainingWithTheirOwnException() {
    Dataset data = Nets.CNN.data(64);
    AtomicInteger reads = new AtomicInteger();
    Dataset failing = new DatasetView() {
      @Override
      public Dataset source() {
        return data;
      }

      @Override
      public void readInput(int index, float[] into, int at) {
        if (reads.incrementAndGet() > 150) {
          throw new GradusException("the disk is gone");
        }
        data.readInput(index, into, at);
      }
    };
    Model model = Nets.CNN.model();
    assertThatThrownBy(() -> trainer(model, THREE).fit(failing)).isInstanceOf(GradusException.class).hasMessage("the disk is gone");
    assertThat(model.predict(Nets.CNN.inputs(3), THREE).size()).isEqualTo(9);
  }

  @Test
  void threadsInterruptedWhileTheyPredictGetTheBitsOfACalmOne() throws Exception {
    Model model = Nets.CNN.model();
    Tensor inputs = Nets.CNN.inputs(300);
    float[] calm = model.predict(inputs, new Execution(Backend.SCALAR, 1)).floats();
    AtomicInteger others = new AtomicInteger();
    AtomicInteger interrupted = new AtomicInteger();
    List<Thread> threads = new ArrayList<>();
    for (Thread.Builder kind : new Thread.Builder[] {Thread.ofPlatform(), Thread.ofVirtual()}) {
      for (int i = 0; i < 4; i++) {
        threads.add(kind.start(() -> {
          for (int call = 0; call < 40; call++) {
            if (!java.util.Arrays.equals(model.predict(inputs, THREE).floats(), calm)) {
              others.incrementAndGet();
            }
            if (Thread.interrupted()) {
              interrupted.incrementAndGet();
            }
          }
        }));
      }
    }
    while (threads.stream().anyMatch(Thread::isAlive)) {
      threads.forEach(Thread::interrupt);
      Thread.sleep(1);
    }
    assertThat(others).hasValue(0);
    assertThat(interrupted).hasPositiveValue();
  }

  @Test
  void closedWorkersRefuseWhatIsBoundToThemInOneLineAndOthersGoOn() throws Exception {
    Model model = Nets.CNN.model();
    Map<Character, Integer> sizes = Map.of('N', 200);
    var plan = Backend.VECTOR.plan(model.graph(Mode.INFERENCE));
    float[] inputs = Nets.CNN.inputs(200).floats();
    Workers workers = new Workers(3);
    Executable executable = bound(plan, model, workers, sizes, inputs);
    executable.run();
    List<Integer> calm = output(executable);
    CountDownLatch under = new CountDownLatch(1);
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    Thread running = Thread.ofPlatform().start(() -> {
      try {
        while (true) {
          executable.run();
          under.countDown();
        }
      } catch (RuntimeException e) {
        thrown.set(e);
      }
    });
    under.await();
    workers.close();
    running.join();
    assertThat(thrown.get()).isInstanceOf(GradusException.class).hasMessage("these workers are closed, so they run nothing any more."
        + " Close them after the last run of what was bound to them");
    assertThatThrownBy(executable::run).hasMessage(thrown.get().getMessage());
    try (Workers others = new Workers(2)) {
      Executable again = bound(plan, model, others, sizes, inputs);
      again.run();
      assertThat(output(again)).isEqualTo(calm);
    }
  }

  private static Executable bound(dev.gradus.plan.Plan plan, Model model, Workers workers, Map<Character, Integer> sizes, float[] inputs) {
    Executable executable = Backend.VECTOR.bind(plan, sizes, model.arrays(), workers, new Arena());
    var input = executable.input(Model.INPUT);
    System.arraycopy(inputs, 0, input.array(), input.offset(), inputs.length);
    return executable;
  }

  private static List<Integer> output(Executable executable) {
    var output = executable.output(Model.OUTPUT);
    return Trial.bits(java.util.Arrays.copyOfRange(output.array(), output.offset(), output.offset() + 600));
  }
}
