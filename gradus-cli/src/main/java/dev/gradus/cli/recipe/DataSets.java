package dev.gradus.cli.recipe;

import dev.gradus.GradusException;
import dev.gradus.data.Toys;
import dev.gradus.data.digits.Digits;
import dev.gradus.data.named.Contents;
import dev.gradus.data.named.NamedSets;
import dev.gradus.data.table.BadRows;
import dev.gradus.tensor.DType;
import dev.gradus.tensor.Shape;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;

/// The form of a recipe's `data`: a set's name, alone (`data: digits`) or as `set` with its options beside it.
///
/// `digits`, `spirals`, `moons`, `circles` and `xor` are generated: `train` and `test` count their examples; the toys
/// have `noise`, the spirals also `classes`. `idx` is read from `folder`; `classes` lists its names, and `shape` says
/// what an image is like, `[height, width, 1]`, so that the model can be told before there are data. `images` are read from `folder`, which
/// has a folder for each class, and stretched to `shape`; `test` is the part of each class to test on, unless `folder` has folders `train` and
/// `test`; `skipBroken` leaves out what can't be read. `npz` is read from `file`, arrays of NumPy's: `x_train`, `y_train`, `x_test`, `y_test`, or `x` and
/// `y`, of which `test` is the part to test on; `classes` lists the names. The images among the
/// [NamedSets], such as `mnist`, are read from `folder`, or else from where `gradus data fetch` puts them.
final class DataSets {
  private static final int TOY_TRAIN_COUNT = 2_000;
  private static final int TOY_TEST_COUNT = 500;

  private static final Catalogue<Source> SETS = new Catalogue<Source>("data set")
      .addNamed("digits", DataSets::digits, "train", "test")
      .addNamed("idx", DataSets::idx, "folder", "classes", "shape")
      .addNamed("spirals", DataSets::spirals, "train", "test", "noise", "classes")
      .addNamed("moons", entry -> toy(entry, Toys::moons), "train", "test", "noise")
      .addNamed("circles", entry -> toy(entry, Toys::circles), "train", "test", "noise")
      .addNamed("xor", entry -> toy(entry, Toys::xor), "train", "test", "noise")
      .addNamed("images", DataSets::images, "folder", "shape", "test", "skipBroken")
      .addNamed("npz", entry -> new Source.Arrays(
          entry.has("file") ? Optional.of(Path.of(entry.text("file"))) : Optional.empty(), testPart(entry), entry.texts("classes")),
          "file", "test", "classes")
      .addAll(named());

  private DataSets() {}

  private static Catalogue<Source> named() {
    Catalogue<Source> catalogue = new Catalogue<>("data set");
    NamedSets.sets().stream().filter(set -> set.contents() instanceof Contents.Images).forEach(set -> catalogue.addNamed(set.name(),
        entry -> new Source.Named(set, folder(entry), entry.where()), "folder"));
    return catalogue;
  }

  /// The set that `value` writes, named by the entry's name.
  static Entry entry(Value value) {
    Entry entry = switch (value) {
      case Value.Text text -> Entry.bare(text.text(), text.where());
      case Value.Keyed keyed -> {
        if (!(keyed.values().get("set") instanceof Value.Text set)) {
          throw keyed.where().error("data names its set, such as set: digits");
        }
        SequencedMap<String, Value> options = new LinkedHashMap<>(keyed.values());
        options.remove("set");
        yield new Entry(set.text(), options, set.where());
      }
      default -> throw value.where().error("expected a data set, such as {set: digits}, not " + value.described());
    };
    return SETS.checked(entry);
  }

  /// Where the entry's examples come from.
  static Source source(Entry entry) {
    return SETS.make(entry);
  }

  static Entry inFolder(Entry data, Path folder) {
    if (data.name().equals("npz")) {
      return data.with("file", new Value.Text(folder.toString(), Place.OUTSIDE));
    }
    if (!data.name().equals("idx") && !data.name().equals("images") && NamedSets.named(data.name()).isEmpty()) {
      throw new GradusException("the data set " + data.name() + " is generated: it takes no folder");
    }
    return data.with("folder", new Value.Text(folder.toString(), Place.OUTSIDE));
  }

