package dev.gradus.lab.course;

import static dev.gradus.lab.Condition.above;
import static dev.gradus.lab.Condition.below;
import static dev.gradus.layer.Layers.dense;
import static dev.gradus.layer.Layers.flatten;
import static dev.gradus.layer.Layers.sequential;
import static dev.gradus.layer.Layers.sigmoid;
import static dev.gradus.layer.Layers.tanh;
import static dev.gradus.loss.Losses.binaryCrossEntropy;
import static dev.gradus.loss.Losses.gaussianWithVariance;
import static dev.gradus.loss.Losses.meanSquaredError;
import static dev.gradus.loss.Losses.mixtureDensity;
import static dev.gradus.loss.Losses.softmaxCrossEntropy;
import static dev.gradus.optimizer.Optimizers.adam;
import static dev.gradus.optimizer.Optimizers.gradientDescent;
import static dev.gradus.random.Seed.seed;

import dev.gradus.dataset.Dataset;
import dev.gradus.lab.Experiment;
import dev.gradus.lab.Notebook;
import dev.gradus.lab.Rule;
import dev.gradus.lab.Setting;
import dev.gradus.layer.Layer;
import dev.gradus.loss.Loss;
import dev.gradus.model.Model;
import dev.gradus.plot.Plot;
import dev.gradus.random.RandomStream;
import dev.gradus.tensor.Shape;
import dev.gradus.tensor.Tensor;
import dev.gradus.train.Listener;
import dev.gradus.train.Trainer;
import dev.gradus.train.Training;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/// The output's function by the form of the output and the distribution of the data: right pairings against wrong ones.
final class OutputFunctions implements Experiment {
  private static final int BATCH = 32;
  private static final double[] RATES = {0.003, 0.01, 0.03};
  private static final int COMPONENTS = 3;

  @Override
  public String name() {
    return "output-units";
  }

  @Override
  public List<Integer> claims() {
    return List.of(21);
  }

  @Override
  public Rule rule() {
    return Rule.of(below("stuck", 0.1), below("recover", 0.1), above("classes", 0.02), below("numbers", 0.5), above("several", 0.3),
        below("one", 0.1));
  }

  /// What a seed gave; the descents are the output of one sigmoid by step.
  private record Outcome(double[] entropy, double[] squared, double classes, double numbers, double several, double one) {}

  @Override
  public void run(Setting setting, Notebook notebook) {
    List<Outcome> outcomes = setting.perSeed(seed -> outcome(setting, seed));

    notebook.measure("stuck", outcomes, outcome -> moved(outcome.squared) / moved(outcome.entropy));
    notebook.measure("recover", outcomes, outcome -> (double) right(outcome.entropy) / right(outcome.squared));
    notebook.measure("classes", outcomes, Outcome::classes);
    notebook.measure("numbers", outcomes, Outcome::numbers);
    notebook.measure("several", outcomes, Outcome::several);
    notebook.measure("one", outcomes, Outcome::one);

    Plot wrong = notebook.lines("wrong").logX();
    double[] steps = IntStream.rangeClosed(1, outcomes.getFirst().entropy.length).asDoubleStream().toArray();
    wrong.line("entropy", steps, outcomes.stream().map(Outcome::entropy).toList()).line("squared", steps, outcomes.stream().map(Outcome::squared).toList());
    showSlopes(notebook);
    showSeveral(setting, notebook);
  }

  private static Outcome outcome(Setting setting, long seed) {
    double logit = -new RandomStream(seed, "lab/output-units").uniform(5, 7);
    Dataset several = several(setting, seed, false);
    Dataset severalTest = several(setting, seed + 1, false);
    Dataset one = several(setting, seed, true);
    Dataset oneTest = several(setting, seed + 1, true);
    return new Outcome(
        descent(setting, dense(1).withoutBias(), binaryCrossEntropy(), logit),
        descent(setting, sequential(dense(1).withoutBias(), sigmoid()), meanSquaredError(), logit),
        classes(setting, seed, true) - classes(setting, seed, false),
        Math.sqrt(numbers(setting, seed, dense(1)) / numbers(setting, seed, sequential(dense(1), sigmoid()))),
        likelihood(setting, seed, 2, gaussianWithVariance(), several, severalTest)
            - likelihood(setting, seed, 3 * COMPONENTS, mixtureDensity(COMPONENTS), several, severalTest),
        likelihood(setting, seed, 2, gaussianWithVariance(), one, oneTest)
            - likelihood(setting, seed, 3 * COMPONENTS, mixtureDensity(COMPONENTS), one, oneTest));
  }

