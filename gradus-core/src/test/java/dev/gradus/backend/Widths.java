package dev.gradus.backend;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Runs a main class in a JVM of its own for each vector width, since a width is fixed as the kernels' classes load,
/// or with flags of the test's own.
public final class Widths {
  /// The widths that a kernel must give the same bits for.
  public static final List<Integer> BITS = List.of(128, 256, 512);

  /// A log's message on one line.
  private static final String ONE_LINE = "-Djava.util.logging.SimpleFormatter.format=WARNING: %5$s%n";

  private Widths() {}

  /// What `main` prints, line by line, with vectors of `bits` bits.
  public static List<String> run(int bits, Class<?> main, String... arguments) throws IOException, InterruptedException {
    return fork(
        List.of("--add-modules", "jdk.incubator.vector", "-Xmx512m", "-Dgradus.vector.bits=" + bits), main, arguments);
  }

  /// What `main` prints, line by line, in a JVM without the vector module.
  public static List<String> runWithoutVectors(Class<?> main, String... arguments) throws IOException, InterruptedException {
    return fork(List.of("-Xmx512m"), main, arguments);
  }

  /// What `main` prints, line by line, in a JVM started with `flags`, but for what is said of the vector module;
  /// fails unless it ends well.
  public static List<String> fork(List<String> flags, Class<?> main, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(flags);
    command.addAll(List.of("-XX:+UseSerialGC", "-ea", ONE_LINE, "-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    List<String> lines = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
        .lines().filter(line -> !line.startsWith("WARNING: ") || !line.contains("jdk.incubator.vector")).toList();
    int status = process.waitFor();
    if (status != 0) {
      throw new AssertionError(main.getName() + " with " + flags + " ended with " + status + ":\n" + String.join("\n", lines));
    }
    return lines;
  }
}