  static Object plain(Entry data) {
    Map<String, Object> plain = new LinkedHashMap<>();
    plain.put("set", data.name());
    data.options().forEach((key, value) -> plain.put(key, value.plain()));
    return plain;
  }

  private static Source digits(Entry entry) {
    int train = entry.integer("train", Digits.TRAIN_COUNT);
    int test = entry.integer("test", Digits.TEST_COUNT);
    return checked(entry, new Source.Generated("digits", train, test, Digits::train, Digits::test));
  }

  /// How a toy set is drawn.
  private interface Toy {
    dev.gradus.dataset.Dataset draw(int count, double noise, long seed);
  }

  private static Source spirals(Entry entry) {
    int classes = entry.integer("classes", 2);
    return toy(entry, (count, noise, seed) -> Toys.spirals(count, classes, noise, seed));
  }

  private static Source toy(Entry entry, Toy toy) {
    double noise = entry.number("noise", 0.1);
    // Another seed gives other points: the test set takes the complement, which no other seed in use is likely to be.
    return checked(entry, new Source.Generated(entry.name(), entry.integer("train", TOY_TRAIN_COUNT),
        entry.integer("test", TOY_TEST_COUNT), (seed, count) -> toy.draw(count, noise, seed), (seed, count) -> toy.draw(count, noise, ~seed)));
  }

  /// Finds wrong options now rather than after the training.
  private static Source checked(Entry entry, Source.Generated source) {
    for (String option : List.of("train", "test")) {
      int count = option.equals("train") ? source.trainCount() : source.testCount();
      if (count < 1) {
        throw entry.error(option + " is at least 1, not " + count);
      }
    }
    source.outline();
    return source;
  }

  private static Source idx(Entry entry) {
    List<String> classes = entry.texts("classes");
    Set<String> seen = new HashSet<>();
    for (String name : classes) {
      if (!seen.add(name)) {
        throw entry.error("the class \"" + name + "\" is named twice");
      }
    }
    List<Integer> lengths = entry.integers("shape", 3);
    Optional<Path> folder = folder(entry);
    if (lengths.isEmpty()) {
      return new Source.Folder(folder, classes, Optional.empty(), entry.where());
    }
    if (lengths.stream().anyMatch(length -> length < 1)) {
      throw entry.error("shape has lengths of at least 1, not " + lengths);
    }
    Shape shape = Shape.of(lengths.stream().mapToInt(Integer::intValue).toArray());
    return new Source.Folder(
        folder, classes, Optional.of(new StandIn(shape, Shape.SCALAR, DType.I32, classes, Source.UNKNOWN_COUNT, false)), entry.where());
  }

  private static Optional<Path> folder(Entry entry) {
    try {
      return entry.has("folder") ? Optional.of(Path.of(entry.text("folder"))) : Optional.empty();
    } catch (InvalidPathException e) {
      throw entry.error("folder: \"" + entry.text("folder") + "\" can't be the name of a folder");
    }
  }

  private static Source images(Entry entry) {
    List<Integer> lengths = entry.has("shape") ? entry.integers("shape", 3) : entry.otherwise("shape", List.of(64, 64, 3));
    Shape shape = Shape.of(lengths.stream().mapToInt(Integer::intValue).toArray());
    if (lengths.stream().anyMatch(length -> length < 1) || lengths.getLast() != 1 && lengths.getLast() != 3) {
      throw entry.error("shape is [height, width, 1] for grey pictures or [height, width, 3] for colour, not " + lengths);
    }
    return new Source.Sorted(folder(entry), shape, testPart(entry), entry.flag("skipBroken", false) ? BadRows.SKIP : BadRows.REFUSE);
  }

  private static double testPart(Entry entry) {
    double part = entry.number("test", 0.2);
    if (!(part > 0 && part < 1)) {
      throw entry.error("test is a part of each class, above 0 and below 1, not " + part);
    }
    return part;
  }
}
