package dev.gradus.lab;

import static dev.gradus.lab.Condition.above;
import static dev.gradus.lab.Condition.below;
import static dev.gradus.lab.Condition.between;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gradus.GradusException;
import dev.gradus.plot.Text;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class RuleTest {
  private static Figure figure(String key, double... values) {
    return new Figure(key, Text.same(key), Figure.Kind.MEASURED, Arrays.stream(values).boxed().toList());
  }

  private static Verdict verdict(Rule rule, Figure... figures) {
    return rule.judge(Figures.of(List.of(figures))).verdict();
  }

  @Test
  void wholeIntervalDecides() {
    Rule rule = Rule.of(above("a", 1));

    assertThat(verdict(rule, figure("a", 1.9, 2, 2.1))).isEqualTo(Verdict.HELD);
    assertThat(verdict(rule, figure("a", 0.4, 0.5, 0.6))).isEqualTo(Verdict.NOT_HELD);
    // A mean above the bound with an interval that reaches below it.
    assertThat(verdict(rule, figure("a", 0.5, 1.5, 2.5))).isEqualTo(Verdict.INCONCLUSIVE);
  }

  @Test
  void boundsFromBothSides() {
    assertThat(verdict(Rule.of(between("a", 0, 1)), figure("a", 0.5, 0.5))).isEqualTo(Verdict.HELD);
    assertThat(verdict(Rule.of(between("a", 0, 1)), figure("a", 3, 3))).isEqualTo(Verdict.NOT_HELD);
    assertThat(verdict(Rule.of(below("a", 1)), figure("a", 0.5, 0.5))).isEqualTo(Verdict.HELD);
  }

  @Test
  void onBoundIsNotWithinIt() {
    assertThat(verdict(Rule.of(above("a", 1)), figure("a", 1, 1))).isEqualTo(Verdict.NOT_HELD);
  }

  @Test
  void oneValueAloneSaysNothing() {
    assertThat(verdict(Rule.of(above("a", 1)), figure("a", 100))).isEqualTo(Verdict.INCONCLUSIVE);
  }

  @Test
  void exactValueNeedsNoOthers() {
    Figure exact = new Figure("a", Text.same("a"), Figure.Kind.EXACT, List.of(2.0));

    assertThat(verdict(Rule.of(above("a", 1)), exact)).isEqualTo(Verdict.HELD);
  }

  @Test
  void severalConditionsTogether() {
    Rule rule = Rule.of(above("a", 1), above("b", 1));
    Figure yes = figure("a", 2, 2);
    Figure no = figure("a", 0, 0);
    Figure unclear = figure("a", 0, 2);

    assertThat(verdict(rule, yes, figure("b", 2, 2))).isEqualTo(Verdict.HELD);
    assertThat(verdict(rule, no, figure("b", 0, 0))).isEqualTo(Verdict.NOT_HELD);
    assertThat(verdict(rule, yes, figure("b", 0, 0))).isEqualTo(Verdict.DEPENDS);
    assertThat(verdict(rule, unclear, figure("b", 2, 2))).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(verdict(rule, unclear, figure("b", 0, 0))).isEqualTo(Verdict.INCONCLUSIVE);
  }

  @Test
  void refusesTimes() {
    Figure timed = new Figure("a", Text.same("a"), Figure.Kind.TIMED, List.of(2.0, 2.0));

    assertThatThrownBy(() -> verdict(Rule.of(above("a", 1)), timed)).isInstanceOf(GradusException.class)
        .hasMessage("no verdict may depend on \"a\", which is a time and another one at each run");
  }

  @Test
  void refusesFiguresThatAreNotThere() {
    assertThatThrownBy(() -> verdict(Rule.of(above("b", 1)), figure("a", 1))).isInstanceOf(GradusException.class)
        .hasMessage("there is no figure \"b\" among [a]");
  }

  @Test
  void refusesNumbersThatAreNone() {
    assertThatThrownBy(() -> figure("a", 1, Double.NaN)).isInstanceOf(GradusException.class)
        .hasMessage("figure \"a\" has the value NaN. Say what a diverged run counts as, such as the loss of guessing");
  }

  @Test
  void refusesRulesThatNothingCouldContradict() {
    assertThatThrownBy(Rule::of).isInstanceOf(GradusException.class)
        .hasMessage("a rule needs a condition, or no figure could speak against the claim");
    assertThatThrownBy(() -> new Condition("a", Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY)).isInstanceOf(GradusException.class)
        .hasMessage("the condition on \"a\" leaves nothing open: from -Infinity to Infinity");
  }

  @Test
  void saysConditionsInWords() {
    assertThat(above("a", 0.01).text(new Text("gain", "이득"))).isEqualTo(new Text("gain > 0.01", "이득 > 0.01"));
    assertThat(below("a", -2).text(Text.same("gain"))).isEqualTo(Text.same("gain < −2"));
    assertThat(between("a", 0, 1).text(Text.same("gain"))).isEqualTo(Text.same("0 < gain < 1"));
  }
}
