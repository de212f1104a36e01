package dev.gradus.layer;

import dev.gradus.activation.Activations;
import dev.gradus.graph.Path;
import dev.gradus.graph.Value;
import dev.gradus.initializer.Initializer;
import dev.gradus.initializer.Initializers;
import dev.gradus.op.MatMul;
import dev.gradus.tensor.Dim;
import dev.gradus.tensor.Shape;
import dev.gradus.tensor.ShapeException;
import java.util.Optional;

/// Self-attention: each step becomes a mean of all steps, weighted by how well its query fits their keys:
/// attention(Q, K, V) = softmax(Q · Kᵀ / √d_k) · V, for each head with a part of d_k = d / heads features of
/// Q = x · query, K = x · key, V = x · value; then the heads side by side · output
///
/// Steps that the scope's mask leaves out get no weight and no gradient through their keys and values; where none is left, the mean
/// is 0. What becomes of a step that is left out itself is not defined: later layers leave it out too.
///
/// Shapes: x [N, T, d], four kernels [d, d], four biases [d], weights [N, heads, T, T] -> y [N, T, d]
/// Parameters: 4 · d · d (+ 4 · d)
/// Memory: the weights, N · heads · T · T numbers
/// Throws ShapeException if x is no sequence, d is not divisible by heads, or the mask is not one of x's steps
/// Source: Vaswani et al. 2017, arXiv:1706.03762. Deviation: biases, which the paper has not, and dropout of the weights, as in
/// its authors' program.
///
/// @param heads into how many parts the features are cut, the paper's h
/// @param dropout the fraction of weights dropped while training; default 0
/// @param sight which steps a step looks at; default [Sight#ALL]
/// @param kernelInitializer default Glorot uniform
/// @param bias whether each of the four products has one, starting at 0; default yes
public record MultiHeadAttention(int heads, double dropout, Sight sight, Initializer kernelInitializer, Bias bias) implements NamedLayer {
  /// Which steps a step looks at.
  public enum Sight {
    /// All steps.
    ALL,
    /// Itself and those before it, so that no step knows what comes: the causal mask.
    EARLIER
  }

  /// What a score is that must not win: whatever is subtracted from it, its power is 0.
  private static final double LOWEST = -Float.MAX_VALUE;

  public MultiHeadAttention {
    Require.positive("heads", heads);
    Require.within("the dropout rate", dropout, 0, 1);
  }

  MultiHeadAttention(int heads) {
    this(heads, 0, Sight.ALL, Initializers.glorotUniform(), Bias.YES);
  }

  /// The same layer with dropout of the weights.
  public MultiHeadAttention dropout(double rate) {
    return new MultiHeadAttention(heads, rate, sight, kernelInitializer, bias);
  }

  /// The same layer in which no step looks at later ones.
  public MultiHeadAttention causal() {
    return new MultiHeadAttention(heads, dropout, Sight.EARLIER, kernelInitializer, bias);
  }

  /// The same layer with another initialiser.
  public MultiHeadAttention initializer(Initializer other) {
    return new MultiHeadAttention(heads, dropout, sight, other, bias);
  }

  /// The same layer without biases.
  public MultiHeadAttention withoutBias() {
    return new MultiHeadAttention(heads, dropout, sight, kernelInitializer, Bias.NO);
  }

  @Override
  public String name() {
    return "multiHeadAttention";
  }

  @Override
  public Value build(Scope scope, Value x) {
    Steps.require(scope, x);
    int features = x.shape().length(2);
    if (features % heads != 0) {
      throw new ShapeException("layer" + Path.phrase(scope.path()) + ": features (=" + features + ") must be divisible by heads (=" + heads + ")");
    }
    Value query = split(product(scope, "query", x));
    Value key = split(product(scope, "key", x));
    Value value = split(product(scope, "value", x));
    Value scores = query.matmul(key, new MatMul(false, true)).multiply(1 / Math.sqrt((double) features / heads));
    Value weights = weights(scores, kept(scope, x), later(x));
    Value mean = (dropout == 0 ? weights : new Dropout(dropout).build(scope, weights)).matmul(value);
    return product(scope, "output", mean.transpose(0, 2, 1, 3).reshape(x.shape()));
  }

  private Value product(Scope scope, String name, Value x) {
    return scope.named(name, inner -> new Dense(x.shape().length(2), kernelInitializer, bias).build(inner, x));
  }

  /// The heads as an axis of their own. Shapes: [N, T, d] -> [N, heads, T, d_k]
  private Value split(Value x) {
    Shape shape = x.shape();
    Dim part = Dim.of(shape.length(2) / heads);
    return x.reshape(Shape.of(shape.dim(0), shape.dim(1), Dim.of(heads), part)).transpose(0, 2, 1, 3);
  }

  /// Which steps may be looked at at all. Shapes: -> [N, 1, 1, T]
  private static Optional<Value> kept(Scope scope, Value x) {
    return Steps.mask(scope, x)
        .map(mask -> mask.reshape(Shape.of(x.shape().dim(0), Dim.of(1), Dim.of(1), x.shape().dim(1))));
  }

  /// 1 where the column's step comes after the row's. Shapes: -> [T, T]
  private Optional<Value> later(Value x) {
    return switch (sight) {
      case ALL -> Optional.empty();
      case EARLIER -> {
        int length = x.shape().length(1);
        Value steps = Steps.numbers(length);
        yield Optional.of(steps.reshape(Shape.of(1, length)).greater(steps.reshape(Shape.of(length, 1))));
      }
    };
  }

  private static Value weights(Value scores, Optional<Value> kept, Optional<Value> later) {
    Value lowest = Value.constant(LOWEST);
    Value seen = later.map(hidden -> hidden.select(lowest, scores)).orElse(scores);
    if (kept.isEmpty()) {
      // A step sees itself at least.
      return Activations.softmax(seen);
    }
    Value zero = Value.constant(0);
    Value mask = later.map(hidden -> hidden.select(zero, kept.get())).orElse(kept.get());
    Value low = kept.get().select(seen, lowest);
    Value powers = mask.select(low.subtract(low.maxKeep(-1).stopGradient()).exp(), zero);
    // A sum is at least the largest's power, 1, or 0 if no step is left.
    return powers.divide(powers.sumKeep(-1).maximum(0.5));
  }
}
