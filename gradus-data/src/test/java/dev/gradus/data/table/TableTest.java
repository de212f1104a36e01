package dev.gradus.data.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gradus.GradusException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TableTest {
  @TempDir
  Path folder;

  @Test
  void findsSeparatorDecimalCommaKindsAndMissingValues() throws IOException {
    Path file = write("size;town;built;price\n1,5;\"Bern; old\";2001-02-03;10\n2.000,25;Basel;NA;20\n;Basel;1970-01-02;30,5\n");
    Table table = Table.read(CsvFile.open(file), "price", BadRows.REFUSE);
    assertThat(table.columns()).containsExactly(new Column.Number("size", true), new Column.Category("town", List.of("Basel", "Bern; old")),
        new Column.Date("built"), new Column.Number("price", true));
    assertThat(table.at(0, 0)).isEqualTo(1.5f);
    assertThat(table.at(1, 0)).isEqualTo(2000.25f);
    assertThat(table.at(2, 0)).isNaN();
    assertThat(table.at(0, 1)).isEqualTo(1);
    assertThat(table.at(1, 2)).isNaN();
    assertThat(table.at(2, 2)).isEqualTo(1);
    assertThat(table.at(2, 3)).isEqualTo(30.5f);
  }

  @Test
  void tellsABadRowOrSkipsIt() throws IOException {
    StringBuilder text = new StringBuilder("a,b\n");
    for (int i = 0; i < 20; i++) {
      text.append(i).append(',').append(i * 2.5).append('\n');
    }
    Path file = write(text + "x7,3.5\n5\n");
    assertThatThrownBy(() -> Table.read(CsvFile.open(file), "b", BadRows.REFUSE)).isInstanceOf(GradusException.class).hasMessage(
        file + ", line 22: column \"a\": expected a number, not \"x7\". Leave such rows out with --skip-bad-rows?");
    Table table = Table.read(CsvFile.open(file), "b", BadRows.SKIP);
    assertThat(table.rows()).isEqualTo(20);
    assertThat(table.skippedRows()).isEqualTo(2);
    assertThat(table.skipped()).containsExactly(file + ", line 22: column \"a\": expected a number, not \"x7\"",
        file + ", line 23: expected 2 fields, not 1");
  }

  /// A temporary file of ours is told from others by its length, which no other table here has.
  @Test
  void leavesNoTemporaryFileWhetherReadOrRefused() throws IOException {
    int rows = 7919;
    String text = "a,b\n" + "1.5,2.5\n".repeat(rows);
    Table table = Table.read(CsvFile.open(write(text)), "b", BadRows.REFUSE);
    assertThat(table.at(rows - 1, 1)).isEqualTo(2.5f);
    assertThat(spools(2L * Float.BYTES * rows)).isEmpty();
    Path file = write(text + "1.5,x\n");
    assertThatThrownBy(() -> Table.read(CsvFile.open(file), "b", BadRows.REFUSE)).isInstanceOf(GradusException.class).hasMessage(
        file + ", line 7921: column \"b\": expected a number, not \"x\". Leave such rows out with --skip-bad-rows?");
    assertThat(spools(2L * Float.BYTES * rows)).isEmpty();
  }

  /// Where nearly all is numbers, each is looked up no longer; but where they are said to be categories the most frequent count.
  @Test
  void countsNumbersThatAreSaidToBeCategoriesHoweverManyThereAre() throws IOException {
    String text = IntStream.concat(IntStream.range(0, 20_000), IntStream.of(9, 9, 16_000)).mapToObj(i -> i + "," + i % 3)
        .collect(Collectors.joining("\n", "id,y\n", "\n"));
    CsvFile file = CsvFile.open(write(text));
    assertThat(Table.read(file, "y", BadRows.REFUSE).column("id")).isEqualTo(new Column.Number("id", false));
    ColumnChoice category = new ColumnChoice(Optional.of(ColumnChoice.Kind.CATEGORY), Column.Text.USUAL_BUCKETS, List.of());
    Column column = Table.read(file, "y", Map.of("id", category), BadRows.REFUSE).column("id");
    assertThat(column).isInstanceOfSatisfying(Column.Category.class, found -> assertThat(found.levels()).hasSize(512).contains("9", "16000"));
  }

  private static List<Path> spools(long bytes) throws IOException {
    try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      return files.filter(file -> file.getFileName().toString().matches("gradus.*\\.table") && file.toFile().length() == bytes).toList();
    }
  }

  @Test
  void readsTextsAsBagsOfWordsAndHeedsWhatIsSaidOfColumns() throws IOException {
    StringBuilder text = new StringBuilder("note,zip,name,y\n");
    for (int i = 0; i < 30; i++) {
      text.append("Large house number ").append(i).append(",800").append(i % 3).append(",n").append(i).append(',').append(i).append('\n');
    }
    Path file = write(text.toString());
    Table table = Table.read(CsvFile.open(file), "y",
        Map.of("zip", ColumnChoice.of("zip", List.of("category")), "y", ColumnChoice.of("y", List.of("number"))), BadRows.REFUSE);
    assertThat(table.columns()).containsExactly(new Column.Text("note", 64), new Column.Category("zip", List.of("8000", "8001", "8002")),
        new Column.Ignored("name"), new Column.Number("y", false));
    assertThat(table.slot("y")).isEqualTo(66);
    assertThat(table.at(4, table.slot("zip"))).isEqualTo(1);
    assertThat(table.at(29, 66)).isEqualTo(29);
    // Four words, each ±1/2.
    assertThat(IntStream.range(0, 64).mapToDouble(slot -> Math.abs(table.at(0, slot))).sum()).isEqualTo(2);
    assertThatThrownBy(() -> Table.read(CsvFile.open(file), "y", Map.of("zap", ColumnChoice.of("zap", List.of("ignore"))), BadRows.REFUSE))
        .hasMessage(file + " has no column \"zap\" (did you mean zip?); it has note, zip, name, y");
  }

  @Test
  void countsAWordInAPlaceWithASign() {
    Column.Text text = new Column.Text("t", 8);
    float[] bag = new float[10];
    text.encode("a", bag, 1);
    // FNV-1a of "a" is (0x811c9dc5 ^ 0x61) * 0x01000193 = 0xe40c292c (Noll's table); ^ >>> 15 gives 0xe40de134, place 4, 14 bits.
    assertThat(bag).containsExactly(0, 0, 0, 0, 0, 1, 0, 0, 0, 0);
    text.encode("A, a-A", bag, 1);
    assertThat(bag[5]).isEqualTo((float) (3 / Math.sqrt(3)));
    text.encode("?", bag, 1);
    assertThat(bag[1]).isNaN();
    assertThat(bag[8]).isNaN();
    assertThat(bag[9]).isZero();
  }

  @Test
  void namesTheColumnsWhenTheTargetIsNone() throws IOException {
    Path file = write("a,b\n1,2\n");
    assertThatThrownBy(() -> Table.read(CsvFile.open(file), "c", BadRows.REFUSE))
        .hasMessage(file + " has no column \"c\" (did you mean a?); it has a, b");
  }

  /// A point is one between thousands only where commas are decimal and it can be.
  @Test
  void readsDecimalCommasWithoutMistakingPoints() throws IOException {
    String rows = "0,5;0.370;1\n1.234,5;1.110;2\n1.234;2.5;3\n-12.345.678;3.25;4\n1,25;4;5\n0.75;5;6\n";
    Table table = Table.read(CsvFile.open(write("a;b;y\n" + rows)), "y", BadRows.REFUSE);
    assertThat(table.columns()).containsExactly(new Column.Number("a", true), new Column.Number("b", false), new Column.Number("y", false));
    assertThat(IntStream.range(0, 6).mapToObj(row -> table.at(row, 0))).containsExactly(0.5f, 1234.5f, 1234f, -12_345_678f, 1.25f, 0.75f);
    assertThat(IntStream.range(0, 3).mapToObj(row -> table.at(row, 1))).containsExactly(0.37f, 1.11f, 2.5f);
    Path mixed = write("a;b;y\n" + rows.repeat(4) + "1;1,5;2\n");
    assertThatThrownBy(() -> Table.read(CsvFile.open(mixed), "y", BadRows.REFUSE))
        .hasMessage(mixed + ", line 26: column \"b\": expected a number, not \"1,5\". Leave such rows out with --skip-bad-rows?");
  }

  /// Rather than a category of texts.
  @Test
  void refusesInfiniteNumbers() throws IOException {
    Path file = write("a,y\n" + "inf,1\n2,2\n-Infinity,3\n4,4\n".repeat(4));
    assertThatThrownBy(() -> Table.read(CsvFile.open(file), "y", BadRows.REFUSE))
        .hasMessage(file + ", line 2: column \"a\": expected a number, not \"inf\". Leave such rows out with --skip-bad-rows?");
    assertThat(Table.read(CsvFile.open(file), "y", BadRows.SKIP).rows()).isEqualTo(8);
  }

  @Test
  void ofManyColumnsNamesTheNearestAndTheFirst() throws IOException {
    String names = IntStream.range(0, 1000).mapToObj(i -> "c" + i).collect(Collectors.joining(","));
    Path file = write(names + ",House Price\n" + "1,".repeat(1000) + "2\n");
    String list = IntStream.range(0, 20).mapToObj(i -> "c" + i).collect(Collectors.joining(", ")) + " and 981 more";
    assertThatThrownBy(() -> Table.read(CsvFile.open(file), "house price", BadRows.REFUSE))
        .hasMessage(file + " has no column \"house price\" (did you mean House Price?); it has " + list);
    assertThatThrownBy(() -> Table.read(CsvFile.open(file), "nothing", BadRows.REFUSE))
        .hasMessage(file + " has no column \"nothing\"; it has " + list);
    Table table = Table.read(CsvFile.open(file), "House Price", BadRows.REFUSE);
    assertThatThrownBy(() -> table.column("nothing")).hasMessage("the table has no column \"nothing\"; it has " + list);
    assertThatThrownBy(() -> table.slot("nothing")).hasMessage("the table has no column \"nothing\"; it has " + list);
  }

  private Path write(String text) throws IOException {
    return Files.writeString(folder.resolve("t.csv"), text);
  }
}
