package dev.gradus.lab;

import dev.gradus.plot.Exhibit;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/// What an experiment found.
///
/// @param exhibits what it shows by key, the first for the course's table of contents
/// @param seconds how long it took
public record Result(
    Experiment experiment, Setting setting, Figures figures, SequencedMap<String, Exhibit> exhibits, Judgement judgement, double seconds) {
  public Result {
    exhibits = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(exhibits));
  }
}
