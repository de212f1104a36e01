package dev.gradus.diagnose;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;

/// What a training step that went wrong looked like, found by taking the steps before it again.
///
/// @param step the first step with a number that is NaN or infinite; for a loss that only became large, the step that was too
///     large; for a warning, the last step
/// @param epoch in which that step was
/// @param cause what is the most likely reason
/// @param origin where the first NaN or infinity came from, if there was one and it was found
/// @param steps the last steps up to that one
/// @param activity the ReLU layers, and how many of their units were dead
/// @param weightsBefore the model now has the weights from before this step; none for a warning, or if they are lost
public record Diagnosis(
    long step, int epoch, Cause cause, Optional<Origin> origin, List<StepFigures> steps, List<Activity> activity,
    OptionalLong weightsBefore) {
  private static final int COLUMN = 11;
  /// So many layers' norms are written out, the first and the last.
  private static final int LAYERS = 8;

  public Diagnosis {
    steps = List.copyOf(steps);
    activity = List.copyOf(activity);
  }

  /// The same without a word on what the model's weights are now.
  public Diagnosis withoutWeights() {
    return new Diagnosis(step, epoch, cause, origin, steps, activity, OptionalLong.empty());
  }

  /// The cause and what to try, in one line.
  public String line() {
    return "Likely cause: " + cause.what() + ". " + cause.remedy();
  }

  /// All of it, as lines to read.
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add("Likely cause: " + cause.what());
    lines.add("What to try: " + cause.remedy());
    origin.ifPresent(first -> lines.add("First at step " + step + " in epoch " + epoch + ": " + first));
    if (!activity.isEmpty()) {
      lines.add("Dead ReLU units: " + activity.stream().map(Activity::toString).collect(Collectors.joining(", ")));
    }
    if (!steps.isEmpty()) {
      table(lines);
    }
    weightsBefore.ifPresent(before -> lines.add("The model in memory has its weights from before step " + before));
    return lines;
  }

  private void table(List<String> lines) {
    lines.add("Steps on the way there, with the norm of each layer's gradient and the change of all weights beside their size:");
    lines.add(row("step", steps.stream().map(figures -> Long.toString(figures.step())).toList()));
    lines.add(row("learning rate", steps.stream().map(figures -> Numbers.text(figures.learningRate())).toList()));
    lines.add(row("loss", steps.stream().map(figures -> Numbers.text(figures.loss())).toList()));
    Set<String> layers = new LinkedHashSet<>();
    steps.forEach(figures -> layers.addAll(figures.gradientNorms().keySet()));
    int at = 0;
    for (String layer : layers) {
      if (at < LAYERS / 2 || at >= layers.size() - LAYERS / 2) {
        lines.add(row(layer, steps.stream()
            .map(figures -> Numbers.text(figures.gradientNorms().getOrDefault(layer, Double.NaN))).toList()));
      } else if (at == LAYERS / 2) {
        lines.add("  … " + (layers.size() - LAYERS) + " more");
      }
      at++;
    }
    lines.add(row("‖Δw‖ / ‖w‖", steps.stream().map(figures -> Numbers.text(figures.relativeUpdate())).toList()));
  }

  private static String row(String name, List<String> cells) {
    StringBuilder row = new StringBuilder(String.format(Locale.ROOT, "  %-24s", name));
    cells.forEach(cell -> row.append(String.format(Locale.ROOT, "%" + COLUMN + "s", cell)));
    return row.toString();
  }
}
