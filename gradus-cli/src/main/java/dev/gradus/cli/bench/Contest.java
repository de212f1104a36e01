package dev.gradus.cli.bench;

import dev.gradus.GradusException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/// Lets contenders take turns at the same work, so that whatever else the machine does falls on all alike, and takes medians.
///
/// All sessions of a workload, ours and peers', for each number of threads, are opened and warmed up one after another; then each
/// round goes once through all, and through the machine's peaks. Whoever has no turn sleeps.
public final class Contest {
  /// By how much, relative to the largest number, contenders may differ.
  static final double TOLERANCE = 1e-4;
  static final String SCALING = "threads against 1";

  /// How long to measure.
  ///
  /// @param rounds of which medians are taken
  /// @param seconds about how long a turn is
  /// @param warmUp how many seconds each works before the first round: the compiler needs some
  public record Length(int rounds, double seconds, double warmUp) {}

  /// One at the start.
  private record Entrant(String name, int threads, Session session, Map<String, List<Double>> values) implements AutoCloseable {
    Entrant(String name, int threads, Session session) {
      this(name, threads, session, new LinkedHashMap<>());
    }

    void turn(double seconds) {
      session.round(seconds).forEach((metric, value) -> values.computeIfAbsent(metric, _ -> new ArrayList<>()).add(value));
    }

    void warm(double seconds, double turn) {
      long start = System.nanoTime();
      do {
        session.round(turn);
      } while (Clock.since(start) < seconds);
    }

    boolean has(String metric) {
      return values.containsKey(metric);
    }

    Result.Figure figure(String metric) {
      return Result.Figure.of(values.get(metric));
    }

    @Override
    public void close() {
      session.close();
    }
  }

  private final Contender ours;
  private final List<Contender> peers;
  private final Length length;
  private final Scale scale;
  private final Consumer<String> progress;

  /// @param progress is told what is under way
  Contest(Contender ours, List<Contender> peers, Length length, Scale scale, Consumer<String> progress) {
    this.ours = ours;
    this.peers = List.copyOf(peers);
    this.length = length;
    this.scale = scale;
    this.progress = progress;
  }

  /// A contest of our processes, and of the peers' if they are wanted.
  ///
  /// @throws GradusException if peers are wanted and not built
  public static Contest of(boolean peers, Length length, Scale scale, Consumer<String> progress) {
    return new Contest(Contender.ours(), peers ? Peers.all() : List.of(), length, scale, progress);
  }

  /// Measures a workload on each of some numbers of threads.
  ///
  /// @throws GradusException if a contender fails, or computes something else
  public List<Result> run(Workload workload, List<Integer> threads) {
    List<Entrant> open = new ArrayList<>();
    try {
      // The peaks are rows of `peak`, and what the figures of the others are parts of.
      List<Entrant> machine = new ArrayList<>();
      for (int count : threads) {
        Entrant peak = enter(open, ours, new Job(Workload.PEAK, count, scale));
        peak.warm(length.warmUp / 8, length.seconds);
        machine.add(peak);
      }
      List<Entrant> all = new ArrayList<>();
      if (workload != Workload.PEAK) {
        for (int count : workload.threaded() ? threads : List.of(threads.getLast())) {
          Job job = new Job(workload, count, scale);
          Entrant first = enter(open, ours, job);
          warm(first, job);
          all.add(first);
          for (Contender peer : peers) {
            if (peer.works().test(workload)) {
              Entrant other = enter(open, peer, job);
              agree(workload, first, other);
              warm(other, job);
              all.add(other);
            }
          }
        }
      }
      for (int round = 0; round < length.rounds; round++) {
        progress.accept(workload.label() + ": round " + (round + 1) + " of " + length.rounds);
        machine.forEach(entrant -> entrant.turn(length.seconds));
        all.forEach(entrant -> entrant.turn(length.seconds));
      }
      return workload == Workload.PEAK ? results(workload, machine, machine) : results(workload, all, machine);
    } finally {
      open.forEach(Entrant::close);
    }
  }

