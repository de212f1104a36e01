package dev.gradus.data.table;

import static dev.gradus.data.table.ParquetFileTest.rows;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gradus.GradusException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RowSourceTest {
  @TempDir
  Path folder;

  @Test
  void readsJsonLines() throws IOException {
    Path file = write("a.jsonl", """
        {"size": 120.5, "town": "Bern", "old": true, "tags": [1, {"b": null}]}

        {"town": null, "size": -1e3, "rooms": 4}\r
        {"size": "7", "town": "Zürich \\u00e9"}""");
    RowSource source = RowSource.open(file);
    assertThat(source.names()).containsExactly("size", "town", "old", "tags", "rooms");
    assertThat(rows(source)).containsExactly(
        new RowSource.Row(1, List.of("120.5", "Bern", "true", "[1,{\"b\":null}]", "")),
        new RowSource.Row(3, List.of("-1e3", "", "", "", "4")),
        new RowSource.Row(4, List.of("7", "Zürich é", "", "", "")));
  }

  @Test
  void tellsBadLinesOfJsonOrSkipsThem() throws IOException {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 20; i++) {
      text.append("{\"a\": ").append(i).append(", \"b\": ").append(i * 2.5).append("}\n");
    }
    Path file = write("a.jsonl", text + "{\"a\": 1, \"b\" 2}\n[1, 2]\n{\"a\": \"x7\", \"b\": 1}\n{\"a\": 1}\n");
    assertThatThrownBy(() -> Table.read(RowSource.open(file), "b", BadRows.REFUSE)).isInstanceOf(GradusException.class)
        .hasMessage(file + ", line 21: not JSON at character 13: expected ':'. Leave such rows out with --skip-bad-rows?");
    Table table = Table.read(RowSource.open(file), "b", BadRows.SKIP);
    assertThat(table.rows()).isEqualTo(20);
    assertThat(table.skippedRows()).isEqualTo(4);
    assertThat(table.skipped()).containsExactly(file + ", line 21: not JSON at character 13: expected ':'",
        file + ", line 22: expected a JSON object such as {\"size\": 120}, not [1, 2]",
        file + ", line 23: column \"a\": expected a number, not \"x7\"", file + ", line 24: column \"b\": the value to learn is missing");
  }

  @Test
  void refusesJsonWithoutObjects() throws IOException {
    Path file = write("a.jsonl", "1\n2\n");
    assertThatThrownBy(() -> RowSource.open(file)).hasMessage(
        file + " has no line with a JSON object such as {\"size\": 120, \"price\": 350000}");
  }

  @Test
  void tellsFilesByTheirBeginningAndUnpacksThem() throws IOException {
    Path json = write("a.data", "{\"a\": 1}\n");
    assertThat(RowSource.open(json)).isEqualTo(new JsonLines(json, List.of("a")));
    Path csv = write("b.data", "a\tb\n1\t2\n");
    assertThat(RowSource.open(csv)).isEqualTo(new CsvFile(csv, '\t', List.of("a", "b")));
    Path packed = folder.resolve("c.csv.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(packed))) {
      out.write("a;b\n1;2,5\n".getBytes(StandardCharsets.UTF_8));
    }
    assertThat(rows(RowSource.open(packed))).containsExactly(new RowSource.Row(2, List.of("1", "2,5")));
    Path wide = Files.write(folder.resolve("d.csv"), "\ufeffa,b\nü,2\n".getBytes(StandardCharsets.UTF_16LE));
    assertThat(RowSource.open(wide).names()).containsExactly("a", "b");
    assertThat(rows(RowSource.open(wide))).containsExactly(new RowSource.Row(2, List.of("ü", "2")));
  }

  @Test
  void refusesABombAndWhatIsNoText() throws IOException {
    Path bomb = folder.resolve("bomb.csv.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(bomb))) {
      out.write("a,b\n".getBytes(StandardCharsets.UTF_8));
      byte[] zeros = ("0".repeat(1 << 14) + ",0\n").repeat(1 << 6).getBytes(StandardCharsets.UTF_8);
      for (int i = 0; i < 20; i++) {
        out.write(zeros);
      }
    }
    assertThatThrownBy(() -> rows(RowSource.open(bomb))).hasMessage(bomb + " unpacks to more than 200 times its " + Files.size(bomb)
        + " bytes. If that is meant, unpack it first (gunzip)");
    Path latin = Files.write(folder.resolve("l.csv"), "a,b\nZürich,2\n".getBytes(StandardCharsets.ISO_8859_1));
    assertThatThrownBy(() -> rows(RowSource.open(latin))).hasMessage(
        "can't read " + latin + ": it isn't UTF-8 text. Convert it first, such as with iconv -f latin1 -t utf-8?");
  }

  @Test
  void readsAQuery() throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:hsqldb:mem:houses");
        Statement statement = connection.createStatement()) {
      statement.execute("create table house (size double, town varchar(20), built date, seen timestamp, fee decimal(10, 2), old boolean,"
          + " picture varbinary(4), note clob)");
      statement.execute("insert into house values (120.5, 'Bern', date '2001-02-03', timestamp '2024-01-02 03:04:05', 10.50, true, X'01ff',"
          + " 'a note'), (null, null, null, null, null, null, null, null)");
      RowSource source = Query.read(connection, "select house.*, size * 2 as twice from house order by size nulls last");
      assertThat(connection.getAutoCommit()).isTrue();
      statement.execute("delete from house");
      assertThat(source.names()).containsExactly("SIZE", "TOWN", "BUILT", "SEEN", "FEE", "OLD", "PICTURE", "NOTE", "TWICE");
      assertThat(rows(source)).containsExactly(
          new RowSource.Row(1, List.of("120.5", "Bern", "2001-02-03", "2024-01-02T03:04:05", "10.50", "true", "01ff", "a note", "241.0")),
          new RowSource.Row(2, List.of("", "", "", "", "", "", "", "", "")));
      assertThat(source.where(rows(source).getFirst())).isEqualTo("the query, row 1");
      assertThatThrownBy(() -> Query.read(connection, "select nothing from house")).isInstanceOf(GradusException.class)
          .hasMessageStartingWith("the query failed: user lacks privilege or object not found: NOTHING");
      assertThatThrownBy(() -> Query.read(connection, "select size, size from house")).hasMessage("the query: two columns are named \"SIZE\"");
    }
  }

  @Test
  void letsAQueryChangeNothing() throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:hsqldb:mem:changed");
        Statement statement = connection.createStatement()) {
      statement.execute("create table t (a int)");
      statement.execute("insert into t values (1)");
      assertThatThrownBy(() -> Query.read(connection, "delete from t")).isInstanceOf(GradusException.class)
          .hasMessageStartingWith("the query failed: invalid transaction state: read-only SQL-transaction");
      assertThat(rows(Query.read(connection, "select * from t"))).hasSize(1);
    }
  }

  record House(double size, String town, LocalDate built, Double price) {}

  @Test
  void readsRecords() {
    RowSource source = Records.of(House.class, Stream.of(new House(1.5, "Bern", LocalDate.EPOCH, 2.0), new House(2, null, null, null)));
    assertThat(source.names()).containsExactly("size", "town", "built", "price");
    assertThat(rows(source)).containsExactly(new RowSource.Row(1, List.of("1.5", "Bern", "1970-01-01", "2.0")),
        new RowSource.Row(2, List.of("2.0", "", "", "")));
    assertThat(rows(source)).hasSize(2);
    Table table = Table.read(Records.of(House.class,
        IntStream.range(0, 50).mapToObj(i -> new House(i, "t" + i % 2, LocalDate.EPOCH, i * 1.5))), "price", BadRows.REFUSE);
    assertThat(table.rows()).isEqualTo(50);
    assertThat(table.columns()).contains(new Column.Category("town", List.of("t0", "t1")));
    assertThat(table.at(3, 3)).isEqualTo(4.5f);
  }

  @Test
  void keepsWhyARowIsWrong() throws IOException {
    assertThat(rows(RowSource.open(write("b.csv", "a,b\n\"1,2\n3,4\n"))).getFirst().wrong())
        .contains("expected 2 fields, not 1, in 3 lines, as if a quote were not closed");
    Path headless = write("c.csv", "1,1\n2,3\n");
    assertThatThrownBy(() -> RowSource.open(headless)).hasMessage(headless + ", line 1, which names the columns: two columns are named \"1\"");
    assertThat(rows(RowSource.open(write("a.csv", "a,b\n1\n")))).containsExactly(
        new RowSource.Row(2, List.of("1"), Optional.of("expected 2 fields, not 1")));
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }
}
