package dev.gradus.dataset;

import dev.gradus.random.Philox;

/// Changes the training examples anew in each epoch, at random: crops, flips, mixtures with each other.
///
///     Trainer.of(model)....augmentation(flips.then(mixup(0.2))).fit(train)
///
/// The trainer asks for a view, such as a [DatasetView], at the start of each epoch, after validation data were taken out; those are
/// never changed. Reading example i of a view is a function of the seed, the epoch, i and the examples alone, such as a draw from
/// `new RandomStream(seed, "flip/" + epoch, i)`: then it doesn't matter which thread reads what, when, or how often. Making a view
/// reads no example, and views are safe for reading from many threads, as all data sets are.
@FunctionalInterface
public interface Augmentation {
  /// The training examples as one epoch sees them: as many, with inputs of the same shape. Targets may become another type or
  /// shape, the same in every epoch: labels become probabilities where examples are mixed.
  ///
  /// @param training the examples, in an order that is the same in every epoch
  /// @param seed from which everything random follows
  /// @param epoch from 1
  /// @throws dev.gradus.GradusException if it can't change such examples
  Dataset view(Dataset training, long seed, int epoch);

  /// This augmentation and then another. Each has a seed of its own, so that two of a kind draw different numbers.
  default Augmentation then(Augmentation next) {
    return (training, seed, epoch) ->
        next.view(view(training, Philox.key(seed, "first"), epoch), Philox.key(seed, "then"), epoch);
  }
}
