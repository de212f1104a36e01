package dev.gradus.data.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gradus.layer.Layers;
import dev.gradus.model.Model;
import dev.gradus.random.Seed;
import dev.gradus.tensor.Shape;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TableModelTest {
  private static final List<Column> INPUTS = List.of(new Column.Number("size, m²", true), new Column.Date("built"),
      new Column.Category("town \"old\"", List.of("Bern", "La Chaux,\nde-Fonds")), new Column.Text("note", 3));

  @TempDir
  Path folder;

  @Test
  void keepsItsColumnsInTheModelsFile() {
    Path file = folder.resolve("m.gradus");
    Column target = new Column.Category("sold", List.of("no", "yes"));
    Model model = Model.create(Layers.sequential(new Preparation(6, List.of(new Preparation.Level(2, 1), new Preparation.Missing(0))),
        Layers.dense(2)), Shape.of(6), Seed.seed(3));
    TableModel table = new TableModel(model, INPUTS, target);
    table.save(file);
    TableModel loaded = TableModel.load(file);
    assertThat(loaded.inputs()).isEqualTo(INPUTS);
    assertThat(loaded.target()).isEqualTo(target);
    Map<String, String> row = Map.of("size, m²", "1.000,5", "town \"old\"", "La Chaux,\nde-Fonds", "note", "x y", "more", "1");
    assertThat(loaded.predict(row)).isEqualTo(table.predict(row)).isIn("no", "yes");
    assertThatThrownBy(() -> loaded.predict(Map.of("size, m²", "big")))
        .hasMessage("column \"size, m²\": expected a number, not \"big\"");
  }

  @Test
  void tellsWhenColumnsAreMissingOrWrong() {
    Path file = folder.resolve("m.gradus");
    Model model = Model.create(Layers.dense(1), Shape.of(2), Seed.seed(3));
    model.save(file);
    assertThatThrownBy(() -> TableModel.load(file))
        .hasMessage(file + ": the model was not trained on a table: it doesn't say which columns it takes");
    for (String damaged : List.of("", "input,a", "input,a,number,.\ntarget,b,number,.\n", "input,a,text,two\ntarget,b,number,.\n",
        "input,a,number,.\ninput,b,colour\ntarget,c,date\n", "input,a,date\ninput,b,date\n")) {
      model.note("table", damaged);
      assertThatThrownBy(() -> TableModel.of(model)).as(damaged)
          .hasMessage("the model is damaged: it doesn't say rightly which columns it takes");
    }
  }
}
