package dev.gradus.data.table;

import dev.gradus.GradusException;
import dev.gradus.backend.Execution;
import dev.gradus.dataset.Dataset;
import dev.gradus.loss.Loss;
import dev.gradus.loss.Losses;
import dev.gradus.model.Model;
import dev.gradus.optimizer.Optimizers;
import dev.gradus.optimizer.Schedules;
import dev.gradus.random.RandomStream;
import dev.gradus.random.Seed;
import dev.gradus.tensor.Shape;
import dev.gradus.tensor.Tensor;
import dev.gradus.train.EarlyStopping;
import dev.gradus.train.Listener;
import dev.gradus.train.Trainer;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/// Learns to predict one column of a table from the others, with defaults that follow from its size alone.
///
/// Few rows: a fixed number of steps. [#MANY] rows or more: a tenth is held back, and training stops when it gets no better there.
/// Everything learned, preparation included, is learned from the training rows alone.
public final class TableFit {
  /// From so many rows on, training stops early.
  public static final int MANY = 4000;
  private static final int STEPS = 1500;
  private static final int CHUNK = 1024;
  private static final Listener UNHEARD = new Listener() {};

  private final Table table;
  private final int target;
  private final int[] inputs;
  private final long seed;
  private final Execution execution;
  private final boolean classes;

  /// @throws GradusException if no column is left to learn from, or there is one class only
  public TableFit(Table table, String target, long seed, Execution execution) {
    this.table = table;
    this.target = table.index(target);
    this.seed = seed;
    this.execution = execution;
    List<Column> columns = table.columns();
    inputs = IntStream.range(0, columns.size())
        .filter(c -> c != this.target && !(columns.get(c) instanceof Column.Ignored)).toArray();
    classes = columns.get(this.target) instanceof Column.Category;
    if (inputs.length == 0) {
      throw new GradusException("no column is left to learn \"" + target + "\" from");
    }
    if (columns.get(this.target) instanceof Column.Ignored
        || columns.get(this.target) instanceof Column.Category category && category.levels().size() < 2) {
      throw new GradusException("column \"" + target + "\" can't be learned: it has one value only, or nearly all are different texts");
    }
  }

  /// What was measured on rows that were not learned from: accuracy for classes, R² for numbers.
  ///
  /// @param score the network's
  /// @param baseline that of the majority, or of the mean
  /// @param linear that of a ridge regression (for classes: on 0 and 1 for each, the largest wins)
  public record Score(double score, double baseline, double linear) {}

  /// The columns that go into the model, in its order.
  public List<Column> inputs() {
    return Arrays.stream(inputs).mapToObj(table.columns()::get).toList();
  }

  /// Whether classes are told apart, not numbers predicted.
  public boolean classifies() {
    return classes;
  }

  /// The rows in `folds` parts of like size, drawn by the seed; each has its share of every class.
  public int[][] folds(int folds) {
    if (folds < 2 || folds > table.rows()) {
      throw new GradusException("--folds is 2 to the number of rows, " + table.rows() + ", not " + folds);
    }
    int[] order = new RandomStream(seed, "folds").permutation(table.rows());
    if (classes) {
      order = Arrays.stream(order).boxed().sorted(Comparator.comparingDouble(row -> table.at(row, target)))
          .mapToInt(Integer::intValue).toArray();
    }
    int[][] parts = new int[folds][];
    for (int f = 0; f < folds; f++) {
      int fold = f;
      int[] sorted = order;
      parts[f] = IntStream.range(0, order.length).filter(i -> i % folds == fold).map(i -> sorted[i]).toArray();
    }
    return parts;
  }

  /// All rows but those of one part, in the table's order.
  public static int[] without(int[][] parts, int part) {
    return IntStream.range(0, parts.length).filter(p -> p != part).flatMap(p -> Arrays.stream(parts[p])).sorted().toArray();
  }

  /// Learns from some rows.
  public Model train(int[] rows) {
    return train(rows, UNHEARD);
  }

  /// Some rows as a model's examples.
  public Dataset examples(int[] rows) {
    return rows(rows);
  }

