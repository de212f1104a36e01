package dev.gradus.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// The command in a Java machine of its own, to be killed.
final class Killed implements AutoCloseable {
  private final Process process;
  private final Path said;

  private Killed(Process process, Path said) {
    this.process = process;
    this.said = said;
  }

  /// Starts it.
  ///
  /// @param said a file for what it says
  static Killed start(Path said, List<String> flags, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(flags);
    command.addAll(List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"),
        Main.class.getName()));
    command.addAll(List.of(arguments));
    return new Killed(new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(said.toFile()).start(), said);
  }

  boolean alive() {
    return process.isAlive();
  }

  /// Waits for its own end, and gives the exit status.
  int end() throws InterruptedException {
    if (!process.waitFor(5, TimeUnit.MINUTES)) {
      throw new AssertionError("it didn't end in 5 minutes");
    }
    return process.exitValue();
  }

  /// Asks it to end, as Ctrl-C does.
  void interrupt() {
    process.toHandle().destroy();
  }

  /// Kills it with no chance to do anything more.
  ///
  /// @return whether that, and not its own end, ended it
  boolean kill() throws InterruptedException {
    process.destroyForcibly();
    // 128 + SIGKILL.
    return end() == 137;
  }

  /// What it has said so far.
  String said() throws IOException {
    return Files.readString(said, StandardCharsets.UTF_8);
  }

  /// The last step that a run has a checkpoint of; 0 before there is one.
  static long step(Path run) throws IOException {
    Path folder = run.resolve("checkpoints");
    if (!Files.isDirectory(folder)) {
      return 0;
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).filter(name -> name.endsWith(".checkpoint"))
          .mapToLong(name -> Long.parseLong(name.substring(0, name.indexOf('.')))).max().orElse(0);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
