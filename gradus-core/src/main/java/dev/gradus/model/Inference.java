package dev.gradus.model;

import dev.gradus.GradusException;
import dev.gradus.backend.Slice;
import dev.gradus.graph.Graph;
import dev.gradus.tensor.Dim;
import dev.gradus.tensor.Shape;
import dev.gradus.tensor.ShapeException;
import dev.gradus.tensor.Tensor;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/// From tensors to a graph's input and from its output to a tensor, for one example or several.
final class Inference {
  /// So many multiply-adds in all are left to the readable kernels, which start sooner: the vector module's classes take a tenth
  /// of a second to load, and its operations are slow until they are compiled.
  private static final long COLD_WORK = 4_000_000;

  private final Supplier<Runner> maker;
  private volatile Optional<Runner> cold;
  private final AtomicLong coldWork = new AtomicLong();
  private volatile Runner runner;
  private final String output;
  private final Shape inputShape;
  private final Shape rowShape;

  /// @param cold what may run the first examples in place of what `maker` makes, with the same bits
  Inference(Graph graph, String output, Shape inputShape, Supplier<Runner> maker, Optional<Runner> cold) {
    this.maker = maker;
    this.cold = cold;
    this.output = output;
    this.inputShape = inputShape;
    this.rowShape = graph.outputs().get(output).shape().without(0);
  }

  /// The output for one example, or for each of several along axis 0.
  Tensor of(Tensor input, int threads) {
    Optional<Map<Character, Integer>> alone = Lengths.of(inputShape, input.shape());
    boolean single = alone.isPresent();
    Map<Character, Integer> lengths = alone
        .or(() -> input.shape().rank() == 0 ? Optional.empty() : Lengths.of(inputShape, input.shape().without(0)))
        .orElseThrow(() -> new ShapeException(
            "the model takes inputs of shape " + inputShape + ", or several with one more axis in front, not " + input.shape()));
    Shape row = Shape.of(rowShape.resolve(lengths));
    int rowSize = row.size();
    int inputSize = inputShape.elements().resolve(lengths);
    int rows = single ? 1 : input.shape().length(0);
    float[] results = new float[Math.multiplyExact(rows, rowSize)];
    runner(rows, lengths).run(rows, lengths, threads, (executable, first, count) -> {
      if (executable.takes(Model.INPUT)) {
        copy(input, first * inputSize, executable.input(Model.INPUT), count * inputSize);
      }
      executable.run();
      Slice result = executable.output(output);
      System.arraycopy(result.array(), result.offset(), results, first * rowSize, count * rowSize);
    });
    return Tensor.of(single ? row : row.prepend(Dim.of(rows)), results);
  }

  private Runner runner(int rows, Map<Character, Integer> lengths) {
    Runner made = runner;
    if (made != null) {
      return made;
    }
    Optional<Runner> first = cold;
    if (first.isPresent() && coldWork.addAndGet(Math.max(1, first.get().rowWork(lengths)) * rows) < COLD_WORK) {
      return first.get();
    }
    synchronized (this) {
      if (runner == null) {
        runner = maker.get();
        cold = Optional.empty();
      }
      return runner;
    }
  }

  /// Copies part of an input to where a run reads it; bytes are read as value / 255, as data sets read them.
  static void copy(Tensor input, int start, Slice to, int count) {
    switch (input.dtype()) {
      case F32 -> System.arraycopy(input.floats(), start, to.array(), to.offset(), count);
      case U8 -> {
        for (int i = 0; i < count; i++) {
          to.array()[to.offset() + i] = (input.bytes()[start + i] & 0xff) / 255f;
        }
      }
      case I32 -> throw new GradusException("the model takes inputs of type F32, or U8 read as value / 255, not I32");
    }
  }
}
