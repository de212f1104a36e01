package dev.gradus.data.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gradus.GradusException;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Files written by pyarrow: see `parquet/make_fixtures.py` among the resources.
class ParquetFileTest {
  @TempDir
  Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"plain", "snappy", "snappy2", "gzip"})
  void readsWhatPyarrowWrites(String name) throws Exception {
    RowSource source = RowSource.open(fixture(name + ".parquet"));
    assertThat(source.names()).containsExactly("id", "size", "gaps", "town", "note", "built", "sold", "seen", "old", "fee");
    List<RowSource.Row> rows = rows(source);
    assertThat(rows).hasSize(100);
    for (int i = 0; i < 100; i++) {
      String hour = String.format("2024-01-%02dT%02d:00", 1 + (12 + i) / 24, (12 + i) % 24);
      assertThat(rows.get(i)).isEqualTo(new RowSource.Row(i + 1, List.of(Integer.toString(i), Double.toString(20.5 + i * 7 % 60),
          i % 7 == 3 ? "" : Float.toString(i * 0.25f), List.of("Bern", "Basel", "Chur").get(i % 3),
          "the house with number " + i + " at the lake of Zurich", LocalDate.of(1990, 1, 1).plusDays(100 * i).toString(), hour + ":00Z", hour,
          Boolean.toString(i % 2 == 0), new java.math.BigDecimal(i).divide(new java.math.BigDecimal(4)).setScale(2).toString())));
    }
  }

  @Test
  void becomesATable() throws Exception {
    Table table = Table.read(RowSource.open(fixture("snappy.parquet")), "size", BadRows.REFUSE);
    assertThat(table.rows()).isEqualTo(100);
    assertThat(table.columns()).containsExactly(new Column.Number("id", false), new Column.Number("size", false),
        new Column.Number("gaps", false), new Column.Category("town", List.of("Basel", "Bern", "Chur")), new Column.Text("note", 64),
        new Column.Date("built"), new Column.Date("sold"), new Column.Date("seen"), new Column.Category("old", List.of("false", "true")),
        new Column.Number("fee", false));
    assertThat(table.at(3, table.slot("gaps"))).isNaN();
    assertThat(table.at(99, table.slot("built"))).isEqualTo(LocalDate.of(1990, 1, 1).plusDays(9900).toEpochDay());
    assertThat(table.at(0, table.slot("sold"))).isEqualTo((float) (LocalDate.of(2024, 1, 1).toEpochDay() + 0.5));
  }

  /// Of a column Hardwood would unpack 8 pages ahead: 20 columns of 300,000 numbers took a heap of 192 MiB, and with 96 MiB it hung.
  @Test
  void unpacksFewPagesAhead() throws Exception {
    RowSource.open(fixture("plain.parquet"));
    assertThat(dev.hardwood.internal.reader.ColumnWorker.MAX_INFLIGHT_PAGES).isEqualTo(2);
  }

  @Test
  void saysWhatIsPackedWithNativeCode() throws Exception {
    Path file = fixture("zstd.parquet");
    assertThatThrownBy(() -> RowSource.open(file)).isInstanceOf(GradusException.class).hasMessage(file + " is packed with ZSTD, which needs"
        + " native code. Write it with snappy or gzip, or put the library of com.github.luben.zstd.Zstd on the class path");
  }

  @Test
  void refusesWhatIsNone() throws IOException {
    Path file = Files.writeString(folder.resolve("a.parquet"), "PAR1, or so it says");
    assertThatThrownBy(() -> RowSource.open(file)).hasMessage(
        "can't read " + file + ": it isn't a Parquet file: it doesn't begin and end with PAR1");
    Path missing = folder.resolve("b.parquet");
    assertThatThrownBy(() -> RowSource.open(missing)).hasMessage("there is no file " + missing);
  }

  @Test
  void whoeverReadsMayEndItWithoutBlamingTheFile() throws Exception {
    RowSource source = RowSource.open(fixture("snappy.parquet"));
    assertThatThrownBy(() -> source.forEach(_ -> {
      throw new CancellationException("enough");
    })).isInstanceOf(CancellationException.class).hasMessage("enough");
  }

  /// Each of many files with one byte changed is read or refused in a line, never otherwise.
  @Test
  void survivesAnyByte() throws Exception {
    byte[] whole = Files.readAllBytes(fixture("snappy.parquet"));
    int refused = 0;
    for (int at = 0; at < whole.length; at += 311) {
      byte[] broken = whole.clone();
      broken[at] ^= (byte) 0xff;
      Path file = Files.write(folder.resolve("broken.parquet"), broken);
      try {
        rows(RowSource.open(file));
      } catch (GradusException told) {
        assertThat(told).hasMessageStartingWith("can't read " + file).message().hasLineCount(1);
        refused++;
      }
    }
    assertThat(refused).isGreaterThan(10);
  }

  static List<RowSource.Row> rows(RowSource source) {
    List<RowSource.Row> rows = new ArrayList<>();
    source.forEach(rows::add);
    return rows;
  }

  private static Path fixture(String name) throws URISyntaxException {
    return Path.of(ParquetFileTest.class.getResource("/parquet/" + name).toURI());
  }
}
