package dev.gradus.cli.recipe;

import dev.gradus.GradusException;
import dev.gradus.data.ImageFolder;
import dev.gradus.data.table.BadRows;
import dev.gradus.train.Loading;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SequencedMap;
import java.util.stream.Stream;
import tools.jackson.dataformat.yaml.YAMLFactory;
import tools.jackson.dataformat.yaml.YAMLMapper;
import tools.jackson.dataformat.yaml.YAMLWriteFeature;

/// What to train, on what, and how. Every key but `data` and `model` has a default.
///
///     name: digits                  # names the run folder; the file's name by default
///     data: {set: digits}           # see [DataSets]
///     weights: balanced             # examples of rare classes count more; all alike by default
///     augment: [mixup: 0.2]         # changes of the training examples, one after another; none by default
///     model: [flatten, dense: 10]   # layers by the names of the Java API
///     loss: softmaxCrossEntropy     # or, instead of the last layer and the loss, output: {categorical: 10}
///     optimizer: {adam: {learningRate: 0.001}}   # any also takes clipByGlobalNorm, l2, accumulate and so on
///     schedule: cosine              # how the learning rate moves; constant by default; any takes warmUp: steps;
///                                   # a list is one after another: [linearWarmUp: {steps: 500}, cosine]
///     averageWeights: 0.999         # the decay of a moving average of the weights; none by default
///     metrics: [accuracy]
///     epochs: 10
///     batchSize: 64                 # 1 is stochastic, all is batch gradient descent
///     validationSplit: 0.1          # the part of the training data that is held out, 0 to below 1
///     earlyStopping: {patience: 5}  # also leastImprovement, and watch: loss or a metric; none by default
///     shuffle: 1000                 # examples are mixed within stretches of so many, not all of them, the default
///     loading: {threads: 2, ahead: 4}   # who reads batches ahead, and how many; see [Loading]. It changes no bit
///     seed: 42
///
/// @param output what the network ends with; there is either that or a loss
/// @param batchSize examples a step; [#ALL] for all of them
/// @param validationSplit in 0 to below 1
public record Recipe(
    String name,
    Entry data,
    Optional<Entry> weights,
    List<Entry> augment,
    List<Entry> model,
    Optional<Entry> output,
    Optional<Entry> loss,
    Entry optimizer,
    Entry schedule,
    OptionalDouble averageWeights,
    List<Entry> metrics,
    int epochs,
    int batchSize,
    double validationSplit,
    Optional<Entry> earlyStopping,
    Optional<Entry> shuffle,
    Optional<Entry> loading,
    long seed) {
  /// The batch size that takes all examples.
  public static final int ALL = Integer.MAX_VALUE;

  private static final String[] KEYS = {
    "name", "data", "weights", "augment", "model", "output", "loss", "optimizer", "schedule", "averageWeights", "metrics", "epochs",
    "batchSize", "validationSplit", "earlyStopping", "shuffle", "loading", "seed"
  };

  static final YAMLMapper WRITER = YAMLMapper.builder(YAMLFactory.builder()
      .disable(YAMLWriteFeature.WRITE_DOC_START_MARKER)
      .disable(YAMLWriteFeature.SPLIT_LINES)
      .enable(YAMLWriteFeature.MINIMIZE_QUOTES)
      .enable(YAMLWriteFeature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
      .enable(YAMLWriteFeature.INDENT_ARRAYS_WITH_INDICATOR)
      .build()).build();

  public Recipe {
    augment = List.copyOf(augment);
    model = List.copyOf(model);
    metrics = List.copyOf(metrics);
    if (!name.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,63}")) {
      throw new GradusException("the recipe's name \"" + name + "\" names its run folders: it takes letters, digits, dots,"
          + " dashes and underscores, at most 64, and starts with a letter or digit");
    }
    atLeast("epochs", epochs, 1);
    atLeast("batchSize", batchSize, 1);
    if (!(validationSplit >= 0 && validationSplit < 1)) {
      throw new GradusException("validationSplit is a part of the training data, from 0 to below 1, not " + validationSplit);
    }
    if (model.isEmpty()) {
      throw new GradusException("the recipe's model has no layers");
    }
    averageWeights.ifPresent(decay -> {
      if (!(decay >= 0 && decay < 1)) {
        throw new GradusException("averageWeights is the decay of a moving average, from 0 to below 1, not " + decay);
      }
    });
  }

  /// The recipe in the YAML file `nameOrFile`, or the built-in one of that name.
  public static Recipe find(String nameOrFile) {
    if (nameOrFile.endsWith(".yaml") || nameOrFile.endsWith(".yml") || Files.isRegularFile(Path.of(nameOrFile))) {
      return read(Path.of(nameOrFile));
    }
    return read(BuiltIn.yaml(nameOrFile), nameOrFile);
  }

  /// The recipe in a YAML file.
  public static Recipe read(Path file) {
    String name = file.getFileName().toString();
    return of(YamlReader.read(file), name, name.replaceFirst("\\.ya?ml$", ""));
  }

  /// A recipe for a folder of pictures sorted by class: a convolutional network for pictures of `size` × `size` pixels in colour.
  public static Recipe forPictures(Path folder, int size, BadRows broken) {
    if (size < 8) {
      throw new GradusException("--size is at least 8 pixels, not " + size);
    }
    int classes = ImageFolder.parts(folder, 0.5, 0).train().classes().size();
    String block = "  - conv2d: {filters: %d, kernel: 3}\n  - batchNorm\n  - relu\n";
    String text = "data: {set: images, shape: [%1$d, %1$d, 3], skipBroken: %2$s}\n".formatted(size, broken == BadRows.SKIP) + "model:\n"
        + block.formatted(32) + "  - maxPool: 2\n" + block.formatted(64) + "  - maxPool: 2\n" + block.formatted(64) + "  - maxPool: 2\n"
        + "  - flatten\n  - dropout: 0.4\n  - dense: " + classes + "\n" + "schedule: cosine\nepochs: 15\nbatchSize: 32\n";
    return read(text, folder.toAbsolutePath().normalize().getFileName().toString()).withFolder(folder);
  }

  /// The recipe that `text` writes, called `source` in messages.
  public static Recipe read(String text, String source) {
    return of(YamlReader.read(text, source), source, source);
  }

  private static Recipe of(Value document, String source, String name) {
    if (!(document instanceof Value.Keyed keyed)) {
      throw document.where().error("a recipe is made of keys such as data: and model:, not " + document.described());
    }
    if (keyed.values().containsKey("table")) {
      throw new GradusException(source + ": this is a table's recipe, which gradus train takes; what else a table's run can do is"
          + " gradus evaluate RUN FILE and gradus predict RUN FILE --out FILE");
    }
    Entry top = new Entry("recipe", keyed.values(), new Place(source, 0)).takingNamed(KEYS);
    for (String key : List.of("data", "model")) {
      if (!top.has(key)) {
        throw new GradusException(source + ": the recipe has no " + key + "; it needs data: and model:");
      }
    }
    Place where = top.where();
    if (top.has("output") && top.has("loss")) {
      throw top.options().get("loss").where().error("the recipe has an output, which brings its loss, and a loss too: leave out one of them");
    }
    try {
      return new Recipe(
          top.text("name", name.replaceAll("[^A-Za-z0-9._-]", "-").replaceFirst("^[._-]+", "recipe-")),
          DataSets.entry(keyed.values().get("data")),
          top.entry("weights"),
          top.has("augment") ? Entry.list(keyed.values().get("augment"), "augmentation") : List.of(),
          Entry.list(keyed.values().get("model"), "layer"),
          top.entry("output"),
          top.has("output") ? Optional.empty() : Optional.of(top.entry("loss").orElse(Entry.bare("softmaxCrossEntropy", where))),
          top.entry("optimizer").orElse(Entry.bare("adam", where)),
          top.entry("schedule").orElse(Entry.bare("constant", where)),
          top.has("averageWeights") ? OptionalDouble.of(top.number("averageWeights")) : OptionalDouble.empty(),
          top.has("metrics") ? Entry.list(keyed.values().get("metrics"), "metric") : List.of(Entry.bare("accuracy", where)),
          top.integer("epochs", 10),
          "all".equals(textOf(top, "batchSize")) ? ALL : top.integer("batchSize", 64),
          top.number("validationSplit", 0.1),
          options(top, "earlyStopping"),
          options(top, "shuffle"),
          options(top, "loading"),
          seedOf(top));
    } catch (GradusException e) {
      throw e.getMessage().startsWith(source) ? e : new GradusException(source + ": " + e.getMessage(), e);
    }
  }

  /// With another number of epochs.
  public Recipe withEpochs(int other) {
    return with(data, optimizer, other, batchSize, seed);
  }

  /// With another batch size.
  public Recipe withBatchSize(int other) {
    return with(data, optimizer, epochs, other, seed);
  }

  /// With another seed.
  public Recipe withSeed(long other) {
    return with(data, optimizer, epochs, batchSize, other);
  }

  /// With another learning rate of the same optimizer, whose main option it is.
  public Recipe withLearningRate(double other) {
    SequencedMap<String, Value> options = new LinkedHashMap<>(optimizer.options());
    options.remove("");
    options.put("learningRate", new Value.Real(other, Place.OUTSIDE));
    return with(data, new Entry(optimizer.name(), options, optimizer.where()), epochs, batchSize, seed);
  }

  /// With its data in another folder.
  public Recipe withFolder(Path folder) {
    return with(DataSets.inFolder(data, folder), optimizer, epochs, batchSize, seed);
  }

  private Recipe with(Entry otherData, Entry otherOptimizer, int otherEpochs, int otherBatchSize, long otherSeed) {
    return new Recipe(name, otherData, weights, augment, model, output, loss, otherOptimizer, schedule, averageWeights, metrics,
        otherEpochs, otherBatchSize, validationSplit, earlyStopping, shuffle, loading, otherSeed);
  }

  /// This recipe as YAML with every key but those left out by default, which reads back equal to it.
  public String yaml() {
    Map<String, Object> plain = new LinkedHashMap<>();
    plain.put("name", name);
    plain.put("data", DataSets.plain(data));
    weights.ifPresent(entry -> plain.put("weights", entry.plain()));
    if (!augment.isEmpty()) {
      plain.put("augment", plain(augment));
    }
    plain.put("model", plain(model));
    output.ifPresent(entry -> plain.put("output", entry.plain()));
    loss.ifPresent(entry -> plain.put("loss", entry.plain()));
    plain.put("optimizer", optimizer.plain());
    plain.put("schedule", schedule.plain());
    averageWeights.ifPresent(decay -> plain.put("averageWeights", decay));
    plain.put("metrics", plain(metrics));
    plain.put("epochs", epochs);
    plain.put("batchSize", batchSize == ALL ? "all" : (Object) batchSize);
    plain.put("validationSplit", validationSplit);
    earlyStopping.ifPresent(entry -> plain.put("earlyStopping", entry.plainOptions()));
    shuffle.ifPresent(entry -> plain.put("shuffle", entry.plainOptions()));
    loading.ifPresent(entry -> plain.put("loading", entry.plainOptions()));
    plain.put("seed", seed);
    return WRITER.writeValueAsString(plain);
  }

  /// The first key by which two recipes written by [#yaml] differ, and what it says in both.
  public static String difference(String now, String then) {
    Map<?, ?> values = WRITER.readValue(now, Map.class);
    Map<?, ?> others = WRITER.readValue(then, Map.class);
    return Stream.concat(others.keySet().stream(), values.keySet().stream())
        .filter(key -> !Objects.equals(values.get(key), others.get(key))).findFirst()
        .map(key -> key + ": now " + shown(values.get(key)) + ", then " + shown(others.get(key))).orElse("the order of its keys");
  }

  private static String shown(Object value) {
    return value == null ? "left out" : GradusException.excerpt(String.valueOf(value));
  }

  private static List<Object> plain(List<Entry> entries) {
    return entries.stream().map(Entry::plain).toList();
  }

  private static void atLeast(String key, int value, int least) {
    if (value < least) {
      throw new GradusException(key + " is at least " + least + ", not " + value);
    }
  }

  static long seedOf(Entry top) {
    return switch (top.options().get("seed")) {
      case null -> 42;
      case Value.Whole whole -> whole.number();
      case Value other -> throw other.where().error("recipe.seed: expected a whole number, not " + other.described());
    };
  }

  private static Optional<Entry> options(Entry top, String key) {
    return Optional.ofNullable(top.options().get(key)).map(value -> Entry.options(key, value));
  }

  private static String textOf(Entry top, String key) {
    return Optional.ofNullable(top.options().get(key)).map(value -> value instanceof Value.Text text ? text.text() : "").orElse("");
  }
}
