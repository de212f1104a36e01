/// Training: epochs, batches, shuffling, validation, listeners. Start with [dev.gradus.train.Trainer].
package dev.gradus.train;
