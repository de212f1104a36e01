package dev.gradus.optimizer;

import dev.gradus.GradusException;
import java.util.OptionalDouble;

/// The learning-rate schedules, for static import.
///
/// Each gives a factor of the optimizer's rate. Lengths such as `every` are steps, that is, updates or batches; `steps` is the
/// length of the whole training.
public final class Schedules {
  private Schedules() {}

  /// The same rate throughout: factor = 1
  ///
  /// Source: definition.
  public static Schedule constant() {
    return (_, _) -> 1;
  }

  /// Lower by a factor from time to time: factor = decay^⌊step / every⌋
  ///
  /// Source: definition.
  ///
  /// @param decay in (0, 1]
  /// @param every steps between, at least 1
  public static Schedule step(double decay, long every) {
    decay(decay);
    Limits.atLeastOne("the steps between decays", every);
    return (step, _) -> StrictMath.pow(decay, step / every);
  }

  /// Lower by the same factor over the same time: factor = decay^(step / every)
  ///
  /// Source: definition.
  ///
  /// @param decay in (0, 1]
  /// @param every in how many steps it falls by `decay`, at least 1
  public static Schedule exponential(double decay, long every) {
    decay(decay);
    Limits.atLeastOne("the steps of a decay", every);
    return (step, _) -> StrictMath.pow(decay, (double) step / every);
  }

  /// From 1 to an end along a power: factor = end + (1 - end) · (1 - step / steps)^power; linear with power 1.
  ///
  /// Source: definition.
  ///
  /// @param power above 0
  /// @param end the factor at the end of the training, in [0, 1]
  public static Schedule polynomial(double power, double end) {
    Limits.positive("the power", power);
    within("the end", end);
    return (step, steps) -> end + (1 - end) * StrictMath.pow(1 - done(step, steps), power);
  }

  /// factor = 1 / (1 + decay · step / every)
  ///
  /// Source: Robbins and Monro 1951: such rates sum to infinity, their squares do not. Deviation: none.
  ///
  /// @param decay at least 0
  /// @param every in how many steps the divisor grows by `decay`, at least 1
  public static Schedule inverseTime(double decay, long every) {
    Limits.atLeastZero("the decay", decay);
    Limits.atLeastOne("the steps of a decay", every);
    return (step, _) -> 1 / (1 + decay * step / every);
  }

  /// From the full rate down to 0 along half a cosine: factor = (1 + cos(π · step / steps)) / 2
  ///
  /// Source: Loshchilov and Hutter 2017, arXiv:1608.03983, without restarts. Deviation: none.
  public static Schedule cosine() {
    return (step, steps) -> half(done(step, steps));
  }

  /// Half a cosine again and again: factor = (1 + cos(π · T / Tᵢ)) / 2, T steps after the last restart, with a first cycle of
  /// T₀ = `first` steps and each later one `growth` times as long as the one before.
  ///
  /// Source: Loshchilov and Hutter 2017, arXiv:1608.03983, equation 5 with η_min = 0. Deviation: none.
  ///
  /// @param first T₀ in steps, at least 1
  /// @param growth T_mult, a whole number, at least 1; the paper uses 1 and 2
  public static Schedule cosineRestarts(long first, int growth) {
    Limits.atLeastOne("the first cycle's steps", first);
    Limits.atLeastOne("the growth of cycles", growth);
    return (step, _) -> {
      long within = growth == 1 ? step % first : step;
      long length = first;
      while (within >= length) {
        within -= length;
        length *= growth;
      }
      return half((double) within / length);
    };
  }

  /// From almost 0 to the full rate: factor = (step + 1) / steps, so the first step is taken too and the last has all. For
  /// the start of a training: `linearWarmUp().then(500, cosine())`
  ///
  /// Source: Goyal et al. 2017, arXiv:1706.02677, section 2.2. Deviation: it starts from 0.
  public static Schedule linearWarmUp() {
    return (step, steps) -> (double) Math.min(step + 1, steps) / steps;
  }

