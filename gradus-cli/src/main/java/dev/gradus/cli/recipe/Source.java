package dev.gradus.cli.recipe;

import dev.gradus.GradusException;
import dev.gradus.data.Idx;
import dev.gradus.data.ImageFolder;
import dev.gradus.data.Npy;
import dev.gradus.data.Pictures;
import dev.gradus.data.Split;
import dev.gradus.data.named.Contents;
import dev.gradus.data.named.NamedSet;
import dev.gradus.data.named.Shelf;
import dev.gradus.data.table.BadRows;
import dev.gradus.dataset.Dataset;
import dev.gradus.tensor.DType;
import dev.gradus.tensor.Shape;
import dev.gradus.tensor.Tensor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Where a recipe's examples come from.
public sealed interface Source {
  /// The size of an outline whose number of examples only reading tells.
  int UNKNOWN_COUNT = Integer.MAX_VALUE;

  /// What its training examples are like, and how many there are if that is known, without their data and without waiting.
  /// Empty if only reading tells.
  Optional<Dataset> outline();

  /// What takes its time in [#train] and [#test], such as "Generating digits".
  String doing();

  /// Checks that what is to be read is there, before anything long begins.
  void check();

  /// The training set. What `seed` generates is always the same.
  Dataset train(long seed);

  /// The test set: other examples of the same kind.
  Dataset test(long seed);

  /// What [#train] left out because it can't be read.
  default Skipped skipped() {
    return new Skipped(0, List.of());
  }

  /// @param told what is wrong with the first of them
  record Skipped(int count, List<String> told) {}

  /// How a set is generated.
  @FunctionalInterface
  interface Generator {
    Dataset generate(long seed, int count);
  }

  /// Examples that are drawn, not read.
  record Generated(String name, int trainCount, int testCount, Generator train, Generator test) implements Source {
    @Override
    public Optional<Dataset> outline() {
      return Optional.of(StandIn.of(train.generate(0, 1), trainCount));
    }

    @Override
    public String doing() {
      return "Generating " + name;
    }

    @Override
    public void check() {
      // Nothing can be missing.
    }

    @Override
    public Dataset train(long seed) {
      return train.generate(seed, trainCount);
    }

    @Override
    public Dataset test(long seed) {
      return test.generate(seed, testCount);
    }
  }

  /// A folder of IDX files.
  ///
  /// @param classes their names; empty for the folder's own
  /// @param outline what the recipe says of the examples, if it does
  record Folder(Optional<Path> path, List<String> classes, Optional<Dataset> outline, Place where) implements Source {
    public Folder {
      classes = List.copyOf(classes);
    }

    @Override
    public String doing() {
      return "Reading " + path.map(Path::toString).orElse("");
    }

    @Override
    public void check() {
      Idx.check(required());
    }

    @Override
    public Dataset train(long seed) {
      Dataset read = classes.isEmpty() ? Idx.train(required()) : Idx.train(required(), classes);
      outline.filter(said -> !said.inputShape().equals(read.inputShape())).ifPresent(said -> {
        throw where.error("idx: the recipe says that images have shape " + said.inputShape() + ", but in " + required() + " they have "
            + read.inputShape());
      });
      return read;
    }

    @Override
    public Dataset test(long seed) {
      return classes.isEmpty() ? Idx.test(required()) : Idx.test(required(), classes);
    }

    private Path required() {
      return path.orElseThrow(() -> new GradusException("the recipe's data are read from a folder: name it with --data FOLDER. It holds"
          + " train-images-idx3-ubyte, train-labels-idx1-ubyte, t10k-images-idx3-ubyte and t10k-labels-idx1-ubyte, each plain or as"
          + " .gz"));
    }
  }

  /// A folder of pictures sorted by class.
  final class Sorted implements Source {
    private final Optional<Path> path;
    private final Shape shape;
    private final double part;
    private final BadRows broken;
    /// What the last training's seed left to test on: its pictures are read before the training, so that a broken one is told by then.
    private Optional<Pictures> test = Optional.empty();
    private long testSeed;
    private Skipped skipped = new Skipped(0, List.of());

    /// @param part of each class to test on, unless there are folders `train` and `test`
    Sorted(Optional<Path> path, Shape shape, double part, BadRows broken) {
      this.path = path;
      this.shape = shape;
      this.part = part;
      this.broken = broken;
    }