  /// Learns from some rows; `listener` hears of the training of the model that is given, with its gradients' norms.
  public Model train(int[] rows, Listener listener) {
    Preparation preparation = Preparation.learn(table, inputs, rows);
    TableRows data = rows(rows);
    if (classes) {
      return fit(TableNet.classes(preparation, units(rows.length), data.classes().size()), Losses.softmaxCrossEntropy(), data, listener);
    }
    Ridge ridge = ridge(preparation, data);
    double deviation = deviation(data);
    double share = 1;
    if (rows.length < MANY && rows.length >= 20) {
      share = share(rows);
    }
    if (share == 0) {
      // Nothing is left to learn: the last layer's weights are 0, and the ridge alone predicts.
      Model model = Model.create(TableNet.numbers(preparation, units(rows.length), ridge, deviation), data.inputShape(),
          Seed.seed(seed));
      model.learns(new TableNet.ScaledHuber(deviation), List.of(), data);
      return model;
    }
    return shared(preparation, ridge, deviation, data, share, listener);
  }

  /// How much of what the hidden layers say is right: learned from three quarters of the rows, by least squares on the others.
  private double share(int[] rows) {
    int[] order = new RandomStream(seed, "share").permutation(rows.length);
    int held = rows.length / 4;
    int[] test = IntStream.range(0, held).map(i -> rows[order[i]]).toArray();
    int[] kept = IntStream.range(held, rows.length).map(i -> rows[order[i]]).sorted().toArray();
    Preparation preparation = Preparation.learn(table, inputs, kept);
    TableRows data = rows(kept);
    Ridge ridge = ridge(preparation, data);
    TableRows others = rows(test);
    float[] predicted = predict(shared(preparation, ridge, deviation(data), data, 1, UNHEARD), others);
    double[] line = linear(preparation, ridge, others);
    double product = 0;
    double square = 0;
    for (int i = 0; i < test.length; i++) {
      double correction = predicted[i] - line[i];
      product += correction * (others.answer(i) - line[i]);
      square += correction * correction;
    }
    double share = square == 0 ? 0 : Math.clamp(product / square, 0, 1);
    return share < 0.1 ? 0 : share;
  }

  private Model shared(Preparation preparation, Ridge ridge, double deviation, TableRows data, double share, Listener listener) {
    // It is learned at share 1, and multiplied afterwards.
    Model model = fit(TableNet.numbers(preparation, units(data.size()), ridge, deviation), new TableNet.ScaledHuber(deviation), data, listener);
    if (share < 1) {
      String path = model.arrays().keySet().stream().filter(name -> name.endsWith("/" + TableNet.SHARE)).findFirst().orElseThrow();
      model.arrays().get(path)[0] = (float) share;
      model.weightsChanged();
    }
    return model;
  }

  private Model fit(dev.gradus.layer.Layer net, Loss loss, TableRows data, Listener listener) {
    int count = data.size();
    int batch = count < MANY ? 32 : 256;
    int epochs = count < MANY ? Math.max(20, STEPS * batch / Math.max(count, batch)) : Math.max(3, Math.min(60, 3_000_000 / count));
    Model model = Model.create(net, data.inputShape(), Seed.seed(seed));
    Trainer trainer = Trainer.of(model).loss(loss).optimizer(Optimizers.adamW(0.002, 0.9, 0.999, 1e-8, count < MANY ? 0.05 : 0.01))
        .schedule(Schedules.cosine()).epochs(epochs).batchSize(Math.min(batch, count)).seed(Seed.seed(seed)).execution(execution)
        .gradientNorms(listener != UNHEARD).listener(listener);
    if (count >= MANY) {
      trainer = trainer.validationSplit(0.1).earlyStopping(EarlyStopping.patience(8));
    }
    trainer.fit(data);
    return model;
  }

  private static int units(int rows) {
    return rows < 500 ? 32 : 64;
  }

  /// The score of a model that was learned from `train`, on `test`.
  public Score score(Model model, int[] train, int[] test) {
    TableRows data = rows(train);
    TableRows others = rows(test);
    float[] predicted = predict(model, others);
    Preparation preparation = Preparation.learn(table, inputs, train);
    double[] line = linear(preparation, ridge(preparation, data), others);
    float common = common(data);
    return new Score(quality(others, i -> predicted[i]), quality(others, _ -> common), quality(others, i -> line[i]));
  }

