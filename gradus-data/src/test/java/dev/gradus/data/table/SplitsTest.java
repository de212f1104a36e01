package dev.gradus.data.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SplitsTest {
  private static final int ROWS = 60;

  @TempDir
  Path folder;

  @Test
  void testsEachRowOnceAndGivesEachPartItsShareOfEveryClass() throws IOException {
    List<Splits.Split> splits = splits(new Splits.By.Random(), 7).folds(5);
    assertThat(splits.stream().flatMapToInt(split -> Arrays.stream(split.test())).sorted().toArray()).containsExactly(range(0, ROWS));
    for (Splits.Split split : splits) {
      assertThat(IntStream.concat(Arrays.stream(split.train()), Arrays.stream(split.test())).sorted().toArray()).containsExactly(range(0, ROWS));
      // Every fifth row is of class c.
      assertThat(Arrays.stream(split.test()).filter(row -> row % 4 == 0).count()).isEqualTo(3);
    }
    assertThat(splits(new Splits.By.Random(), 7).folds(5).getFirst().test()).isEqualTo(splits.getFirst().test());
    assertThat(splits(new Splits.By.Random(), 8).folds(5).getFirst().test()).isNotEqualTo(splits.getFirst().test());
    assertThat(splits(new Splits.By.Random(), 7).held(0.25).test()).hasSize(15);
  }

  @Test
  void keepsGroupsTogetherInPartsOfLikeSize() throws IOException {
    List<Splits.Split> splits = splits(new Splits.By.Group("who"), 7).folds(3);
    for (Splits.Split split : splits) {
      Set<Integer> tested = set(split.test(), row -> row % 11);
      assertThat(set(split.train(), row -> row % 11)).doesNotContainAnyElementsOf(tested);
      assertThat(split.test().length).isBetween(15, 25);
    }
    assertThatThrownBy(() -> splits(new Splits.By.Group("who"), 7).folds(12)).hasMessage("column \"who\" has 11 groups, too few for 12 parts");
  }

  @Test
  void testsOnWhatComesLater() throws IOException {
    // Days run against the rows.
    Splits splits = splits(new Splits.By.Time("day"), 7);
    List<Splits.Split> folds = splits.folds(3);
    assertThat(folds).hasSize(3);
    assertThat(folds.stream().map(split -> split.train().length)).containsExactly(15, 30, 45);
    for (Splits.Split split : folds) {
      int latest = Arrays.stream(split.train()).map(row -> ROWS - row).max().orElseThrow();
      assertThat(Arrays.stream(split.test()).boxed()).hasSize(15).allMatch(row -> ROWS - row > latest);
    }
    assertThat(splits.held(0.2).test()).containsExactly(range(0, 12));
    assertThatThrownBy(() -> splits(new Splits.By.Time("who"), 7))
        .hasMessage("to split by time, column \"who\" must hold dates or numbers, but it is a category");
  }

  @Test
  void ordersTimesBelowZeroToo() throws IOException {
    Path file = Files.writeString(folder.resolve("times.csv"), "when,y\n3,1.5\n-1,2.5\n-20,3.5\n0,4.5\n-3,5.5\n20,6.5\n");
    Splits splits = new Splits(Table.read(CsvFile.open(file), "y", Map.of(), BadRows.REFUSE), "y", new Splits.By.Time("when"), 7);
    assertThat(splits.parts(range(0, 6), 6, "folds")).containsExactly(4, 2, 0, 3, 1, 5);
  }

  @Test
  void aMissingGroupIsAGroup() throws IOException {
    Path file = Files.writeString(folder.resolve("groups.csv"), "who,y\n" + "a,1\n,2\nb,3\n".repeat(4));
    Splits splits = new Splits(Table.read(CsvFile.open(file), "y", Map.of(), BadRows.REFUSE), "y", new Splits.By.Group("who"), 7);
    int[] parts = splits.parts(range(0, 12), 3, "folds");
    assertThat(Arrays.copyOf(parts, 3)).containsExactlyInAnyOrder(0, 1, 2);
    assertThat(parts).isEqualTo(IntStream.range(0, 12).map(row -> parts[row % 3]).toArray());
  }

  @Test
  void refusesTooManyFoldsAndTooLargeATest() throws IOException {
    Splits splits = splits(new Splits.By.Random(), 7);
    assertThatThrownBy(() -> splits.folds(1)).hasMessage("--folds is 2 to half the number of rows, 30, not 1");
    assertThatThrownBy(() -> splits.folds(31)).hasMessage("--folds is 2 to half the number of rows, 30, not 31");
    assertThatThrownBy(() -> splits.held(0.7)).hasMessage("--test is a part of the rows, above 0 and at most 0.5, not 0.7");
  }

  private Splits splits(Splits.By by, long seed) throws IOException {
    StringBuilder text = new StringBuilder("who,day,x,y\n");
    for (int row = 0; row < ROWS; row++) {
      text.append('w').append(row % 11).append(',').append(ROWS - row).append(',').append(row * 7 % 13).append(',')
          .append("cdef".charAt(row % 4)).append('\n');
    }
    Table table = Table.read(CsvFile.open(Files.writeString(folder.resolve("t.csv"), text)), "y", Map.of(), BadRows.REFUSE);
    return new Splits(table, "y", by, seed);
  }

  private static Set<Integer> set(int[] rows, IntFunction<Integer> value) {
    return Arrays.stream(rows).mapToObj(value).collect(Collectors.toCollection(TreeSet::new));
  }

  private static int[] range(int from, int to) {
    return IntStream.range(from, to).toArray();
  }
}
