package dev.gradus.cli;

import dev.gradus.GradusException;
import dev.gradus.data.ContactSheet;
import dev.gradus.data.describe.Histograms;
import dev.gradus.data.describe.ImagesDescription;
import dev.gradus.data.describe.Level;
import dev.gradus.data.describe.Spread;
import dev.gradus.dataset.Dataset;
import dev.gradus.tensor.DType;
import dev.gradus.tensor.Dim;
import dev.gradus.tensor.Shape;
import dev.gradus.tensor.Tensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// What images are like, for people and as a report.
///
/// @param note how they are looked at, if not as they are
/// @param broken how many can't be read
/// @param told what is wrong with the first of them
record DescribedImages(Dataset train, Optional<Dataset> test, Optional<String> note, int broken, List<String> told) {
  private static final int ACROSS = 12;
  private static final int DOWN = 20;
  private static final int WORST = 3;

  /// All can be read, and are looked at as they are.
  DescribedImages(Dataset train, Optional<Dataset> test) {
    this(train, test, Optional.empty(), 0, List.of());
  }

  Map<String, Object> tell(Screen screen, String name) {
    ImagesDescription images = ImagesDescription.of(train, test);
    Map<String, Object> report = new LinkedHashMap<>();
    report.put("path", name);
    report.put("kind", "images");
    report.put("shape", images.shape().toString());
    boolean labelsAlone = train.inputShape().size() == 1;
    screen.say(name + ": " + images.parts().stream().map(DescribedImages::counted).collect(Collectors.joining(", "))
        + (labelsAlone ? ", labels alone" : ", each " + images.shape()) + note.map(how -> " " + how).orElse(""));
    if (broken > 0) {
      screen.say("Can't be read: " + Figures.count(broken) + ", such as:");
      told.forEach(line -> screen.say("  " + line));
    }
    report.put("broken", broken);
    report.put("broken_told", told);
    for (ImagesDescription.Part part : images.parts()) {
      report.put(part.name(), report(part));
      screen.say("");
      classes(screen, part);
      if (labelsAlone) {
        continue;
      }
      ranges(screen, part);
      screen.say("  the same as an earlier one: " + Figures.count(part.duplicates())
          + (part.otherLabel() > 0 ? ", " + Figures.count(part.otherLabel()) + " of them with another label" : ""));
      if (part.notFinite() > 0) {
        screen.say("  values that are no finite numbers: " + Figures.count(part.notFinite()));
      }
    }
    if (!labelsAlone) {
      screen.say("");
      screen.say("Values that are the same in all: " + Figures.count(images.constant()) + " of " + Figures.count(images.shape().size()));
    }
    report.put("constant_values", images.constant());
    if (test.isPresent()) {
      screen.say("Test examples that are among the training examples too: " + Figures.count(images.inBoth()));
      report.put("test_in_train", images.inBoth());
    }
    return report;
  }

  /// `60,000 to train on`, or how many there are at all.
  private static String counted(ImagesDescription.Part part) {
    return Figures.count(part.examples()) + switch (part.name()) {
      case "train" -> " to train on";
      case "test" -> " to test on";
      default -> part.examples() == 1 ? " example" : " examples";
    };
  }

  private static void classes(Screen screen, ImagesDescription.Part part) {
    if (part.classes().isEmpty()) {
      screen.say(part.name() + ":");
      return;
    }
    long most = part.classes().stream().mapToLong(Level::count).max().orElse(0);
    long least = part.classes().stream().mapToLong(Level::count).min().orElse(0);
    screen.say(part.name() + ": " + part.classes().size() + " classes, " + (most == least ? Figures.count(most) + " of each"
        : Figures.count(least) + " to " + Figures.count(most) + " of each"));
    if (most > least) {
      List<Level> sorted = part.classes().stream().sorted(Comparator.comparingLong(Level::count)).toList();
      screen.say("  rarest: " + named(sorted.stream()) + "; most frequent: " + named(sorted.reversed().stream()));
    }
  }

  private static String named(Stream<Level> levels) {
    return levels.limit(WORST).map(level -> level.name() + " " + Figures.count(level.count())).collect(Collectors.joining(", "));
  }

  private static void ranges(Screen screen, ImagesDescription.Part part) {
    for (int channel = 0; channel < part.channels().size(); channel++) {
      Spread spread = part.channels().get(channel);
      screen.say("  " + (part.channels().size() == 1 ? "values" : "channel " + channel) + ": " + Histograms.number(spread.least()) + " to "
          + Histograms.number(spread.greatest()) + ", mean " + Histograms.number(spread.mean()) + " ± " + Histograms.number(spread.deviation()));
    }
  }

  private static Map<String, Object> report(ImagesDescription.Part part) {
    Map<String, Object> report = new LinkedHashMap<>();
    report.put("examples", part.examples());
    report.put("classes", DescribedTable.levels(part.classes()));
    report.put("channels", part.channels().stream().map(DescribedTable::spread).toList());
    report.put("not_finite", part.notFinite());
    report.put("duplicates", part.duplicates());
    report.put("duplicates_with_another_label", part.otherLabel());
    return report;
  }

  /// The shape of the images on a page.
  ///
  /// @throws GradusException if examples are no images
  Shape plotted() {
    Shape shape = train.inputShape();
    if (shape.rank() != 2 && shape.rank() != 3) {
      throw new GradusException("--plot shows images [height, width] or [height, width, channels], but examples have shape " + shape);
    }
    return shape.rank() == 3 ? shape : shape.append(Dim.of(1));
  }

  /// Writes a page of the first images of each class, or of all.
  void plot(Path file) {
    Shape shape = plotted();
    boolean labelled = train.targetType() == DType.I32 && !train.classes().isEmpty();
    List<String> labels = labelled ? train.classes().stream().limit(DOWN).toList()
        : IntStream.range(0, Math.min(DOWN, Math.ceilDiv(train.size(), ACROSS))).mapToObj(i -> String.valueOf(i * ACROSS)).toList();
    List<List<Tensor>> rows = new ArrayList<>();
    labels.forEach(_ -> rows.add(new ArrayList<>()));
    int full = 0;
    for (int i = 0; i < train.size() && full < rows.size(); i++) {
      int row = labelled ? train.readLabel(i) : i / ACROSS;
      if (row < rows.size() && rows.get(row).size() < ACROSS) {
        rows.get(row).add(train.input(i).reshape(shape));
        full += rows.get(row).size() == ACROSS ? 1 : 0;
      }
    }
    Tensor none = Tensor.of(shape, new float[shape.size()]);
    rows.forEach(row -> {
      while (row.size() < ACROSS) {
        row.add(none);
      }
    });
    ContactSheet.write(file, IntStream.rangeClosed(1, ACROSS).mapToObj(String::valueOf).toList(), labels, rows);
  }
}
