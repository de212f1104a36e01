package dev.gradus.cli;

import dev.gradus.train.RateSweep;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/// What `gradus train --find-learning-rate` found, as a plot and for `--json`.
///
/// @param values the members of the JSON object
/// @param lines the plot, one row for some of the rates, and the proposal
record RateReport(Map<String, Object> values, List<String> lines) {
  private static final int ROWS = 25;
  private static final int WIDTH = 50;

  static RateReport of(RateSweep sweep) {
    Map<String, Object> values = new LinkedHashMap<>();
    OptionalDouble proposal = sweep.proposal();
    proposal.ifPresent(rate -> values.put("proposed_learning_rate", rate));
    values.put("diverged", sweep.diverged());
    values.put("points", sweep.points());
    List<String> lines = new ArrayList<>(rows(sweep.points()));
    lines.add("");
    lines.add(proposal.isPresent()
        ? String.format(
            Locale.ROOT, "Proposed: --learning-rate %.1e, a tenth of the rate where the loss was lowest", proposal.getAsDouble())
        : "No rate to propose: the loss never fell. Another optimizer, model or initializer?");
    if (!sweep.diverged()) {
      lines.add("The sweep reached its highest rate before the loss had grown to four times its lowest.");
    }
    return new RateReport(values, List.copyOf(lines));
  }

  /// At most [#ROWS] rows, equally far apart, each with a bar as long as the loss, cut at the first loss twice over.
  private static List<String> rows(List<RateSweep.Point> points) {
    if (points.isEmpty()) {
      return List.of();
    }
    double full = 2 * points.getFirst().smoothed();
    int apart = Math.ceilDiv(points.size(), ROWS);
    return IntStream.range(0, points.size()).filter(i -> i % apart == 0).mapToObj(points::get).map(point -> {
      int length = full > 0 ? (int) Math.min(WIDTH, Math.round(WIDTH * point.smoothed() / full)) : 0;
      return String.format(Locale.ROOT, "%8.1e  %11.4g  %s", point.rate(), point.smoothed(), "#".repeat(Math.max(0, length)));
    }).toList();
  }

  /// Prints the plot; gives what `--json` prints.
  Map<String, Object> say(Screen screen) {
    screen.say("");
    screen.say("    rate         loss");
    lines.forEach(screen::say);
    return values;
  }
}
