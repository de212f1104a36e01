package dev.gradus.cli;

import dev.gradus.GradusException;
import dev.gradus.train.Checkpoints;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Option;

/// How often a training keeps checkpoints, and how many of them.
final class CheckpointOptions {
  private static final Pattern EVERY = Pattern.compile("([0-9]{1,9})([smh]?)");

  @Option(names = "--checkpoint-every", paramLabel = "N|TIME",
      description = "Keep a checkpoint after every N steps too, or every 30s, 10m or 1h; always after an epoch, and every 10m by default.")
  private Optional<String> every = Optional.empty();

  @Option(names = "--keep-checkpoints", paramLabel = "K",
      description = "How many of the last checkpoints stay, beside that of the best epoch; 2 by default, 0 for none.")
  private Optional<Integer> keep = Optional.empty();

  CheckpointOptions() {}

  /// Whether any was given.
  boolean given() {
    return every.isPresent() || keep.isPresent();
  }

  /// What they ask for, in a folder; empty if there are to be none.
  Optional<Checkpoints> in(Path folder) {
    Checkpoints checkpoints = Checkpoints.in(folder);
    if (every.isPresent()) {
      Matcher parts = EVERY.matcher(every.get());
      if (!parts.matches() || Long.parseLong(parts.group(1)) == 0) {
        throw new GradusException("--checkpoint-every is a number of steps, such as 500, or a time, such as 30s, 10m or 1h, not "
            + GradusException.excerpt(every.get()));
      }
      long count = Long.parseLong(parts.group(1));
      checkpoints = switch (parts.group(2)) {
        case "s" -> checkpoints.every(Duration.ofSeconds(count));
        case "m" -> checkpoints.every(Duration.ofMinutes(count));
        case "h" -> checkpoints.every(Duration.ofHours(count));
        default -> checkpoints.everySteps(count);
      };
    }
    int stay = keep.orElse(checkpoints.keep());
    if (stay < 0) {
      throw new GradusException("--keep-checkpoints is at least 0, not " + stay);
    }
    return stay == 0 ? Optional.empty() : Optional.of(checkpoints.keep(stay));
  }
}
