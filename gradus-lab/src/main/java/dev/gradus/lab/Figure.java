package dev.gradus.lab;

import dev.gradus.GradusException;
import dev.gradus.plot.Text;
import java.util.List;

/// A named number that an experiment found, once for each seed.
///
/// @param key its name in rules and reports
/// @param name its name for people, with its unit
/// @param kind what its values follow from
/// @param values one for each seed in their order; one alone if it is exact
public record Figure(String key, Text name, Kind kind, List<Double> values) {
  /// What a figure follows from.
  public enum Kind {
    /// From training and data, which follow from the seed: it has a spread.
    MEASURED,
    /// From no seed: a count, or what a formula gives. It has no spread.
    EXACT,
    /// From the machine: seconds. It is another one at each run, so no rule may use it.
    TIMED
  }

  public Figure {
    values = List.copyOf(values);
    if (values.isEmpty() || kind == Kind.EXACT && values.size() != 1) {
      throw new GradusException("figure \"" + key + "\" is " + kind + " and has " + values.size() + " values");
    }
    for (double value : values) {
      if (!Double.isFinite(value)) {
        throw new GradusException("figure \"" + key + "\" has the value " + value
            + ". Say what a diverged run counts as, such as the loss of guessing");
      }
    }
  }

  public double mean() {
    return values.stream().mapToDouble(Double::doubleValue).sum() / values.size();
  }

  /// The standard deviation over seeds, with n - 1; 0 for one value.
  public double deviation() {
    double mean = mean();
    double squares = values.stream().mapToDouble(value -> (value - mean) * (value - mean)).sum();
    return values.size() < 2 ? 0 : Math.sqrt(squares / (values.size() - 1));
  }

  /// Where the mean over all seeds probably is: see [Interval#student]. Of an exact figure, itself.
  public Interval interval() {
    return switch (kind) {
      case EXACT -> new Interval(mean(), mean());
      case MEASURED, TIMED -> Interval.student(mean(), deviation(), values.size());
    };
  }
}
