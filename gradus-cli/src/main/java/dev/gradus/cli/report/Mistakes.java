package dev.gradus.cli.report;

import dev.gradus.plot.Numbers;
import dev.gradus.plot.Table;
import dev.gradus.plot.Tag;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/// The examples that a model was furthest off with: the wrong ones whose true class it gave the least.
final class Mistakes {
  private static final int MOST = 24;

  private Mistakes() {}

  /// Worst first; equal ones in their order.
  static int[] worst(Answers answers) {
    return IntStream.range(0, answers.examples()).filter(i -> !answers.right(i)).boxed()
        .sorted(Comparator.comparingDouble((Integer i) -> answers.shares()[i][answers.truth()[i]] - (answers.probable() ? 0 : answers.surety(i))))
        .limit(MOST).mapToInt(Integer::intValue).toArray();
  }

  static Tag draw(Answers answers, Sight sight) {
    int[] worst = worst(answers);
    if (worst.length == 0) {
      return Tag.of("p", "There is none: every test example was recognised.").with("class", "card wide");
    }
    return switch (sight) {
      case Sight.Pictures pictures -> {
        Tag grid = Tag.of("div").with("class", "pictures card wide");
        for (int i : worst) {
          String truth = named(answers, answers.truth()[i]);
          String taken = named(answers, answers.taken()[i]);
          Tag shown = Tag.of("div").add(pictures.picture(i, "Test example " + i + ": " + truth + ", taken for " + taken))
              .add(Tag.of("b", truth)).text(", taken for ").add(Tag.of("b", taken));
          grid.add(answers.probable() ? shown.add(Tag.of("small", taken + ": " + sure(answers, i, answers.taken()[i]) + ", " + truth + ": "
              + sure(answers, i, answers.truth()[i]))) : shown);
        }
        yield grid;
      }
      case Sight.Fields fields -> table(answers, worst, fields);
    };
  }

  private static Tag table(Answers answers, int[] worst, Sight.Fields fields) {
    List<String> headings = new ArrayList<>(fields.names());
    headings.addAll(1, List.of("is", "taken for", "probability"));
    List<List<String>> rows = new ArrayList<>();
    for (int i : worst) {
      List<String> row = new ArrayList<>(fields.values().apply(i));
      row.addAll(1, List.of(named(answers, answers.truth()[i]), named(answers, answers.taken()[i]), Numbers.text(answers.surety(i), 4)));
      rows.add(row);
    }
    return Tag.of("div").with("class", "wide").add(Table.of("", headings, rows).drawing());
  }

  private static String named(Answers answers, int label) {
    return answers.classes().get(label);
  }

  private static String sure(Answers answers, int example, int label) {
    return Numbers.percent(answers.shares()[example][label]);
  }
}
