package dev.gradus.data.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.gradus.GradusException;
import dev.gradus.model.Model;
import dev.gradus.random.Seed;
import dev.gradus.tensor.Shape;
import dev.gradus.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PreparationTest {
  @TempDir
  Path folder;

  @Test
  void computesEachTransformFromTheTrainingRowsAlone() throws IOException {
    // The last row is not learned from.
    Table table = table("n,c,y\n1,b,0\n2,a,0\n4,b,0\n9,c,0\n4,a,0\n1000,zzz,0\n");
    assertThat(features(table, "n", Transform.STANDARD, 5, 9)).isEqualTo((9 - 4) / Math.sqrt(7.6), within(1e-9));
    assertThat(features(table, "n", Transform.MIN_MAX, 5, 9)).isEqualTo(1);
    assertThat(features(table, "n", Transform.MIN_MAX, 5, 17)).isEqualTo(2);
    assertThat(features(table, "n", Transform.ROBUST, 5, 9)).isEqualTo((9 - 4) / (0.7413 * (4 - 2)), within(1e-9));
    assertThat(features(table, "n", Transform.NONE, 5, 9)).isEqualTo(9);
    // The unit is the 5% quantile, 1: ln 2, ln 3, ln 5, ln 10 and ln 5 standardised.
    double[] logs = {Math.log(2), Math.log(3), Math.log(5), Math.log(10), Math.log(5)};
    double mean = Arrays.stream(logs).average().orElseThrow();
    double deviation = Math.sqrt(Arrays.stream(logs).map(x -> (x - mean) * (x - mean)).average().orElseThrow());
    assertThat(features(table, "n", Transform.LOG, 5, 9)).isEqualTo((Math.log(10) - mean) / deviation, within(1e-9));
    assertThat(features(table, "n", Transform.LOG, 5, -9)).isEqualTo((-Math.log(10) - mean) / deviation, within(1e-9));
    assertThat(features(table, "n", Transform.STANDARD, 5, Float.NaN)).isZero();
    assertThat(features(table, "n", Transform.MIN_MAX, 5, Float.NaN)).isEqualTo((4 - 1) / 8.0);
  }

  @Test
  void isAsALayerWhatItIsForTheRidge() throws IOException {
    StringBuilder text = new StringBuilder("n,m,c,d,t,y\n");
    for (int i = 0; i < 40; i++) {
      text.append(i % 7 == 3 ? "" : String.valueOf(Math.exp(i % 9))).append(',').append(i * i % 23 - 11).append(',')
          .append(i % 5 == 1 ? "?" : "abc".charAt(i % 3)).append(',').append("2024-01-").append(10 + i % 20).append(',')
          .append("word").append(i).append(" of text ").append(i % 4).append(',').append(i).append('\n');
    }
    Table table = table(text.toString());
    Inputs inputs = Inputs.of(table, List.of("y"));
    assertThat(inputs.columns()).hasSize(5);
    int[] rows = IntStream.range(0, 40).toArray();
    Preparation preparation = Preparation.learn(table, inputs, rows, Map.of("n", List.of(Transform.STANDARD, Transform.LOG), "m",
        List.of(Transform.ROBUST, Transform.MIN_MAX, Transform.NONE), "c", List.of(Transform.ONE_HOT, Transform.ORDINAL), "d",
        List.of(Transform.STANDARD), "t", List.of(Transform.BAG)));
    assertThat(preparation.width()).isEqualTo(4 + Column.Text.USUAL_BUCKETS);
    Model model = Model.create(preparation, Shape.of(preparation.width()), Seed.seed(1));
    TableRows data = new TableRows(table, inputs.slots(), table.slot("y"), table.column("y"), rows);
    float[] raw = new float[preparation.width()];
    double[] features = new double[preparation.features().size()];
    for (int row = 0; row < 40; row++) {
      data.readInput(row, raw, 0);
      preparation.prepare(raw, features);
      float[] layer = model.predict(Tensor.of(Shape.of(raw.length), raw)).floats();
      for (int f = 0; f < features.length; f++) {
        assertThat((double) layer[f]).as("row %d, %s", row, preparation.features().get(f)).isEqualTo(features[f], within(2e-5));
      }
    }
  }

  @Test
  void leavesOutLevelsSeenOnceAndTellsMissingOnes() throws IOException {
    Table table = table("c,y\na,0\na,0\nb,0\nb,0\nonce,0\n?,0\n");
    Preparation preparation = Preparation.learn(table, Inputs.of(table, List.of("y")), IntStream.range(0, 6).toArray(),
        Map.of("c", List.of(Transform.ONE_HOT)));
    assertThat(preparation.features()).containsExactly(
        new Preparation.Level(0, 0), new Preparation.Level(0, 1), new Preparation.Missing(0));
  }

  @Test
  void refusesATransformOfAnotherKindOfColumn() throws IOException {
    Table table = table("n,c,y\n1,b,0\n2,a,0\n4,b,0\n9,b,1\n");
    assertThatThrownBy(() -> new TableFit(table, "y", choosing("c", "oneHot", "n", "oneHot"), null)).isInstanceOf(GradusException.class)
        .hasMessage("column \"n\" can't be prepared by \"oneHot\": it is a number, which takes standard, minMax, robust, log, none");
    assertThatThrownBy(() -> ColumnChoice.of("n", List.of("kelvin"))).hasMessage("column \"n\": there is no preparation \"kelvin\"; there"
        + " are standard, minMax, robust, log, none, oneHot, ordinal, bag. What a column holds is number, category, date, text or ignore");
    assertThatThrownBy(() -> ColumnChoice.of("n", List.of("number", "bag")))
        .hasMessage("column \"n\" is one of number, category, date, text and ignore, not several: number, bag");
  }

  @Test
  void findsNumbersThatDifferByFactors() throws IOException {
    StringBuilder text = new StringBuilder("even,steep,low,y\n");
    for (int i = 0; i < 100; i++) {
      text.append(i).append(',').append(Math.exp(i / 20.0)).append(',').append(Math.exp(i / 20.0) - 2).append(",0\n");
    }
    Table table = table(text.toString());
    int[] rows = IntStream.range(0, 100).toArray();
    assertThat(List.of("even", "steep", "low").stream().map(name ->
        Preparation.usual(table.column(name), Spread.of(table, table.slot(name), rows)))).containsExactly(
        List.of(Transform.STANDARD), List.of(Transform.STANDARD, Transform.LOG), List.of(Transform.STANDARD));
  }

  private static TableSettings choosing(String... said) {
    TableSettings usual = TableSettings.usual(1);
    Map<String, ColumnChoice> choices = new java.util.HashMap<>();
    for (int i = 0; i < said.length; i += 2) {
      choices.put(said[i], ColumnChoice.of(said[i], List.of(said[i + 1])));
    }
    return new TableSettings(1, usual.by(), choices, usual.target(), usual.members(), usual.units(), usual.learningRate(),
        usual.weightDecay(), usual.dropout(), usual.steps(), usual.augmentation());
  }

  private static double features(Table table, String column, Transform transform, int count, float x) {
    Inputs inputs = new Inputs(List.of(table.column(column)), new int[] {table.slot(column)});
    Preparation preparation = Preparation.learn(table, inputs, IntStream.range(0, count).toArray(), Map.of(column, List.of(transform)));
    double[] features = new double[1];
    preparation.prepare(new float[] {x}, features);
    return features[0];
  }

  private Table table(String text) throws IOException {
    return Table.read(CsvFile.open(Files.writeString(folder.resolve("t.csv"), text)), "y", BadRows.REFUSE);
  }
}
