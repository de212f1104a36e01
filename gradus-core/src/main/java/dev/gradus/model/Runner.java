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
  private final Map<Integer, Queue<Executable>> idle = new ConcurrentHashMap<>();

  Runner(Graph graph, Backend backend, Map<String, float[]> variables) {
    this.backend = backend;
    this.plan = backend.plan(graph);
    this.variables = variables;
  }

  /// Runs with a batch of `batch` examples on the calling thread.
  <T> T run(int batch, Function<Executable, T> use) {
    if (idle.size() > MAX_SIZES) {
      idle.clear();
    }
    Queue<Executable> queue = idle.computeIfAbsent(batch, _ -> new ConcurrentLinkedQueue<>());
    Executable taken = queue.poll();
    Executable executable = taken != null ? taken : bind(batch, new Workers(1));
    T result = use.apply(executable);
    queue.add(executable);
    return result;
  }

  /// An executable for a batch of `batch` examples on workers of the caller's.
  Executable bind(int batch, Workers workers) {
    return backend.bind(plan, Map.of(Dim.BATCH.symbols().charAt(0), batch), variables, workers, new Arena());
  }
}
