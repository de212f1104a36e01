package dev.gradus.lab.course;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gradus.GradusException;
import dev.gradus.lab.Claims;
import dev.gradus.lab.Condition;
import dev.gradus.lab.Experiment;
import dev.gradus.lab.Figure;
import dev.gradus.lab.Figures;
import dev.gradus.lab.Lab;
import dev.gradus.lab.Result;
import dev.gradus.lab.Setting;
import dev.gradus.lab.Verdict;
import dev.gradus.lab.page.ResultPage;
import dev.gradus.plot.Language;
import dev.gradus.plot.Text;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every experiment of the course, run at its smallest: what docs/lab-writing.md asks of them.
class CourseTest {
  /// How many experiments the course has.
  private static final int ALL = 20;
  /// What those cite that are still to come.
  private static final Set<Integer> NOT_YET = Set.of(2, 3, 7, 8, 9, 10, 11, 12, 13, 14, 15, 20, 21, 22, 23, 24, 25, 26);

  /// Each is run once for all tests.
  private static final Map<String, Result> RESULTS = new LinkedHashMap<>();

  static List<String> names() {
    return Course.experiments().stream().map(Experiment::name).toList();
  }

  private static Result result(String name) {
    return RESULTS.computeIfAbsent(name, _ -> Lab.run(Course.experiment(name), new Setting(Setting.Length.TINY, 7, 2)));
  }

  @Test
  void namesAreDifferent() {
    assertThat(names()).doesNotHaveDuplicates().allMatch(name -> name.matches("[a-z]+(-[a-z]+)*"));
  }

  @Test
  void everyClaimOfTheCourseIsCited() {
    Set<Integer> missing = new TreeSet<>(IntStream.rangeClosed(1, Claims.COUNT).boxed().toList());
    Course.experiments().forEach(experiment -> missing.removeAll(experiment.claims()));

    // Until all twenty are there.
    assertThat(missing).isSubsetOf(Course.experiments().size() < ALL ? NOT_YET : Set.of());
  }

  @Test
  void everyClaimOfTheCourseHasItsWordsInBothLanguages() {
    for (int number = 1; number <= Claims.COUNT; number++) {
      Text claim = Claims.claim(number);
      assertThat(claim.english()).endsWith(".").isNotEqualTo(claim.korean());
      assertThat(claim.korean().codePoints().anyMatch(point -> point >= 0xac00 && point <= 0xd7a3)).as("claim " + number).isTrue();
    }
  }

  @Test
  void refusesOtherNamesAndSaysWhichThereAre() {
    assertThatThrownBy(() -> Course.experiment("luck")).isInstanceOf(GradusException.class)
        .hasMessage("there is no experiment \"luck\": there are " + String.join(", ", names()));
  }

  @ParameterizedTest
  @MethodSource("names")
  void citesClaimsOfTheCourse(String name) {
    assertThat(Course.experiment(name).claims()).isSorted().doesNotHaveDuplicates().isNotEmpty()
        .allMatch(number -> number >= 1 && number <= Claims.COUNT);
  }

  @ParameterizedTest
  @MethodSource("names")
  void hasAllItsWordsInBothLanguagesAndNoOthers(String name) {
    Result result = result(name);
    Experiment experiment = result.experiment();
    Set<String> english = experiment.texts().keys(Language.ENGLISH);
    assertThat(experiment.texts().keys(Language.KOREAN)).isEqualTo(english);
    Set<String> known = new TreeSet<>(List.of("title", "claim", "method", "reading"));
    result.figures().all().forEach(figure -> known.add("figure." + figure.key()));
    for (String key : result.exhibits().keySet()) {
      String plot = "plot." + key;
      known.addAll(List.of(plot + ".title", plot + ".note", plot + ".x", plot + ".y"));
    }
    assertThat(english.stream().filter(key -> !key.startsWith("series.") && !key.startsWith("text."))).isSubsetOf(known);
    for (String key : List.of("title", "claim", "method", "reading")) {
      Text text = experiment.texts().text(key);
      assertThat(text.english()).isNotEqualTo(text.korean());
      assertThat(text.korean().codePoints().anyMatch(point -> point >= 0xac00 && point <= 0xd7a3)).as(key + " is Korean").isTrue();
    }
  }

