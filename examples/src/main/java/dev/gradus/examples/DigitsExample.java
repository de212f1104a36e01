package dev.gradus.examples;

import static dev.gradus.layer.Layers.batchNorm;
import static dev.gradus.layer.Layers.conv2d;
import static dev.gradus.layer.Layers.dense;
import static dev.gradus.layer.Layers.dropout;
import static dev.gradus.layer.Layers.flatten;
import static dev.gradus.layer.Layers.maxPool;
import static dev.gradus.layer.Layers.relu;
import static dev.gradus.layer.Layers.sequential;
import static dev.gradus.loss.Losses.softmaxCrossEntropy;
import static dev.gradus.metric.Metrics.accuracy;
import static dev.gradus.optimizer.Optimizers.adam;
import static dev.gradus.random.Seed.seed;
import static dev.gradus.train.Listeners.progressBar;

import dev.gradus.data.digits.Digits;
import dev.gradus.dataset.Dataset;
import dev.gradus.layer.Layer;
import dev.gradus.model.Evaluation;
import dev.gradus.model.Model;
import dev.gradus.tensor.Tensor;
import dev.gradus.train.Trainer;
import dev.gradus.train.TrainingReport;
import java.nio.file.Path;
import java.util.Locale;

/// A convolutional network learns to read generated digits, is saved, loaded and asked about one picture.
///
///     DigitsExample [IMAGES [EPOCHS [FILE]]]        by default 20000 images, 5 epochs, digits.gradus
public final class DigitsExample {
  private DigitsExample() {}

  /// Trains as the arguments say and prints how well it went.
  public static void main(String[] args) {
    int images = args.length > 0 ? Integer.parseInt(args[0]) : Digits.TRAIN_COUNT;
    int epochs = args.length > 1 ? Integer.parseInt(args[1]) : 5;
    Path file = Path.of(args.length > 2 ? args[2] : "digits.gradus");
    run(images, epochs, file);
  }

  /// Trains on so many images and leaves the model in `file`.
  static Evaluation run(int images, int epochs, Path file) {
    Dataset train = Digits.train(42, images);
    Dataset test = Digits.test(42, Math.max(10, images / 5));

    Layer net = sequential(
        conv2d(32, 3), batchNorm(), relu(), maxPool(2),
        conv2d(64, 3), batchNorm(), relu(), maxPool(2),
        flatten(), dropout(0.25), dense(10));
    Model model = Model.create(net, train.inputShape(), seed(42));
    System.out.println(model.summary());

    TrainingReport report = Trainer.of(model)
        .loss(softmaxCrossEntropy()).optimizer(adam(1e-3)).metrics(accuracy())
        .epochs(epochs).batchSize(64).validationSplit(0.1)
        .listener(progressBar())
        .fit(train);
    System.out.println(report.steps() + " steps; the last epoch: " + report.history().getLast());

    // The test set is read once, at the end: nothing was chosen by looking at it.
    Evaluation evaluation = model.evaluate(test);
    System.out.println("test: " + evaluation);

    model.save(file);
    Tensor image = test.input(0);
    Tensor probabilities = Model.load(file).predict(image);
    int label = test.readLabel(0);
    System.out.println(String.format(Locale.ROOT, "the first test image is a %s, with probability %.3f by the loaded model",
        test.classes().get(label), probabilities.get(label)));
    return evaluation;
  }
}
