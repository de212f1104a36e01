package dev.gradus.data.table;

import dev.gradus.GradusException;
import dev.gradus.backend.Execution;
import dev.gradus.layer.Layer;
import dev.gradus.loss.Losses;
import dev.gradus.metric.Metrics;
import dev.gradus.model.Model;
import dev.gradus.optimizer.Optimizers;
import dev.gradus.optimizer.Schedules;
import dev.gradus.random.Seed;
import dev.gradus.train.Trainer;
import java.util.Arrays;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/// Learns from some rows of a table.
///
/// The rows are in as many parts as there are members, and each member learns from all parts but its own, what a linear model leaves
/// over. So for each row there is a member, and a linear model, that never saw it: what they say tells when to stop, whether a logarithm
/// of the target helps, and how much of what the members add to believe.
///
/// Source: Wolpert 1992, doi:10.1016/S0893-6080(05)80023-1, and Breiman 1996, doi:10.1007/BF00117832, for learning from such rows how to
/// join models; Krogh and Vedelsby 1995, "Neural network ensembles, cross validation, and active learning", for predicting by the mean
/// of the members. Deviation: one factor, see [Share].
record Fitting(
    TableRows rows, Preparation preparation, int[] parts, TableSettings settings, Execution execution, BooleanSupplier stop,
    TableFit.Follower follower) {
  private static final int SMALL = 4000;
  private static final long MOST_NUMBERS = 20_000_000;
  private static final int MOST_OF_LINE = 500_000;
  private static final int MOST_JUDGED = 1_000_000;

  private boolean classes() {
    return !rows.classes().isEmpty();
  }

  TableFit.Fitted learn() {
    return classes() ? learnClasses() : learnNumbers();
  }

  private TableFit.Fitted learnClasses() {
    int classes = rows.classes().size();
    Line.Crossed line = logistic(classes);
    Members members = members(classes);
    Line lines = line.sideBySide();
    Lessons lessons = lessons(classes, (_, features) -> lines.predict(features));
    Taught taught = teach(members, lessons);
    int every = every(classes);
    float[][] own = taught.watch().own(taught.model(), every);
    double[][] logits = IntStream.range(0, own.length).mapToObj(i -> lessons.answer(i * every)).toArray(double[][]::new);
    double share = Share.best(believed -> IntStream.range(0, own.length).mapToDouble(i -> {
      double[] sum = logits[i].clone();
      for (int c = 0; c < classes; c++) {
        sum[c] += believed * own[i][c];
      }
      return Watch.crossEntropy(sum, rows.readLabel(i * every));
    }).toArray());
    Model model = Model.create(TableNet.of(preparation, line.all(), members, share), rows.inputShape(), Seed.seed(settings.seed()));
    if (share > 0) {
      taught.into(model);
    }
    model.learns(Losses.softmaxCrossEntropy(), List.of(Metrics.accuracy()), rows);
    return new TableFit.Fitted(model, preparation, line.all(), share, taught.epoch(), taught.interrupted());
  }

  private Line.Crossed logistic(int classes) {
    int features = preparation.features().size();
    // A line needs no more rows than fit well into memory.
    int stride = Math.max((int) Math.ceilDiv((long) rows.size() * features, MOST_NUMBERS), Math.ceilDiv(rows.size(), MOST_OF_LINE));
    int count = Math.ceilDiv(rows.size(), stride);
    double[][] x = new double[count][];
    eachRow(stride, (row, prepared) -> x[row / stride] = prepared.clone());
    int[] labels = IntStream.range(0, count).map(i -> rows.readLabel(i * stride)).toArray();
    int[] some = IntStream.range(0, count).map(i -> parts[i * stride]).toArray();
    return Logistic.fit(x, labels, some, settings.members(), features, classes);
  }

  private TableFit.Fitted learnNumbers() {
    if (settings.target() == TableSettings.Target.LOG && answers(1).anyMatch(y -> y <= 0)) {
      throw new GradusException("the logarithm of \"" + rows.column().name() + "\" can't be learned: it is "
          + answers(1).min().orElseThrow() + " in a row, and must be above 0. Take targetScale: standard?");
    }
    TargetScale plain = TargetScale.of(rows, false);
    Line.Crossed line = ridge(plain);
    Joined straight = joined(plain, line);
    Joined base = straight;
    if (settings.target() == TableSettings.Target.LOG || settings.target() == TableSettings.Target.AUTO && differsByFactors()) {
      TargetScale log = TargetScale.of(rows, true);
      Joined curved = joined(log, ridge(log));
      if (settings.target() == TableSettings.Target.LOG || Share.better(curved.errors(0), straight.errors(0))) {
        base = curved;
      }
    }
    // Members learn what the ridge leaves over, in units of what it leaves of rows that it didn't see.
    Joined chosen = base;
    double left = base.left();
    Members members = members(1);
    Line lines = chosen.lines().sideBySide();
    Lessons lessons = lessons(1, (row, features) -> {
      double z = chosen.scale().scaled(rows.answer(row));
      return Arrays.stream(lines.predict(features)).map(said -> (z - said) / left).toArray();
    });
    Taught taught = teach(members, lessons);
    Joined joined = chosen.with(Arrays.stream(taught.watch().own(taught.model(), every(1))).mapToDouble(said -> left * said[0]).toArray());
    double share = Share.best(joined::errors);
    TargetScale scale = joined.fitted(share);
    Layer net = TableNet.of(preparation, chosen.lines().all(), members, share * left);
    Model model = Model.create((scope, x) -> scale.back(net.apply(scope, x)), rows.inputShape(), Seed.seed(settings.seed()));
    if (share > 0) {
      taught.into(model);
    }
    model.learns(new TableNet.ScaledHuber(plain.scale()), List.of(), rows);
    return new TableFit.Fitted(model, preparation, unscaled(line.all(), plain), share, taught.epoch(), taught.interrupted());
  }

  /// Whether all numbers are above 0, and nine in ten of them are within more than a factor of 2.
  private boolean differsByFactors() {
    double[] sorted = answers(every(1)).sorted().toArray();
    return answers(1).allMatch(y -> y > 0) && sorted[(int) (0.95 * (sorted.length - 1))] > 2 * sorted[(int) (0.05 * (sorted.length - 1))];
  }

  private DoubleStream answers(int every) {
    return IntStream.range(0, Math.ceilDiv(rows.size(), every)).mapToDouble(i -> rows.answer(i * every));
  }

  /// Of so many rows one is judged by, that what is said of them may fit into memory.
  private int every(int outputs) {
    return (int) Math.ceilDiv((long) rows.size() * outputs, MOST_JUDGED);
  }

  private Joined joined(TargetScale scale, Line.Crossed ridge) {
    int every = every(1);
    double[] answers = answers(every).toArray();
    double[] line = new double[answers.length];
    eachRow(every, (row, features) -> line[row / every] = ridge.without()[parts[row]].predict(features, 0));
    return new Joined(scale, ridge, answers, line, new double[answers.length]);
  }

  private Line.Crossed ridge(TargetScale scale) {
    float[] raw = new float[preparation.width()];
    return Ridge.fit(new Ridge.Rows() {
      @Override
      public int count() {
        return rows.size();
      }

      @Override
      public int part(int row) {
        return parts[row];
      }

      @Override
      public void read(int row, double[] features, double[] into) {
        follower.lineAt(row, rows.size());
        rows.readInput(row, raw, 0);
        preparation.prepare(raw, features);
        into[0] = scale.scaled(rows.answer(row));
      }
    }, settings.members(), preparation.features().size(), 1);
  }

  private interface Prepared {
    void row(int row, double[] features);
  }

  private void eachRow(int every, Prepared what) {
    float[] raw = new float[preparation.width()];
    double[] features = new double[preparation.features().size()];
    for (int row = 0; row < rows.size(); row += every) {
      follower.lineAt(row / every, Math.ceilDiv(rows.size(), every));
      rows.readInput(row, raw, 0);
      preparation.prepare(raw, features);
      what.row(row, features);
    }
  }

  /// In the target's own units.
  private static Line unscaled(Line line, TargetScale scale) {
    double[][] weights = Arrays.stream(line.weights()).map(row -> new double[] {row[0] * scale.scale()}).toArray(double[][]::new);
    return new Line(weights, new double[] {line.intercepts()[0] * scale.scale() + scale.shift()}, line.lambda());
  }

  private Members members(int outputs) {
    return new Members(settings.members(), settings.units(), outputs, settings.dropout());
  }

  private Lessons lessons(int outputs, Lessons.Answers answers) {
    return new Lessons(preparation, rows, parts, settings.members(), settings.members() * outputs, answers);
  }

  private record Taught(Model model, Watch watch, int epoch, boolean interrupted) {
    void into(Model other) {
      other.arrays().forEach((path, array) -> {
        float[] from = model.arrays().get(path);
        if (from != null) {
          System.arraycopy(from, 0, array, 0, array.length);
        }
      });
      other.weightsChanged();
    }
  }

  private Taught teach(Members members, Lessons lessons) {
    int count = lessons.size();
    int batch = Math.min(count, count < SMALL ? 128 : 256);
    Model model = Model.create(members, lessons.inputShape(), Seed.seed(settings.seed()));
    Watch watch = new Watch(lessons, members, execution, stop);
    Trainer trainer = Trainer.of(model).loss(new Members.Shared(members, classes()))
        .optimizer(Optimizers.adamW(settings.learningRate(), 0.9, 0.999, 1e-8, settings.weightDecay()))
        .schedule(Schedules.cosine()).epochs(settings.epochs(count, batch)).batchSize(batch)
        .seed(Seed.seed(settings.seed())).execution(execution).listener(watch);
    settings.augmentation().ifPresent(trainer::augmentation);
    trainer.gradientNorms(follower.wantsGradientNorms()).listener(follower).fit(lessons);
    watch.restore(model);
    return new Taught(model, watch, watch.bestEpoch, stop.getAsBoolean());
  }
}
