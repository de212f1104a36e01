package dev.gradus.train;

import dev.gradus.GradusException;
import dev.gradus.json.JsonException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/// Where and how often a training keeps checkpoints, from which [Trainer#resume] goes on to the bits of a training that nothing
/// interrupted.
///
///     Trainer.of(model)....checkpoints(Checkpoints.in(Path.of("checkpoints")).everySteps(500)).resume().fit(data);
///
/// There is one after each epoch; within an epoch after so many steps, or after so long; and one when a listener stops the training.
/// Each is one file, `STEP.checkpoint`, written whole or not at all, with a checksum. The last few are kept, and beside them that of the
/// best epoch: [EarlyStopping]'s, or else that with the lowest validation loss. While the loss looks exploded, or a weight is not
/// finite, none is made.
///
/// @param folder is made if it isn't there
/// @param everySteps updates of the weights between checkpoints, at least 1; default no limit, [Long#MAX_VALUE]
/// @param every time between checkpoints within an epoch, above 0; default 10 minutes
/// @param keep how many of the last ones stay, at least 1; default 2, should the last one be damaged later
public record Checkpoints(Path folder, long everySteps, Duration every, int keep) {
  public Checkpoints {
    if (everySteps < 1) {
      throw new GradusException("the steps between checkpoints must be at least 1, not " + everySteps);
    }
    if (every.isNegative() || every.isZero()) {
      throw new GradusException("the time between checkpoints must be above 0, not " + every);
    }
    if (keep < 1) {
      throw new GradusException("at least 1 checkpoint must be kept, not " + keep);
    }
  }

  /// After each epoch, and within one every 10 minutes; the last two stay.
  public static Checkpoints in(Path folder) {
    return new Checkpoints(folder, Long.MAX_VALUE, Duration.ofMinutes(10), 2);
  }

  /// The same, also after each so many steps.
  public Checkpoints everySteps(long steps) {
    return new Checkpoints(folder, steps, every, keep);
  }

  /// The same, with another time between checkpoints within an epoch.
  public Checkpoints every(Duration time) {
    return new Checkpoints(folder, everySteps, time, keep);
  }

  /// The same, with another number of them that stay.
  public Checkpoints keep(int count) {
    return new Checkpoints(folder, everySteps, every, count);
  }

  /// What listeners noted ([Training#note(String, String)]) in the newest checkpoint that can be read, by name; nothing if there is none.
  ///
  /// @throws CheckpointException if there are checkpoints, but none can be read
  public Map<String, String> notes() {
    Map<String, String> notes = new LinkedHashMap<>();
    Checkpointing.newest(folder).ifPresent(found -> {
      try {
        found.file().state().get("training").object().get("notes").object().members().forEach((name, text) -> notes.put(name, text.text()));
      } catch (JsonException wrong) {
        throw Checkpointing.saysOtherwise(found.file().path(), wrong);
      }
    });
    return notes;
  }
}
