package dev.gradus.lab;

import dev.gradus.GradusException;
import java.util.List;

/// When a claim counts as held: conditions on figures, stated before the run.
///
/// Held if all conditions held, not held if all were contradicted, depends if some held and some were contradicted, else
/// inconclusive. So a claim that is true for one method alone has a condition for each method.
public record Rule(List<Condition> conditions) {
  public Rule {
    conditions = List.copyOf(conditions);
    if (conditions.isEmpty()) {
      throw new GradusException("a rule needs a condition, or no figure could speak against the claim");
    }
  }

  public static Rule of(Condition... conditions) {
    return new Rule(List.of(conditions));
  }

  /// What the figures say. Depends on nothing else.
  ///
  /// @throws GradusException if there is no such figure, or it is a time
  public Judgement judge(Figures figures) {
    return new Judgement(conditions.stream()
        .map(condition -> new Judgement.Finding(condition, condition.judge(figures.get(condition.key())))).toList());
  }
}
