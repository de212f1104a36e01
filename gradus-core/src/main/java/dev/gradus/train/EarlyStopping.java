package dev.gradus.train;

import dev.gradus.GradusException;
import dev.gradus.metric.Better;
import dev.gradus.metric.Metric;
import dev.gradus.model.Evaluation;
import dev.gradus.model.Model;
import java.util.List;

/// When to end a training that the validation data no longer gain from. The model then has the weights of its best epoch,
/// also if all epochs ran, or something else ended the training.
///
///     Trainer.of(model).loss(softmaxCrossEntropy()).optimizer(adam(1e-3)).metrics(accuracy()).epochs(100)
///         .validationSplit(0.1).earlyStopping(EarlyStopping.patience(5).watching("accuracy")).fit(train);
///
/// The best epoch is the one with the best figure, the first of equals; a figure that is not a number is never the best. With
/// the weights the states of normalisation are brought back; with [Trainer#averageWeights] the weights are the averages, which
/// validation saw.
///
/// Source: Goodfellow, Bengio and Courville 2016, section 7.8, algorithm 7.1. Deviation: looks once an epoch, and waits for
/// `leastImprovement`, the paper's 0.
///
/// @param patience p: how many epochs to wait for one that is better, at least 1
/// @param leastImprovement by how much more than this an epoch must be better than the last that was, to be worth waiting
///     longer; at least 0, default 0. The best epoch is the best by any amount.
/// @param watched `"loss"`, the default, for the validation loss, or the name of one of the trainer's metrics, on the
///     validation data; which way is better is the metric's to say. Of several outputs, `"digit/loss"` or `"digit/accuracy"`
public record EarlyStopping(int patience, double leastImprovement, String watched) {
  public EarlyStopping {
    if (patience < 1) {
      throw new GradusException("early stopping's patience must be at least 1 epoch, not " + patience);
    }
    if (!(leastImprovement >= 0 && leastImprovement < Double.POSITIVE_INFINITY)) {
      throw new GradusException("early stopping's least improvement must be at least 0 and finite, not " + leastImprovement);
    }
  }

  /// Watches the validation loss and waits so many epochs for any lower one.
  public static EarlyStopping patience(int epochs) {
    return new EarlyStopping(epochs, 0, Model.LOSS);
  }

  /// The same, waiting for an improvement of more than this.
  public EarlyStopping leastImprovement(double least) {
    return new EarlyStopping(patience, least, watched);
  }

  /// The same, watching `"loss"` or a metric of this name.
  public EarlyStopping watching(String name) {
    return new EarlyStopping(patience, leastImprovement, name);
  }

  /// Fails unless a trainer with such metrics and validation data can stop by this.
  ///
  /// @throws GradusException if there are no validation data, or what is watched is not measured
  public void check(List<Metric> metrics, double validationSplit) {
    checkMeasures(metrics.stream().map(metric -> new Goals.Measure(metric.name(), false, metric.better())).toList(), validationSplit);
  }

  void checkMeasures(List<Goals.Measure> measures, double validationSplit) {
    if (validationSplit == 0) {
      throw new GradusException("early stopping watches the validation " + watched
          + ", but there are no validation data. Set validationSplit?");
    }
    better(measures);
  }

  /// Which figures are the better ones of what is watched.
  Better better(List<Goals.Measure> measures) {
    if (watched.equals(Model.LOSS)) {
      return Better.LOWER;
    }
    return measures.stream().filter(measure -> measure.name().equals(watched)).findFirst().map(Goals.Measure::better)
        .orElseThrow(() -> new GradusException("early stopping watches \"" + watched + "\", but what is measured after an epoch is loss"
            + String.join("", measures.stream().map(measure -> ", " + measure.name()).toList())));
  }

  /// What is watched, of an epoch.
  double figure(Evaluation validation) {
    return watched.equals(Model.LOSS) ? validation.loss() : validation.metric(watched);
  }
}
