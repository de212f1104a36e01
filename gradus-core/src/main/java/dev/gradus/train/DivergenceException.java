package dev.gradus.train;

import dev.gradus.GradusException;

/// A training whose loss is no longer a number.
public final class DivergenceException extends GradusException {
  private static final long serialVersionUID = 1L;

  DivergenceException(double loss, long step, int epoch, double learningRate) {
    super("the loss became " + loss + " at step " + step + " in epoch " + epoch + " with learning rate " + learningRate
        + ". Lower the learning rate, or look for NaN and infinity in the data");
  }
}
