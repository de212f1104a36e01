package dev.gradus.cli;

import dev.gradus.backend.Backend;
import dev.gradus.backend.Execution;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `gradus fingerprint`: whether this machine computes the bits that all others do, however it computes.
@Command(
    name = "fingerprint",
    description = {
      "Make some short trainings on this machine, without and with vectors, on 1, 2, 3 and 5 threads, and say whether every bit is"
          + " the one that it is on all other machines.",
      "",
      "It takes some seconds and writes nothing. Java's own choices can be tried too: with"
          + " GRADUS_JAVA_OPTS=-Dgradus.vector.bits=128 (256, 512) narrower vectors, with -Xint no compiler."
    },
    footer = {"", "Example:", "  gradus fingerprint"})
final class FingerprintCommand implements Action {
  private static final int[] THREADS = {1, 2, 3, 5};

  @Mixin
  private CommonOptions common;

  private final List<String> names;
  private final Map<String, Fingerprint> planted;

  FingerprintCommand() {
    this(Fingerprint.TRAININGS, Map.of());
  }

  /// @param planted what must come of some trainings, in place of what is held
  FingerprintCommand(List<String> names, Map<String, Fingerprint> planted) {
    this.names = names;
    this.planted = planted;
  }

  @Override
  public Object run(Screen screen) {
    Compute.note(screen);
    List<Execution> executions = executions();
    String machine = Receipt.currentVersion() + ", " + System.getProperty("os.name") + " " + System.getProperty("os.arch") + ", Java "
        + Runtime.version() + ", " + Compute.vectors(Backend.best());
    screen.say(machine);
    Map<String, Fingerprint> held = new LinkedHashMap<>(Fingerprint.held());
    held.putAll(planted);
    Map<String, Object> trainings = new LinkedHashMap<>();
    List<String> differences = new ArrayList<>();
    for (String name : names) {
      Fingerprint.Training training = Fingerprint.Training.named(name);
      Map<Execution, Fingerprint> found = new LinkedHashMap<>();
      executions.forEach(execution -> found.put(execution, training.on(execution)));
      Optional<String> difference = difference(name, held.get(name), found);
      difference.ifPresent(differences::add);
      Fingerprint first = found.values().iterator().next();
      trainings.put(name, first.hashes());
      screen.say(String.format("%-12s %s  %s", name, first.weights(), difference.isEmpty() ? "the same bits" : "OTHER BITS"));
    }
    Map<String, Object> report = new LinkedHashMap<>();
    report.put("same_bits", differences.isEmpty());
    report.put("machine", machine);
    report.put("backends", executions.stream().map(Execution::backend).distinct().toList());
    report.put("threads", THREADS);
    report.put("trainings", trainings);
    if (!differences.isEmpty()) {
      report.put("differences", differences);
      throw new Differs("this machine has other bits than the fingerprint: " + String.join("; ", differences)
          + ". Please report this line, from " + machine, report);
    }
    screen.say("Every bit is as it should be: " + trainings.size() + " trainings, each in " + executions.size() + " ways");
    return report;
  }

  /// All ways to compute here, the plainest first.
  private static List<Execution> executions() {
    List<Execution> executions = new ArrayList<>();
    for (Backend backend : Backend.vectorAvailable() ? List.of(Backend.SCALAR, Backend.VECTOR) : List.of(Backend.SCALAR)) {
      for (int threads : THREADS) {
        executions.add(new Execution(backend, threads));
      }
    }
    return executions;
  }

  /// What differs first: among the ways to compute, which is a defect whatever the fingerprint says, or from it.
  ///
  /// @param found what came of the training, by execution, the plainest first
  static Optional<String> difference(String name, Fingerprint held, Map<Execution, Fingerprint> found) {
    Execution plainest = found.keySet().iterator().next();
    Fingerprint first = found.get(plainest);
    for (Map.Entry<Execution, Fingerprint> one : found.entrySet()) {
      String what = first.firstOther(one.getValue());
      if (!what.isEmpty()) {
        return Optional.of("the " + what + " of " + name + " are " + brief(first, what) + " with " + Compute.described(plainest) + " and "
            + brief(one.getValue(), what) + " with " + Compute.described(one.getKey()));
      }
    }
    String what = first.firstOther(held);
    return what.isEmpty() ? Optional.empty() : Optional.of("the " + what + " of " + name + " are " + brief(first, what) + " in all "
        + found.size() + " ways, not " + brief(held, what));
  }

  private static String brief(Fingerprint fingerprint, String what) {
    String hash = fingerprint.hashes().get(what);
    return hash.substring(0, Math.min(16, hash.length()));
  }
}
