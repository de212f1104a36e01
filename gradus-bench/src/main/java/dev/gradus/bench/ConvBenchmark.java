package dev.gradus.bench;

import dev.gradus.backend.Workers;
import dev.gradus.op.Conv2d;
import dev.gradus.op.Conv2dFilterGradient;
import dev.gradus.op.Conv2dInputGradient;
import dev.gradus.op.Window;
import dev.gradus.tensor.Shape;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/// Microseconds of a convolution of 32 images and its gradients.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(value = 2, jvmArgsAppend = {"--add-modules", "jdk.incubator.vector"})
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class ConvBenchmark {
  private static final int BATCH = 32;

  /// Side of the images, channels, filters, window, stride.
  @Param({"32,64,64,3,1", "16,128,128,3,1", "8,256,256,3,1", "14,32,64,5,1", "32,16,32,3,2"})
  public String layer;

  @Param({"1", "2"})
  public int threads;

  private Workers workers;
  private OneStep forward;
  private OneStep inputGradient;
  private OneStep filterGradient;

  /// Binds the three.
  @Setup(Level.Trial)
  public void bind() {
    String[] numbers = layer.split(",");
    int side = Integer.parseInt(numbers[0]);
    int channels = Integer.parseInt(numbers[1]);
    int filters = Integer.parseInt(numbers[2]);
    int size = Integer.parseInt(numbers[3]);
    int stride = Integer.parseInt(numbers[4]);
    int pad = size / 2;
    Window window = new Window(size, size, stride, stride, pad, pad, pad, pad, 1, 1);
    Shape x = Shape.of(BATCH, side, side, channels);
    Shape filter = Shape.of(size, size, channels, filters);
    Shape y = Shape.of(BATCH, window.outputRows(side), window.outputColumns(side), filters);
    workers = new Workers(threads);
    forward = new OneStep(new Conv2d(window, 1), x, filter, workers);
    inputGradient = new OneStep(new Conv2dInputGradient(window, 1, side, side), y, filter, workers);
    filterGradient = new OneStep(new Conv2dFilterGradient(window, 1), x, y, workers);
  }

  /// The convolution.
  @Benchmark
  public float forward() {
    return forward.run();
  }

  /// Its gradient by the images.
  @Benchmark
  public float inputGradient() {
    return inputGradient.run();
  }

  /// Its gradient by the filters.
  @Benchmark
  public float filterGradient() {
    return filterGradient.run();
  }

  /// Ends the threads.
  @TearDown(Level.Trial)
  public void close() {
    workers.close();
  }
}
