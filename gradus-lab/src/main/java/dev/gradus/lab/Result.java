package dev.gradus.lab;

import dev.gradus.lab.plot.Exhibit;
import java.util.List;

/// What an experiment found.
///
/// @param exhibits what it shows, the first for the course's table of contents
/// @param seconds how long it took
public record Result(
    Experiment experiment, Setting setting, Figures figures, List<Exhibit> exhibits, Judgement judgement, double seconds) {
  public Result {
    exhibits = List.copyOf(exhibits);
  }
}
