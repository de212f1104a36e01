package dev.gradus.backend;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/// A fixed crew of threads that share out numbered tasks. Made once, used for every step, allocating nothing.
///
/// The caller is one of the crew. Which thread runs a task never changes a result: tasks write to places of their own
/// and are cut by shape alone, never by the number of threads.
public final class Workers implements AutoCloseable {
  /// How often an idle thread looks for work before it sleeps: long enough to bridge the gap between two kernels.
  private static final int SPINS = 20_000;

  /// One numbered part of a job.
  @FunctionalInterface
  public interface Task {
    /// Does part `index`; `worker` in 0 .. threads - 1 names the crew member, for scratch memory of its own.
    void run(int index, int worker);
  }

  private final Thread[] crew;
  private final AtomicLong generation = new AtomicLong();
  private final AtomicInteger next = new AtomicInteger();
  private final AtomicInteger busy = new AtomicInteger();
  private final AtomicReference<Throwable> failure = new AtomicReference<>();
  private volatile boolean closed;
  private volatile Thread caller;
  private Task task;
  private int tasks;

  /// A crew of `threads`, the caller included.
  public Workers(int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException("threads must be at least 1, not " + threads);
    }
    crew = new Thread[threads - 1];
    for (int i = 0; i < crew.length; i++) {
      int worker = i + 1;
      crew[i] = Thread.ofPlatform().daemon().name("gradus-worker-" + worker).start(() -> serve(worker));
    }
  }

  /// The number of threads, the caller included.
  public int threads() {
    return crew.length + 1;
  }

  /// Runs tasks 0 .. count - 1 and returns when all are done. Not for use by two callers at once.
  public void run(int count, Task job) {
    if (count <= 1 || crew.length == 0) {
      for (int i = 0; i < count; i++) {
        job.run(i, 0);
      }
      return;
    }
    if (closed) {
      throw new IllegalStateException("these workers are closed");
    }
    task = job;
    tasks = count;
    caller = Thread.currentThread();
    next.set(0);
    busy.set(crew.length);
    generation.incrementAndGet();
    for (Thread thread : crew) {
      LockSupport.unpark(thread);
    }
    work(0);
    for (int spins = 0; busy.get() > 0; spins++) {
      if (spins < SPINS) {
        Thread.onSpinWait();
      } else {
        LockSupport.park(this);
      }
    }
    task = null;
    Throwable thrown = failure.getAndSet(null);
    if (thrown != null) {
      if (thrown instanceof Error error) {
        throw error;
      }
      throw (RuntimeException) thrown;
    }
  }

  @Override
  public void close() {
    closed = true;
    for (Thread thread : crew) {
      LockSupport.unpark(thread);
    }
  }

  private void work(int worker) {
    try {
      Task job = task;
      int count = tasks;
      for (int i = next.getAndIncrement(); i < count; i = next.getAndIncrement()) {
        job.run(i, worker);
      }
    } catch (RuntimeException | Error thrown) {
      failure.compareAndSet(null, thrown);
    }
  }

  private void serve(int worker) {
    long seen = 0;
    while (true) {
      for (int spins = 0; generation.get() == seen && !closed; spins++) {
        if (spins < SPINS) {
          Thread.onSpinWait();
        } else {
          LockSupport.park(this);
        }
      }
      if (closed) {
        return;
      }
      seen++;
      work(worker);
      if (busy.decrementAndGet() == 0) {
        LockSupport.unpark(caller);
      }
    }
  }
}
