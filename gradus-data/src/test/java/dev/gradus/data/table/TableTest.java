package dev.gradus.data.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gradus.GradusException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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

  @Test
  void namesTheColumnsWhenTheTargetIsNone() throws IOException {
    Path file = write("a,b\n1,2\n");
    assertThatThrownBy(() -> Table.read(CsvFile.open(file), "c", BadRows.REFUSE))
        .hasMessage(file + " has no column \"c\"; it has a, b");
  }

  private Path write(String text) throws IOException {
    return Files.writeString(folder.resolve("t.csv"), text);
  }
}
