package dev.gradus.bench;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// What a start-up program reads and prints, as [dev.gradus.cli.bench.StartupSession] says.
final class StartupLine {
  private StartupLine() {}

  /// The example that all start-up programs predict.
  static float[] input(int size) {
    float[] input = new float[size];
    for (int i = 0; i < size; i++) {
      input[i] = i % 7 * 0.125f;
    }
    return input;
  }

  static void print(float[] outputs) throws IOException {
    StringBuilder line = new StringBuilder("-1");
    for (String status : Files.readAllLines(Path.of("/proc/self/status"))) {
      if (status.startsWith("VmHWM:")) {
        line = new StringBuilder(status.replaceAll("\\D", ""));
      }
    }
    for (float output : outputs) {
      line.append(' ').append(output);
    }
    System.out.println(line);
  }

  /// The command that starts a program of this module with the class path of this process.
  static List<String> command(Class<?> program, Path argument, String... options) {
    List<String> command = new ArrayList<>(List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(), "--enable-native-access=ALL-UNNAMED"));
    command.addAll(List.of(options));
    command.addAll(List.of("--class-path", System.getProperty("java.class.path"), program.getName(), argument.toString()));
    return command;
  }

  /// The jars of the class path whose names begin so.
  static List<Path> jars(String... beginnings) {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator)).map(Path::of)
        .filter(jar -> Arrays.stream(beginnings).anyMatch(jar.getFileName().toString()::startsWith)).toList();
  }
}
