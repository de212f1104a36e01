package dev.gradus.cli.bench;

import com.sun.management.ThreadMXBean;
import dev.gradus.backend.Backend;
import dev.gradus.backend.Execution;
import dev.gradus.loss.Losses;
import dev.gradus.train.Listener;
import dev.gradus.train.Trainer;
import dev.gradus.train.Training;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.SynchronousQueue;
import java.util.stream.IntStream;

/// Our training: one call of [Trainer#fit] on a thread of its own, which waits at the end of a step while it is others' turn.
final class TrainingSession implements Session, Listener {
  private static final double END = -1;

  /// What a round gave, or why there was none.
  private record Outcome(Map<String, Double> values, Optional<Throwable> failure) {}

  private final TrainingTask task;
  private final int threads;
  private final ThreadMXBean beans = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private final SynchronousQueue<Double> turns = new SynchronousQueue<>();
  private final SynchronousQueue<Outcome> outcomes = new SynchronousQueue<>();
  private final Thread trainer;

  private double seconds;
  private long start;
  private long steps;
  private long allocated;

  TrainingSession(TrainingTask task, int threads) {
    this.task = task;
    this.threads = threads;
    trainer = Thread.ofPlatform().daemon().name("bench-trainer").start(this::train);
  }

  private Trainer trainer() {
    Trainer trainer = Trainer.of(task.model()).loss(Losses.softmaxCrossEntropy()).optimizer(task.optimizer()).batchSize(task.batch())
        .execution(new Execution(Backend.best(), threads));
    task.augmentation().ifPresent(trainer::augmentation);
    return trainer;
  }

  private void train() {
    try {
      trainer().epochs(Integer.MAX_VALUE).listener(this).fit(task.data());
    } catch (Throwable failure) {
      try {
        outcomes.put(new Outcome(Map.of(), Optional.of(failure)));
      } catch (InterruptedException _) {
        // Closed meanwhile: nobody waits for it.
      }
    }
  }

  @Override
  public Map<String, double[]> check() {
    List<Double> losses = new ArrayList<>();
    // One batch is the whole set, so that every step sees the same examples, whatever the order.
    trainer().epochs(TrainingTask.CHECKED_STEPS).listener(new Listener() {
      @Override
      public void stepFinished(Training training) {
        losses.add(training.stepLoss());
      }
    }).fit(task.data().select(IntStream.range(0, task.batch()).toArray()));
    return TrainingTask.checks(losses.stream().mapToDouble(Double::doubleValue).toArray());
  }

  @Override
  public void stepFinished(Training training) {
    if (steps++ >= 0 && start != 0) {
      double taken = Clock.since(start);
      if (taken < seconds) {
        return;
      }
      double bytes = beans.getTotalThreadAllocatedBytes() - allocated;
      offer(Map.of(TrainingTask.TRAINING, steps * task.batch() / taken, TrainingTask.ALLOCATED, bytes / steps));
    }
    begin(training);
  }

  private void offer(Map<String, Double> values) {
    try {
      outcomes.put(new Outcome(values, Optional.empty()));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void begin(Training training) {
    try {
      seconds = turns.take();
    } catch (InterruptedException _) {
      seconds = END;
    }
    if (seconds == END) {
      training.stop("measured");
    }
    steps = 0;
    allocated = beans.getTotalThreadAllocatedBytes();
    start = System.nanoTime();
  }

  @Override
  public Map<String, Double> round(double seconds) {
    try {
      turns.put(seconds);
      Outcome outcome = outcomes.take();
      outcome.failure().ifPresent(failure -> {
        throw new IllegalStateException("the training ended: " + failure.getMessage(), failure);
      });
      return outcome.values();
    } catch (InterruptedException interrupted) {
      throw new IllegalStateException(interrupted);
    }
  }

  @Override
  public void close() {
    trainer.interrupt();
    try {
      trainer.join();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
