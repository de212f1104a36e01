package dev.gradus.plot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PageTest {
  private static final String EVIL = "</script><script>alert('1')</script><img src=x onerror=\"alert(2)\">&\u0000\ud800";
  private static final String HARMLESS = "&lt;/script&gt;&lt;script&gt;alert('1')&lt;/script&gt;&lt;img src=x onerror=&quot;alert(2)&quot;&gt;&amp;\ufffd\ufffd";

  @Test
  void samePageSameBytes() {
    assertThat(Sample.page().html()).isEqualTo(Sample.page().html());
  }

  @Test
  void asksTheNetworkForNothing() {
    String html = Sample.page().html();

    assertThat(html).contains("default-src 'none'").doesNotContain("<link", "@import", "src=\"http", "href=\"http", "url(", "fetch(");
    assertThat(html.replace("http://www.w3.org/2000/svg", "")).doesNotContain("http:", "https:");
  }

  @Test
  void escapesTextWhereverItCanCome() {
    double[] one = {1, 2};
    Page page = Page.of(EVIL).lead(EVIL).highlights(List.of(EVIL, EVIL)).closed(EVIL, Tag.of("pre", EVIL)).section(EVIL,
        Plot.of(EVIL, Axis.of(EVIL).in(EVIL), Axis.of(EVIL)).line(EVIL, one, one).points(EVIL, one, one).note(EVIL).draw(),
        Bars.of(EVIL, Axis.of(EVIL), List.of(EVIL), new double[] {1}).draw(),
        Matrix.of(EVIL, Axis.of(EVIL), List.of(EVIL), Axis.of(EVIL), List.of(EVIL), Axis.of(EVIL), new double[][] {{1}}).draw(),
        Table.of(EVIL, List.of(EVIL), List.of(List.of(EVIL))).draw(), Picture.of(new float[] {1}, 1, 1, 1, EVIL));

    assertThat(page.html()).contains(HARMLESS).doesNotContain("<script>alert", "<img src=x", "\u0000");
    assertThat(page.html().split("<script>")).as("our own script alone").hasSize(2);
  }

  @Test
  void isWrittenWholeOrNotAtAll(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("report.html");

    Page.of("Run").write(file);

    assertThat(Files.readString(file)).startsWith("<!doctype html>\n<html lang=\"en\">").endsWith("</html>\n");
    assertThat(folder).isDirectoryNotContaining("glob:**.partial");
  }

  @Test
  void refusesRowsOfAnotherWidthThanTheHeadings() {
    assertThatThrownBy(() -> Table.of("Sizes", List.of("a", "b"), List.of(List.of("1"))))
        .hasMessage("table \"Sizes\" has 2 columns, and a row 1 cells");
  }
}