  private Entrant enter(List<Entrant> open, Contender contender, Job job) {
    Entrant entrant = new Entrant(contender.name(), job.threads(), contender.open().apply(job));
    open.add(entrant);
    return entrant;
  }

  private void warm(Entrant entrant, Job job) {
    progress.accept(job.workload().label() + ": " + entrant.name + " on " + job.threads()
        + (job.threads() == 1 ? " thread" : " threads") + " warms up");
    entrant.warm(length.warmUp, length.seconds);
  }

  /// Fails unless both compute the same.
  private static void agree(Workload workload, Entrant ours, Entrant other) {
    Map<String, double[]> expected = ours.session.check();
    Map<String, double[]> actual = other.session.check();
    expected.forEach((what, numbers) -> {
      double[] theirs = actual.get(what);
      if (theirs == null || theirs.length != numbers.length) {
        throw new GradusException(other.name + " says nothing that compares with \"" + what + "\" of " + workload.label());
      }
      double largest = Double.MIN_NORMAL;
      for (double number : numbers) {
        largest = Math.max(largest, Math.abs(number));
      }
      for (int i = 0; i < numbers.length; i++) {
        if (!(Math.abs(numbers[i] - theirs[i]) <= TOLERANCE * largest)) {
          throw new GradusException(other.name + " computes another function than " + ours.name + " in " + workload.label() + ": " + what
              + (numbers.length == 1 ? "" : ", number " + (i + 1) + ",") + " is " + theirs[i] + " with it and " + numbers[i] + " with " + ours.name
              + ", which differ by more than " + TOLERANCE + " of " + largest);
        }
      }
    });
  }

  private List<Result> results(Workload workload, List<Entrant> all, List<Entrant> machine) {
    Map<Integer, Peaks> peaks = new TreeMap<>();
    machine.forEach(entrant -> {
      Map<String, Double> medians = new LinkedHashMap<>();
      entrant.values.forEach((metric, rounds) -> medians.put(metric, Result.Figure.of(rounds).value()));
      peaks.put(entrant.threads, Peaks.of(medians));
    });
    List<Result> results = new ArrayList<>();
    for (Metric metric : workload.metrics(scale).values()) {
      for (Entrant entrant : all) {
        if (!entrant.name.equals(ours.name()) || !entrant.has(metric.name())) {
          continue;
        }
        Result.Figure figure = entrant.figure(metric.name());
        double part = metric.part(figure.value(), peaks.get(entrant.threads));
        List<Optional<Result.Beside>> beside = new ArrayList<>();
        all.stream().filter(other -> !other.name.equals(ours.name()) && other.threads == entrant.threads && other.has(metric.name()))
            .forEach(other -> beside.add(Optional.of(new Result.Beside(other.name, other.figure(metric.name())))));
        if (beside.isEmpty()) {
          beside.add(Optional.empty());
        }
        beside.forEach(peer -> results.add(new Result(workload, metric, entrant.threads, figure, part, peer)));
      }
    }
    if (workload.trains()) {
      scaling(workload, all, results);
    }
    return results;
  }

  /// How many times as fast each number of threads is as one, round by round.
  private void scaling(Workload workload, List<Entrant> all, List<Result> results) {
    Optional<Entrant> one = all.stream().filter(entrant -> entrant.name.equals(ours.name()) && entrant.threads == 1).findFirst();
    if (one.isEmpty()) {
      return;
    }
    all.stream().filter(entrant -> entrant.name.equals(ours.name()) && entrant.threads > 1).forEach(entrant -> {
      List<Double> alone = one.get().values.get(TrainingTask.TRAINING);
      List<Double> together = entrant.values.get(TrainingTask.TRAINING);
      List<Double> ratios = new ArrayList<>();
      for (int i = 0; i < alone.size(); i++) {
        ratios.add(together.get(i) / alone.get(i));
      }
      results.add(new Result(workload, Metric.unbounded(entrant.threads + " " + SCALING, Unit.TIMES), entrant.threads,
          Result.Figure.of(ratios), Double.NaN, Optional.empty()));
    });
  }
}
