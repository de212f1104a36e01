package dev.gradus.cli;

import dev.gradus.backend.Execution;
import dev.gradus.backend.Memory;
import dev.gradus.cli.recipe.Blueprint;
import dev.gradus.cli.recipe.BuiltIn;
import dev.gradus.cli.recipe.Recipe;
import dev.gradus.cli.recipe.Source;
import dev.gradus.dataset.Dataset;
import dev.gradus.layer.Mode;
import dev.gradus.model.Model;
import dev.gradus.model.Summary;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `gradus summary RECIPE|RUN`: what a model is made of, and what memory it takes.
@Command(
    name = "summary",
    description = "Show each layer's output shape, parameters and multiply-adds, and the planned memory.",
    footer = {"", "Examples:", "  gradus summary digits", "  gradus summary my.yaml --batch-size 256", "  gradus summary runs/digits-1"})
final class SummaryCommand implements Action {
  @Mixin
  private CommonOptions common;

  @Parameters(paramLabel = "RECIPE|RUN", description = "A built-in recipe, a YAML file, a run folder, or a model's file.")
  private String named;

  @Option(names = "--batch-size", paramLabel = "N", converter = BatchSize.class,
      description = "Examples a step, for the memory.")
  private Optional<Integer> batchSize = Optional.empty();

  @Option(names = "--data", paramLabel = "FOLDER",
      description = "The folder that the recipe's data are read from, if only they tell their shape.")
  private Optional<Path> data = Optional.empty();

  SummaryCommand() {}

  /// What there is to tell.
  ///
  /// @param training what a training step takes; empty for a model's file alone, which doesn't know how it was trained
  private record Subject(Model model, int batchSize, Optional<Memory> training) {}

  @Override
  public Object run(Screen screen) {
    Compute.note(screen);
    Subject subject = subject();
    Model model = subject.model();
    Summary summary = model.summary();
    Memory inference = inference(model, subject.batchSize());
    model.inputs().forEach((name, type) -> screen.say("input " + (name.equals(Model.INPUT) ? "" : name + " ") + type.shape()));
    summary.toString().lines().forEach(screen::say);
    screen.say("planned peak memory with a batch of " + Figures.count(subject.batchSize()) + ": "
        + subject.training().map(memory -> Memory.text(memory.total()) + " for a training step, ").orElse("")
        + Memory.text(inference.total()) + " for inference");
    Map<String, Object> report = new LinkedHashMap<>();
    report.put("model", named);
    if (model.inputs().containsKey(Model.INPUT)) {
      report.put("input", model.inputs().get(Model.INPUT).shape().toString());
    } else {
      Map<String, String> shapes = new LinkedHashMap<>();
      model.inputs().forEach((name, type) -> shapes.put(name, type.shape().toString()));
      report.put("inputs", shapes);
    }
    report.put("layers", summary.layers().stream().map(SummaryCommand::layer).toList());
    report.put("parameters", summary.parameters());
    report.put("multiply_adds", summary.multiplyAdds());
    report.put("batch_size", subject.batchSize());
    subject.training().ifPresent(memory -> report.put("training_memory_bytes", memory.total()));
    report.put("inference_memory_bytes", inference.total());
    return report;
  }

  private Subject subject() {
    Path path = Path.of(named);
    boolean builtIn = BuiltIn.names().contains(named);
    boolean yaml = named.endsWith(".yaml") || named.endsWith(".yml");
    if (!builtIn && Files.isRegularFile(path) && !yaml) {
      Trained trained = Trained.open(path);
      int batch = batchSize.filter(size -> size != Recipe.ALL).orElse(1);
      return new Subject(trained.model(), batch, Optional.empty());
    }
    // A path that isn't there was probably meant for a run folder.
    if (!builtIn && !yaml && (Files.isDirectory(path) || path.getNameCount() > 1)) {
      Trained trained = Trained.open(path);
      return of(trained.run().orElseThrow().recipe(), Optional.of(trained.model()));
    }
    return of(Recipe.find(named), Optional.empty());
  }

  private Subject of(Recipe given, Optional<Model> trained) {
    Recipe recipe = batchSize.map(given::withBatchSize).orElse(given);
    recipe = data.isPresent() ? recipe.withFolder(data.get()) : recipe;
    Blueprint blueprint = Blueprint.of(recipe);
    Dataset like = like(blueprint);
    Model model = trained.orElseGet(() -> blueprint.model(like));
    int examples = like.size() - blueprint.validationExamples(like.size());
    Memory memory = blueprint.memory(model, like, examples, Execution.best());
    return new Subject(model, Math.min(recipe.batchSize(), examples), Optional.of(memory));
  }

  private static Dataset like(Blueprint blueprint) {
    Recipe recipe = blueprint.recipe();
    Optional<Dataset> outline = blueprint.source().outline()
        .filter(like -> recipe.batchSize() != Recipe.ALL || like.size() != Source.UNKNOWN_COUNT);
    return outline.orElseGet(() -> blueprint.source().train(recipe.seed()));
  }

  private static Memory inference(Model model, int batch) {
    Execution execution = Execution.best();
    var plan = execution.backend().plan(model.graph(Mode.INFERENCE));
    Memory memory = execution.backend().memory(plan, Map.of('N', batch), execution.threads());
    long weights = model.variables().values().stream().mapToLong(tensor -> (long) tensor.size() * Float.BYTES).sum();
    return new Memory(memory.arena(), memory.scratch(), memory.edges() + weights);
  }

  private static Map<String, Object> layer(Summary.Row row) {
    Map<String, Object> layer = new LinkedHashMap<>();
    layer.put("path", row.path());
    layer.put("output", row.output().toString());
    layer.put("parameters", row.parameters());
    layer.put("multiply_adds", row.multiplyAdds());
    row.convolution().ifPresent(convolution -> {
      Map<String, Object> counted = new LinkedHashMap<>();
      counted.put("channels_in", convolution.channelsIn());
      counted.put("channels_out", convolution.channelsOut());
      counted.put("height", convolution.height());
      counted.put("width", convolution.width());
      counted.put("groups", convolution.groups());
      counted.put("filters", convolution.filters());
      counted.put("weights", convolution.weights());
      layer.put("convolution", counted);
    });
    return layer;
  }
}
