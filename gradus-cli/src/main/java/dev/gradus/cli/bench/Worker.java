package dev.gradus.cli.bench;

import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The contender's end of the line: reads requests and answers them, a JSON object a line.
///
///     {"do": "open", "workload": "mlp", "threads": 2, "scale": "FULL"}   {"check": {"the loss of step 1": [2.4]}}
///     {"do": "round", "seconds": 2.0}                                    {"values": {"training": 31000.0}}
///     {"do": "close"}                                                    {}
///     anything that fails                                                {"error": "why"}
public final class Worker {
  private Worker() {}

  /// Our own worker.
  public static void main(String[] arguments) throws IOException {
    serve(Ours::open);
  }

  /// Serves the process that started this one until it says "close" or goes away. What libraries print goes to standard error.
  public static void serve(Function<Job, Session> contender) throws IOException {
    PrintStream answers = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    System.setOut(System.err);
    BufferedReader requests = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    Session session = null;
    for (String line = requests.readLine(); line != null; line = requests.readLine()) {
      JsonNode request = JsonMapper.shared().readTree(line);
      Map<String, Object> answer = new LinkedHashMap<>();
      try {
        switch (request.get("do").asString()) {
          case "open" -> {
            session = contender.apply(new Job(Workload.named(request.get("workload").asString()), request.get("threads").asInt(),
                Scale.valueOf(request.get("scale").asString())));
            answer.put("check", session.check());
          }
          case "round" -> answer.put("values", session.round(request.get("seconds").asDouble()));
          case "close" -> session.close();
          default -> throw new IllegalArgumentException("no such request: " + line);
        }
      } catch (Exception | LinkageError | OutOfMemoryError | AssertionError failure) {
        failure.printStackTrace();
        answer.put("error", failure.getMessage() == null ? failure.toString() : failure.getMessage());
      }
      answers.println(JsonMapper.shared().writeValueAsString(answer));
      if (request.get("do").asString().equals("close")) {
        // Threads of native libraries need not keep the process.
        System.exit(0);
      }
    }
  }
}
