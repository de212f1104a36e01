package dev.gradus.cli;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What a command left behind.
record Ran(int status, String out, String err) {
  /// Runs the command in this Java machine.
  static Ran gradus(String... args) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int status = Main.run(
        args, new PrintStream(out, true, StandardCharsets.UTF_8), new PrintStream(err, true, StandardCharsets.UTF_8));
    return new Ran(status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  /// The last line of standard output, which is JSON.
  JsonNode json() {
    return JsonMapper.shared().readTree(out.strip().lines().toList().getLast());
  }

  /// The last line of standard error.
  String line() {
    return err.strip().lines().toList().getLast();
  }
}
