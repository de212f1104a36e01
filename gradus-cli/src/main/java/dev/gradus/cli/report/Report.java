package dev.gradus.cli.report;

import dev.gradus.metric.Predictions;
import dev.gradus.plot.Axis;
import dev.gradus.plot.Bars;
import dev.gradus.plot.Page;
import dev.gradus.plot.Tag;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A run as a page: how it went, how good its model is on the test data, where it is wrong, and what it was made from.
///
/// @param title the run's name
/// @param lead a sentence about it
/// @param highlights names and values in turns, the most important first
/// @param course how the training went
/// @param kernels the paths of parameters of two axes or more
/// @param tested what the model predicted for the test data; empty if it was not tested
/// @param classes the classes' names; empty for numbers
/// @param target what is predicted
/// @param sight how test examples are shown
/// @param importance how much worse it gets without each input; empty if that was not measured
/// @param facts names and values for whoever wants to check the run
/// @param recipe the recipe's text; empty for a run without one
public record Report(String title, String lead, List<String> highlights, Course course, Set<String> kernels, Optional<Predictions> tested,
    List<String> classes, String target, Sight sight, Map<String, Double> importance, Map<String, String> facts, String recipe) {
  /// More inputs than these are left out of the picture.
  private static final int IMPORTANT = 20;
  private static final int NUMBERS = 4;

  /// The page.
  public Page page() {
    Page page = Page.of(title).lead(lead).highlights(highlights);
    List<Tag> training = new ArrayList<>(Curves.of(course));
    Norms.of(course, kernels).ifPresent(training::add);
    if (!training.isEmpty()) {
      page = page.section("Training", training.toArray(Tag[]::new));
    }
    if (tested.isPresent()) {
      Optional<Answers> answers = Answers.of(tested.get(), classes);
      page = answers.isPresent() ? classified(page, answers.get()) : measured(page, tested.get());
    }
    Tag list = Tag.of("dl").with("class", "facts");
    facts.forEach((name, value) -> list.add(Tag.of("dt", name), Tag.of("dd").add(Tag.of("code", value))));
    page = recipe.isEmpty() ? page : page.closed("Recipe", Tag.of("pre", recipe));
    return page.closed("Receipt", list);
  }

  private Page classified(Page page, Answers answers) {
    List<Tag> figures = new ArrayList<>(List.of(Confusions.matrix(answers), Confusions.table(answers)));
    List<Tag> bars = new ArrayList<>();
    if (answers.probable()) {
      Calibration calibration = Calibration.of(answers);
      figures.add(calibration.draw());
      bars.add(calibration.spread());
    }
    if (Mistakes.worst(answers).length > 0 && answers.classes().size() > 2) {
      bars.add(Confusions.commonest(answers));
    }
    importances("fall of accuracy").ifPresent(bars::add);
    figures.add(Page.stack(bars.toArray(Tag[]::new)));
    return page.section("Test", figures.toArray(Tag[]::new)).section("Worst mistakes", Mistakes.draw(answers, sight));
  }

  private Page measured(Page page, Predictions tested) {
    Sight.Fields fields = sight instanceof Sight.Fields known ? known
        : new Sight.Fields(List.of("test example"), i -> List.of(String.valueOf(i)));
    Page shown = page;
    for (int column = 0; column < Math.min(NUMBERS, tested.columns()); column++) {
      String name = tested.columns() == 1 ? target : target + " " + (column + 1);
      Residuals residuals = Residuals.of(tested, column, name);
      List<Tag> figures = new ArrayList<>(residuals.draw());
      importances("fall of R²").ifPresent(figures::add);
      shown = shown.section(tested.columns() == 1 ? "Test" : "Test: " + name, figures.toArray(Tag[]::new))
          .section("Furthest off", residuals.worst(fields));
    }
    return shown;
  }

  private Optional<Tag> importances(String measure) {
    if (importance.isEmpty()) {
      return Optional.empty();
    }
    List<Map.Entry<String, Double>> most = importance.entrySet().stream()
        .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder())).limit(IMPORTANT).toList();
    return Optional.of(Bars.of("Importance of each column", Axis.of(measure), most.stream().map(Map.Entry::getKey).toList(),
        most.stream().mapToDouble(Map.Entry::getValue).toArray())
        .note("How much worse the model gets when a column's values change places.").draw());
  }
}
