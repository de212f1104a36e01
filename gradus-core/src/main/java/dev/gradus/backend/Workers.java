package dev.gradus.backend;

import dev.gradus.GradusException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/// A fixed crew of threads that share out numbered tasks. Made once, used for every step, allocating nothing.
///
/// The caller is one of the crew. Each member begins with a part of the tasks of its own, the same part of every job, so that
/// what it left in its cache it finds there again; whoever is done with that helps the others. Which thread runs a task never changes a result: tasks write to places of their own
/// and are cut by shape alone, never by the number of threads. A task must not start another job.
public final class Workers implements AutoCloseable {
  /// How often an idle thread looks for work before it sleeps: long enough to bridge the gap between two kernels.
  private static final int SPINS = 20_000;

  /// Multiply-adds below which a job is done sooner by the caller alone than by waking others.
  private static final long WORTH_SHARING = 1 << 16;

  /// From one ticket to the next: two cache lines.
  private static final int APART = 16;

  /// The index in a ticket while no task may be taken.
  private static final int SHUT = Integer.MAX_VALUE;

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
  // For each part of a job, the job's number above, the part's next task below. A task is taken by exchanging a ticket for the
  // one after it, which fails if the job has changed meanwhile: so a thread that comes late, or sleeps through a whole job, does
  // no harm, and the caller waits for the tasks that were taken, never for threads that took none.
  private final AtomicLongArray tickets;
  private final AtomicInteger done = new AtomicInteger();
  private final AtomicReference<Throwable> failure = new AtomicReference<>();
  private volatile boolean closed;
  private volatile Thread caller;
  private volatile Task task;
  private volatile int tasks;
  private boolean running;

  /// A crew of `threads`, the caller included.
  public Workers(int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException("threads must be at least 1, not " + threads);
    }
    crew = new Member[threads - 1];
    tickets = new AtomicLongArray(threads * APART);
    for (int part = 0; part < threads; part++) {
      tickets.set(part * APART, SHUT);
    }
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
  /// @throws GradusException if they are closed
  public void run(int count, long work, Task job) {
    if (work < WORTH_SHARING) {
      alone(count, job);
    } else {
      run(count, job);
    }
  }

  /// Runs tasks 0 .. count - 1 and returns when all are done. If tasks fail, throws what the first of them threw, once
  /// no task is running any more; the tasks not yet begun may then be left out. A second caller waits its turn.
  ///
  /// @throws GradusException if they are closed
  public void run(int count, Task job) {
    if (count <= 1 || crew.length == 0) {
      alone(count, job);
    } else {
      share(count, job);
    }
  }

  /// Ends the crew's threads, after the job under way if there is one; the next job is refused. Closing twice does nothing more.
  @Override
  public void close() {
    if (Thread.holdsLock(this) || isMember(Thread.currentThread())) {
      throw new IllegalStateException("a task must not close the workers that run it");
    }
    // Not under the lock, which a caller with one job after another would hardly leave. Members may go at any time: the caller
    // does what they leave.
    closed = true;
    for (Member member : crew) {
      LockSupport.unpark(member.thread);
    }
    boolean interrupted = false;
    for (Member member : crew) {
      while (member.thread.isAlive()) {
        try {
          member.thread.join();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    }
    synchronized (this) {
      // The job under way, if there was one, has ended.
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean isMember(Thread thread) {
    for (Member member : crew) {
      if (member.thread == thread) {
        return true;
      }
    }
    return false;
  }

  private void requireOpen() {
    if (closed) {
      throw new GradusException("these workers are closed, so they run nothing any more. Close them after the last run of what was bound"
          + " to them");
    }
  }

  private void alone(int count, Task job) {
    requireOpen();
    for (int i = 0; i < count; i++) {
      job.run(i, 0);
    }
  }

  private void share(int count, Task job) {
    Thread current = Thread.currentThread();
    if (isMember(current)) {
      throw new IllegalStateException("a task must not start another job");
    }
    Throwable thrown;
    synchronized (this) {
      requireOpen();
      if (running) {
        throw new IllegalStateException("a task must not start another job");
      }
      running = true;
      begin(count, job, current);
      work(0);
      awaitOthers(count);
      running = false;
      // Keeps nobody's memory alive. Late threads don't miss it: there is no task left to take.
      task = null;
      caller = null;
      thrown = failure.getAndSet(null);
    }
    if (thrown != null) {
      rethrow(thrown);
    }
  }

  private void begin(int count, Task job, Thread current) {
    // Shut before the job changes, so that no ticket of the last job can take a task of this one.
    long shut = after(tickets.get(0), SHUT);
    for (int part = 0; part < threads(); part++) {
      tickets.set(part * APART, shut);
    }
    task = job;
    tasks = count;
    caller = current;
    done.set(0);
    for (int part = 0; part < threads(); part++) {
      tickets.set(part * APART, after(shut, first(part, count)));
    }
    // A member says that it is asleep, then looks at the ticket once more, then parks: so it either sees this job or is
    // seen here.
    int wanted = Math.min(count - 1, crew.length);
    for (int i = 0; i < crew.length && wanted > 0; i++) {
      if (crew[i].asleep) {
        LockSupport.unpark(crew[i].thread);
      }
      wanted--;
    }
  }

  /// The first task of a part of a job; its end is the next part's.
  private int first(int part, int count) {
    return (int) ((long) part * count / threads());
  }

  /// A ticket of the next number, at `index`.
  private static long after(long ticket, int index) {
    return (ticket >>> 32) + 1 << 32 | index;
  }

  private void awaitOthers(int count) {
    boolean interrupted = false;
    for (int spins = 0; done.get() < count; spins++) {
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

  /// Takes tasks of the current job until there are none left, those of the worker's own part first, and returns the last ticket
  /// seen of that part.
  private long work(int worker) {
    long seen = work(worker, worker);
    for (int i = 1; i < threads(); i++) {
      work((worker + i) % threads(), worker);
    }
    return seen;
  }

  private long work(int part, int worker) {
    while (true) {
      long now = tickets.get(part * APART);
      int index = (int) now;
      // Read between looking at the ticket and exchanging it: if that succeeds they are this job's.
      Task job = task;
      int count = tasks;
      Thread waiting = caller;
      if (index >= first(part + 1, count)) {
        return now;
      }
      if (!tickets.compareAndSet(part * APART, now, now + 1)) {
        continue;
      }
      if (failure.get() == null) {
        try {
          job.run(index, worker);
        } catch (Throwable thrown) {
          failure.compareAndSet(null, thrown);
        }
      }
      if (done.incrementAndGet() == count && worker > 0) {
        LockSupport.unpark(waiting);
      }
    }
  }

  private void serve(Member member, int worker) {
    long seen = tickets.get(worker * APART);
    while (await(member, worker, seen)) {
      seen = work(worker);
    }
  }

  /// Waits for a job after the one of ticket `seen`; false once the crew is closed.
  private boolean await(Member member, int worker, long seen) {
    for (int spins = 0; ; spins++) {
      if (closed) {
        return false;
      }
      if (tickets.get(worker * APART) >>> 32 != seen >>> 32) {
        return true;
      }
      if (spins < SPINS) {
        Thread.onSpinWait();
      } else {
        // An interrupted thread can't park, and would go round here at full speed for ever.
        Thread.interrupted();
        member.asleep = true;
        if (tickets.get(worker * APART) >>> 32 == seen >>> 32 && !closed) {
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
