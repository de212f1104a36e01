package dev.gradus.data.describe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.gradus.data.Idx;
import dev.gradus.data.SharedData;
import dev.gradus.data.table.CsvFile;
import dev.gradus.dataset.Dataset;
import dev.gradus.tensor.Shape;
import dev.gradus.tensor.Tensor;
import java.io.BufferedWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DescribeTest {
  @TempDir
  private Path folder;

  private TableDescription table(String text) throws Exception {
    return TableDescription.of(CsvFile.open(Files.writeString(folder.resolve("t.csv"), text)));
  }

  private static ColumnDescription column(TableDescription table, String name) {
    return table.columns().stream().filter(column -> column.name().equals(name)).findFirst().orElseThrow();
  }

  @Test
  void tellsWhatColumnsHold() throws Exception {
    TableDescription table = table("""
        n;c;d;e;k
        1,5;red;2024-01-02;;7
        2,5;blue;2024-03-01;NA;7
        ;red;2023-12-31;;7
        -4;red;2024-02-02T10:00:00;?;7
        1.000;red;2024-02-02;;7
        """);
    assertThat(table.rows()).isEqualTo(5);
    assertThat(table.form()).isEqualTo("CSV, separated by semicolons");
    assertThat(table.constant()).containsExactly("e", "k");
    // Quartiles by hand, R's type 7: of -4, 1.5, 2.5 and 1000. Among decimal commas 1.000 is a thousand, as in training.
    ColumnDescription number = column(table, "n");
    Spread spread = number.spread().orElseThrow();
    assertThat(number.missing()).isEqualTo(1);
    assertThat(List.of(spread.least(), spread.mean(), spread.greatest())).containsExactly(-4.0, 250.0, 1000.0);
    assertThat(spread.deviation()).isCloseTo(Math.sqrt((254.0 * 254 + 248.5 * 248.5 + 247.5 * 247.5 + 750.0 * 750) / 4), within(1e-9));
    assertThat(spread.quartiles()).containsExactly(0.125, 2.0, 251.875);
    assertThat(spread.bins().stream().mapToInt(Integer::intValue).sum()).isEqualTo(4);
    assertThat(spread.bins().getFirst()).isEqualTo(3);
    assertThat(column(table, "c").levels()).containsExactly(new Level("red", 4), new Level("blue", 1));
    assertThat(column(table, "c").kind()).isEqualTo("category");
    ColumnDescription date = column(table, "d");
    assertThat(date.kind() + " " + date.first().orElseThrow() + " " + date.last().orElseThrow()).isEqualTo("date 2023-12-31 2024-03-01");
    assertThat(column(table, "e")).isEqualTo(
        new ColumnDescription("e", "empty", 5, 0, 0, true, Optional.empty(), List.of(), Optional.empty(), Optional.empty()));
    assertThat(column(table, "k").levels()).containsExactly(new Level("7", 5));
  }

  @Test
  void countsWhatIsOutOfTheOrdinary() throws Exception {
    StringBuilder text = new StringBuilder("a,b\n");
    for (int i = 0; i < 30; i++) {
      text.append(i).append(",x\n");
    }
    TableDescription table = table(text.append("oops,x\n7,x\n7,x\n1\n1,2,3\n").toString());
    assertThat(table.rows()).isEqualTo(35);
    assertThat(table.wrong()).isEqualTo(2);
    assertThat(table.firstWrong()).contains("line 35: expected 2 fields, not 1");
    assertThat(table.duplicates()).isEqualTo(2);
    assertThat(table.exact()).isTrue();
    assertThat(column(table, "a").unlike()).isEqualTo(1);
    assertThat(column(table, "a").distinct()).isEqualTo(31);
    assertThat(column(table, "a").spread().orElseThrow().greatest()).isEqualTo(29);
  }

  /// As training reads them.
  @Test
  void readsPointsAsThousandsOnlyAmongDecimalCommas() throws Exception {
    TableDescription table = table("a;b\n0,5;0.5\n1.234;1.234\n-2.000.000,5;1,5\n-2.000.000;4.25\n" + "7;7\n".repeat(20));
    assertThat(column(table, "a").spread().orElseThrow().greatest()).isEqualTo(1234);
    assertThat(column(table, "a").spread().orElseThrow().least()).isEqualTo(-2_000_000.5);
    assertThat(column(table, "a").unlike()).isZero();
    assertThat(column(table, "b").spread().orElseThrow().least()).isEqualTo(0.5);
    assertThat(column(table, "b").unlike()).as("1,5").isEqualTo(1);
  }

  @Test
  void rowsAreTheSameOnlyIfTheirFieldsAreInTheirPlaces() throws Exception {
    assertThat(table("a,b\n1,2\n2,1\n12,\n1,2\n,12\n").duplicates()).isEqualTo(1);
  }

  @Test
  void countsExactlyUpToABoundAndEstimatesBeyond() {
    SplittableRandom random = new SplittableRandom(5);
    Map<Long, Integer> truth = new HashMap<>();
    Distinct few = new Distinct(1 << 16);
    Distinct many = new Distinct(1 << 12);
    int all = 200_000;
    for (int i = 0; i < all; i++) {
      long hash = Distinct.hash("row " + random.nextInt(60_000));
      truth.merge(hash, 1, Integer::sum);
      few.add(hash);
      many.add(hash);
    }
    assertThat(few.exact()).isTrue();
    assertThat(few.distinct()).isEqualTo(truth.size());
    assertThat(few.repeats()).isEqualTo(all - truth.size());
    assertThat(many.exact()).isFalse();
    // Four standard errors of 1 / √2048: between 2048 and 4096 are kept.
    assertThat((double) many.distinct()).isCloseTo(truth.size(), within(truth.size() * 4 / Math.sqrt(2048)));
    assertThat((double) many.repeats()).isCloseTo(all - truth.size(), within((all - truth.size()) * 6 / Math.sqrt(2048)));
  }

  @Test
  void takesNoMoreMemoryForMoreRows() throws Exception {
    Path file = folder.resolve("long.csv");
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      out.write("id,value\n");
      for (int i = 0; i < 300_000; i++) {
        out.write(i + "," + i % 1000 / 10.0 + "\n");
      }
    }
    TableDescription table = TableDescription.of(CsvFile.open(file));
    ColumnDescription id = column(table, "id");
    assertThat(id.exact()).as("more values than are kept").isFalse();
    assertThat((double) id.distinct()).isCloseTo(300_000, within(300_000 * 4 / Math.sqrt(2048)));
    assertThat(id.levels()).isEmpty();
    assertThat(id.spread().orElseThrow().mean()).isCloseTo(149_999.5, within(1e-6));
    assertThat(id.spread().orElseThrow().bins().stream().mapToInt(Integer::intValue).sum()).as("a sample").isEqualTo(4096);
    assertThat(id.spread().orElseThrow().quartiles().get(1)).isCloseTo(150_000, within(300_000 * 4 * 0.5 / Math.sqrt(4096)));
    assertThat(column(table, "value").distinct()).isEqualTo(1000);
    assertThat(table.duplicates()).isZero();
  }

  @Test
  void drawsAPageThatXmlReadersTake() throws Exception {
    TableDescription table = table("a<&>,when,text\n1,2024-01-01,\"x\u0001<\"\n2,2024-01-02,y\n3,2024-01-03,y\n4,2024-01-04,y\n");
    Path page = folder.resolve("page.svg");
    Histograms.write(page, table, 3);
    var document = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(page.toFile());
    assertThat(document.getElementsByTagName("g").getLength()).isEqualTo(3);
    assertThat(document.getDocumentElement().getTextContent()).contains("a<&>", "2024-01-01 to 2024-01-04", "mean 2.5", "x\\u0001<", "y");
    Histograms.write(page, table, 1);
    assertThat(Files.readString(page)).contains("a&lt;&amp;&gt;").doesNotContain("2024");
  }

  @Test
  void writesNumbersWithFourDigits() {
    assertThat(List.of(Histograms.number(5.84333), Histograms.number(100), Histograms.number(0), Histograms.number(1234567),
        Histograms.number(-0.00001234), Histograms.number(1000))).containsExactly("5.843", "100", "0", "1.235e+06", "-1.234e-05", "1000");
  }

  @Test
  void tellsOfImagesWhatOccursTwiceAndWhatNeverChanges() {
    float[] values = new float[5 * 4];
    values[0] = 0.5f;
    values[4 + 1] = 1;
    values[8] = 0.5f;
    values[12] = Float.NaN;
    values[16] = 0.5f;
    Dataset train = Dataset.of(Tensor.of(Shape.of(5, 2, 2, 1), values), Tensor.of(Shape.of(5), new int[] {0, 1, 0, 0, 1}), List.of("a", "b", "c"));
    Dataset test = Dataset.of(Tensor.of(Shape.of(2, 2, 2, 1), new float[] {0, 1, 0, 0, 0, 0, 0, 1}), Tensor.of(Shape.of(2), new int[2]), List.of("a", "b", "c"));
    ImagesDescription images = ImagesDescription.of(train, Optional.of(test));
    assertThat(images.constant()).as("the lower row").isEqualTo(2);
    assertThat(images.inBoth()).isEqualTo(1);
    ImagesDescription.Part part = images.parts().getFirst();
    assertThat(part.classes()).containsExactly(new Level("a", 3), new Level("b", 2), new Level("c", 0));
    assertThat(part.duplicates()).isEqualTo(2);
    assertThat(part.otherLabel()).isEqualTo(1);
    assertThat(part.notFinite()).isEqualTo(1);
    assertThat(part.channels()).hasSize(1);
    assertThat(part.channels().getFirst().mean()).isCloseTo(2.5 / 19, within(1e-12));
  }

  /// Mean and deviation as published with many programs that learn from it, such as PyTorch's examples: 0.2860 and 0.3530.
  @Test
  void findsFashionMnistAsItIsKnown() {
    ImagesDescription images = ImagesDescription.of(Idx.train(SharedData.require("fashion-mnist")), Optional.empty());
    ImagesDescription.Part part = images.parts().getFirst();
    assertThat(part.classes()).allMatch(level -> level.count() == 6_000);
    assertThat(part.channels().getFirst().mean()).isCloseTo(0.2860, within(5e-5));
    assertThat(part.channels().getFirst().deviation()).isCloseTo(0.3530, within(5e-5));
  }
}
