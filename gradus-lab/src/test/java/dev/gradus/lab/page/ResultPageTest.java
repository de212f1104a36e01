package dev.gradus.lab.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gradus.GradusException;
import dev.gradus.lab.Condition;
import dev.gradus.lab.Experiment;
import dev.gradus.lab.Figure;
import dev.gradus.lab.Lab;
import dev.gradus.lab.Notebook;
import dev.gradus.lab.Result;
import dev.gradus.lab.Rule;
import dev.gradus.lab.Setting;
import dev.gradus.plot.Grid;
import dev.gradus.plot.Text;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;

class ResultPageTest {
  @TempDir
  private Path folder;

  /// One of each exhibit, trained on nothing. Its words are in this test's resources.
  private static final class Sample implements Experiment {
    @Override
    public String name() {
      return "sample";
    }

    @Override
    public List<Integer> claims() {
      return List.of(1, 2);
    }

    @Override
    public Rule rule() {
      return Rule.of(Condition.above("gain", 1));
    }

    @Override
    public void run(Setting setting, Notebook notebook) {
      List<Double> outcomes = setting.perSeed(seed -> 2 + seed * 1e-12);
      Figure gain = notebook.measure("gain", outcomes, outcome -> outcome);
      double[] x = {1, 10, 100};
      notebook.lines("lines").logX().line("one", x, List.of(new double[] {1, 2, 3}, new double[] {3, 4, 5}, new double[] {2, 9, 4}))
          .points("two", x, new double[] {1, Double.NaN, 3}).horizontal("level", 2);
      notebook.dots("dots").row("one", gain.mean(), gain.interval().low(), gain.interval().high(), 2, 2.1);
      Grid bowl = Grid.of(-1, 1, -1, 1, 8, (a, b) -> a * a + b * b);
      notebook.heatMap("map").grid(bowl).contours(3).path("one", new double[] {-1, 0}, new double[] {1, 0});
      notebook.surface("surface").grid(bowl).path("one", new double[] {-1, 0}, new double[] {1, 0});
      notebook.pictures("pictures").signed(Text.of(1), 2, 2, -1, 0, 0.5, 1).grey(Text.of(2), 1, 2, 0, 1);
      notebook.table("table").columns("one", "two").row(Text.of(1), new Text("a <b>", "가"));
      var frames = notebook.frames("frames");
      frames.lines(Text.of(1)).line("one", x, x);
      frames.lines(Text.of(2)).line("one", x, x);
    }
  }

  private static Result result() {
    return Lab.run(new Sample(), Setting.quick(5));
  }

  @Test
  void saysClaimsFiguresRuleAndVerdictInBothLanguages() {
    String page = ResultPage.of(result()).html();

    assertThat(page).contains("<span lang=\"en\">Claims 1, 2 of the course</span><span lang=\"ko\">강의의 주장 1, 2</span>",
        "<strong class=\"badge held\"><span lang=\"en\">held</span><span lang=\"ko\">성립</span></strong>", "gain, in units &gt; 1",
        "gradus lab run sample --quick --seed 5", "a &lt;b&gt;", "<dt>1</dt><dd><span lang=\"en\">Learning needs ∂L/∂wⱼᵢ for every weight.",
        "<dt>2</dt><dd>");
  }

  @Test
  void picturesAreWellFormedAndTellTheirNumbers() throws Exception {
    DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
    Site.whole(folder).write(result());

    for (String key : List.of("lines", "dots", "map", "surface", "pictures", "frames")) {
      Path file = folder.resolve("pictures/sample-" + key + ".svg");
      Document picture = factory.newDocumentBuilder().parse(file.toFile());
      assertThat(picture.getDocumentElement().getTagName()).isEqualTo("svg");
    }
    assertThat(folder.resolve("pictures/sample-table.svg")).doesNotExist();
    // The median of the three runs, and the two points that are numbers.
    assertThat(Files.readString(folder.resolve("sample.html"))).contains(
        json("{'en':'the first','ko':'첫째'},'look':'LINE','x':[1,10,100],'y':[2,4,4],'low':[1,2,3],'high':[3,9,5]}"),
        json("'look':'POINTS','x':[1,10,100],'y':[1,null,3]}"));
  }

  private static String json(String words) {
    return words.replace("'", "&quot;");
  }

  @Test
  void indexHasEachResultWithItsFirstPictureAndVerdict() throws IOException {
    Path index = Site.whole(folder).index(List.of(result()));

    assertThat(Files.readString(index)).contains("<a href=\"sample.html\"><span lang=\"en\">A sample</span>", "aria-label=\"Lines: ", "badge held")
        .doesNotContain("aria-label=\"Dots");
  }

  @Test
  void onlyPagesOfASiteLinkToItsIndex() throws IOException {
    assertThat(Files.readString(Site.whole(folder).write(result()))).contains("href=\"index.html\"");
    assertThat(Files.readString(Site.loose(folder).write(result()))).doesNotContain("index.html");
  }

  @Test
  void contentsHaveALineAPictureAndAVerdictForEachResult() throws IOException {
    Path contents = Site.whole(folder).contents(List.of(result()), folder.resolve("docs/lab.md"));

    assertThat(Files.readString(contents)).contains("## 1. A sample", "![Lines](images/lab/sample.svg)", "Claims 1, 2 of the course. It gains.",
        "**held**", "`gradus lab run sample`", "a quick run");
    assertThat(folder.resolve("docs/images/lab/sample.svg")).isNotEmptyFile();
  }

  @Test
  void folderThatIsAFileIsSaidSo() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");

    assertThatThrownBy(() -> Site.whole(file).write(result())).isInstanceOf(GradusException.class)
        .hasMessageStartingWith("can't write " + file.resolve("pictures").resolve("sample-lines.svg") + ": ");
  }
}
