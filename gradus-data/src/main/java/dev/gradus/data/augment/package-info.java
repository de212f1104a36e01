/// Changes of training examples for [dev.gradus.train.Trainer#augmentation]. Start with
/// [dev.gradus.data.augment.Augmentations], which lists them.
///
///     Trainer.of(model)....augmentation(mixup(0.2)).fit(train)
///
/// What is drawn for an example follows from the seed, the epoch and the example's index alone.
package dev.gradus.data.augment;