  // One sigmoid that is sure of the wrong answer: how soon does it come round?

  /// The probability of the right answer after each step of gradient descent with rate 1.
  private static double[] descent(Setting setting, Layer net, Loss loss, double logit) {
    int steps = setting.of(50, 3000, 3000);
    Model model = Model.create(net, Shape.of(1), seed(0));
    Tensor weight = model.variables().get("dense_1/kernel");
    weight.floats()[0] = (float) logit;
    List<Double> probabilities = new ArrayList<>();
    Dataset data = Dataset.of(Tensor.of(Shape.of(1, 1), 1f), Tensor.of(Shape.of(1, 1), 1f));
    Trainer.of(model).loss(loss).optimizer(gradientDescent(1)).epochs(steps).batchSize(1).execution(setting.execution()).diagnosing(false)
        .listener(new Listener() {
          @Override
          public void stepFinished(Training training) {
            probabilities.add(1 / (1 + StrictMath.exp(-model.variables().get("dense_1/kernel").get(0))));
          }
        }).fit(data);
    return probabilities.stream().mapToDouble(probability -> probability).toArray();
  }

  /// How much the first ten steps have moved the probability.
  private static double moved(double[] probabilities) {
    return probabilities[9] - probabilities[0];
  }

  /// The first step after which the right answer is the likelier one; the number of steps if there is none.
  private static int right(double[] probabilities) {
    return IntStream.range(0, probabilities.length).filter(i -> probabilities[i] > 0.5).findFirst().orElse(probabilities.length - 1) + 1;
  }

  // Classes: softmax with cross-entropy, or a sigmoid for each class with squared error against 1 and 0.

  private static double classes(Setting setting, long seed, boolean softmax) {
    double best = 0;
    for (double rate : new double[] {0.03, 0.1, 0.3}) {
      Layer output = softmax ? dense(Handwriting.CLASSES) : sequential(dense(Handwriting.CLASSES), sigmoid());
      Model model = Model.create(sequential(flatten(), dense(32), tanh(), output), Handwriting.IMAGE, seed(seed));
      Dataset data = Handwriting.training(setting, seed);
      Trainer.of(model).loss(softmax ? softmaxCrossEntropy() : meanSquaredError()).optimizer(gradientDescent(rate)).batchSize(16)
          .epochs(setting.of(1, 10, 20)).seed(seed(seed)).execution(setting.execution()).diagnosing(false)
          .fit(softmax ? data : oneHot(data));
      best = Math.max(best, recognised(model, Handwriting.test(setting, seed), setting));
    }
    return best;
  }

  private static Dataset oneHot(Dataset data) {
    float[] pixels = new float[data.size() * Handwriting.IMAGE.size()];
    float[] targets = new float[data.size() * Handwriting.CLASSES];
    for (int i = 0; i < data.size(); i++) {
      Tensor image = data.input(i);
      for (int pixel = 0; pixel < image.size(); pixel++) {
        pixels[i * image.size() + pixel] = (float) image.get(pixel);
      }
      targets[i * Handwriting.CLASSES + data.readLabel(i)] = 1;
    }
    return Dataset.of(Tensor.of(Shape.of(data.size(), 28, 28, 1), pixels), Tensor.of(Shape.of(data.size(), Handwriting.CLASSES), targets));
  }

  private static double recognised(Model model, Dataset test, Setting setting) {
    int right = 0;
    for (int i = 0; i < test.size(); i++) {
      Tensor output = model.predict(test.input(i), setting.execution());
      int largest = IntStream.range(0, Handwriting.CLASSES).reduce((a, b) -> output.get(b) > output.get(a) ? b : a).orElseThrow();
      right += largest == test.readLabel(i) ? 1 : 0;
    }
    return (double) right / test.size();
  }

  // Numbers of any size: y = 3 sin 2x + noise.

  /// The mean squared error on new data, with a hidden layer of 16 before `output`.
  private static double numbers(Setting setting, long seed, Layer output) {
    double best = Double.POSITIVE_INFINITY;
    for (double rate : RATES) {
      Model model = Model.create(sequential(dense(16), tanh(), output), Shape.of(1), seed(seed));
      train(setting, seed, model, meanSquaredError(), rate, waves(setting, seed));
      best = Math.min(best, model.evaluate(waves(setting, seed + 1), setting.execution()).loss());
    }
    return best;
  }

