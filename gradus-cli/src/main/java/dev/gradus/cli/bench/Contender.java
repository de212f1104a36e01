package dev.gradus.cli.bench;

import java.util.function.Function;
import java.util.function.Predicate;

/// Who takes part.
///
/// @param works which workloads it can do
/// @param open makes one ready
record Contender(String name, Predicate<Workload> works, Function<Job, Session> open) {
  /// Ours, each session in a process of its own.
  static Contender ours() {
    return new Contender(Ours.NAME, _ -> true, job -> new Remote(Ours.NAME, new ProcessBuilder(JavaProcess.likeThis(Worker.class)), job));
  }

  /// Ours in this process, for tests.
  static Contender here() {
    return new Contender(Ours.NAME, _ -> true, Ours::open);
  }
}