  @ParameterizedTest
  @MethodSource("names")
  void verdictTurnsWhenFiguresArePlanted(String name) {
    Result result = result(name);
    Figures held = planted(result, true);
    Figures contradicted = planted(result, false);

    assertThat(result.experiment().rule().judge(held).verdict()).isEqualTo(Verdict.HELD);
    assertThat(result.experiment().rule().judge(contradicted).verdict()).isEqualTo(Verdict.NOT_HELD);
    for (Condition condition : result.experiment().rule().conditions()) {
      List<Figure> mixed = new ArrayList<>();
      held.all().forEach(figure -> mixed.add(figure.key().equals(condition.key()) ? contradicted.get(figure.key()) : figure));
      Verdict expected = result.experiment().rule().conditions().size() == 1 ? Verdict.NOT_HELD : Verdict.DEPENDS;
      assertThat(result.experiment().rule().judge(Figures.of(mixed)).verdict()).as(condition.key()).isEqualTo(expected);
    }
  }

  /// The result's figures, those of the rule moved to where every condition is met, or contradicted, with their spread.
  private static Figures planted(Result result, boolean met) {
    Map<String, Condition> conditions =
        result.experiment().rule().conditions().stream().collect(Collectors.toMap(Condition::key, condition -> condition));
    List<Figure> planted = new ArrayList<>();
    for (Figure figure : result.figures().all()) {
      Condition condition = conditions.get(figure.key());
      planted.add(condition == null ? figure
          : new Figure(figure.key(), figure.name(), figure.kind(), figure.values().stream().map(_ -> place(condition, met)).toList()));
    }
    return Figures.of(planted);
  }

  private static double place(Condition condition, boolean met) {
    boolean below = condition.low() == Double.NEGATIVE_INFINITY;
    boolean above = condition.high() == Double.POSITIVE_INFINITY;
    double bound = below ? condition.high() : condition.low();
    double away = Math.max(1e-3, Math.abs(bound) * 0.1);
    if (!met) {
      return below ? bound + away : bound - away;
    }
    return below ? bound - away : above ? bound + away : (condition.low() + condition.high()) / 2;
  }

  @Test
  void sameSeedGivesTheSameFiguresOnAnyNumberOfThreads() {
    sameSeedGivesTheSameFigures("learning-rate");
  }

  @Tag("slow")
  @ParameterizedTest
  @MethodSource("names")
  void sameSeedGivesTheSameFigures(String name) {
    Result one = Lab.run(Course.experiment(name), new Setting(Setting.Length.TINY, 7, 1));

    assertThat(steady(one)).isEqualTo(steady(result(name)));
    boolean clocked = one.figures().all().stream().anyMatch(figure -> figure.kind() == Figure.Kind.TIMED);
    if (!clocked) {
      assertThat(drawings(one)).isEqualTo(drawings(result(name)));
    }
  }

  private static List<String> drawings(Result result) {
    return result.exhibits().values().stream().map(exhibit -> exhibit.drawing().html()).toList();
  }

  private static List<Figure> steady(Result result) {
    return result.figures().all().stream().filter(figure -> figure.kind() != Figure.Kind.TIMED).toList();
  }

  @ParameterizedTest
  @MethodSource("names")
  void pageIsOneFileThatAsksTheNetworkForNothing(String name) {
    String page = ResultPage.of(result(name)).html();

    // Pictures' letters may say anything, and among the numbers for the script null is a gap.
    String words = page.substring(0, page.indexOf("<script>")).replaceAll("base64,[^\"]*", "").replaceAll("(?<=[\\[,])null(?=[,\\]])", "");
    for (String missing : List.of("NaN", "null", "Infinity")) {
      assertThat(words.contains(missing)).as(missing).isFalse();
    }
    for (String asking : List.of("@import", "fetch(", "url(", "src=", "href=\"http", "href=\"//", "XMLHttpRequest")) {
      assertThat(page.contains(asking)).as(asking).isFalse();
    }
    assertThat(page.startsWith("<!doctype html>") && page.endsWith("</html>\n")).isTrue();
    assertThat(result(name).exhibits().firstEntry().getValue().picture()).as("the first exhibit is a picture").isPresent();
  }
}
