package dev.gradus.lab.page;

import static dev.gradus.lab.plot.Html.both;

import dev.gradus.lab.Claims;
import dev.gradus.lab.Figure;
import dev.gradus.lab.Interval;
import dev.gradus.lab.Judgement;
import dev.gradus.lab.Result;
import dev.gradus.lab.Setting;
import dev.gradus.lab.Verdict;
import dev.gradus.lab.plot.Exhibit;
import dev.gradus.lab.text.Numbers;
import dev.gradus.lab.text.Text;
import dev.gradus.lab.text.Texts;
import java.util.List;

/// The page of one result.
public final class Page {
  static final Texts WORDS = Texts.of(Page.class, "page");

  private Page() {}

  /// The page as HTML.
  public static String of(Result result) {
    return Skeleton.page(result.experiment().title(), body(result));
  }

  /// The page with a link to the `index.html` beside it.
  static String linked(Result result) {
    return Skeleton.linked(result.experiment().title(), body(result));
  }

  private static String body(Result result) {
    Texts words = result.experiment().texts();
    StringBuilder body = new StringBuilder();
    body.append("<p class=\"claims\">").append(both(claims(result))).append("</p>");
    body.append("<h1>").append(both(result.experiment().title())).append("</h1>");
    body.append("<p class=\"claim\">").append(both(result.experiment().claim())).append("</p>");
    body.append("<details><summary>").append(word("as-said")).append("</summary><dl>");
    result.experiment().claims().forEach(number ->
        body.append("<dt>").append(number).append("</dt><dd>").append(both(Claims.claim(number))).append("</dd>"));
    body.append("</dl></details>");
    Verdict verdict = result.judgement().verdict();
    body.append("<p class=\"verdict\">").append(badge(verdict)).append(' ').append(both(words.text("reading"))).append("</p>");
    body.append("<section class=\"exhibits\">");
    for (Exhibit exhibit : result.exhibits()) {
      body.append("<figure").append(exhibit.picture().isEmpty() ? " class=\"broad\"" : "").append("><h2>")
          .append(both(exhibit.words().title())).append("</h2>").append(exhibit.html()).append("<figcaption>")
          .append(both(exhibit.words().note())).append("</figcaption></figure>");
    }
    body.append("</section><h2>").append(word("figures")).append("</h2>").append(figures(result));
    body.append("<p class=\"small\">").append(word("spread")).append("</p>");
    body.append("<h2>").append(word("rule")).append("</h2><p>").append(word("rule.how")).append("</p>").append(rule(result));
    body.append("<h2>").append(word("method")).append("</h2><p>").append(both(words.text("method"))).append("</p>");
    body.append("<p class=\"small\">").append(both(conditions(result))).append("</p>");
    body.append("<pre>").append(command(result)).append("</pre>");
    return body.toString();
  }

  private static String word(String key) {
    return both(WORDS.text(key));
  }

  static String badge(Verdict verdict) {
    return "<strong class=\"badge " + verdict.word().replace(' ', '-') + "\">" + both(verdict.text()) + "</strong>";
  }

  static Text claims(Result result) {
    String numbers = String.join(", ", result.experiment().claims().stream().map(String::valueOf).toList());
    return WORDS.text(result.experiment().claims().size() == 1 ? "claim" : "claims", numbers);
  }

  private static String figures(Result result) {
    StringBuilder html = new StringBuilder("<div class=\"wide\"><table><thead><tr>");
    for (String column : List.of("figure", "mean", "deviation", "interval", "values")) {
      html.append("<th>").append(word("column." + column)).append("</th>");
    }
    html.append("</tr></thead><tbody>");
    for (Figure figure : result.figures().all()) {
      boolean exact = figure.kind() == Figure.Kind.EXACT;
      html.append("<tr><td>").append(both(figure.name())).append("</td><td>").append(Numbers.text(figure.mean())).append("</td><td>")
          .append(exact ? word("exact") : Numbers.text(figure.deviation())).append("</td><td>")
          .append(exact ? "" : text(figure.interval())).append("</td><td>")
          .append(exact ? "" : String.join(" · ", figure.values().stream().map(Numbers::text).toList())).append("</td></tr>");
    }
    return html.append("</tbody></table></div>").toString();
  }

  static String text(Interval interval) {
    return "[" + Numbers.text(interval.low()) + ", " + Numbers.text(interval.high()) + "]";
  }

  private static String rule(Result result) {
    StringBuilder html = new StringBuilder("<ul class=\"rule\">");
    for (Judgement.Finding finding : result.judgement().findings()) {
      Figure figure = result.figures().get(finding.condition().key());
      html.append("<li>").append(badge(finding.verdict())).append(' ').append(both(finding.condition().text(figure.name())))
          .append(" <span class=\"found\">").append(word("found")).append(' ').append(Numbers.text(figure.mean()))
          .append(figure.kind() == Figure.Kind.EXACT ? "" : " " + text(figure.interval())).append("</span></li>");
    }
    return html.append("</ul>").toString();
  }

  /// How many seeds there were, and how long it took.
  static Text conditions(Result result) {
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
