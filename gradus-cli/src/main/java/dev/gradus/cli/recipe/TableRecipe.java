package dev.gradus.cli.recipe;

import dev.gradus.GradusException;
import dev.gradus.data.table.BadRows;
import dev.gradus.data.table.ColumnChoice;
import dev.gradus.data.table.Splits;
import dev.gradus.data.table.TableSettings;
import dev.gradus.dataset.Augmentation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/// How a table is learned from. Every key but `table` has a default.
///
///     name: house                    # names the run folder; the table's file by default
///     table: {file: house.csv, target: price, skipBadRows: true}   # instead of a file, query: what to ask a database
///     columns:                       # what columns hold and how they are prepared; found by looking by default
///       size: [number, standard, log]
///       town: [category, oneHot]
///     folds: 5                       # cross-validation, or test: 0.2, the default, a part of the rows to test on
///     group: owner                   # rows of one owner are tested on together; or time: sold, what is tested on comes later
///     targetScale: auto              # or standard, or log: of a number to learn
///     members: 5                     # networks that predict together
///     units: 64                      # of the first of their two hidden layers
///     dropout: 0.1
///     learningRate: 0.003
///     weightDecay: 0.05
///     steps: 600
///     augment: [noise: 0.1]          # changes of the prepared training rows; none by default
///     seed: 42
///
/// @param columns words for each, as [ColumnChoice] reads them
/// @param settings without the columns and the augmentation
public record TableRecipe(
    String name, Optional<Path> file, Optional<String> query, String target, BadRows badRows, Map<String, List<String>> columns, OptionalInt folds, OptionalDouble test,
    TableSettings settings, List<Entry> augment) {
  private static final String[] KEYS = {
    "name", "table", "columns", "folds", "test", "group", "time", "targetScale", "members", "units", "dropout", "learningRate",
    "weightDecay", "steps", "augment", "seed"
  };
  private static final double USUAL_TEST = 0.2;
  private static final long USUAL_SEED = 42;

  public TableRecipe {
    if (file.isPresent() == query.isPresent()) {
      throw new GradusException("a table's rows are in a file, or a query's: there is either file or query");
    }
    columns = new LinkedHashMap<>(columns);
    augment = List.copyOf(augment);
    if (folds.isPresent() && test.isPresent()) {
      throw new GradusException("there are either folds or a part of the rows to test on, test, not both");
    }
  }

  /// The recipe that follows from a file, or a query, and a column alone.
  public static TableRecipe of(Optional<Path> file, Optional<String> query, String target) {
    return new TableRecipe(named(file), file, query, target, BadRows.REFUSE, Map.of(), OptionalInt.empty(), OptionalDouble.empty(),
        TableSettings.usual(USUAL_SEED), List.of());
  }

  /// A run's name: the file's, with what names of folders can't have left out.
  private static String named(Optional<Path> file) {
    String name = file.map(path -> path.getFileName().toString().replaceFirst("\\.gz$", "").replaceFirst("\\.[^.]*$", "")).orElse("query")
        .replaceAll("[^A-Za-z0-9._-]", "-").replaceFirst("^[^A-Za-z0-9]+", "");
    return name.isEmpty() ? "table" : name.substring(0, Math.min(64, name.length()));
  }

  /// The recipe in a YAML file, if it is of a table.
  public static Optional<TableRecipe> find(String file) {
    boolean yaml = file.endsWith(".yaml") || file.endsWith(".yml") || Files.isRegularFile(Path.of(file));
    if (!yaml || !(YamlReader.read(Path.of(file)) instanceof Value.Keyed keyed) || !keyed.values().containsKey("table")) {
      return Optional.empty();
    }
    return Optional.of(of(keyed, Path.of(file).getFileName().toString()));
  }

  private static TableRecipe of(Value.Keyed keyed, String source) {
    Entry top = new Entry("recipe", keyed.values(), new Place(source, 0)).takingNamed(KEYS);
    Entry table = Entry.options("table", keyed.values().get("table")).takingNamed("file", "query", "target", "skipBadRows");
    if (top.has("group") && top.has("time")) {
      throw top.options().get("time").where().error("rows are split by group or by time, not both");
    }
    try {
      Optional<Path> file = table.has("file") ? Optional.of(Path.of(table.text("file"))) : Optional.empty();
      Optional<String> query = table.has("query") ? Optional.of(table.text("query")) : Optional.empty();
      TableSettings usual = TableSettings.usual(USUAL_SEED);
      Map<String, List<String>> columns = new LinkedHashMap<>();
      if (top.has("columns")) {
        Entry named = Entry.options("columns", top.options().get("columns"));
        named.options().forEach((column, value) -> columns.put(column, words(named, column, value)));
      }
      return new TableRecipe(top.text("name", named(file)), file, query, table.text("target"),
          table.flag("skipBadRows", false) ? BadRows.SKIP : BadRows.REFUSE, columns,
          top.has("folds") ? OptionalInt.of(top.integer("folds")) : OptionalInt.empty(),
          top.has("test") ? OptionalDouble.of(top.number("test")) : OptionalDouble.empty(),
          new TableSettings(Recipe.seedOf(top), by(top), Map.of(),
              TableSettings.Target.valueOf(top.choice("targetScale", "auto", "auto", "standard", "log").toUpperCase(Locale.ROOT)),
              top.integer("members", usual.members()), top.integer("units", usual.units()),
              top.number("learningRate", usual.learningRate()), top.number("weightDecay", usual.weightDecay()),
              top.number("dropout", usual.dropout()), top.integer("steps", usual.steps()), Optional.empty()),
          top.has("augment") ? Entry.list(keyed.values().get("augment"), "augmentation") : List.of());
    } catch (GradusException e) {
      throw e.getMessage().startsWith(source) ? e : new GradusException(source + ": " + e.getMessage(), e);
    }
  }

  private static Splits.By by(Entry top) {
    if (top.has("group")) {
      return new Splits.By.Group(top.text("group"));
    }
    return top.has("time") ? new Splits.By.Time(top.text("time")) : new Splits.By.Random();
  }

  private static List<String> words(Entry columns, String column, Value value) {
    return value instanceof Value.Items ? columns.texts(column) : List.of(columns.text(column));
  }

  /// With other rows of the same columns, if they are given.
  public TableRecipe reading(Optional<Path> otherFile, Optional<String> otherQuery) {
    boolean other = otherFile.isPresent() || otherQuery.isPresent();
    return other ? new TableRecipe(name, otherFile, otherQuery, target, badRows, columns, folds, test, settings, augment) : this;
  }

  /// What a command line says instead.
  public TableRecipe with(
      Map<String, List<String>> otherColumns, OptionalInt otherFolds, OptionalDouble otherTest, Optional<Splits.By> by, Optional<Long> seed,
      boolean skipBadRows) {
    Map<String, List<String>> all = new LinkedHashMap<>(columns);
    all.putAll(otherColumns);
    boolean said = otherFolds.isPresent() || otherTest.isPresent();
    TableSettings s = settings;
    return new TableRecipe(name, file, query, target, skipBadRows ? BadRows.SKIP : badRows, all, said ? otherFolds : folds, said ? otherTest : test,
        new TableSettings(seed.orElse(s.seed()), by.orElse(s.by()), Map.of(), s.target(), s.members(), s.units(), s.learningRate(),
            s.weightDecay(), s.dropout(), s.steps(), Optional.empty()), augment);
  }

  /// The recipe with these columns, as they were found.
  public TableRecipe withColumns(Map<String, List<String>> found) {
    return new TableRecipe(name, file, query, target, badRows, found, folds, test, settings, augment);
  }

  /// What part of the rows is tested on, if there are no folds.
  public double held() {
    return test.orElse(USUAL_TEST);
  }

  /// What is said of columns, by name.
  public Map<String, ColumnChoice> choices() {
    Map<String, ColumnChoice> choices = new LinkedHashMap<>();
    columns.forEach((column, words) -> choices.put(column, ColumnChoice.of(column, words)));
    return choices;
  }

  /// The settings, whole.
  public TableSettings resolved() {
    TableSettings s = settings;
    return new TableSettings(s.seed(), s.by(), choices(), s.target(), s.members(), s.units(), s.learningRate(), s.weightDecay(), s.dropout(),
        s.steps(), augment.stream().map(KnownAugmentations::augmentation).reduce(Augmentation::then));
  }

  /// This recipe as YAML, which reads back equal to it.
  public String yaml() {
    Map<String, Object> plain = new LinkedHashMap<>();
    plain.put("name", name);
    Map<String, Object> table = new LinkedHashMap<>();
    file.ifPresent(path -> table.put("file", path.toString()));
    query.ifPresent(sql -> table.put("query", sql));
    table.put("target", target);
    table.put("skipBadRows", badRows == BadRows.SKIP);
    plain.put("table", table);
    if (!columns.isEmpty()) {
      plain.put("columns", columns);
    }
    folds.ifPresent(count -> plain.put("folds", count));
    test.ifPresent(part -> plain.put("test", part));
    switch (settings.by()) {
      case Splits.By.Random _ -> {
        // The default has no key.
      }
      case Splits.By.Group(String column) -> plain.put("group", column);
      case Splits.By.Time(String column) -> plain.put("time", column);
    }
    plain.put("targetScale", settings.target().name().toLowerCase(Locale.ROOT));
    plain.put("members", settings.members());
    plain.put("units", settings.units());
    plain.put("dropout", settings.dropout());
    plain.put("learningRate", settings.learningRate());
    plain.put("weightDecay", settings.weightDecay());
    plain.put("steps", settings.steps());
    if (!augment.isEmpty()) {
      plain.put("augment", augment.stream().map(Entry::plain).toList());
    }
    plain.put("seed", settings.seed());
    return Recipe.WRITER.writeValueAsString(plain);
  }
}
