package dev.gradus.lab.page;

import dev.gradus.lab.Claims;
import dev.gradus.lab.Figure;
import dev.gradus.lab.Interval;
import dev.gradus.lab.Judgement;
import dev.gradus.lab.Result;
import dev.gradus.lab.Setting;
import dev.gradus.lab.Texts;
import dev.gradus.lab.Verdict;
import dev.gradus.plot.Exhibit;
import dev.gradus.plot.Numbers;
import dev.gradus.plot.Page;
import dev.gradus.plot.Table;
import dev.gradus.plot.Tag;
import dev.gradus.plot.Text;
import dev.gradus.plot.Words;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/// The page of one result.
public final class ResultPage {
  static final Texts WORDS = Texts.of(ResultPage.class, "page");

  private ResultPage() {}

  /// The page.
  public static Page of(Result result) {
    return with(result, Tag.of("b", WORDS.text("site")));
  }

  /// The page with a link to the `index.html` beside it.
  static Page linked(Result result) {
    return with(result, index());
  }

  /// A link to the index.
  static Tag index() {
    return Tag.of("a", WORDS.text("site")).with("href", "index.html");
  }

  /// A page of the lab without content.
  static Page empty(Text title, Tag place) {
    try (InputStream style = ResultPage.class.getResourceAsStream("lab.css")) {
      return Page.of(title.then(" · Gradus"), place, new String(style.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Page with(Result result, Tag place) {
    Tag said = Tag.of("dl");
    result.experiment().claims().forEach(number -> said.add(Tag.of("dt", String.valueOf(number)), Tag.of("dd", Claims.claim(number))));
    Tag exhibits = Tag.of("section").with("class", "figures");
    for (Exhibit exhibit : result.exhibits().values()) {
      exhibits.add(exhibit instanceof Table ? exhibit.draw().with("class", "wide") : exhibit.draw());
    }
    return empty(result.experiment().title(), place).plus(styled("p", "claims", claims(result)), Tag.of("h1", result.experiment().title()),
        styled("p", "claim", result.experiment().claim()), Tag.of("details").add(Tag.of("summary", word("as-said")), said),
        Tag.of("p").add(badge(result.judgement().verdict())).text(" ").text(text(result, "reading")), exhibits,
        Tag.of("h2", word("figures")), figures(result), styled("p", "note", word("spread")),
        Tag.of("h2", word("rule")), Tag.of("p", word("rule.how")), rule(result),
        Tag.of("h2", word("method")), Tag.of("p", text(result, "method")), styled("p", "note", conditions(result)), Tag.of("pre", command(result)));
  }

  private static Text word(String key) {
    return WORDS.text(key);
  }

  static Text text(Result result, String key) {
    return result.experiment().texts().text(key);
  }

  static Tag styled(String name, String style, Text text) {
    return Tag.of(name, text).with("class", style);
  }

  static Tag badge(Verdict verdict) {
    return styled("strong", "badge " + verdict.word().replace(' ', '-'), verdict.text());
  }

  static Text claims(Result result) {
    String numbers = String.join(", ", result.experiment().claims().stream().map(String::valueOf).toList());
    return WORDS.text(result.experiment().claims().size() == 1 ? "claim" : "claims", numbers);
  }

  private static Tag figures(Result result) {
    Table table = new Table(new Words.Plain(word("figures"), Text.same(""), key -> word("column." + key)))
        .columns("figure", "mean", "deviation", "interval", "values");
    for (Figure figure : result.figures().all()) {
      boolean exact = figure.kind() == Figure.Kind.EXACT;
      table.row(figure.name(), Text.of(figure.mean()), exact ? word("exact") : Text.of(figure.deviation()),
          Text.same(exact ? "" : text(figure.interval())),
          Text.same(exact ? "" : String.join(" · ", figure.values().stream().map(Numbers::text).toList())));
    }
    return table.drawing();
  }

  private static String text(Interval interval) {
    return "[" + Numbers.text(interval.low()) + ", " + Numbers.text(interval.high()) + "]";
  }

  private static Tag rule(Result result) {
    Tag list = Tag.of("ul").with("class", "rule");
    for (Judgement.Finding finding : result.judgement().findings()) {
      Figure figure = result.figures().get(finding.condition().key());
      String found = " " + Numbers.text(figure.mean()) + (figure.kind() == Figure.Kind.EXACT ? "" : " " + text(figure.interval()));
      list.add(Tag.of("li").add(badge(finding.verdict())).text(" ").text(finding.condition().text(figure.name())).text(" ")
          .add(styled("span", "found", word("found").then(found))));
    }
    return list;
  }

  /// How many seeds there were, and how long it took.
  private static Text conditions(Result result) {
    Setting setting = result.setting();
    return WORDS.text(full(setting) ? "conditions.full" : "conditions.quick", String.valueOf(setting.seeds().size()),
        String.valueOf(setting.seed()), Numbers.text(result.seconds()));
  }

  private static String command(Result result) {
    Setting setting = result.setting();
    return "gradus lab run " + result.experiment().name() + (full(setting) ? "" : " --quick") + " --seed " + setting.seed();
  }

  private static boolean full(Setting setting) {
    return setting.length() == Setting.Length.FULL;
  }
}
