package dev.gradus.data.table;

import dev.gradus.GradusException;
import dev.gradus.backend.Execution;
import dev.gradus.dataset.Dataset;
import dev.gradus.model.Model;
import dev.gradus.random.RandomStream;
import dev.gradus.tensor.Shape;
import dev.gradus.tensor.Tensor;
import dev.gradus.train.Listener;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Learns to predict one column of a table from the others, and says how good it is at rows that it didn't learn from.
///
///     TableFit fit = new TableFit(table, "price", TableSettings.usual(42), Execution.best());
///     for (Splits.Split split : fit.splits().folds(5)) {
///       TableFit.Score score = fit.score(fit.train(split.train(), () -> false), split);
///     }
///
/// Everything learned, preparation included, is learned from the training rows alone.
public final class TableFit {
  private static final int CHUNK = 1024;

  private final Table table;
  private final Column target;
  private final Inputs inputs;
  private final TableSettings settings;
  private final Execution execution;
  private final Splits splits;
  private final Map<String, List<Transform>> transforms;

  /// @throws GradusException if no column is left to learn from, or there is one class only
  public TableFit(Table table, String target, TableSettings settings, Execution execution) {
    this.table = table;
    this.target = table.column(target);
    this.settings = settings;
    this.execution = execution;
    inputs = Inputs.of(table, settings.by() instanceof Splits.By.Group(String group) ? List.of(target, group) : List.of(target));
    if (inputs.columns().isEmpty()) {
      throw new GradusException("no column is left to learn \"" + target + "\" from");
    }
    if (table.rows() < 2) {
      throw new GradusException("there is one row only, and learning takes at least two: some to learn from, others to test on");
    }
    if (this.target instanceof Column.Ignored || this.target instanceof Column.Text) {
      throw new GradusException("column \"" + target + "\" can't be learned: nearly all of its texts are different");
    }
    int first = table.slot(target);
    if (IntStream.range(1, table.rows()).allMatch(row -> table.at(row, first) == table.at(0, first))) {
      throw new GradusException("column \"" + target + "\" can't be learned: it has one value only");
    }
    splits = new Splits(table, target, settings.by(), settings.seed());
    transforms = new LinkedHashMap<>();
    int[] all = IntStream.range(0, table.rows()).toArray();
    for (Column column : inputs.columns()) {
      List<Transform> chosen = Optional.ofNullable(settings.columns().get(column.name())).map(ColumnChoice::transforms).orElse(List.of());
      transforms.put(column.name(),
          chosen.isEmpty() ? Preparation.usual(column, Spread.of(table, table.slot(column.name()), all)) : chosen);
    }
    Preparation.check(inputs.columns(), transforms);
  }

  /// What was learned.
  public static final class Fitted {
    private final Model model;
    private final Preparation preparation;
    private final Line linear;
    private final double share;
    private final int epoch;
    private final boolean interrupted;

    Fitted(Model model, Preparation preparation, Line linear, double share, int epoch, boolean interrupted) {
      this.model = model;
      this.preparation = preparation;
      this.linear = linear;
      this.share = share;
      this.epoch = epoch;
      this.interrupted = interrupted;
    }

    /// From a row's numbers to the answer, preparation included.
    public Model model() {
      return model;
    }

    /// How much is believed of what hidden layers add to a linear model, 0 to 1: 0 where that predicts other rows as well alone.
    public double share() {
      return share;
    }

    /// How many numbers the model learned to predict by: the linear model's weights and intercepts, and those of the networks, if any of what
    /// they say is believed. What prepares the columns is not counted.
    public long parameters() {
      return (linear.weights().length + 1L) * linear.intercepts().length + model.parameters();
    }

    /// After which epoch the hidden layers were at their best.
    public int epoch() {
      return epoch;
    }

    /// Whether training was stopped before its end.
    public boolean interrupted() {
      return interrupted;
    }
  }

  /// Follows what is learned from rows: as a [Listener] the members' training, and before it what leads there.
  public interface Follower extends Listener {
    /// Whether it wants the norms of the members' gradients, which take time.
    default boolean wantsGradientNorms() {
      return false;
    }

    /// A linear model, or a look at what it leaves over, has come to one of the rows that it goes over from the first, 0, on.
    default void lineAt(int row, int rows) {}
  }

  /// What was measured on rows that were not learned from: accuracy for classes, R² for numbers.
  ///
  /// @param score the network's
  /// @param baseline that of the majority, or of the mean
  /// @param linear that of a linear model alone: logistic regression, or ridge regression
  public record Score(double score, double baseline, double linear) {}

  /// The columns that go into the model, in its order.
  public List<Column> inputs() {
    return inputs.columns();
  }

  /// Whether classes are told apart, not numbers predicted.
  public boolean classifies() {
    return target instanceof Column.Category;
  }

  /// What each column is taken for and how it is prepared, as words that [ColumnChoice] reads.
  public Map<String, List<String>> said() {
    Map<String, List<String>> said = new LinkedHashMap<>();
    for (Column column : table.columns()) {
      boolean group = settings.by() instanceof Splits.By.Group(String name) && name.equals(column.name());
      if (!group) {
        said.put(column.name(), Stream.concat(Stream.of(switch (column) {
          case Column.Ignored _ -> "ignore";
          case Column.Text text -> "text:" + text.buckets();
          case Column.Number _, Column.Date _, Column.Category _ -> column.kind();
        }), transforms.getOrDefault(column.name(), List.of()).stream().map(Transform::word)).toList());
      }
    }
    return said;
  }

