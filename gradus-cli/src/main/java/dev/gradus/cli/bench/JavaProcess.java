package dev.gradus.cli.bench;

import dev.gradus.backend.Backend;
import java.io.File;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Command lines for Java programs of the benchmark, started as this one was: the same Java, the same -X options and gradus's own
/// properties, and the vector module if it is here.
final class JavaProcess {
  private JavaProcess() {}

  private static List<String> begin(boolean options) {
    List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
    if (options) {
      ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
          .filter(argument -> argument.startsWith("-X") || argument.startsWith("-Dgradus.")).forEach(command::add);
    }
    return command;
  }

  private static void addVectors(List<String> command) {
    if (Backend.vectorAvailable()) {
      command.addAll(List.of(Backend.VECTOR_FLAG.split(" ")));
    }
  }

  /// One of our programs that shares this process's modules or class path.
  static List<String> likeThis(Class<?> program) {
    List<String> command = begin(true);
    addVectors(command);
    Optional<String> modules = Optional.ofNullable(System.getProperty("jdk.module.path"));
    if (modules.isPresent() && program.getModule().isNamed()) {
      command.addAll(List.of("--module-path", modules.get(), "--module", program.getModule().getName() + "/" + program.getName()));
    } else {
      command.addAll(List.of("--class-path", System.getProperty("java.class.path"), program.getName()));
    }
    return command;
  }

  /// A peer's program: the class path with all its libraries, and leave to load native ones.
  static List<String> peer(String classPath, String program, String argument) {
    List<String> command = begin(true);
    command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "--class-path", classPath, program, argument));
    return command;
  }

  /// A program as a user would start it: a class path, and no option but what it needs.
  static List<String> command(List<Path> classPath, String program, String argument) {
    List<String> command = begin(false);
    addVectors(command);
    command.addAll(List.of("--class-path", classPath.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator)),
        program, argument));
    return command;
  }
}
