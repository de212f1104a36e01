package dev.gradus.bench;

import dev.gradus.backend.Workers;
import dev.gradus.op.MatMul;
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

/// Microseconds of a square matrix product.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(value = 2, jvmArgsAppend = {"--add-modules", "jdk.incubator.vector"})
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class GemmBenchmark {
  @Param({"64", "256", "1024"})
  public int n;

  @Param({"1", "2"})
  public int threads;

  @Param({"false", "true"})
  public boolean transposeRight;

  private Workers workers;
  private OneStep step;

  /// Binds the product.
  @Setup(Level.Trial)
  public void bind() {
    workers = new Workers(threads);
    step = new OneStep(new MatMul(false, transposeRight), Shape.of(n, n), Shape.of(n, n), workers);
  }

  /// The product.
  @Benchmark
  public float product() {
    return step.run();
  }

  /// Ends the threads.
  @TearDown(Level.Trial)
  public void close() {
    workers.close();
  }
}
