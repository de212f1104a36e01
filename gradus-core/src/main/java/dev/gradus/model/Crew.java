package dev.gradus.model;

import dev.gradus.backend.Workers;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/// The threads that help with predictions: one crew of each size for the whole JVM, started when it is first wanted.
///
/// Whoever comes first has it for one prediction; whoever comes meanwhile computes alone rather than wait. So many
/// callers at once keep the processors busy without getting in one another's way, and one caller has them all.
final class Crew {
  private static final Map<Integer, Crew> CREWS = new ConcurrentHashMap<>();

  private final Workers workers;
  private final AtomicBoolean taken = new AtomicBoolean();

  private Crew(int threads) {
    workers = new Workers(threads);
  }

  /// The crew of `threads`, the caller included; nothing if it is at work for another, or would be the caller alone.
  static Optional<Crew> take(int threads) {
    if (threads == 1) {
      return Optional.empty();
    }
    Crew crew = CREWS.computeIfAbsent(threads, Crew::new);
    return crew.taken.compareAndSet(false, true) ? Optional.of(crew) : Optional.empty();
  }

  Workers workers() {
    return workers;
  }

  void giveBack() {
    taken.set(false);
  }
}
