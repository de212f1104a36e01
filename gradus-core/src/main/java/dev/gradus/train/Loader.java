package dev.gradus.train;

import dev.gradus.backend.Executable;
import dev.gradus.backend.Workers;
import dev.gradus.dataset.Examples;
import dev.gradus.model.BatchBuffer;
import dev.gradus.model.Batches;
import java.util.concurrent.atomic.AtomicInteger;

/// Gives steps their batches, some of them read ahead by threads of its own while the step before computes.
///
/// Batches have numbered rows, and whoever is free takes the next row: threads of the background from the first batch that has one
/// left, and, when a step wants its batch, the computing threads too. So a step never waits for rows that nobody works at, and slow
/// reading costs no more than it would between steps. What is in a row follows from the epoch's view, its order and the place alone.
final class Loader implements AutoCloseable {
  private final Loading loading;
  private final Workers workers;
  // Everything below is guarded by this, but for what a batch says of itself.
  private BatchBuffer[] buffers = {};
  private Batch[] ring = {};
  private Thread[] threads = {};
  private Examples view;
  private int[] order;
  private int size;
  private int next;
  private long opened;
  private long taken;
  private boolean closed;

  Loader(Loading loading, Workers workers) {
    this.loading = loading;
    this.workers = workers;
  }

  /// A batch being read, or ready. Each is new, so that a thread that comes late to one finds no row left, whatever its buffer is for now.
  private final class Batch {
    private final BatchBuffer buffer;
    private final int[] order;
    private final int from;
    private final int count;
    private final AtomicInteger row = new AtomicInteger();
    private final AtomicInteger done = new AtomicInteger();
    private int failedRow;
    private Throwable failure;

    Batch(BatchBuffer buffer, int[] order, int from, int count) {
      this.buffer = buffer;
      this.order = order;
      this.from = from;
      this.count = count;
    }

    boolean hasRows() {
      return row.get() < count;
    }

    boolean ready() {
      return done.get() == count;
    }

    void work() {
      for (int mine = row.getAndIncrement(); mine < count; mine = row.getAndIncrement()) {
        try {
          buffer.read(order[from + mine], mine);
        } catch (Throwable thrown) {
          failed(mine, thrown);
        }
        if (done.incrementAndGet() == count) {
          synchronized (Loader.this) {
            Loader.this.notifyAll();
          }
        }
      }
    }

    /// Of several failures the first row's counts, whoever met it first: the same message for any number of threads.
    private void failed(int mine, Throwable thrown) {
      synchronized (Loader.this) {
        if (failure == null || mine < failedRow) {
          failure = thrown;
          failedRow = mine;
        }
      }
    }
  }

  /// Goes over an epoch's examples from place `from` of the order on. What was read ahead before is forgotten.
  ///
  /// @param like an executable for full batches
  synchronized void begin(Executable like, Examples view, int[] order, int from, int batch) {
    if (loading.threads() == 0) {
      return;
    }
    if (ring.length == 0) {
      start(like, view, batch);
    }
    while (taken < opened) {
      await(batch(taken));
      taken++;
    }
    this.view = view;
    this.order = order;
    size = batch;
    next = from;
    notifyAll();
  }

  private void start(Executable like, Examples view, int batch) {
    ring = new Batch[loading.ahead()];
    buffers = new BatchBuffer[loading.ahead()];
    for (int i = 0; i < buffers.length; i++) {
      buffers[i] = new BatchBuffer(like, view, batch);
    }
    threads = new Thread[loading.threads()];
    for (int i = 0; i < threads.length; i++) {
      threads[i] = Thread.ofPlatform().daemon().name("gradus-loader-" + (i + 1)).start(this::serve);
    }
  }

  private Batch batch(long number) {
    return ring[(int) (number % ring.length)];
  }

  private void serve() {
    for (Batch batch = claim(); batch != null; batch = claim()) {
      batch.work();
    }
  }

  /// The first batch with rows to read, opened if need be; null once closed.
  private synchronized Batch claim() {
    while (!closed) {
      for (long number = taken; number < opened; number++) {
        if (batch(number).hasRows()) {
          return batch(number);
        }
      }
      if (!open()) {
        pause();
      }
    }
    return null;
  }

  /// Begins the next batch if there is one, and a buffer for it.
  private boolean open() {
    if (order == null || next >= order.length || opened - taken == ring.length) {
      return false;
    }
    int place = (int) (opened++ % ring.length);
    buffers[place].begin(view);
    ring[place] = new Batch(buffers[place], order, next, Math.min(size, order.length - next));
    next += size;
    return true;
  }

  /// Fills an executable with the examples from place `from` of the order on, and waits for them if need be.
  ///
  /// @throws RuntimeException whatever reading an example threw; of several the first row's
  void fill(Executable executable, Examples view, int[] order, int from, int count) {
    if (loading.threads() == 0) {
      Batches.fill(executable, view, order, from, count, workers);
      return;
    }
    Batch batch = wanted();
    if (batch.hasRows()) {
      workers.run(workers.threads(), (_, _) -> batch.work());
    }
    Throwable failure = finished(batch);
    if (failure == null) {
      assert batch.from == from && batch.count == count : "the loader is at " + batch.from + ", the step at " + from;
      batch.buffer.copyInto(executable, count);
      Batches.fillWeights(executable, view, order, from, count);
    }
    taken();
    switch (failure) {
      case null -> {
        // All rows are there.
      }
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      default -> throw new IllegalStateException("reading an example threw a checked exception", failure);
    }
  }

  private synchronized Batch wanted() {
    if (taken == opened) {
      open();
    }
    return batch(taken);
  }

  private synchronized Throwable finished(Batch batch) {
    await(batch);
    return batch.failure;
  }

  private synchronized void taken() {
    taken++;
    notifyAll();
  }

  /// Waits until all rows of a batch are read; an interruption is for the training to see after its step.
  private void await(Batch batch) {
    boolean interrupted = false;
    while (!batch.ready()) {
      try {
        wait();
      } catch (InterruptedException _) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void pause() {
    try {
      wait();
    } catch (InterruptedException _) {
      // A data set's own doing: closing says so otherwise.
    }
  }

  /// Ends the threads, each after the row that it is at.
  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      for (long number = taken; number < opened; number++) {
        // No more rows are taken.
        batch(number).row.set(Integer.MAX_VALUE / 2);
      }
      notifyAll();
    }
    boolean interrupted = false;
    for (Thread thread : threads) {
      while (thread.isAlive()) {
        try {
          thread.join();
        } catch (InterruptedException _) {
          interrupted = true;
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
