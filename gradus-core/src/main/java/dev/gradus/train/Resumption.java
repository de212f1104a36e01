package dev.gradus.train;

import java.nio.file.Path;
import java.util.List;

/// From what a training goes on.
///
/// @param checkpoint the file
/// @param history the epochs that were finished before, in order
/// @param passedOver of newer files that are damaged: which, and what is wrong
public record Resumption(Path checkpoint, List<EpochReport> history, List<String> passedOver) {
  public Resumption {
    history = List.copyOf(history);
    passedOver = List.copyOf(passedOver);
  }
}
