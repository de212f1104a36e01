package dev.gradus.lab.page;

import static dev.gradus.lab.plot.Html.both;

import dev.gradus.GradusException;
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
    for (Result result : results) {
      String link = "<a href=\"" + result.experiment().name() + ".html\">";
      body.append("<li><h2>").append(link).append(both(result.experiment().title())).append("</a></h2>");
      result.exhibits().stream().filter(exhibit -> exhibit.picture().isPresent()).findFirst()
          .ifPresent(exhibit -> body.append("<div class=\"glance\">").append(exhibit.html()).append("</div>"));
      body.append("<div class=\"told\"><p class=\"claims\">").append(both(Page.claims(result))).append("</p><p>").append(both(result.experiment().claim()))
          .append("</p><p>").append(Page.badge(result.judgement().verdict())).append(' ').append(both(result.experiment().texts().text("reading")))
          .append("</p><p>").append(link).append(both(Page.WORDS.text("more"))).append("</a></p></div></li>");
    }
    return write(folder.resolve("index.html"), Skeleton.linked(Page.WORDS.text("site"), body.append("</ol>").toString()));
  }

  /// Writes a table of contents as Markdown, with each result's first picture in `images/lab` beside it.
  ///
  /// @return its file
  /// @throws GradusException if it can't be written
  public Path contents(List<Result> results, Path file) {
    boolean full = results.stream().allMatch(result -> result.setting().length() == Length.FULL);
    StringBuilder text = new StringBuilder("# ").append(Page.WORDS.text("site").english()).append("\n\n")
        .append(Page.WORDS.text("introduction").english()).append("\n\nThe verdicts below are those of ").append(full ? "a full run" : "a quick run")
        .append(". The whole pages, with plots to touch, in English and Korean: `gradus lab run all`, then open `lab/index.html`. This page is written by\n\n")
        .append("    gradus lab run all").append(full ? "" : " --quick").append(" --contents docs/lab.md\n");
    int number = 0;
    for (Result result : results) {
      String name = result.experiment().name();
      text.append("\n## ").append(++number).append(". ").append(result.experiment().title().english()).append("\n\n");
      for (Exhibit exhibit : result.exhibits()) {
        Optional<String> picture = exhibit.picture();
        if (picture.isPresent()) {
          write(file.resolveSibling("images").resolve("lab").resolve(name + ".svg"), picture.get());
          text.append("![").append(exhibit.words().title().english()).append("](images/lab/").append(name).append(".svg)\n\n");
          break;
        }
      }
      text.append(Page.claims(result).english()).append(". ").append(result.experiment().claim().english()).append("\n\n**")
          .append(result.judgement().verdict().word()).append("**: ").append(result.experiment().texts().text("reading").english())
          .append(" `gradus lab run ").append(name).append("`\n");
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
