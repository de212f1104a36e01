package dev.gradus.lab.page;

import dev.gradus.GradusException;
import dev.gradus.lab.Experiment;
import dev.gradus.lab.Result;
import dev.gradus.lab.Setting.Length;
import dev.gradus.lab.Texts;
import dev.gradus.plot.Exhibit;
import dev.gradus.plot.Tag;
import dev.gradus.plot.Text;
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
  private static final Texts WORDS = ResultPage.WORDS;

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
    result.exhibits().forEach((key, exhibit) ->
        exhibit.picture().ifPresent(picture -> write(folder.resolve("pictures").resolve(name + "-" + key + ".svg"), picture)));
    return write(folder.resolve(name + ".html"), (indexed ? ResultPage.linked(result) : ResultPage.of(result)).html());
  }

  /// Writes the index, with the results in the order of the course.
  ///
  /// @return its file
  /// @throws GradusException if it can't be written
  public Path index(List<Result> results) {
    Tag chapters = Tag.of("ol").with("class", "chapter");
    results.forEach(result -> chapters.add(chapter(result)));
    return write(folder.resolve("index.html"), ResultPage.empty(WORDS.text("site"), ResultPage.index())
        .plus(Tag.of("h1", WORDS.text("site")), ResultPage.styled("p", "claim", WORDS.text("introduction")), chapters).html());
  }

  private static Tag chapter(Result result) {
    Tag glance = Tag.of("div").with("class", "glance");
    first(result).ifPresent(exhibit -> glance.add(exhibit.drawing()));
    return Tag.of("li").add(Tag.of("h2").add(link(result, result.experiment().title())), glance, Tag.of("div").add(
        ResultPage.styled("p", "claims", ResultPage.claims(result)), Tag.of("p", result.experiment().claim()),
        Tag.of("p").add(ResultPage.badge(result.judgement().verdict())).text(" ").text(ResultPage.text(result, "reading")),
        Tag.of("p").add(link(result, WORDS.text("more")))));
  }

  private static Tag link(Result result, Text words) {
    return Tag.of("a", words).with("href", result.experiment().name() + ".html");
  }

  /// The first exhibit that is a picture.
  private static Optional<Exhibit> first(Result result) {
    return result.exhibits().values().stream().filter(exhibit -> exhibit.picture().isPresent()).findFirst();
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
        """.formatted(WORDS.text("site").english(), WORDS.text("introduction").english(), full ? "full" : "quick", full ? "" : " --quick"));
    for (int i = 0; i < results.size(); i++) {
      Result result = results.get(i);
      Experiment experiment = result.experiment();
      String name = experiment.name();
      text.append("\n## %d. %s\n\n".formatted(i + 1, experiment.title().english()));
      first(result).ifPresent(exhibit -> {
        write(file.resolveSibling("images").resolve("lab").resolve(name + ".svg"), exhibit.picture().orElseThrow());
        text.append("![%s](images/lab/%s.svg)\n\n".formatted(exhibit.words().title().english(), name));
      });
      text.append("%s. %s\n\n**%s**: %s `gradus lab run %s`\n".formatted(ResultPage.claims(result).english(), experiment.claim().english(),
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