    @Override
    public Optional<Dataset> outline() {
      // A recipe can be looked at where its pictures are not.
      if (path.filter(Files::isDirectory).isEmpty()) {
        return Optional.of(new StandIn(shape, Shape.SCALAR, DType.I32, List.of(), UNKNOWN_COUNT, false));
      }
      ImageFolder train = parts(0).train();
      return Optional.of(new StandIn(shape, Shape.SCALAR, DType.I32, train.classes(), train.size(), false));
    }

    @Override
    public String doing() {
      return "Reading the pictures in " + path.map(Path::toString).orElse("");
    }

    @Override
    public void check() {
      parts(0);
    }

    @Override
    public Dataset train(long seed) {
      ImageFolder.Parts parts = parts(seed);
      Pictures train = parts.train().read(shape, broken);
      Pictures held = parts.test().read(shape, broken);
      test = Optional.of(held);
      testSeed = seed;
      skipped = new Skipped(train.skippedPictures() + held.skippedPictures(),
          Stream.concat(train.skipped().stream(), held.skipped().stream()).limit(Pictures.MOST_TOLD).toList());
      return train;
    }

    @Override
    public Dataset test(long seed) {
      return test.filter(_ -> testSeed == seed).orElseGet(() -> parts(seed).test().read(shape, broken));
    }

    @Override
    public Skipped skipped() {
      return skipped;
    }

    private ImageFolder.Parts parts(long seed) {
      return ImageFolder.parts(path.orElseThrow(() -> new GradusException("the recipe's pictures are read from a folder: name it with --data"
          + " FOLDER. It holds a folder for each class")), part, seed);
    }
  }

  /// An `.npz` file of NumPy's with arrays `x_train`, `y_train`, `x_test` and `y_test`, as Keras keeps its sets, or `x` and `y` alone.
  ///
  /// @param part of each class to test on, if there are no arrays to test on
  record Arrays(Optional<Path> path, double part, List<String> classes) implements Source {
    public Arrays {
      classes = List.copyOf(classes);
    }

    @Override
    public Optional<Dataset> outline() {
      return Optional.empty();
    }

    @Override
    public String doing() {
      return "Reading " + path.map(Path::toString).orElse("");
    }

    @Override
    public void check() {
      if (!Files.isRegularFile(required())) {
        throw new GradusException("there is no file " + required());
      }
    }

    @Override
    public Dataset train(long seed) {
      Map<String, Tensor> arrays = Npy.readAll(required());
      return arrays.containsKey("x_train") ? Npy.dataset(arrays, "x_train", "y_train", classes) : split(arrays, seed, true);
    }

    @Override
    public Dataset test(long seed) {
      Map<String, Tensor> arrays = Npy.readAll(required());
      return arrays.containsKey("x_train") ? Npy.dataset(arrays, "x_test", "y_test", classes) : split(arrays, seed, false);
    }

    private Dataset split(Map<String, Tensor> arrays, long seed, boolean training) {
      Dataset all = Npy.dataset(arrays, "x", "y", classes);
      int[] labels = IntStream.range(0, all.size()).map(i -> all.targetType() == DType.I32 ? all.readLabel(i) : 0).toArray();
      Split split = Split.stratified(labels, part, seed);
      return all.select(training ? split.train() : split.test());
    }

    private Path required() {
      return path.orElseThrow(() -> new GradusException("the recipe's arrays are read from an .npz file: name it with --data FILE"));
    }
  }

  /// Images of a public data set.
  ///
  /// @param path the folder with its files; empty for where it is on this machine
  record Named(NamedSet set, Optional<Path> path, Place where) implements Source {
    @Override
    public Optional<Dataset> outline() {
      Contents.Images images = (Contents.Images) set.contents();
      // A folder that is named may hold others of the kind.
      int count = path.isPresent() ? UNKNOWN_COUNT : images.train();
      return Optional.of(new StandIn(images.shape(), Shape.SCALAR, DType.I32, images.classes(), count, false));
    }

    @Override
    public String doing() {
      return "Reading " + path.map(Path::toString).orElse(set.name());
    }

    @Override
    public void check() {
      set.check(folder());
    }

    @Override
    public Dataset train(long seed) {
      Dataset read = set.train(folder());
      Shape expected = ((Contents.Images) set.contents()).shape();
      if (!read.inputShape().equals(expected)) {
        throw where.error(set.name() + ": images of " + set.name() + " have shape " + expected + ", but in " + folder() + " they have "
            + read.inputShape());
      }
      return read;
    }

    @Override
    public Dataset test(long seed) {
      return set.test(folder());
    }

    private Path folder() {
      return path.orElseGet(() -> Shelf.usual().require(set));
    }
  }
}
