package dev.gradus.cli;

import dev.gradus.GradusException;
import dev.gradus.backend.Execution;
import dev.gradus.cli.recipe.Recipe;
import dev.gradus.cli.report.Course;
import dev.gradus.cli.report.Report;
import dev.gradus.cli.report.Sight;
import dev.gradus.dataset.Dataset;
import dev.gradus.metric.Predictions;
import dev.gradus.model.Evaluation;
import dev.gradus.model.Model;
import dev.gradus.plot.Numbers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/// The page `report.html` of a run, made from what is in its folder and from its test.
final class RunReport {
  private RunReport() {}

  static Path file(RunFolder run) {
    return run.path().resolve("report.html");
  }

  /// Writes the page, whole or not at all.
  ///
  /// @param test what the model was tested on
  /// @param evaluation how good it was there
  /// @throws GradusException if the folder's metrics or receipt are damaged
  static Path write(RunFolder run, Model model, Dataset test, Evaluation evaluation, Execution execution) throws IOException {
    List<String> highlights = new ArrayList<>();
    evaluation.metrics().forEach((name, value) -> highlights.addAll(List.of("Test " + name,
        name.equals("accuracy") ? Figures.percent(value) : Numbers.text(value, 4))));
    highlights.addAll(List.of("Test loss", Numbers.text(evaluation.loss(), 4)));
    return write(run, model, "tested on " + Figures.count(evaluation.examples()) + " examples never seen in training", highlights,
        Optional.of(model.predictions(test, execution)), Sight.of(test), Optional.of(model.weightsSha256()));
  }

  /// Writes the page of a training that ended before its time, without a test.
  ///
  /// @param how it ended
  /// @param weights the digest of those that the folder keeps, if they are known
  static Path untested(RunFolder run, Model model, String how, Optional<String> weights) throws IOException {
    String next = Files.isRegularFile(run.modelFile()) ? "; gradus report " + run.path() + " tests the model that is kept" : "";
    return write(run, model, how + next, List.of(), Optional.empty(), new Sight.Fields(List.of(), _ -> List.of()), weights);
  }

  private static Path write(RunFolder run, Model model, String how, List<String> tested, Optional<Predictions> predictions, Sight sight,
      Optional<String> weights) throws IOException {
    Recipe recipe = run.recipe();
    boolean kept = Files.isRegularFile(Receipt.file(run));
    Receipt receipt = kept ? Receipt.read(run) : new Receipt("", "", "", List.of(), List.of(), List.of());
    Course course = new Course(lines(run.metricsFile()), receipt.parameters(), receipt.steps());
    double seconds = lines(run.timesFile()).stream().mapToDouble(epoch -> epoch.getOrDefault("seconds", 0.0)).sum();
    List<String> highlights = new ArrayList<>(tested);
    highlights.addAll(List.of("Parameters", Figures.count(model.parameters()),
        "Epochs", Figures.count(course.epochs().size()), "Training time", Figures.duration(seconds)));
    Map<String, String> facts = new LinkedHashMap<>();
    if (kept) {
      facts.put("Made by", receipt.version());
      facts.put("Recipe, SHA-256", receipt.recipe());
      facts.put("Training data, SHA-256", receipt.data());
      facts.put("Steps", Figures.count(receipt.steps().size()));
    }
    weights.ifPresent(digest -> facts.put("Weights, SHA-256", digest));
    facts.put("To train it again and compare every bit", "gradus verify " + run.path());
    new Report(run.path().toAbsolutePath().getFileName().toString(), "Recipe " + recipe.name() + ", seed " + recipe.seed() + ", " + how + ".",
        highlights, course, kernels(model), predictions, model.classes(), "output", sight, Map.of(), facts, recipe.yaml()).page().write(file(run));
    return file(run);
  }

  /// The paths of a model's parameters of two axes or more.
  static Set<String> kernels(Model model) {
    return model.variables().entrySet().stream().filter(entry -> entry.getValue().shape().rank() > 1).map(Map.Entry::getKey)
        .collect(Collectors.toUnmodifiableSet());
  }

  /// The numbers among a line of metrics.
  static Map<String, Double> numbers(Map<String, Object> line) {
    Map<String, Double> numbers = new LinkedHashMap<>();
    line.forEach((name, value) -> {
      if (value instanceof Number number) {
        numbers.put(name, number.doubleValue());
      }
    });
    return numbers;
  }

  /// What each epoch's line of a file says.
  private static List<Map<String, Double>> lines(Path file) throws IOException {
    List<Map<String, Double>> epochs = new ArrayList<>();
    List<String> lines = Files.isRegularFile(file) ? Files.readAllLines(file) : List.of();
    for (int i = 0; i < lines.size(); i++) {
      try {
        epochs.add(numbers(JsonMapper.shared().readValue(lines.get(i), new TypeReference<Map<String, Object>>() {})));
      } catch (JacksonException broken) {
        throw new GradusException(file + " is damaged: line " + (i + 1) + " is no JSON object", broken);
      }
    }
    return epochs;
  }
}
