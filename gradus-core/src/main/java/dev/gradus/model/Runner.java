package dev.gradus.model;

import dev.gradus.backend.Arena;
import dev.gradus.backend.Backend;
import dev.gradus.backend.Executable;
import dev.gradus.backend.Workers;
import dev.gradus.graph.Graph;
import dev.gradus.plan.Plan;
import dev.gradus.tensor.Dim;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;

/// Runs one graph of a model for any batch size, from many threads at once: each call takes a bound executable of its own
/// and puts it back.
final class Runner {
  /// More than this at once would take memory for every batch size ever seen.
  private static final int MAX_SIZES = 8;

  private final Plan plan;
  private final Backend backend;
  private final Map<String, float[]> variables;
  private final Map<Map<Character, Integer>, Queue<Executable>> idle = new ConcurrentHashMap<>();

  Runner(Graph graph, Backend backend, Map<String, float[]> variables) {
    this.backend = backend;
    this.plan = backend.plan(graph);
    this.variables = variables;
  }

  /// Runs with a batch of `batch` examples on the calling thread.
  <T> T run(int batch, Function<Executable, T> use) {
    return run(batch, Map.of(), use);
  }

  /// Runs with a batch of `batch` examples whose shapes have other symbols of these lengths, on the calling thread.
  <T> T run(int batch, Map<Character, Integer> lengths, Function<Executable, T> use) {
    Map<Character, Integer> sizes = new TreeMap<>(lengths);
    sizes.put(Dim.BATCH.symbols().charAt(0), batch);
    if (idle.size() > MAX_SIZES) {
      idle.clear();
    }
    Queue<Executable> queue = idle.computeIfAbsent(sizes, _ -> new ConcurrentLinkedQueue<>());
    Executable taken = queue.poll();
    Executable executable = taken != null ? taken : bind(sizes, new Workers(1));
    T result = use.apply(executable);
    queue.add(executable);
    return result;
  }

  /// An executable for a batch of `batch` examples on workers of the caller's.
  Executable bind(int batch, Workers workers) {
    return bind(Map.of(Dim.BATCH.symbols().charAt(0), batch), workers);
  }

  private Executable bind(Map<Character, Integer> sizes, Workers workers) {
    return backend.bind(plan, sizes, variables, workers, new Arena());
  }
}
