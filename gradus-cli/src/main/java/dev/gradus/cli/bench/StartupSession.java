package dev.gradus.cli.bench;

import dev.gradus.GradusException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Runs a fresh process that loads a saved model, predicts once and prints, on one line, its peak memory in KiB (-1 if the system
/// doesn't tell) and the outputs: the time from the start of the process to its end.
public final class StartupSession implements Session {
  static final String WALL = "start to end";
  static final String MEMORY = "peak memory";
  static final String JARS = "jars";
  static final String UNPACKED = "unpacked";

  /// What one process printed, and how long it took.
  private record Run(double seconds, double kib, double[] outputs) {}

  private final List<String> command;
  private final List<Path> jars;
  private final List<Path> unpacked;

  /// @param command what to start
  /// @param jars what has to be shipped for it, beside the few lines of the program itself
  /// @param unpacked folders into which it unpacks them at first use
  public StartupSession(List<String> command, List<Path> jars, List<Path> unpacked) {
    this.command = List.copyOf(command);
    this.jars = List.copyOf(jars);
    this.unpacked = List.copyOf(unpacked);
  }

  static List<Metric> metrics() {
    return List.of(Metric.unbounded(WALL, Unit.SECONDS), Metric.unbounded(MEMORY, Unit.MIB), Metric.unbounded(JARS, Unit.MIB),
        Metric.unbounded(UNPACKED, Unit.MIB));
  }

  private Run run() {
    try {
      long start = System.nanoTime();
      Process process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
      String output = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
      int status = process.waitFor();
      double seconds = Clock.since(start);
      if (status != 0) {
        throw new GradusException("a process that should load a model and predict ended with status " + status + ": "
            + String.join(" ", command));
      }
      String[] numbers = output.strip().lines().toList().getLast().split(" ");
      double[] outputs = Stream.of(numbers).skip(1).mapToDouble(Double::parseDouble).toArray();
      return new Run(seconds, Double.parseDouble(numbers[0]), outputs);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public Map<String, double[]> check() {
    return Map.of("the output", run().outputs);
  }

  @Override
  public Map<String, Double> round(double seconds) {
    Run run = run();
    Map<String, Double> values = new LinkedHashMap<>();
    values.put(WALL, run.seconds);
    if (run.kib > 0) {
      values.put(MEMORY, run.kib / 1024);
    }
    values.put(JARS, mib(jars));
    values.put(UNPACKED, mib(unpacked));
    return values;
  }

  private static double mib(List<Path> places) {
    double bytes = 0;
    for (Path place : places) {
      try (Stream<Path> files = Files.walk(place)) {
        bytes += files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return bytes / (1 << 20);
  }
}
