package dev.gradus.cli;

import dev.gradus.lab.Figure;
import dev.gradus.lab.Judgement;
import dev.gradus.lab.Result;
import dev.gradus.lab.Verdict;
import dev.gradus.plot.Exhibit;
import dev.gradus.plot.Language;
import dev.gradus.plot.Numbers;
import dev.gradus.plot.Table;
import dev.gradus.plot.Text;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What the terminal and `--json` tell of results.
record LabReport(Screen screen, Language language) {
  private static final int COLUMNS = 110;

  private static final Text CLAIMS = new Text("Claims", "주장");
  private static final Text METHOD = new Text("Method", "방법");
  private static final Text VERDICT = new Text("Verdict", "판정");
  private static final Text RULE = new Text("Rule, stated before the run", "실행 전에 정한 규칙");
  private static final Text PAGE = new Text("Page", "페이지");
  private static final Text SEEDS = new Text("seeds", "시드");
  private static final List<Text> HEADER = List.of(
      new Text("mean", "평균"), new Text("± sd", "± 표준편차"), new Text("95% interval", "95% 구간"), new Text("figure", "항목"));

  /// Claim, method, figures, verdict.
  void tell(Result result, Path page) {
    screen.say("");
    screen.say(result.experiment().name() + ": " + result.experiment().title().in(language));
    String claims = String.join(", ", result.experiment().claims().stream().map(String::valueOf).toList());
    wrapped(CLAIMS.in(language) + " " + claims + ": " + result.experiment().claim().in(language));
    wrapped(METHOD.in(language) + ": " + result.experiment().texts().text("method").in(language));
    for (Exhibit exhibit : result.exhibits().values()) {
      if (exhibit instanceof Table table) {
        screen.say("");
        screen.say("  " + exhibit.words().title().in(language));
        aligned(table.lines(language));
      }
    }
    screen.say("");
    List<List<String>> lines = new ArrayList<>();
    lines.add(HEADER.stream().map(text -> text.in(language)).toList());
    for (Figure figure : result.figures().all()) {
      boolean exact = figure.kind() == Figure.Kind.EXACT;
      lines.add(List.of(Numbers.text(figure.mean()), exact ? "" : Numbers.text(figure.deviation()), exact ? "" : interval(figure),
          figure.name().in(language)));
    }
    aligned(lines);
    screen.say("");
    screen.say("  " + RULE.in(language) + ":");
    aligned(result.judgement().findings().stream().map(finding -> List.of(finding.verdict().text().in(language),
        finding.condition().text(result.figures().get(finding.condition().key()).name()).in(language))).toList());
    screen.say("");
    String how = " (" + result.setting().seeds().size() + " " + SEEDS.in(language) + ", " + Figures.duration(result.seconds()) + ")";
    screen.say("  " + VERDICT.in(language) + ": " + result.judgement().verdict().text().in(language) + how);
    screen.say("  " + PAGE.in(language) + ": " + page);
  }

  /// A line for each experiment with its verdict.
  void verdicts(List<Result> results) {
    screen.say("");
    List<List<String>> lines = new ArrayList<>();
    for (Result result : results) {
      Verdict verdict = result.judgement().verdict();
      long held = result.judgement().findings().stream().filter(finding -> finding.verdict() == Verdict.HELD).count();
      lines.add(List.of(result.experiment().name(), verdict.text().in(language), held + "/" + result.judgement().findings().size(),
          Figures.duration(result.seconds())));
    }
    aligned(lines);
    screen.say("");
  }

  private static String interval(Figure figure) {
    return "[" + Numbers.text(figure.interval().low()) + ", " + Numbers.text(figure.interval().high()) + "]";
  }

  private void aligned(List<List<String>> lines) {
    int columns = lines.isEmpty() ? 0 : lines.getFirst().size();
    for (List<String> line : lines) {
      StringBuilder text = new StringBuilder("  ");
      for (int i = 0; i < columns; i++) {
        int at = i;
        int widest = lines.stream().mapToInt(other -> columns(other.get(at))).max().orElse(0);
        text.append(line.get(i)).append(i == columns - 1 ? "" : " ".repeat(widest - columns(line.get(i)) + 2));
      }
      screen.say(text.toString().stripTrailing());
    }
  }

  /// How many columns of a terminal a text takes: a letter of Korean takes two.
  private static int columns(String text) {
    return text.codePoints().map(point -> point >= 0x1100 && point < 0x1200 || point >= 0x2e80 && point < 0xfffe ? 2 : 1).sum();
  }

  private void wrapped(String text) {
    StringBuilder line = new StringBuilder("  ");
    for (String word : text.split(" ")) {
      if (line.length() > 2 && columns(line + " " + word) > COLUMNS) {
        screen.say(line.toString());
        line.setLength(2);
      }
      line.append(line.length() > 2 ? " " : "").append(word);
    }
    screen.say(line.toString());
  }

  /// A result for `--json`.
  Map<String, Object> plain(Result result) {
    Map<String, Object> plain = new LinkedHashMap<>();
    plain.put("name", result.experiment().name());
    plain.put("claims", result.experiment().claims());
    plain.put("claim", result.experiment().claim().in(language));
    plain.put("verdict", result.judgement().verdict().word());
    Map<String, Object> figures = new LinkedHashMap<>();
    result.figures().all().forEach(figure -> figures.put(figure.key(), plain(figure)));
    plain.put("figures", figures);
    plain.put("rule", result.judgement().findings().stream().map(LabReport::plain).toList());
    plain.put("seeds", result.setting().seeds());
    plain.put("seconds", result.seconds());
    return plain;
  }

  private static Map<String, Object> plain(Figure figure) {
    Map<String, Object> plain = new LinkedHashMap<>();
    plain.put("mean", figure.mean());
    plain.put("deviation", figure.deviation());
    plain.put("interval", List.of(figure.interval().low(), figure.interval().high()));
    plain.put("values", figure.values());
    if (figure.kind() == Figure.Kind.TIMED) {
      plain.put("timed", true);
    }
    return plain;
  }

  private static Map<String, Object> plain(Judgement.Finding finding) {
    Map<String, Object> plain = new LinkedHashMap<>();
    plain.put("figure", finding.condition().key());
    if (finding.condition().low() > Double.NEGATIVE_INFINITY) {
      plain.put("above", finding.condition().low());
    }
    if (finding.condition().high() < Double.POSITIVE_INFINITY) {
      plain.put("below", finding.condition().high());
    }
    plain.put("verdict", finding.verdict().word());
    return plain;
  }
}
