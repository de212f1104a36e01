package dev.gradus.cli.bench;

import dev.gradus.GradusException;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A session in a process of its own, which runs a [Worker].
final class Remote implements Session {
  private static final int PATIENCE_SECONDS = 10;

  private final String who;
  private final Process process;
  private final BufferedWriter requests;
  private final BufferedReader answers;
  private final Path log;
  private final Map<String, double[]> check = new LinkedHashMap<>();

  /// Starts the process and opens the session.
  ///
  /// @throws GradusException if it can't
  Remote(String who, ProcessBuilder builder, Job job) {
    this.who = who;
    try {
      log = Files.createTempFile("gradus-bench", ".log");
      log.toFile().deleteOnExit();
      process = builder.redirectError(log.toFile()).start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    requests = process.outputWriter(StandardCharsets.UTF_8);
    answers = process.inputReader(StandardCharsets.UTF_8);
    try {
      JsonNode opened = ask(Map.of("do", "open", "workload", job.workload().label(), "threads", job.threads(), "scale", job.scale().name()));
      opened.get("check").properties().forEach(entry -> check.put(entry.getKey(),
          entry.getValue().valueStream().mapToDouble(JsonNode::asDouble).toArray()));
    } catch (RuntimeException failed) {
      process.destroy();
      throw failed;
    }
  }

  private JsonNode ask(Map<String, Object> request) {
    try {
      requests.write(JsonMapper.shared().writeValueAsString(request));
      requests.newLine();
      requests.flush();
      String line = answers.readLine();
      if (line == null) {
        throw new GradusException(who + " ended without an answer; the last that it said: " + lastWords());
      }
      JsonNode answer = JsonMapper.shared().readTree(line);
      if (answer.has("error")) {
        throw new GradusException(who + " failed: " + answer.get("error").asString());
      }
      return answer;
    } catch (IOException broken) {
      throw new GradusException(who + " ended without an answer; the last that it said: " + lastWords(), broken);
    }
  }

  private String lastWords() {
    try {
      return Files.readAllLines(log).stream().filter(line -> !line.isBlank()).reduce((_, last) -> last).orElse("nothing");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Map<String, double[]> check() {
    return check;
  }

  @Override
  public Map<String, Double> round(double seconds) {
    Map<String, Double> values = new LinkedHashMap<>();
    ask(Map.of("do", "round", "seconds", seconds)).get("values").properties()
        .forEach(entry -> values.put(entry.getKey(), entry.getValue().asDouble()));
    return values;
  }

  @Override
  public void close() {
    try {
      if (process.isAlive()) {
        ask(Map.of("do", "close"));
        process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } finally {
      process.destroyForcibly();
      log.toFile().delete();
    }
  }
}
