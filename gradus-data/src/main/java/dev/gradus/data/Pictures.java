package dev.gradus.data;

import dev.gradus.GradusException;
import dev.gradus.data.table.BadRows;
import dev.gradus.dataset.Dataset;
import dev.gradus.tensor.DType;
import dev.gradus.tensor.Shape;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/// The decoded pictures of an [ImageFolder] as labelled examples, a byte for each value.
///
/// They are decoded once, by several threads, into a temporary file that is mapped into memory: the heap holds none of them, and epochs
/// read what the system keeps at hand. The file goes with the Java machine.
public final class Pictures implements Dataset {
  /// Of how many pictures that were left out it is told what is wrong.
  public static final int MOST_TOLD = 10;
  /// A picture of the most pixels takes about so much to decode.
  private static final long HEAP_EACH = 1L << 30;

  private final Shape shape;
  private final List<String> classes;
  private final MemorySegment pixels;
  private final int[] places;
  private final int[] labels;
  private final List<String> skipped;
  private final int skippedPictures;

  private Pictures(ImageFolder folder, Shape shape, MemorySegment pixels, Map<Integer, String> broken) {
    this.shape = shape;
    this.classes = folder.classes();
    this.pixels = pixels;
    this.places = IntStream.range(0, folder.size()).filter(i -> !broken.containsKey(i)).toArray();
    this.labels = IntStream.of(places).map(folder::label).toArray();
    this.skipped = broken.values().stream().limit(MOST_TOLD).toList();
    this.skippedPictures = broken.size();
  }

  static Pictures read(ImageFolder folder, Shape shape, BadRows policy) {
    Images.requireShape(shape);
    Map<Integer, String> broken = new ConcurrentSkipListMap<>();
    int size = Math.multiplyExact(Math.multiplyExact(shape.length(0), shape.length(1)), shape.length(2));
    MemorySegment pixels = space((long) folder.size() * size);
    AtomicInteger next = new AtomicInteger();
    int threads = (int) Math.clamp(Runtime.getRuntime().maxMemory() / HEAP_EACH, 1, Runtime.getRuntime().availableProcessors());
    Runnable work = () -> {
      // Once one is broken and to be refused, those after it needn't be read; those before it have been begun, and are told first.
      for (int i = next.getAndIncrement(); i < folder.size() && (policy == BadRows.SKIP || broken.isEmpty()); i = next.getAndIncrement()) {
        try {
          decode(folder.file(i), shape, pixels, (long) i * size);
        } catch (GradusException wrong) {
          broken.put(i, wrong.getMessage());
        }
      }
    };
    try (ExecutorService crew = Executors.newFixedThreadPool(threads, Thread.ofPlatform().daemon().factory())) {
      for (Future<?> thread : IntStream.range(0, threads).mapToObj(_ -> crew.submit(work)).toList()) {
        thread.get();
      }
    } catch (ExecutionException defect) {
      throw new IllegalStateException(defect.getCause());
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new CancellationException("interrupted while reading pictures");
    }
    if (!broken.isEmpty() && policy == BadRows.REFUSE) {
      throw new GradusException(broken.values().iterator().next()
          + ". Leave such pictures out with --skip-bad-rows, or in a recipe skipBroken: true?");
    }
    if (broken.size() == folder.size()) {
      throw new GradusException("none of the " + folder.size() + " pictures can be read: " + broken.values().iterator().next());
    }
    return new Pictures(folder, shape, pixels, broken);
  }

  private static void decode(Path file, Shape shape, MemorySegment into, long at) {
    float[] values = Images.read(file, shape, Images.Fit.STRETCH, Images.Polarity.AS_IS).floats();
    for (int i = 0; i < values.length; i++) {
      into.set(ValueLayout.JAVA_BYTE, at + i, (byte) Math.round(255 * values[i]));
    }
  }

  private static MemorySegment space(long bytes) {
    Path file = null;
    try {
      file = Files.createTempFile("gradus", ".pixels");
      long free = Files.getFileStore(file).getUsableSpace();
      if (free < bytes) {
        throw new GradusException("the pictures take " + bytes + " bytes in the temporary folder " + file.getParent() + ", which has " + free
            + " left. Choose another with -Djava.io.tmpdir, or make them smaller");
      }
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
        return channel.map(FileChannel.MapMode.READ_WRITE, 0, bytes, Arena.ofAuto());
      }
    } catch (IOException failed) {
      throw new GradusException("can't keep the pictures in a temporary file: " + failed.getMessage(), failed);
    } finally {
      if (file != null && !file.toFile().delete()) {
        // Where a mapped file can't be deleted at once, it is at the end.
        file.toFile().deleteOnExit();
      }
    }
  }

  /// What is wrong with the first pictures that were left out, at most [#MOST_TOLD].
  public List<String> skipped() {
    return skipped;
  }

  /// How many were left out.
  public int skippedPictures() {
    return skippedPictures;
  }

  @Override
  public int size() {
    return places.length;
  }

  @Override
  public Shape inputShape() {
    return shape;
  }

  @Override
  public Shape targetShape() {
    return Shape.SCALAR;
  }

  @Override
  public DType targetType() {
    return DType.I32;
  }

  @Override
  public List<String> classes() {
    return classes;
  }

  /// Each byte as value / 255.
  @Override
  public void readInput(int index, float[] into, int at) {
    int size = shape.size();
    long from = (long) places[index] * size;
    for (int i = 0; i < size; i++) {
      into[at + i] = (pixels.get(ValueLayout.JAVA_BYTE, from + i) & 0xff) / 255f;
    }
  }

  @Override
  public void readTarget(int index, float[] into, int at) {
    throw new GradusException("the targets are class labels: read them with readLabel");
  }

  @Override
  public int readLabel(int index) {
    return labels[index];
  }
}
