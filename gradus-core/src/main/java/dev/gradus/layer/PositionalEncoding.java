package dev.gradus.layer;

import dev.gradus.graph.Value;
import dev.gradus.tensor.Shape;

/// Adds to each step a vector that tells where it is: y_t = x_t + p_t, with p_{t,2i} = sin(t / 10000^(2i/d)) and
/// p_{t,2i+1} = cos(t / 10000^(2i/d)), t from 0
///
/// Attention alone sees a set of steps, not their order. Good for: attention over sequences, and no more parameters.
///
/// Shapes: x [N, T, d] -> y [N, T, d]
/// State: the table `encoding` [T, d], computed in double and rounded once; training leaves it as it is
/// Throws ShapeException if x is no sequence
/// Source: Vaswani et al. 2017, arXiv:1706.03762. Deviation: an odd d ends with a sine; embeddings are not multiplied by √d
/// before, since [Embedding] starts with numbers of that size.
public record PositionalEncoding() implements NamedLayer {
  @Override
  public String name() {
    return "positionalEncoding";
  }

  @Override
  public Value build(Scope scope, Value x) {
    Steps.require(scope, x);
    Shape table = Shape.of(x.shape().length(1), x.shape().length(2));
    return x.add(scope.state("encoding", table, (values, shape, _) -> fill(values, shape.length(1))));
  }

  private static void fill(float[] table, int width) {
    for (int i = 0; i < table.length; i++) {
      int column = i % width;
      // StrictMath: a model's bits must not depend on the machine that makes it.
      double angle = i / width / StrictMath.pow(10000, (double) (column - column % 2) / width);
      table[i] = (float) (column % 2 == 0 ? StrictMath.sin(angle) : StrictMath.cos(angle));
    }
  }
}