  /// One cycle with its peak at 0.3, from 1/25 to 1/250000. See [#oneCycle(double, double, double)].
  public static Schedule oneCycle() {
    return oneCycle(0.3, 1 / 25.0, 1 / 250_000.0);
  }

  /// Up and down once, both along half a cosine: from `start` to 1 at a fraction `peak` of the training, then to `end`:
  /// factor = 1 + (start - 1) · (1 + cos(π · t / peak)) / 2 for t = step / steps < peak, else
  /// end + (1 - end) · (1 + cos(π · (t - peak) / (1 - peak))) / 2
  ///
  /// Source: Smith and Topin 2018, arXiv:1708.07120. Deviation: cosines for straight lines, two phases for three, and the
  /// defaults, as in the fastai library; momentum is not cycled.
  ///
  /// @param peak when the rate is highest, a fraction of the training in (0, 1); default 0.3
  /// @param start the first factor, in [0, 1]; default 1/25
  /// @param end the last factor, in [0, 1]; default 1/250000
  public static Schedule oneCycle(double peak, double start, double end) {
    if (!(peak > 0 && peak < 1)) {
      throw new GradusException("the peak must be a fraction of the training in (0, 1), not " + peak);
    }
    within("the start", start);
    within("the end", end);
    return (step, steps) -> {
      double done = done(step, steps);
      return done < peak ? 1 + (start - 1) * half(done / peak) : end + (1 - end) * half((done - peak) / (1 - peak));
    };
  }

  /// Lower where the validation loss stalls: the factor starts at 1 and is multiplied by `decay` whenever the validation loss
  /// has not reached a new low for `patience` epochs, counted from the last low or the last decay. Needs validation data.
  ///
  /// Source: definition.
  ///
  /// @param decay in (0, 1]
  /// @param patience epochs to wait, at least 1
  public static Schedule reduceOnPlateau(double decay, int patience) {
    decay(decay);
    Limits.atLeastOne("the patience in epochs", patience);
    return new Plateau(decay, patience, 1, Double.POSITIVE_INFINITY, 0);
  }

  /// @param factor the one of now
  /// @param best the lowest validation loss so far
  /// @param waited epochs since the last low or decay
  private record Plateau(double decay, int patience, double factor, double best, int waited) implements Schedule {
    @Override
    public double factor(long step, long steps) {
      return factor;
    }

    @Override
    public Schedule afterEpoch(OptionalDouble validationLoss) {
      double loss = validationLoss.orElseThrow(() -> new GradusException(
          "reduceOnPlateau watches the validation loss, but there are no validation data. Set validationSplit?"));
      if (loss < best) {
        return new Plateau(decay, patience, factor, loss, 0);
      }
      return waited + 1 < patience
          ? new Plateau(decay, patience, factor, best, waited + 1)
          : new Plateau(decay, patience, factor * decay, best, 0);
    }
  }

  /// One schedule and then another.
  record Chained(Schedule first, long count, Schedule next) implements Schedule {
    @Override
    public double factor(long step, long steps) {
      return step < count ? first.factor(step, count) : next.factor(step - count, Math.max(1, steps - count));
    }

    @Override
    public Schedule afterEpoch(OptionalDouble validationLoss) {
      return new Chained(first.afterEpoch(validationLoss), count, next.afterEpoch(validationLoss));
    }
  }

  private static double done(long step, long steps) {
    return (double) Math.min(step, steps) / steps;
  }

  /// Half a cosine from 1 at 0 to 0 at 1.
  private static double half(double done) {
    return (1 + StrictMath.cos(Math.PI * done)) / 2;
  }

  private static void decay(double value) {
    if (!(value > 0 && value <= 1)) {
      throw new GradusException("the decay must be in (0, 1], not " + value);
    }
  }

  private static void within(String what, double value) {
    if (!(value >= 0 && value <= 1)) {
      throw new GradusException(what + " must be in [0, 1], not " + value);
    }
  }
}
