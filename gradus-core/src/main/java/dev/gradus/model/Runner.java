package dev.gradus.model;

import dev.gradus.backend.Arena;
import dev.gradus.backend.Backend;
import dev.gradus.backend.Executable;
import dev.gradus.backend.OpSizes;
import dev.gradus.backend.Prepared;
import dev.gradus.backend.Sizing;
import dev.gradus.backend.Slice;
import dev.gradus.backend.Workers;
import dev.gradus.graph.Graph;
import dev.gradus.op.Conv2d;
import dev.gradus.op.MatMul;
import dev.gradus.pass.Steady;
import dev.gradus.plan.Plan;
import dev.gradus.plan.Step;
import dev.gradus.tensor.Dim;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import java.util.function.LongSupplier;

/// Runs one graph of a model for any batch size, from many threads at once and without a lock: each call takes a bound executable
/// of its own and puts it back.
///
/// What follows from the weights alone (folded and packed weights, transformed filters) is made once for each version of
/// the weights, with the first run that meets it. See decision 13.
final class Runner {
  /// More than this at once would take memory for every batch size ever seen.
  private static final int MAX_SIZES = 8;

  /// Multiply-adds below which a prediction is made sooner by the caller alone.
  private static final long WORTH_SHARING = 2_000_000;

  /// Bytes of values in between that stay in a core's own cache.
  private static final long SLICE_BYTES = 8 << 20;

  /// Examples of a slice at most.
  private static final int MOST_ROWS = 256;

  /// Computes some of the examples of a call.
  @FunctionalInterface
  interface Rows {
    /// Fills the executable's inputs from example `first` on, runs it and takes the results of its `count` examples.
    void run(Executable executable, int first, int count);
  }

  /// A batch size, and whether the crew's threads help.
  private record Key(int batch, Optional<Workers> crew) {}

  private final Backend backend;
  private final Map<String, float[]> variables;
  private final LongSupplier version;
  private final Optional<Plan> first;
  private final Plan plan;
  private final long rowWork;
  private volatile Generation generation;

  /// A runner of weights that stay as they are.
  Runner(Graph graph, Backend backend, Map<String, float[]> variables) {
    this(graph, backend, variables, () -> 0);
  }

  /// A runner of weights that change when `version` does.
  Runner(Graph graph, Backend backend, Map<String, float[]> variables, LongSupplier version) {
    this.backend = backend;
    this.variables = variables;
    this.version = version;
    // The oracle keeps double precision throughout.
    Steady steady = backend == Backend.REFERENCE ? new Steady(new Graph(Map.of()), graph) : Steady.of(graph);
    first = steady.first().outputs().isEmpty() ? Optional.empty() : Optional.of(backend.plan(steady.first()));
    plan = backend.plan(steady.rest());
    rowWork = work(plan);
  }

  /// Multiply-adds of one example, roughly.
  long rowWork() {
    return rowWork;
  }

  private static Map<Character, Integer> sizes(int batch) {
    return Map.of(Dim.BATCH.symbols().charAt(0), batch);
  }

  /// Multiply-adds of one example, of those steps that have many.
  private static long work(Plan plan) {
    Sizing sizing = new Sizing(sizes(1), 1);
    long work = 0;
    for (Step step : plan.steps()) {
      if (step instanceof Step.Call(var value, var _)) {
        work += switch (value.op()) {
          case MatMul op -> OpSizes.matmul(op, value, sizing).work();
          case Conv2d op -> OpSizes.forward(op, value, sizing).work();
          default -> 0;
        };
      }
    }
    return work;
  }

  /// What is bound to one version of the weights.
  private final class Generation {
    final long version;
    final Map<String, float[]> arrays = new HashMap<>(variables);
    final Prepared prepared = new Prepared();
    final Map<Key, Queue<Executable>> idle = new ConcurrentHashMap<>();
    final int sliceRows;

    Generation(long version) {
      this.version = version;
      long rowBytes = backend.memory(plan, sizes(1), 1).arena();
      sliceRows = (int) Math.clamp(SLICE_BYTES / Math.max(1, rowBytes), 1, MOST_ROWS);
      first.ifPresent(plan -> {
        Executable executable = backend.bind(plan, Map.of(), variables, new Workers(1), new Arena());
        executable.run();
        plan.graph().outputs().forEach((path, value) -> {
          Slice from = executable.output(path);
          float[] numbers = new float[value.shape().size()];
          System.arraycopy(from.array(), from.offset(), numbers, 0, numbers.length);
          arrays.put(path, numbers);
        });
      });
    }

    Executable bind(int batch, Workers workers) {
      return backend.bind(plan, sizes(batch), arrays, workers, new Arena(), prepared);
    }

    <T> T run(int batch, Optional<Workers> crew, Function<Executable, T> use) {
      if (idle.size() > MAX_SIZES) {
        idle.clear();
      }
      Queue<Executable> queue = idle.computeIfAbsent(new Key(batch, crew), _ -> new ConcurrentLinkedQueue<>());
      Executable taken = queue.poll();
      Executable executable = taken != null ? taken : bind(batch, crew.orElseGet(() -> new Workers(1)));
      T result = use.apply(executable);
      queue.add(executable);
      return result;
    }
  }

  private Generation generation() {
    long wanted = version.getAsLong();
    Generation now = generation;
    return now != null && now.version == wanted ? now : renew(wanted);
  }

  private synchronized Generation renew(long wanted) {
    Generation now = generation;
    if (now == null || now.version != wanted) {
      now = new Generation(wanted);
      generation = now;
    }
    return now;
  }

  /// Runs with a batch of `batch` examples on the calling thread.
  <T> T run(int batch, Function<Executable, T> use) {
    return generation().run(batch, Optional.empty(), use);
  }

  /// Runs for `rows` examples in slices that stay in the cache, on up to `threads` threads if they are much work.
  void run(int rows, int threads, Rows use) {
    Generation now = generation();
    Optional<Crew> crew = rows * rowWork < WORTH_SHARING ? Optional.empty() : Crew.take(threads);
    try {
      int slice = rows == 1 ? 1 : Math.min(now.sliceRows, crew.isEmpty() ? rows : Math.ceilDiv(rows, threads));
      if (crew.isPresent() && rows > 1) {
        crew.get().workers().run(Math.ceilDiv(rows, slice), (index, _) -> slice(now, Optional.empty(), rows, index * slice, slice, use));
      } else {
        for (int start = 0; start < rows; start += slice) {
          slice(now, crew.map(Crew::workers), rows, start, slice, use);
        }
      }
    } finally {
      crew.ifPresent(Crew::giveBack);
    }
  }

  private static void slice(Generation generation, Optional<Workers> crew, int rows, int start, int slice, Rows use) {
    int count = Math.min(slice, rows - start);
    generation.run(count, crew, executable -> {
      use.run(executable, start, count);
      return null;
    });
  }

  /// An executable for a batch of `batch` examples on workers of the caller's.
  Executable bind(int batch, Workers workers) {
    return generation().bind(batch, workers);
  }
}