  private static void train(Setting setting, long seed, Model model, Loss loss, double rate, Dataset data) {
    Trainer.of(model).loss(loss).optimizer(adam(rate)).batchSize(BATCH).epochs(setting.of(2, 100, 200)).seed(seed(seed))
        .execution(setting.execution()).diagnosing(false).fit(data);
  }

  private static Dataset waves(Setting setting, long seed) {
    return pairs(setting.of(32, 400, 800), seed, (random, pair) -> {
      pair[0] = random.uniform(-2, 2);
      pair[1] = 3 * StrictMath.sin(2 * pair[0]) + 0.2 * random.nextGaussian();
    });
  }

  // One value for each place, or several: x = t + 0.3 sin 2πt + noise, asked for x by t, or for t by x.

  private static Dataset several(Setting setting, long seed, boolean forward) {
    return pairs(setting.of(32, 400, 800), seed, (random, pair) -> {
      double t = random.nextDouble();
      double x = t + 0.3 * StrictMath.sin(2 * Math.PI * t) + 0.06 * random.nextGaussian();
      pair[0] = forward ? t : x;
      pair[1] = forward ? x : t;
    });
  }

  /// The negative log-likelihood of new data, in nats, at the best of the rates.
  private static double likelihood(Setting setting, long seed, int outputs, Loss loss, Dataset data, Dataset test) {
    double best = Double.POSITIVE_INFINITY;
    for (double rate : RATES) {
      Model model = Model.create(sequential(dense(32), tanh(), dense(outputs)), Shape.of(1), seed(seed));
      train(setting, seed, model, loss, rate, data);
      best = Math.min(best, model.evaluate(test, setting.execution()).loss());
    }
    return best;
  }

  private interface Draw {
    void next(RandomStream random, double[] pair);
  }

  private static Dataset pairs(int count, long seed, Draw draw) {
    float[] inputs = new float[count];
    float[] targets = new float[count];
    double[] pair = new double[2];
    RandomStream random = new RandomStream(seed, "lab/output-units/pairs");
    for (int i = 0; i < count; i++) {
      draw.next(random, pair);
      inputs[i] = (float) pair[0];
      targets[i] = (float) pair[1];
    }
    return Dataset.of(Tensor.of(Shape.of(count, 1), inputs), Tensor.of(Shape.of(count, 1), targets));
  }

  /// The slope of each loss by the logit, where the right answer is 1.
  private static void showSlopes(Notebook notebook) {
    double[] logits = IntStream.rangeClosed(-80, 40).mapToDouble(i -> i * 0.1).toArray();
    double[] entropy = new double[logits.length];
    double[] squared = new double[logits.length];
    for (int i = 0; i < logits.length; i++) {
      double p = 1 / (1 + StrictMath.exp(-logits[i]));
      entropy[i] = 1 - p;
      squared[i] = 2 * (1 - p) * p * (1 - p);
    }
    notebook.lines("slopes").line("entropy", logits, entropy).line("squared", logits, squared);
  }

  /// The data with several values, and the mean that a Gaussian output predicts.
  private static void showSeveral(Setting setting, Notebook notebook) {
    long seed = setting.seeds().getFirst();
    Dataset data = several(setting, seed, false);
    Model model = Model.create(sequential(dense(32), tanh(), dense(2)), Shape.of(1), seed(seed));
    train(setting, seed, model, gaussianWithVariance(), 0.01, data);
    double[] x = IntStream.range(0, data.size()).mapToDouble(i -> data.input(i).get(0)).toArray();
    double[] t = new double[data.size()];
    float[] target = new float[1];
    for (int i = 0; i < t.length; i++) {
      data.readTarget(i, target, 0);
      t[i] = target[0];
    }
    double[] grid = IntStream.rangeClosed(0, 60).mapToDouble(i -> -0.05 + i * 1.1 / 60).toArray();
    double[] mean = Arrays.stream(grid).map(at -> model.predict(Tensor.of(Shape.of(1), (float) at), setting.execution()).get(0)).toArray();
    notebook.lines("several").points("data", x, t).line("mean", grid, mean);
  }
}
