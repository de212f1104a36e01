package dev.gradus.cli;

import dev.gradus.GradusException;
import dev.gradus.data.Cifar;
import dev.gradus.data.ContactSheet;
import dev.gradus.data.Idx;
import dev.gradus.data.describe.Histograms;
import dev.gradus.data.describe.ImagesDescription;
import dev.gradus.data.describe.Level;
import dev.gradus.data.describe.Spread;
import dev.gradus.data.named.NamedSet;
import dev.gradus.dataset.Dataset;
import dev.gradus.tensor.DType;
import dev.gradus.tensor.Dim;
import dev.gradus.tensor.Shape;
import dev.gradus.tensor.Tensor;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
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
import java.util.zip.GZIPInputStream;

/// What images are like, for people and as a report.
record DescribedImages(Dataset train, Optional<Dataset> test) {
  private static final int ACROSS = 12;
  private static final int DOWN = 20;
  private static final int WORST = 3;

  /// A public set's.
  static DescribedImages of(NamedSet set, Path folder) {
    return new DescribedImages(set.train(folder), Optional.of(set.test(folder)));
  }

  /// Those in a folder, whose form is told by the names of its files.
  ///
  /// @throws GradusException if they are of no form that can be read
  static DescribedImages in(Path folder) {
    if (Files.exists(folder.resolve("data_batch_1.bin"))) {
      return new DescribedImages(Cifar.train(folder), Optional.of(Cifar.test(folder)));
    }
    if (Files.exists(folder.resolve("train.bin"))) {
      return new DescribedImages(Cifar.train100(folder), Optional.of(Cifar.test100(folder)));
    }
    if (Stream.of("-idx3-ubyte", "-idx3-ubyte.gz", ".idx3-ubyte", ".idx3-ubyte.gz")
        .noneMatch(end -> Files.exists(folder.resolve("train-images" + end)))) {
      throw new GradusException("the folder " + folder + " holds no images that can be described: train-images-idx3-ubyte or .gz (IDX),"
          + " data_batch_1.bin (CIFAR-10) or train.bin (CIFAR-100) would tell; a table is named by its file");
    }
    Idx.check(folder);
    return new DescribedImages(Idx.train(folder), Optional.of(Idx.test(folder)));
  }

  /// Whether a file, unpacked if it is packed, begins as IDX files of bytes do.
  static boolean isIdx(Path file) {
    try (InputStream plain = Files.newInputStream(file)) {
      byte[] start = plain.readNBytes(4);
      if (start.length > 1 && (start[0] & 0xff) == 0x1f && (start[1] & 0xff) == 0x8b) {
        try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
          start = in.readNBytes(4);
        }
      }
      return start.length == 4 && start[0] == 0 && start[1] == 0 && start[2] == 8 && start[3] > 0;
    } catch (IOException failed) {
      throw new GradusException("can't read " + file + ": " + failed.getMessage(), failed);
    }
  }

  /// Those of one IDX file, without labels; or labels alone.
  static DescribedImages file(Path file) {
    Tensor read = Idx.read(file);
    int count = read.shape().length(0);
    if (read.shape().rank() == 1) {
      int[] labels = IntStream.range(0, count).map(i -> read.bytes()[i] & 0xff).toArray();
      List<String> classes = IntStream.rangeClosed(0, IntStream.of(labels).max().orElse(0)).mapToObj(Integer::toString).toList();
      return new DescribedImages(Dataset.of(Tensor.of(Shape.of(count, 1), new float[count]), Tensor.of(Shape.of(count), labels), classes),
          Optional.empty());
    }
    Tensor inputs = read.shape().rank() == 3 ? read.reshape(read.shape().append(Dim.of(1))) : read;
    return new DescribedImages(Dataset.of(inputs, Tensor.of(Shape.of(count, 1), new float[count])), Optional.empty());
  }

  Map<String, Object> tell(Screen screen, String name) {
    ImagesDescription images = ImagesDescription.of(train, test);
    Map<String, Object> report = new LinkedHashMap<>();
    report.put("path", name);
    report.put("kind", "images");
    report.put("shape", images.shape().toString());
    boolean labelsAlone = train.inputShape().size() == 1;
    screen.say(name + ": " + images.parts().stream().map(part -> Figures.count(part.examples()) + " " + part.name())
        .collect(Collectors.joining(", ")) + (labelsAlone ? ", labels alone" : ", each " + images.shape()));
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

  /// Writes a page of the first images of each class, or of all.
  void plot(Path file) {
    Shape shape = train.inputShape();
    if (shape.rank() != 3) {
      throw new GradusException("--plot shows images [height, width, channels], but examples have shape " + shape);
    }
    boolean labelled = train.targetType() == DType.I32 && !train.classes().isEmpty();
    List<String> labels = labelled ? train.classes().stream().limit(DOWN).toList()
        : IntStream.range(0, Math.min(DOWN, Math.ceilDiv(train.size(), ACROSS))).mapToObj(i -> String.valueOf(i * ACROSS)).toList();
    List<List<Tensor>> rows = new ArrayList<>();
    labels.forEach(_ -> rows.add(new ArrayList<>()));
    int full = 0;
    for (int i = 0; i < train.size() && full < rows.size(); i++) {
      int row = labelled ? train.readLabel(i) : i / ACROSS;
      if (row < rows.size() && rows.get(row).size() < ACROSS) {
        rows.get(row).add(train.input(i));
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
