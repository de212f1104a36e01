package dev.gradus.lab.page;

import static dev.gradus.lab.plot.Html.both;

import dev.gradus.GradusException;
import dev.gradus.lab.Experiment;
import dev.gradus.lab.Result;
import dev.gradus.lab.Setting.Length;
import dev.gradus.lab.plot.Exhibit;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// A folder of pages: one for each result, the exhibits as SVG pictures in `pictures`, and an index that reads like a chapter.
///
/// @param folder where it is; made when something is written
/// @param indexed whether its pages link to an index
public record Site(Path folder, boolean indexed) {
  /// Pages that will get an index.
  public static Site whole(Path folder) {
    return new Site(folder, true);
  }

  /// Pages by themselves.
  public static Site loose(Path folder) {
    return new Site(folder, false);
  }

  /// Writes the page and the pictures of a result over those of an earlier one.
  ///
  /// @return the page's file
  /// @throws GradusException if it can't be written
  public Path write(Result result) {
    String name = result.experiment().name();
    for (Exhibit exhibit : result.exhibits()) {
      Optional<String> picture = exhibit.picture();
      if (picture.isPresent()) {
        write(folder.resolve("pictures").resolve(name + "-" + exhibit.words().key() + ".svg"), picture.get());
      }
    }
    return write(folder.resolve(name + ".html"), indexed ? Page.linked(result) : Page.of(result));
  }

  /// Writes the index, with the results in the order of the course.
  ///
  /// @return its file
  /// @throws GradusException if it can't be written
  public Path index(List<Result> results) {
    StringBuilder body = new StringBuilder("<h1>").append(both(Page.WORDS.text("site"))).append("</h1><p class=\"claim\">")
        .append(both(Page.WORDS.text("introduction"))).append("</p><ol class=\"chapter\">");
    results.forEach(result -> body.append(chapter(result)));
    return write(folder.resolve("index.html"), Skeleton.linked(Page.WORDS.text("site"), body.append("</ol>").toString()));
  }

  private static String chapter(Result result) {
    String link = "<a href=\"" + result.experiment().name() + ".html\">";
    String glance = first(result).map(exhibit -> "<div class=\"glance\">" + exhibit.html() + "</div>").orElse("");
    return "<li><h2>" + link + both(result.experiment().title()) + "</a></h2>" + glance + "<div class=\"told\"><p class=\"claims\">"
        + both(Page.claims(result)) + "</p><p>" + both(result.experiment().claim()) + "</p><p>" + Page.badge(result.judgement().verdict()) + ' '
        + both(result.experiment().texts().text("reading")) + "</p><p>" + link + both(Page.WORDS.text("more")) + "</a></p></div></li>";
  }

  /// The first exhibit that is a picture.
  private static Optional<Exhibit> first(Result result) {
    return result.exhibits().stream().filter(exhibit -> exhibit.picture().isPresent()).findFirst();
  }

  /// Writes a table of contents as Markdown, with each result's first picture in `images/lab` beside it.
  ///
  /// @return its file
  /// @throws GradusException if it can't be written
  public Path contents(List<Result> results, Path file) {
    boolean full = results.stream().allMatch(result -> result.setting().length() == Length.FULL);
    StringBuilder text = new StringBuilder("""
        # %s

        %s

        The verdicts below are those of a %s run. The whole pages, with plots to touch, in English and Korean: `gradus lab run all`, then open
        `lab/index.html`. This page is written by

            gradus lab run all%s --contents docs/lab.md
        """.formatted(Page.WORDS.text("site").english(), Page.WORDS.text("introduction").english(), full ? "full" : "quick", full ? "" : " --quick"));
    for (int i = 0; i < results.size(); i++) {
      Result result = results.get(i);
      Experiment experiment = result.experiment();
      String name = experiment.name();
      text.append("\n## %d. %s\n\n".formatted(i + 1, experiment.title().english()));
      first(result).ifPresent(exhibit -> {
        write(file.resolveSibling("images").resolve("lab").resolve(name + ".svg"), exhibit.picture().orElseThrow());
        text.append("![%s](images/lab/%s.svg)\n\n".formatted(exhibit.words().title().english(), name));
      });
      text.append("%s. %s\n\n**%s**: %s `gradus lab run %s`\n".formatted(Page.claims(result).english(), experiment.claim().english(),
          result.judgement().verdict().word(), experiment.texts().text("reading").english(), name));
    }
    return write(file, text.toString());
  }

  private static Path write(Path file, String text) {
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      return Files.writeString(file, text);
    } catch (FileAlreadyExistsException e) {
      throw new GradusException("can't write " + file + ": " + e.getFile() + " is a file, not a folder");
    } catch (IOException e) {
      throw new GradusException("can't write " + file + ": " + e);
    }
  }
}