  /// A model that was learned here, with the columns that it takes and gives.
  public TableModel model(Model model) {
    return new TableModel(model, inputs.columns(), target);
  }

  /// How rows are split.
  public Splits splits() {
    return splits;
  }

  /// Learns from some rows.
  ///
  /// @param stop asked after each step whether to come to an end; the model then has what it learned so far
  public Fitted train(int[] rows, BooleanSupplier stop) {
    return train(rows, stop, new Follower() {});
  }

  /// Learns from some rows, which `follower` follows.
  public Fitted train(int[] rows, BooleanSupplier stop, Follower follower) {
    Preparation preparation = Preparation.learn(table, inputs, rows, transforms);
    int[] parts = splits.parts(rows, settings.members(), "members");
    return new Fitting(rows(rows), preparation, parts, settings, execution, stop, follower).learn();
  }

  /// Some rows as examples of a model that was learned here.
  public Dataset examples(int[] rows) {
    return rows(rows);
  }

  /// The score on a split's test rows of what was learned from the others.
  public Score score(Fitted fitted, Splits.Split split) {
    TableRows others = rows(split.test());
    float[] predicted = predict(fitted.model, others);
    double[] line = linear(fitted.preparation, fitted.linear, others);
    double common = common(rows(split.train()));
    return new Score(quality(others, i -> predicted[i]), quality(others, _ -> common), quality(others, i -> line[i]));
  }

  /// How much worse a model gets on `test` when one column's values change places, for each column.
  ///
  /// Source: Breiman 2001, doi:10.1023/A:1010933404324. Deviation: one permutation.
  ///
  /// @param headway is told of the rows predicted, each once as it is and once for each column
  public double[] importance(Model model, int[] test, Headway headway) {
    double all = (double) test.length * (1 + inputs.columns().size());
    long[] done = new long[1];
    IntConsumer predicted = rows -> headway.at(done[0] += rows, done[0] / all);
    TableRows data = rows(test);
    float[] whole = predict(model, data, 0, 0, new int[0], predicted);
    double quality = quality(data, i -> whole[i]);
    int[] order = new RandomStream(settings.seed(), "importance").permutation(test.length);
    return inputs.columns().stream().mapToDouble(column -> {
      float[] moved = predict(model, data, inputs.first(column), column.width(), order, predicted);
      return quality - quality(data, i -> moved[i]);
    }).toArray();
  }

  private interface Prediction {
    double of(int index);
  }

  private double quality(TableRows data, Prediction prediction) {
    double mean = IntStream.range(0, data.size()).mapToDouble(data::answer).average().orElse(0);
    double right = 0;
    double error = 0;
    double spread = 0;
    for (int i = 0; i < data.size(); i++) {
      double answer = data.answer(i);
      double predicted = prediction.of(i);
      right += predicted == answer ? 1 : 0;
      error += (predicted - answer) * (predicted - answer);
      spread += (answer - mean) * (answer - mean);
    }
    return classifies() ? right / data.size() : spread == 0 ? 0 : 1 - error / spread;
  }

  private double common(TableRows data) {
    if (!classifies()) {
      return IntStream.range(0, data.size()).mapToDouble(data::answer).average().orElse(0);
    }
    int[] counts = new int[data.classes().size()];
    for (int i = 0; i < data.size(); i++) {
      counts[data.readLabel(i)]++;
    }
    return IntStream.range(0, counts.length).reduce((a, b) -> counts[b] > counts[a] ? b : a).orElse(0);
  }

  private double[] linear(Preparation preparation, Line line, TableRows data) {
    float[] raw = new float[preparation.width()];
    double[] features = new double[preparation.features().size()];
    double[] predicted = new double[data.size()];
    for (int row = 0; row < predicted.length; row++) {
      data.readInput(row, raw, 0);
      preparation.prepare(raw, features);
      double[] outputs = line.predict(features);
      predicted[row] = classifies()
          ? IntStream.range(0, outputs.length).reduce((a, b) -> outputs[b] > outputs[a] ? b : a).orElse(0) : outputs[0];
    }
    return predicted;
  }

  private TableRows rows(int[] rows) {
    return new TableRows(table, inputs.slots(), table.slot(target.name()), target, rows);
  }

  private float[] predict(Model model, TableRows data) {
    return predict(model, data, 0, 0, new int[0], _ -> {});
  }

  /// @param moved the first of `count` inputs whose values are those of the rows in `order`
  /// @param done is told of each lot of rows
  private float[] predict(Model model, TableRows data, int moved, int count, int[] order, IntConsumer done) {
    float[] predicted = new float[data.size()];
    int width = inputs.slots().length;
    for (int start = 0; start < predicted.length; start += CHUNK) {
      int some = Math.min(CHUNK, predicted.length - start);
      float[] raw = new float[some * width];
      for (int i = 0; i < some; i++) {
        data.readInput(start + i, raw, i * width);
        for (int input = moved; input < moved + count; input++) {
          raw[i * width + input] = table.at(data.rows()[order[start + i]], inputs.slots()[input]);
        }
      }
      float[] outputs = model.predict(Tensor.of(Shape.of(some, width), raw), execution).floats();
      int each = outputs.length / some;
      for (int i = 0; i < some; i++) {
        int at = i * each;
        predicted[start + i] = classifies()
            ? IntStream.range(0, each).reduce((a, b) -> outputs[at + b] > outputs[at + a] ? b : a).orElse(0) : outputs[at];
      }
      done.accept(some);
    }
    return predicted;
  }
}