  /// How much worse a model gets on `test` when one input's values change places, for each input.
  ///
  /// Source: Breiman 2001, doi:10.1023/A:1010933404324. Deviation: one permutation.
  public double[] importance(Model model, int[] test) {
    TableRows data = rows(test);
    float[] whole = predict(model, data);
    double quality = quality(data, i -> whole[i]);
    int[] order = new RandomStream(seed, "importance").permutation(test.length);
    double[] importance = new double[inputs.length];
    for (int input = 0; input < inputs.length; input++) {
      float[] predicted = predict(model, data, input, order);
      importance[input] = quality - quality(data, i -> predicted[i]);
    }
    return importance;
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
    return classes ? right / data.size() : spread == 0 ? 0 : 1 - error / spread;
  }

  private float common(TableRows data) {
    if (!classes) {
      return (float) IntStream.range(0, data.size()).mapToDouble(data::answer).average().orElse(0);
    }
    int[] counts = new int[data.classes().size()];
    for (int i = 0; i < data.size(); i++) {
      counts[data.readLabel(i)]++;
    }
    return IntStream.range(0, counts.length).reduce((a, b) -> counts[b] > counts[a] ? b : a).orElse(0);
  }

  private Ridge ridge(Preparation preparation, TableRows data) {
    int outputs = classes ? data.classes().size() : 1;
    float[] raw = new float[inputs.length];
    return Ridge.fit(new Ridge.Rows() {
      @Override
      public int count() {
        return data.size();
      }

      @Override
      public void read(int row, double[] features, double[] answers) {
        data.readInput(row, raw, 0);
        preparation.prepare(raw, features);
        Arrays.fill(answers, 0);
        if (classes) {
          answers[data.readLabel(row)] = 1;
        } else {
          answers[0] = data.answer(row);
        }
      }
    }, preparation.features().size(), outputs);
  }

  private double[] linear(Preparation preparation, Ridge ridge, TableRows data) {
    float[] raw = new float[inputs.length];
    double[] features = new double[preparation.features().size()];
    double[] outputs = new double[ridge.intercepts().length];
    double[] predicted = new double[data.size()];
    for (int row = 0; row < predicted.length; row++) {
      data.readInput(row, raw, 0);
      preparation.prepare(raw, features);
      ridge.predict(features, outputs);
      predicted[row] = classes
          ? IntStream.range(0, outputs.length).reduce((a, b) -> outputs[b] > outputs[a] ? b : a).orElse(0) : outputs[0];
    }
    return predicted;
  }

  private double deviation(TableRows data) {
    double mean = common(data);
    double squares = 0;
    for (int i = 0; i < data.size(); i++) {
      squares += (data.answer(i) - mean) * (data.answer(i) - mean);
    }
    double deviation = Math.sqrt(squares / data.size());
    return deviation > 0 ? deviation : 1;
  }

  private TableRows rows(int[] rows) {
    return new TableRows(table, inputs, target, rows);
  }

  private float[] predict(Model model, TableRows data) {
    return predict(model, data, -1, new int[0]);
  }

  /// @param moved the input whose values are those of the rows in `order`; none if negative
  private float[] predict(Model model, TableRows data, int moved, int[] order) {
    float[] predicted = new float[data.size()];
    int width = inputs.length;
    for (int start = 0; start < predicted.length; start += CHUNK) {
      int count = Math.min(CHUNK, predicted.length - start);
      float[] raw = new float[count * width];
      for (int i = 0; i < count; i++) {
        data.readInput(start + i, raw, i * width);
        if (moved >= 0) {
          raw[i * width + moved] = table.at(data.rows()[order[start + i]], inputs[moved]);
        }
      }
      float[] outputs = model.predict(Tensor.of(Shape.of(count, width), raw), execution).floats();
      int each = outputs.length / count;
      for (int i = 0; i < count; i++) {
        int at = i * each;
        predicted[start + i] = classes
            ? IntStream.range(0, each).reduce((a, b) -> outputs[at + b] > outputs[at + a] ? b : a).orElse(0) : outputs[at];
      }
    }
    return predicted;
  }
}
