package dev.gradus.lab.course;

import static dev.gradus.loss.Losses.softmaxCrossEntropy;
import static dev.gradus.optimizer.Optimizers.adam;
import static dev.gradus.random.Seed.seed;

import dev.gradus.data.digits.Digits;
import dev.gradus.dataset.Dataset;
import dev.gradus.lab.Figure;
import dev.gradus.lab.Setting;
import dev.gradus.layer.Layer;
import dev.gradus.metric.Metrics;
import dev.gradus.model.Evaluation;
import dev.gradus.model.Model;
import dev.gradus.optimizer.Schedules;
import dev.gradus.plot.DotPlot;
import dev.gradus.tensor.Shape;
import dev.gradus.tensor.Tensor;
import dev.gradus.train.Trainer;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/// Handwriting at half its height and width: networks for images can be compared on it at a quarter of the work.
final class SmallHandwriting {
  static final int SIDE = 14;
  static final Shape IMAGE = Shape.of(SIDE, SIDE, 1);
  static final int BATCH = 32;

  private SmallHandwriting() {}

  /// A seed's images: to train on; to choose rates by, from another seed; and to test on.
  record Images(Dataset training, Dataset validation, Dataset test) {
    static Images of(Setting setting, long seed, int count) {
      return new Images(halved(Digits.train(seed, count)), halved(Digits.train(~seed, setting.of(40, 300, 1000))),
          halved(Digits.test(seed, setting.of(40, 600, 3000))));
    }

    /// The same with fewer to train on: the first ones.
    Images first(int count) {
      return new Images(beginning(training, count), validation, test);
    }
  }

  static Dataset beginning(Dataset images, int count) {
    return images.select(IntStream.range(0, count).toArray());
  }

  /// Each pixel is the mean of 2 × 2.
  private static Dataset halved(Dataset images) {
    int whole = 2 * SIDE;
    float[] image = new float[whole * whole];
    float[] pixels = new float[images.size() * SIDE * SIDE];
    for (int i = 0; i < images.size(); i++) {
      images.readInput(i, image, 0);
      for (int at = 0; at < SIDE * SIDE; at++) {
        int from = 2 * (at / SIDE) * whole + 2 * (at % SIDE);
        pixels[i * SIDE * SIDE + at] = (image[from] + image[from + 1] + image[from + whole] + image[from + whole + 1]) / 4;
      }
    }
    return of(pixels, SIDE, images);
  }

  /// Each image in a larger frame of black: its middle lies so far below and to the right of the frame's.
  static Dataset framed(Dataset images, int frame, int down, int right) {
    float[] image = new float[SIDE * SIDE];
    float[] pixels = new float[images.size() * frame * frame];
    int edge = (frame - SIDE) / 2;
    for (int i = 0; i < images.size(); i++) {
      images.readInput(i, image, 0);
      for (int row = 0; row < SIDE; row++) {
        System.arraycopy(image, row * SIDE, pixels, (i * frame + edge + down + row) * frame + edge + right, SIDE);
      }
    }
    return of(pixels, frame, images);
  }

  private static Dataset of(float[] pixels, int side, Dataset labelled) {
    int[] labels = IntStream.range(0, labelled.size()).map(labelled::readLabel).toArray();
    return Dataset.of(Tensor.of(Shape.of(labels.length, side, side, 1), pixels), Tensor.of(Shape.of(labels.length), labels), labelled.classes());
  }

  /// A model trained at each of several rates for so many steps, however few the images are: that with the lowest validation loss.
  static Model best(
      Setting setting, long seed, Layer net, double[] rates, Images images, int steps, UnaryOperator<Trainer> more) {
    Dataset data = images.training();
    Model best = null;
    double least = Double.POSITIVE_INFINITY;
    for (double rate : rates) {
      Model model = Model.create(net, data.inputShape(), seed(seed));
      more.apply(trainer(setting, seed, model, rate, epochs(data, steps))).fit(data);
      double loss = model.evaluate(images.validation(), setting.execution()).loss();
      if (best == null || loss < least) {
        best = model;
        least = loss;
      }
    }
    return best;
  }

  static Trainer trainer(Setting setting, long seed, Model model, double rate, int epochs) {
    return Trainer.of(model).loss(softmaxCrossEntropy()).metrics(Metrics.accuracy()).optimizer(adam(rate)).schedule(Schedules.cosine())
        .batchSize(BATCH).epochs(epochs).seed(seed(seed)).execution(setting.execution()).diagnosing(false);
  }

  static int epochs(Dataset data, int steps) {
    return Math.max(1, steps * BATCH / Math.max(BATCH, data.size()));
  }

  /// The part of the images recognised.
  static double accuracy(Evaluation evaluation) {
    return evaluation.metric("accuracy");
  }

  /// How many images bring so much accuracy, between the counts on a straight line over their logarithms; the most if none does.
  static double needed(double[] images, double[] accuracies, double goal) {
    if (accuracies[0] >= goal) {
      return images[0];
    }
    for (int i = 1; i < images.length; i++) {
      if (accuracies[i] >= goal) {
        double part = (goal - accuracies[i - 1]) / (accuracies[i] - accuracies[i - 1]);
        return images[i - 1] * StrictMath.pow(images[i] / images[i - 1], part);
      }
    }
    return images[images.length - 1];
  }

  /// A row of a figure whose numbers are parts of a whole.
  static void row(DotPlot dots, String key, Figure figure) {
    dots.row(key, figure.mean(), Math.max(0, figure.interval().low()), Math.min(1, figure.interval().high()),
        figure.values().stream().mapToDouble(value -> value).toArray());
  }
}
