package dev.gradus.lab.course;

import static dev.gradus.lab.Condition.above;
import static dev.gradus.lab.Condition.below;
import static dev.gradus.lab.Condition.between;
import static dev.gradus.loss.Losses.softmaxCrossEntropy;
import static dev.gradus.optimizer.Optimizers.gradientDescent;
import static dev.gradus.random.Seed.seed;

import dev.gradus.dataset.Dataset;
import dev.gradus.lab.Experiment;
import dev.gradus.lab.Notebook;
import dev.gradus.lab.Rule;
import dev.gradus.lab.Setting;
import dev.gradus.model.Model;
import dev.gradus.plot.Plot;
import dev.gradus.tensor.Tensor;
import dev.gradus.train.Listener;
import dev.gradus.train.Trainer;
import dev.gradus.train.Training;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/// Batch, stochastic and mini-batch gradient descent: how exact a gradient is, and how soon training gets somewhere.
final class BatchSize implements Experiment {
  private static final int MINI = 16;
  /// Sizes to train with; the last is the whole set.
  private static final int[] SIZES = {1, 4, MINI, 64, Trainer.WHOLE_SET};
  private static final int WHOLE = SIZES.length - 1;
  /// Sizes of which an epoch has many, to measure noise with.
  private static final int[] NOISY = {1, 2, 4, 8, MINI};
  private static final double[] RATES = {0.003, 0.01, 0.03, 0.1, 0.3, 1};

  @Override
  public String name() {
    return "batch-size";
  }

  @Override
  public List<Integer> claims() {
    return List.of(16);
  }

  @Override
  public Rule rule() {
    return Rule.of(between("noise-slope", -0.55, -0.45), above("noise", 2), below("epochs-stochastic", 0.5), below("epochs-mini", 0.5),
        above("mini-stochastic", 1.1));
  }

  /// A size at its best rate: its losses, and the seconds that an epoch took.
  private record Curve(double[] losses, double seconds) {
    double last() {
      return losses[losses.length - 1];
    }
  }

  /// What a seed gave: the noise by size, and the curves by size.
  private record Outcome(double[] noise, List<Curve> curves) {
    /// The epochs in which a size gets to where the whole set at once is at the end.
    double epochs(int size) {
      return Handwriting.reached(curves.get(size).losses(), curves.get(WHOLE).last());
    }
  }

  @Override
  public void run(Setting setting, Notebook notebook) {
    List<Outcome> outcomes = setting.perSeed(seed -> new Outcome(
        Arrays.stream(NOISY).mapToDouble(size -> noise(setting, seed, size)).toArray(),
        Arrays.stream(SIZES).mapToObj(size -> best(setting, seed, size)).toList()));

    notebook.measure("noise-slope", outcomes, outcome -> slope(outcome.noise()));
    notebook.measure("noise", outcomes, outcome -> outcome.noise()[0] / outcome.noise()[NOISY.length - 1]);
    notebook.measure("epochs-stochastic", outcomes, outcome -> outcome.epochs(0) / outcome.epochs(WHOLE));
    notebook.measure("epochs-mini", outcomes, outcome -> outcome.epochs(2) / outcome.epochs(WHOLE));
    notebook.measure("mini-stochastic", outcomes, outcome -> outcome.epochs(2) / outcome.epochs(0));
    for (int size : new int[] {0, 2, WHOLE}) {
      notebook.time("seconds-" + new String[] {"stochastic", "", "mini", "", "whole"}[size], outcomes,
          outcome -> outcome.epochs(size) * outcome.curves().get(size).seconds());
    }

    Plot epochs = notebook.lines("epochs").logY();
    Plot steps = notebook.lines("steps").logX().logY();
    int examples = Handwriting.training(setting, setting.seeds().getFirst()).size();
    for (int i = 0; i < SIZES.length; i++) {
      int size = i;
      int perEpoch = Math.ceilDiv(examples, Math.min(SIZES[i], examples));
      List<double[]> curves = outcomes.stream().map(outcome -> outcome.curves().get(size).losses()).toList();
      epochs.line("size-" + Math.min(SIZES[i], 999), Handwriting.epochs(epochs(setting)), curves);
      steps.line("size-" + Math.min(SIZES[i], 999), Arrays.stream(Handwriting.epochs(epochs(setting))).map(epoch -> epoch * perEpoch).toArray(), curves);
    }
    double[] sizes = Arrays.stream(NOISY).asDoubleStream().toArray();
    notebook.lines("noise").logX().logY().line("measured", sizes, outcomes.stream().map(Outcome::noise).toList())
        .line("root", sizes, Arrays.stream(sizes).map(size -> outcomes.getFirst().noise()[0] / Math.sqrt(size)).toArray());
  }

