package dev.gradus.train;

import dev.gradus.GradusException;
import dev.gradus.dataset.Examples;
import dev.gradus.optimizer.Schedule;
import dev.gradus.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Looks for a learning rate: trains for some steps, each with a higher rate than the one before, and sees how far the loss
/// still falls.
///
///     double rate = LearningRateFinder.usual().sweep(trainer, data).proposal().orElseThrow();
///
/// In step i from 0 the rate is lowest · (highest / lowest)^(i / (steps - 1)). The sweep stops early once the smoothed loss is more
/// than four times its lowest, or is not finite. The model's weights are afterwards what they were before.
///
/// Source: Smith 2017, arXiv:1506.01186, section 3.3. Deviation: the rates rise exponentially and a number is proposed (see
/// [RateSweep#proposal]), as in the fastai library; Smith reads a plot of the accuracy over linearly rising rates.
///
/// @param lowest the first rate, above 0; usually 1e-6
/// @param highest the last rate, above the first; usually 10
/// @param steps how many at most, at least 2; usually 100
public record LearningRateFinder(double lowest, double highest, int steps) {
  private static final double DIVERGED = 4;

  public LearningRateFinder {
    if (!(lowest > 0 && highest > lowest && highest < Double.POSITIVE_INFINITY)) {
      throw new GradusException("the rates of a sweep rise from above 0, not from " + lowest + " to " + highest);
    }
    if (steps < 2) {
      throw new GradusException("a sweep takes at least 2 steps, not " + steps);
    }
  }

  /// From 1e-6 to 10 in 100 steps.
  public static LearningRateFinder usual() {
    return new LearningRateFinder(1e-6, 10, 100);
  }

  /// Sweeps with a trainer's loss, optimizer, batch size, validation split, augmentation, seed and execution. Its learning rate, schedule, metrics,
  /// epochs and listeners play no part.
  public RateSweep sweep(Trainer trainer, Examples data) {
    List<RateSweep.Point> points = new ArrayList<>();
    Sweeping sweeping = new Sweeping(points);
    Schedule rising = (step, _) -> lowest * StrictMath.pow(highest / lowest, (double) step / (steps - 1));
    Map<String, Tensor> variables = trainer.model().variables();
    Map<String, float[]> before = new LinkedHashMap<>();
    variables.forEach((path, tensor) -> before.put(path, tensor.floats().clone()));
    try {
      // An epoch has at least one step.
      trainer.sweeping(rising, steps, sweeping).fit(data);
    } catch (DivergenceException diverged) {
      sweeping.diverged = true;
    } finally {
      before.forEach((path, numbers) -> System.arraycopy(numbers, 0, variables.get(path).floats(), 0, numbers.length));
      trainer.model().weightsChanged();
    }
    return new RateSweep(points, sweeping.diverged);
  }

  private final class Sweeping implements Listener {
    private final List<RateSweep.Point> points;
    private double mean;
    private double least = Double.POSITIVE_INFINITY;
    private boolean diverged;

    Sweeping(List<RateSweep.Point> points) {
      this.points = points;
    }

    @Override
    public void stepFinished(Training training) {
      mean = RateSweep.SMOOTHING * mean + (1 - RateSweep.SMOOTHING) * training.stepLoss();
      double smoothed = mean / (1 - StrictMath.pow(RateSweep.SMOOTHING, training.step()));
      points.add(new RateSweep.Point(training.learningRate(), training.stepLoss(), smoothed));
      least = Math.min(least, smoothed);
      diverged = smoothed > DIVERGED * least;
      if (diverged || training.step() == steps) {
        training.stop("the sweep is over");
      }
    }
  }
}
