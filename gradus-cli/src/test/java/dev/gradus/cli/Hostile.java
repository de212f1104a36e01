package dev.gradus.cli;

import com.sun.management.ThreadMXBean;
import dev.gradus.GradusException;
import dev.gradus.backend.Backend;
import dev.gradus.backend.Execution;
import dev.gradus.data.Toys;
import dev.gradus.layer.Layers;
import dev.gradus.layer.Mode;
import dev.gradus.model.Ensemble;
import dev.gradus.model.Model;
import dev.gradus.op.Scan;
import dev.gradus.random.Seed;
import dev.gradus.tensor.DType;
import dev.gradus.tensor.Dim;
import dev.gradus.tensor.Shape;
import dev.gradus.tensor.Tensor;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/// Reads files that may hold anything, and holds the reading to what is promised of it: it ends within a second of this thread's
/// own time for each KiB, allocates no more than the format says, leaves no file behind, and where it fails, fails with one
/// clean line of our own.
final class Hostile {
  static final Screen SILENT = new Screen(
      new PrintStream(OutputStream.nullOutputStream()), new PrintStream(OutputStream.nullOutputStream()), true);
  static final String COLUMNS = """
      input,size,number,.
      input,town,category,Bern,Basel
      target,price,category,low,high
      """;
  private static final int LONGEST_LINE = 12_000;
  private static final long SECOND = 1_000_000_000;
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /// What reading a file took.
  ///
  /// @param nanos of the thread's own time
  /// @param bytes allocated
  /// @param refused whether it failed, as it should
  record Reading(long nanos, long bytes, boolean refused) {}

  /// Something that may fail as it should.
  interface Attempt {
    void run() throws IOException;
  }

  private final Path folder;
  private final long slack;
  private final Set<HostileFormat> warm = EnumSet.noneOf(HostileFormat.class);

  /// @param folder an empty one, for the files
  Hostile(Path folder) {
    this(folder, 0);
  }

  /// @param slack bytes that any reading may allocate besides, where an agent changes classes as they are loaded
  Hostile(Path folder, long slack) {
    this.folder = folder;
    this.slack = slack;
  }

  /// Reads a file of this content.
  ///
  /// @throws AssertionError if a promise is broken
  Reading read(HostileFormat format, byte[] content) throws IOException {
    Path file = folder.resolve(format.file());
    if (warm.add(format)) {
      // Classes are loaded once, whatever the file.
      for (byte[] valid : format.valid()) {
        Files.write(file, format.packed(valid));
        succeeds(format, () -> format.read(file));
      }
    }
    byte[] whole = format.packed(content);
    Files.write(file, whole);
    long before = THREADS.getCurrentThreadAllocatedBytes();
    long began = THREADS.getCurrentThreadCpuTime();
    boolean refused = !succeeds(format, () -> format.read(file));
    long bytes = THREADS.getCurrentThreadAllocatedBytes() - before;
    if (!refused) {
      succeeds(format, () -> format.use(file));
    }
    long nanos = THREADS.getCurrentThreadCpuTime() - began;
    if (nanos > SECOND * Math.ceilDiv(whole.length + 1, 1024)) {
      throw new AssertionError(format + ": " + nanos / 1_000_000 + " ms for " + whole.length + " bytes");
    }
    if (bytes > slack + format.mostAllocated(whole.length)) {
      throw new AssertionError(format + ": " + bytes + " bytes allocated for " + whole.length);
    }
    return new Reading(nanos, bytes, refused);
  }

  private static boolean succeeds(HostileFormat format, Attempt attempt) {
    try {
      attempt.run();
      return true;
    } catch (GradusException ours) {
      checkLine(ours.getMessage());
      return false;
    } catch (IOException | RuntimeException | OutOfMemoryError | StackOverflowError other) {
      throw new AssertionError(format + ": not an exception of ours", other);
    }
  }

  /// A message is one line that a terminal shows and does not obey, of a length that people read.
  private static void checkLine(String message) {
    if (message == null || message.isBlank() || message.length() > LONGEST_LINE) {
      throw new AssertionError("not a line to read: " + (message == null ? "null" : message.length() + " characters"));
    }
    message.codePoints().forEach(c -> {
      switch (Character.getType(c)) {
        case Character.CONTROL, Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR, Character.SURROGATE ->
            throw new AssertionError(String.format("character U+%04X in the message: %s", c, GradusException.excerpt(message)));
        default -> {
          // Seen as it is.
        }
      }
    });
  }

  /// Does what may fail as it should.
  static void either(Attempt reading) throws IOException {
    try {
      reading.run();
    } catch (GradusException ours) {
      checkLine(ours.getMessage());
    }
  }

  /// What commands do with a model before it computes much: describe it, and predict once if that takes little.
  static void use(Model model) throws IOException {
    model.inputs();
    model.classes();
    model.outputs().keySet().forEach(model::classes);
    either(model::summary);
    model.weightsSha256();
    either(() -> predict(model));
  }

  private static void predict(Model model) {
    for (Mode mode : Mode.values()) {
      var graph = model.graph(mode);
      if (graph.values().stream().anyMatch(value -> value.op() instanceof Scan)
          || Backend.SCALAR.memory(Backend.SCALAR.plan(graph), Map.of('N', 1), 1).total() > 1 << 16) {
        return;
      }
    }
    Map<String, Tensor> given = new LinkedHashMap<>();
    model.inputs().forEach((name, type) -> {
      Shape shape = type.shape().rank() > 0 && type.shape().dim(0).equals(Dim.BATCH) ? type.shape().with(0, Dim.of(1)) : type.shape();
      given.put(name, Tensor.zeros(DType.F32, shape));
    });
    Execution execution = new Execution(Backend.SCALAR, 1);
    model.predict(given, execution);
    Ensemble.of(List.of(model)).predictions(Toys.moons(3, 0, 1), execution);
    model.evaluate(Toys.moons(3, 0, 1), execution);
  }

  /// A model that says that it takes such columns.
  static Model tableModel(String columns) {
    Model model = Model.create(Layers.dense(2), Shape.of(2), Seed.seed(1));
    model.note("table", columns);
    return model;
  }

  /// A run that was trained on a table, in a folder beside the file.
  static Path tableRun(Path folder) throws IOException {
    Path run = folder.resolve("run");
    if (!Files.isDirectory(run)) {
      Files.createDirectory(run);
      Files.writeString(run.resolve("recipe.yaml"), "table: {file: t.csv, target: price}\n");
      tableModel(COLUMNS).save(run.resolve("model.gradus"));
    }
    return run;
  }

  /// The names of what is in the folder, which hostile files must not add to.
  List<String> names() throws IOException {
    try (Stream<Path> paths = Files.walk(folder)) {
      return paths.map(path -> folder.relativize(path).toString()).sorted().toList();
    }
  }

  /// Deletes a folder of files.
  static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }
}
