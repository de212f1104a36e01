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
import java.util.TreeMap;
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
  private static final long WORTH_SHARING = 400_000;

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

  /// A batch size, the lengths of other symbols, and whether the crew's threads help.
  private record Key(int batch, Map<Character, Integer> lengths, Optional<Workers> crew) {}

  /// What is known of one example whose symbols have certain lengths.
  ///
  /// @param work multiply-adds, roughly
  /// @param slice how many such examples stay in the cache
  private record Row(long work, int slice) {}

  private final Backend backend;
  private final Map<String, float[]> variables;
  private final LongSupplier version;
  private final Optional<Plan> first;
  private final Plan plan;
  private final Map<Map<Character, Integer>, Row> rows = new ConcurrentHashMap<>();
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
  }

  /// Multiply-adds of one example, roughly.
  long rowWork(Map<Character, Integer> lengths) {
    return row(lengths).work;
  }

  private Row row(Map<Character, Integer> lengths) {
    return rows.computeIfAbsent(lengths, _ -> {
      Map<Character, Integer> sizes = sizes(1, lengths);
      long bytes = backend.memory(plan, sizes, 1).arena();
      return new Row(work(plan, sizes), (int) Math.clamp(SLICE_BYTES / Math.max(1, bytes), 1, MOST_ROWS));
    });
  }

  private static Map<Character, Integer> sizes(int batch, Map<Character, Integer> lengths) {
    Map<Character, Integer> sizes = new TreeMap<>(lengths);
    sizes.put(Dim.BATCH.symbols().charAt(0), batch);
    return sizes;
  }

  /// Multiply-adds of those steps that have many.
  private static long work(Plan plan, Map<Character, Integer> sizes) {
    Sizing sizing = new Sizing(sizes, 1);
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

    Generation(long version) {
      this.version = version;
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

    Executable bind(Map<Character, Integer> sizes, Workers workers) {
      return backend.bind(plan, sizes, arrays, workers, new Arena(), prepared);
    }

    <T> T run(Key key, Function<Executable, T> use) {
      if (idle.size() > MAX_SIZES) {
        idle.clear();
      }
      Queue<Executable> queue = idle.computeIfAbsent(key, _ -> new ConcurrentLinkedQueue<>());
      Executable taken = queue.poll();
      Executable executable =
          taken != null ? taken : bind(sizes(key.batch, key.lengths), key.crew.orElseGet(() -> new Workers(1)));
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
    return run(batch, Map.of(), use);
  }

  /// Runs with a batch of `batch` examples whose shapes have other symbols of these lengths, on the calling thread.
  <T> T run(int batch, Map<Character, Integer> lengths, Function<Executable, T> use) {
    return generation().run(new Key(batch, lengths, Optional.empty()), use);
  }

  /// Runs for `count` examples in slices that stay in the cache, on up to `threads` threads if they are much work.
  void run(int count, Map<Character, Integer> lengths, int threads, Rows use) {
    Generation now = generation();
    Row row = row(lengths);
    Optional<Crew> crew = count * row.work < WORTH_SHARING ? Optional.empty() : Crew.take(threads);
    try {
      int slice = count == 1 ? 1 : Math.min(row.slice, crew.isEmpty() ? count : Math.ceilDiv(count, threads));
      if (crew.isPresent() && count > 1) {
        Slicing slicing = new Slicing(now, lengths, Optional.empty(), count, slice, use);
        crew.get().workers().run(Math.ceilDiv(count, slice), (index, _) -> slicing.run(index * slice));
      } else {
        Slicing slicing = new Slicing(now, lengths, crew.map(Crew::workers), count, slice, use);
        for (int start = 0; start < count; start += slice) {
          slicing.run(start);
        }
      }
    } finally {
      crew.ifPresent(Crew::giveBack);
    }
  }

  private record Slicing(
      Generation generation, Map<Character, Integer> lengths, Optional<Workers> crew, int all, int slice, Rows use) {
    void run(int start) {
      int count = Math.min(slice, all - start);
      generation.run(new Key(count, lengths, crew), executable -> {
        use.run(executable, start, count);
        return null;
      });
    }
  }

  /// An executable for a batch of `batch` examples on workers of the caller's.
  Executable bind(int batch, Workers workers) {
    return generation().bind(sizes(batch, Map.of()), workers);
  }
}
