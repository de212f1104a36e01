package dev.gradus.cli;

import dev.gradus.GradusException;
import dev.gradus.cli.recipe.TableRecipe;
import dev.gradus.data.table.BadRows;
import dev.gradus.data.table.Splits;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/// What `gradus train` takes for a table.
final class TableOptions {
  private static final String ALL = "--target, --folds, --test, --group, --time, --column, --skip-bad-rows";

  @Option(names = "--csv", paramLabel = "FILE", description = "The same as --data FILE.")
  private Optional<Path> csv = Optional.empty();

  @Option(names = "--jdbc", paramLabel = "URL",
      description = "A database to query for the table. GRADUS_JDBC_USER and GRADUS_JDBC_PASSWORD of the environment log in.")
  private Optional<String> jdbc = Optional.empty();

  @Option(names = "--query", paramLabel = "SQL", description = "What to ask the database.")
  private Optional<String> query = Optional.empty();

  @Option(names = "--driver", paramLabel = "JAR", description = "The database's JDBC driver, unless it is on Java's path.")
  private Optional<Path> driver = Optional.empty();

  @Option(names = "--target", paramLabel = "COLUMN", description = "The column of the table to learn to predict.")
  private Optional<String> target = Optional.empty();

  @Option(names = "--folds", paramLabel = "K", description = "Cross-validate on the table's rows in so many parts.")
  private Optional<Integer> folds = Optional.empty();

  @Option(names = "--test", paramLabel = "PART", description = "Which part of the table's rows to test on instead; 0.2 by default.")
  private Optional<Double> test = Optional.empty();

  @Option(names = "--group", paramLabel = "COLUMN",
      description = "Test on rows with other values of this column than those learned from. The column itself isn't learned from.")
  private Optional<String> group = Optional.empty();

  @Option(names = "--time", paramLabel = "COLUMN", description = "Test on rows that come later, by this column, than those learned from.")
  private Optional<String> time = Optional.empty();

  @Option(names = "--column", paramLabel = "NAME=WORDS",
      description = "What a column holds and how it is prepared, instead of what is found by looking: number, category, date, text or"
          + " ignore; standard, minMax, robust, log, none, oneHot, ordinal, bag; several with commas between.")
  private List<String> columns = new ArrayList<>();

  @Option(names = "--skip-bad-rows", description = "Leave out rows of the table, or pictures, that can't be read, and list them.")
  private boolean skipBadRows;

  TableOptions() {}

  BadRows badRows() {
    return skipBadRows ? BadRows.SKIP : BadRows.REFUSE;
  }

  /// Fails if there are options that a table alone takes.
  ///
  /// @param pictures the folder that is taken for one of pictures, if there is one
  void refuse(Optional<Path> pictures) {
    if (target.isPresent() || folds.isPresent() || test.isPresent() || group.isPresent() || time.isPresent() || !columns.isEmpty()
        || query.isPresent() || driver.isPresent() || skipBadRows && pictures.isEmpty()) {
      throw new GradusException(ALL + ", --query and --driver go with a table, --data FILE or --jdbc URL, or a table's recipe"
          + pictures.map(folder -> "; " + folder + " is a folder, which is taken for pictures").orElse(""));
    }
  }

  /// The training of a table, if that is what the command line asks for: with a table's recipe, or with none.
  ///
  /// @param others whether there are options that have no meaning for a table
  Optional<TableTraining> training(
      Optional<String> recipe, Optional<Path> data, Optional<Long> seed, Path parent, boolean others) {
    Optional<TableRecipe> named = recipe.flatMap(TableRecipe::find);
    boolean file = recipe.isEmpty() && data.isPresent() && !Files.isDirectory(data.get());
    if (csv.isEmpty() && jdbc.isEmpty() && !file && named.isEmpty()) {
      return Optional.empty();
    }
    String given = csv.isPresent() ? "--csv" : jdbc.isPresent() ? "--jdbc" : named.isPresent() ? "a recipe" : "--data";
    if (others || recipe.isPresent() && named.isEmpty() || named.isPresent() && target.isPresent()
        || Stream.of(csv, jdbc, data).filter(Optional::isPresent).count() > 1) {
      throw new GradusException("a table, " + given + ", goes with " + ALL + ", --seed, --threads and --out alone");
    }
    if (named.isEmpty() && jdbc.isPresent() != query.isPresent() || driver.isPresent() && jdbc.isEmpty()) {
      throw new GradusException("a database takes both --jdbc URL and --query SQL");
    }
    if (group.isPresent() && time.isPresent()) {
      throw new GradusException("rows are split by --group or by --time, not both");
    }
    Optional<Path> table = csv.or(() -> data);
    TableRecipe whole = named.orElseGet(() -> TableRecipe.of(table, query,
        target.orElseThrow(() -> new GradusException(given + " needs --target COLUMN: what to learn to predict"))));
    Optional<Splits.By> by = group.<Splits.By>map(Splits.By.Group::new).or(() -> time.map(Splits.By.Time::new));
    TableRecipe resolved = whole.reading(table, query).with(words(), folds.map(OptionalInt::of).orElse(OptionalInt.empty()),
        test.map(OptionalDouble::of).orElse(OptionalDouble.empty()), by, seed, skipBadRows);
    return Optional.of(new TableTraining(resolved, input(resolved), parent));
  }

  private TableInput input(TableRecipe recipe) {
    return recipe.file().map(NamedFile::table).map(TableInput::file).orElseGet(() -> TableInput.query(jdbc.orElseThrow(
        () -> new GradusException("the recipe's rows are what a database answers: name it with --jdbc URL")), recipe.query().orElseThrow(),
        driver));
  }

  /// What is said of columns.
  private Map<String, List<String>> words() {
    Map<String, List<String>> words = new LinkedHashMap<>();
    for (String said : columns) {
      int at = said.lastIndexOf('=');
      if (at < 1 || at == said.length() - 1) {
        throw new GradusException("--column says of a column what it holds, such as --column zip=category, not " + said);
      }
      words.put(said.substring(0, at), List.of(said.substring(at + 1).split(",")));
    }
    return words;
  }
}
