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
import java.util.function.DoubleFunction;
import java.util.stream.IntStream;

/// Learns from some rows of a table.
///
/// The rows are in as many parts as there are members, and each member learns from all parts but its own, what a linear model leaves
/// over. So for each row there is a member, and a linear model, that never saw it: what they say tells when to stop, whether a logarithm of the target helps, and how much of
/// what the members add to believe.
///
/// Source: Wolpert 1992, doi:10.1016/S0893-6080(05)80023-1, and Breiman 1996, doi:10.1007/BF00117832, for learning from such rows how to
/// join models; Krogh and Vedelsby 1995, "Neural network ensembles, cross validation, and active learning", for predicting by the mean
/// of the members. Deviation: one factor in 0, 0.1 … 1, and 0 unless the gain is more than two standard errors.
record Fitting(
    TableRows rows, Preparation preparation, int[] parts, TableSettings settings, Execution execution, BooleanSupplier stop,
    TableFit.Follower follower) {
  private static final int SMALL = 4000;
  private static final long MOST_NUMBERS = 20_000_000;

  private boolean classes() {
    return !rows.classes().isEmpty();
  }

  TableFit.Fitted learn() {
    return classes() ? learnClasses() : learnNumbers();
  }

  private TableFit.Fitted learnClasses() {
    int classes = rows.classes().size();
    Line.Crossed line = logistic(classes);
    double[][] logits = new double[rows.size()][settings.members() * classes];
    eachRow((row, features) -> {
      for (int member = 0; member < settings.members(); member++) {
        System.arraycopy(line.without()[member].predict(features), 0, logits[row], member * classes, classes);
      }
    });
    Members members = members(classes);
    Lessons lessons = new Lessons(preparation, rows, parts, settings.members(), logits);
    Taught taught = teach(members, lessons);
    float[][] own = taught.watch().own(taught.model(), 1);
    double share = share(believed -> IntStream.range(0, own.length).mapToDouble(row -> {
      double[] sum = lessons.answer(row);
      for (int c = 0; c < classes; c++) {
        sum[c] += believed * own[row][c];
      }
      return Watch.crossEntropy(sum, rows.readLabel(row));
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
    int stride = (int) Math.ceilDiv((long) rows.size() * features, MOST_NUMBERS);
    int count = Math.ceilDiv(rows.size(), stride);
    double[][] x = new double[count][];
    eachRow((row, prepared) -> {
      if (row % stride == 0) {
        x[row / stride] = prepared.clone();
      }
    });
    int[] labels = IntStream.range(0, count).map(i -> rows.readLabel(i * stride)).toArray();
    int[] some = IntStream.range(0, count).map(i -> parts[i * stride]).toArray();
    return Logistic.fit(x, labels, some, settings.members(), features, classes);
  }

  private TableFit.Fitted learnNumbers() {
    double[] answers = IntStream.range(0, rows.size()).mapToDouble(rows::answer).toArray();
    if (settings.target() == TableSettings.Target.LOG && Arrays.stream(answers).anyMatch(y -> y <= 0)) {
      throw new GradusException("the logarithm of \"" + rows.column().name() + "\" can't be learned: it is "
          + Arrays.stream(answers).min().orElseThrow() + " in a row, and must be above 0. Take targetScale: standard?");
    }
    TargetScale plain = TargetScale.of(answers, false);
    Line.Crossed line = ridge(plain, answers);
    Joined straight = joined(plain, line, answers);
    Joined base = straight;
    if (settings.target() == TableSettings.Target.LOG || settings.target() == TableSettings.Target.AUTO && differsByFactors(answers)) {
      TargetScale log = TargetScale.of(answers, true);
      Joined curved = joined(log, ridge(log, answers), answers);
      if (settings.target() == TableSettings.Target.LOG || better(curved.errors(answers, 0), straight.errors(answers, 0))) {
        base = curved;
      }
    }
    // Members learn what the ridge leaves over, in units of what it leaves of rows that it didn't see.
    double left = base.left(answers);
    double[][] residuals = new double[rows.size()][settings.members()];
    Joined chosen = base;
    eachRow((row, features) -> {
      double z = chosen.scale().scaled(answers[row]);
      for (int member = 0; member < residuals[row].length; member++) {
        residuals[row][member] = (z - chosen.lines().without()[member].predict(features, 0)) / left;
      }
    });
    Members members = members(1);
    Lessons lessons = new Lessons(preparation, rows, parts, settings.members(), residuals);
    Taught taught = teach(members, lessons);
    float[][] own = taught.watch().own(taught.model(), 1);
    double[] said = IntStream.range(0, own.length).mapToDouble(i -> left * own[i][0]).toArray();
    Joined joined = chosen.with(said);
    double share = share(believed -> joined.errors(answers, believed));
    TargetScale scale = joined.fitted(answers, share);
    Layer net = TableNet.of(preparation, chosen.lines().all(), members, share * left);
    Model model = Model.create((scope, x) -> scale.back(net.apply(scope, x)), rows.inputShape(), Seed.seed(settings.seed()));
    if (share > 0) {
      taught.into(model);
    }
    model.learns(new TableNet.ScaledHuber(plain.scale()), List.of(), rows);
    return new TableFit.Fitted(model, preparation, unscaled(line.all(), plain), share, taught.epoch(), taught.interrupted());
  }

  /// Whether all numbers are above 0, and nine in ten of them are within more than a factor of 2.
  private static boolean differsByFactors(double[] answers) {
    double[] sorted = answers.clone();
    Arrays.sort(sorted);
    return sorted[0] > 0 && sorted[(int) (0.95 * (sorted.length - 1))] > 2 * sorted[(int) (0.05 * (sorted.length - 1))];
  }

  /// Whether errors are less by more than two standard errors of their difference.
  private static boolean better(double[] errors, double[] than) {
    double mean = 0;
    for (int i = 0; i < errors.length; i++) {
      mean += (than[i] - errors[i]) / errors.length;
    }
    double squares = 0;
    for (int i = 0; i < errors.length; i++) {
      double far = than[i] - errors[i] - mean;
      squares += far * far;
    }
    return mean > 2 * Math.sqrt(squares) / errors.length;
  }

  /// What a ridge, and what members add to it, say of each row without having seen it.
  ///
  /// @param line the ridges' numbers, scaled
  /// @param added the members'
  private record Joined(TargetScale scale, Line.Crossed lines, double[] line, double[] added) {
    Joined with(double[] said) {
      return new Joined(scale, lines, line, said);
    }

    private double[] predicted(double share) {
      return IntStream.range(0, line.length).mapToDouble(i -> line[i] + share * added[i]).toArray();
    }

    TargetScale fitted(double[] answers, double share) {
      return scale.fitted(answers, predicted(share));
    }

    double[] errors(double[] answers, double share) {
      double[] predicted = predicted(share);
      TargetScale back = fitted(answers, share);
      return IntStream.range(0, line.length).mapToDouble(i -> {
        double error = answers[i] - back.back(predicted[i]);
        return error * error;
      }).toArray();
    }

    /// The root mean square of what the ridge leaves over, scaled.
    double left(double[] answers) {
      double squares = 0;
      for (int i = 0; i < line.length; i++) {
        double error = scale.scaled(answers[i]) - line[i];
        squares += error * error;
      }
      return Math.max(1e-9, Math.sqrt(squares / line.length));
    }
  }

  /// How much of what members add to believe: the tenth that makes the errors of rows that weren't learned from least, if it is better
  /// than none.
  private static double share(DoubleFunction<double[]> errors) {
    double[] alone = errors.apply(0);
    double[] least = alone;
    double best = 0;
    for (int tenths = 1; tenths <= 10; tenths++) {
      double[] some = errors.apply(tenths / 10.0);
      if (Arrays.stream(some).sum() < Arrays.stream(least).sum()) {
        least = some;
        best = tenths / 10.0;
      }
    }
    return best > 0 && better(least, alone) ? best : 0;
  }

  private Joined joined(TargetScale scale, Line.Crossed ridge, double[] answers) {
    double[] line = new double[answers.length];
    eachRow((row, features) -> line[row] = ridge.without()[parts[row]].predict(features, 0));
    return new Joined(scale, ridge, line, new double[answers.length]);
  }

  private Line.Crossed ridge(TargetScale scale, double[] answers) {
    return ridge(1, (row, outputs) -> outputs[0] = scale.scaled(answers[row]));
  }

  private interface Answers {
    void read(int row, double[] into);
  }

  private Line.Crossed ridge(int outputs, Answers answers) {
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
        Arrays.fill(into, 0);
        answers.read(row, into);
      }
    }, settings.members(), preparation.features().size(), outputs);
  }

  private interface Prepared {
    void row(int row, double[] features);
  }

  private void eachRow(Prepared what) {
    float[] raw = new float[preparation.width()];
    double[] features = new double[preparation.features().size()];
    for (int row = 0; row < rows.size(); row++) {
      follower.lineAt(row, rows.size());
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
    long steps = Math.ceilDiv(count, batch);
    int epochs = (int) Math.clamp(settings.steps() / steps, TableSettings.LEAST_EPOCHS, TableSettings.MOST_EPOCHS);
    Model model = Model.create(members, lessons.inputShape(), Seed.seed(settings.seed()));
    Watch watch = new Watch(lessons, members, execution, stop);
    Trainer trainer = Trainer.of(model).loss(new Members.Shared(members, classes()))
        .optimizer(Optimizers.adamW(settings.learningRate(), 0.9, 0.999, 1e-8, settings.weightDecay()))
        .schedule(Schedules.cosine()).epochs(epochs).batchSize(batch).seed(Seed.seed(settings.seed())).execution(execution).listener(watch);
    settings.augmentation().ifPresent(trainer::augmentation);
    trainer.gradientNorms(follower.wantsGradientNorms()).listener(follower).fit(lessons);
    watch.restore(model);
    return new Taught(model, watch, watch.bestEpoch, stop.getAsBoolean());
  }
}
