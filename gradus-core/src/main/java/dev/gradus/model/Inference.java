package dev.gradus.model;

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
  private final Graph graph;
  private final String kind;

  /// @param kind what the graph labels its outputs with
  /// @param cold what may run the first examples in place of what `maker` makes, with the same bits
  Inference(Graph graph, String kind, Supplier<Runner> maker, Optional<Runner> cold) {
    this.graph = graph;
    this.kind = kind;
    this.maker = maker;
    this.cold = cold;
  }

  /// The shape of what is predicted for one example as an output.
  Shape shape(String output) {
    return graph.outputs().get(label(output)).shape().without(0);
  }

  /// What the graph labels an output with.
  String label(String output) {
    return Names.label(kind, output);
  }

  /// The one output for one example of the one input, or for each of several along axis 0.
  Tensor of(Tensor input, Shape inputShape, int threads) {
    Optional<Map<Character, Integer>> alone = Lengths.of(inputShape, input.shape());
    boolean single = alone.isPresent();
    Map<Character, Integer> lengths = alone
        .or(() -> input.shape().rank() == 0 ? Optional.empty() : Lengths.of(inputShape, input.shape().without(0)))
        .orElseThrow(() -> new ShapeException(
            "the model takes inputs of shape " + inputShape + ", or several with one more axis in front, not " + input.shape()));
    Shape row = Shape.of(shape(Model.OUTPUT).resolve(lengths));
    int rowSize = row.size();
    int inputSize = inputShape.elements().resolve(lengths);
    int rows = single ? 1 : input.shape().length(0);
    float[] results = new float[Math.multiplyExact(rows, rowSize)];
    runner(rows, lengths).run(rows, lengths, threads, (executable, first, count) -> {
      if (executable.takes(Model.INPUT)) {
        Feed.copy(input, first * inputSize, executable.input(Model.INPUT), count * inputSize);
      }
      executable.run();
      Slice result = executable.output(kind);
      System.arraycopy(result.array(), result.offset(), results, first * rowSize, count * rowSize);
    });
    return Tensor.of(single ? row : row.prepend(Dim.of(rows)), results);
  }

  /// What runs so many examples now.
  Runner runner(int rows, Map<Character, Integer> lengths) {
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
}
