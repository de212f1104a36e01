package dev.gradus.lab.course;

import static dev.gradus.layer.Layers.dense;
import static dev.gradus.layer.Layers.flatten;
import static dev.gradus.layer.Layers.sequential;
import static dev.gradus.layer.Layers.tanh;
import static dev.gradus.loss.Losses.softmaxCrossEntropy;
import static dev.gradus.random.Seed.seed;

import dev.gradus.data.digits.Digits;
import dev.gradus.dataset.Dataset;
import dev.gradus.initializer.Initializer;
import dev.gradus.lab.Setting;
import dev.gradus.layer.Layer;
import dev.gradus.metric.Metrics;
import dev.gradus.model.Model;
import dev.gradus.optimizer.Optimizer;
import dev.gradus.tensor.Shape;
import dev.gradus.train.DivergenceException;
import dev.gradus.train.EpochReport;
import dev.gradus.train.Listener;
import dev.gradus.train.Trainer;
import dev.gradus.train.Training;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/// A few hundred images of digits: a task on which optimizers, batch sizes and layers can be compared in a second.
final class Handwriting {
  static final Shape IMAGE = Shape.of(28, 28, 1);
  static final int CLASSES = 10;
  static final double GUESSING = StrictMath.log(CLASSES);
  /// What a loss counts as that is no number any more, or larger than this.
  static final double MOST_LOSS = 3 * GUESSING;

  private Handwriting() {}

  static Dataset training(Setting setting, long seed) {
    return Digits.train(seed, setting.of(40, 320, 1024));
  }

  static Dataset test(Setting setting, long seed) {
    return Digits.test(seed, setting.of(40, 1000, 2000));
  }

  /// One hidden layer of 32.
  static Model network(long seed) {
    return Model.create(sequential(flatten(), dense(32), tanh(), dense(CLASSES)), IMAGE, seed(seed));
  }

  /// So many hidden layers of a width, each a dense layer and what `unit` makes to follow it.
  static Model deep(long seed, int depth, int width, Initializer initializer, Supplier<List<Layer>> unit) {
    List<Layer> layers = new ArrayList<>(List.of(flatten()));
    for (int i = 0; i < depth; i++) {
      layers.add(dense(width).initializer(initializer));
      layers.addAll(unit.get());
    }
    layers.add(dense(CLASSES));
    return Model.create(sequential(layers.toArray(Layer[]::new)), IMAGE, seed(seed));
  }

  /// The part of the test images that a trained model recognises; that of guessing if its training diverged.
  static double accuracy(Model model, Setting setting, long seed) {
    double accuracy = model.evaluate(test(setting, seed), setting.execution()).metric("accuracy");
    return Double.isFinite(accuracy) ? accuracy : 1.0 / CLASSES;
  }

  /// The loss of each epoch, each batch by the weights of its time.
  static double[] train(Model model, Dataset data, Optimizer optimizer, int batch, int epochs, long seed, Setting setting) {
    double[] losses = new double[epochs];
    Arrays.fill(losses, MOST_LOSS);
    Listener follow = new Listener() {
      @Override
      public void epochFinished(Training training, EpochReport report) {
        losses[report.epoch() - 1] = Math.min(MOST_LOSS, report.loss());
      }
    };
    try {
      Trainer.of(model).loss(softmaxCrossEntropy()).metrics(Metrics.accuracy()).optimizer(optimizer).batchSize(batch).epochs(epochs)
          .seed(seed(seed)).execution(setting.execution()).diagnosing(false).listener(follow).fit(data);
    } catch (DivergenceException beyondNumbers) {
      // The epochs that are left count as the largest loss.
    }
    return losses;
  }

  /// The mean of a curve: how much there was to pay on the way, which tells fast from slow.
  static double mean(double[] losses) {
    return Arrays.stream(losses).average().orElseThrow();
  }

  /// 1, 2, .. for the epochs of a curve.
  static double[] epochs(int count) {
    return IntStream.rangeClosed(1, count).asDoubleStream().toArray();
  }

  /// The first epoch whose loss is at most `goal`; one more than there are if none is.
  static int reached(double[] losses, double goal) {
    return IntStream.range(0, losses.length).filter(i -> losses[i] <= goal).findFirst().orElse(losses.length) + 1;
  }
}
