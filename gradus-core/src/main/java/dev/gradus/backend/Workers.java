package dev.gradus.backend;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/// A fixed crew of threads that share out numbered tasks. Made once, used for every step, allocating nothing.
///
/// The caller is one of the crew. Which thread runs a task never changes a result: tasks write to places of their own
/// and are cut by shape alone, never by the number of threads. A task must not start another job.
public final class Workers implements AutoCloseable {
  /// How often an idle thread looks for work before it sleeps: long enough to bridge the gap between two kernels.
  private static final int SPINS = 20_000;

  /// Multiply-adds below which a job is done sooner by the caller alone than by waking others.
  private static final long WORTH_SHARING = 1 << 16;

  /// The low bits of a call: how many of the crew it wants. The bits above count the calls.
  private static final int WANTED_BITS = 16;

  /// One numbered part of a job.
  @FunctionalInterface
  public interface Task {
    /// Does part `index`; `worker` in 0 .. threads - 1 names the crew member, for scratch memory of its own.
    void run(int index, int worker);
  }

  /// One thread of the crew; the caller's place is number 0 and has no member.
  private static final class Member {
    Thread thread;
    volatile boolean asleep;
  }

  private final Member[] crew;
  // Number of the job and how many of the crew it wants, in one word: a member that isn't wanted can't misread the
  // count of a later job, and one that is wanted keeps the caller waiting until it has read the job.
  private final AtomicLong call = new AtomicLong();
  private final AtomicInteger next = new AtomicInteger();
  private final AtomicInteger busy = new AtomicInteger();
  private final AtomicReference<Throwable> failure = new AtomicReference<>();
  private volatile boolean closed;
  private volatile Thread caller;
  private boolean running;
  private Task task;
  private int tasks;

  /// A crew of `threads`, the caller included.
  public Workers(int threads) {
    if (threads < 1 || threads >= 1 << WANTED_BITS) {
      throw new IllegalArgumentException("threads must be in 1 .. " + ((1 << WANTED_BITS) - 1) + ", not " + threads);
    }
    crew = new Member[threads - 1];
    for (int i = 0; i < crew.length; i++) {
      Member member = new Member();
      int worker = i + 1;
      crew[i] = member;
      member.thread = Thread.ofPlatform().daemon().name("gradus-worker-" + worker).unstarted(() -> serve(member, worker));
    }
    for (Member member : crew) {
      member.thread.start();
    }
  }

  /// The number of threads, the caller included.
  public int threads() {
    return crew.length + 1;
  }

  /// Runs tasks 0 .. count - 1 and returns when all are done, on the calling thread alone if the whole job is small.
  ///
  /// @param work how many multiply-adds the job takes, roughly
  public void run(int count, long work, Task job) {
    if (work < WORTH_SHARING) {
      alone(count, job);
    } else {
      run(count, job);
    }
  }

  /// Runs tasks 0 .. count - 1 and returns when all are done. If tasks fail, throws what the first of them threw, once
  /// no task is running any more; the tasks not yet begun may then be left out. A second caller waits its turn.
  public void run(int count, Task job) {
    if (count <= 1 || crew.length == 0) {
      alone(count, job);
    } else {
      share(count, job);
    }
  }

  /// Ends the crew's threads, after the job under way if there is one. Closing twice does nothing more.
  @Override
  public void close() {
    synchronized (this) {
      closed = true;
    }
    for (Member member : crew) {
      LockSupport.unpark(member.thread);
    }
    boolean interrupted = false;
    for (Member member : crew) {
      while (member.thread.isAlive() && member.thread != Thread.currentThread()) {
        try {
          member.thread.join();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static void alone(int count, Task job) {
    for (int i = 0; i < count; i++) {
      job.run(i, 0);
    }
  }

  private void share(int count, Task job) {
    Thread current = Thread.currentThread();
    for (Member member : crew) {
      if (member.thread == current) {
        throw new IllegalStateException("a task must not start another job");
      }
    }
    Throwable thrown;
    synchronized (this) {
      if (closed) {
        throw new IllegalStateException("these workers are closed");
      }
      if (running) {
        throw new IllegalStateException("a task must not start another job");
      }
      running = true;
      begin(Math.min(count - 1, crew.length), count, job, current);
      work(0);
      awaitOthers();
      running = false;
      task = null;
      caller = null;
      thrown = failure.getAndSet(null);
    }
    if (thrown != null) {
      rethrow(thrown);
    }
  }

  private void begin(int wanted, int count, Task job, Thread current) {
    task = job;
    tasks = count;
    caller = current;
    next.set(0);
    busy.set(wanted);
    call.set((call.get() >>> WANTED_BITS) + 1 << WANTED_BITS | wanted);
    // A member says that it is asleep, then looks for a call once more, then parks: so it either sees this one or is
    // seen here.
    for (int i = 0; i < wanted; i++) {
      if (crew[i].asleep) {
        LockSupport.unpark(crew[i].thread);
      }
    }
  }

  private void awaitOthers() {
    boolean interrupted = false;
    for (int spins = 0; busy.get() > 0; spins++) {
      if (spins < SPINS) {
        Thread.onSpinWait();
      } else {
        LockSupport.park(this);
        // An interrupted thread can't park: take the mark off and put it back at the end.
        interrupted |= Thread.interrupted();
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void work(int worker) {
    try {
      Task job = task;
      int count = tasks;
      for (int i = next.getAndIncrement(); i < count; i = next.getAndIncrement()) {
        job.run(i, worker);
      }
    } catch (Throwable thrown) {
      failure.compareAndSet(null, thrown);
      next.set(tasks);
    }
  }

  private void serve(Member member, int worker) {
    long seen = 0;
    while (true) {
      long now = await(member, seen);
      if (now == seen) {
        return;
      }
      seen = now;
      if (worker <= (now & (1 << WANTED_BITS) - 1)) {
        // Read before the count goes down: after it the caller may be another.
        Thread waiting = caller;
        work(worker);
        if (busy.decrementAndGet() == 0) {
          LockSupport.unpark(waiting);
        }
      }
    }
  }

  /// The next call after `seen`, or `seen` itself once the crew is closed.
  private long await(Member member, long seen) {
    for (int spins = 0; ; spins++) {
      long now = call.get();
      if (now != seen || closed) {
        return now;
      }
      if (spins < SPINS) {
        Thread.onSpinWait();
      } else {
        member.asleep = true;
        if (call.get() == seen && !closed) {
          LockSupport.park(this);
        }
        member.asleep = false;
      }
    }
  }

  private static void rethrow(Throwable thrown) {
    switch (thrown) {
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      default -> throw new IllegalStateException("a task threw a checked exception", thrown);
    }
  }
}