  private static int epochs(Setting setting) {
    return setting.of(2, 20, 40);
  }

  private static Curve best(Setting setting, long seed, int size) {
    Curve best = new Curve(new double[] {Double.POSITIVE_INFINITY}, 0);
    for (double rate : RATES) {
      Model model = Handwriting.network(seed);
      long start = System.nanoTime();
      double[] losses = Handwriting.train(model, Handwriting.training(setting, seed), gradientDescent(rate), size, epochs(setting), seed, setting);
      double seconds = (System.nanoTime() - start) * 1e-9 / losses.length;
      best = losses[losses.length - 1] < best.last() ? new Curve(losses, seconds) : best;
    }
    return best;
  }

  /// How far a batch's gradient lies from the whole set's, as a part of its length: the root of the mean square over all batches.
  private static double noise(Setting setting, long seed, int size) {
    Dataset data = Handwriting.training(setting, seed);
    List<double[]> gradients = gradients(setting, seed, data, size);
    double[] mean = new double[gradients.getFirst().length];
    gradients.forEach(gradient -> Arrays.setAll(mean, i -> mean[i] + gradient[i] / gradients.size()));
    double squares = 0;
    for (double[] gradient : gradients) {
      for (int i = 0; i < mean.length; i++) {
        squares += (gradient[i] - mean[i]) * (gradient[i] - mean[i]) / gradients.size();
      }
    }
    return Math.sqrt(squares) / Quadratic.norm(mean);
  }

  /// The gradient of each batch at the first weights: what a step at rate 1 takes away, which is then given back.
  private static List<double[]> gradients(Setting setting, long seed, Dataset data, int size) {
    Model model = Handwriting.network(seed);
    double[] first = weights(model);
    List<double[]> gradients = new ArrayList<>();
    Trainer.of(model).loss(softmaxCrossEntropy()).optimizer(gradientDescent(1)).batchSize(size).epochs(setting.of(1, 2, 4)).seed(seed(seed))
        .execution(setting.execution()).listener(new Listener() {
          @Override
          public void stepFinished(Training training) {
            double[] now = weights(model);
            gradients.add(IntStream.range(0, first.length).mapToDouble(i -> first[i] - now[i]).toArray());
            int at = 0;
            for (Tensor tensor : model.variables().values()) {
              float[] live = tensor.floats();
              for (int i = 0; i < live.length; i++) {
                live[i] = (float) first[at++];
              }
            }
          }
        }).fit(data);
    return gradients;
  }

  private static double[] weights(Model model) {
    return model.variables().values().stream().flatMapToDouble(tensor -> IntStream.range(0, tensor.size()).mapToDouble(tensor::get)).toArray();
  }

  /// The slope of a line through log noise over log size, by least squares.
  private static double slope(double[] noise) {
    double[] x = Arrays.stream(NOISY).mapToDouble(StrictMath::log).toArray();
    double[] y = Arrays.stream(noise).map(StrictMath::log).toArray();
    double meanX = Arrays.stream(x).average().orElseThrow();
    double meanY = Arrays.stream(y).average().orElseThrow();
    double products = 0;
    double squares = 0;
    for (int i = 0; i < x.length; i++) {
      products += (x[i] - meanX) * (y[i] - meanY);
      squares += (x[i] - meanX) * (x[i] - meanX);
    }
    return products / squares;
  }
}
