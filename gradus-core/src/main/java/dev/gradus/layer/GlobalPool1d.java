package dev.gradus.layer;

import dev.gradus.graph.Value;

/// One number for each feature of a sequence: the mean over all steps that count, or the largest:
/// y_{n,k} = Σ_t mask_{n,t} · x_{n,t,k} / Σ_t mask_{n,t}, or max_{t, mask_{n,t} ≠ 0} x_{n,t,k}
///
/// Steps that the scope's mask leaves out don't count; where none is left the result is 0.
///
/// Shapes: x [N, T, d] -> y [N, d]
/// Throws ShapeException if x is no sequence, or the mask is not one of x's steps
/// Source: Collobert et al. 2011, arXiv:1103.0398, has the largest over time; the mean is its definition. Deviation: the mask.
///
/// @param kind mean or largest
public record GlobalPool1d(Pool2d.Kind kind) implements NamedLayer {
  @Override
  public String name() {
    return switch (kind) {
      case AVERAGE -> "globalAveragePool1d";
      case MAX -> "globalMaxPool1d";
    };
  }

  @Override
  public Value build(Scope scope, Value x) {
    Steps.require(scope, x);
    return Steps.mask(scope, x).map(mask -> masked(x, Steps.perFeature(mask))).orElseGet(() -> switch (kind) {
      case AVERAGE -> x.mean(1);
      case MAX -> x.max(1);
    });
  }

  private Value masked(Value x, Value mask) {
    Value zero = Value.constant(0);
    Value one = mask.select(Value.constant(1), zero);
    Value count = one.sum(1);
    return switch (kind) {
      case AVERAGE -> mask.select(x, zero).sum(1).divide(count.maximum(1));
      case MAX -> count.select(mask.select(x, Value.constant(-Float.MAX_VALUE)).max(1), zero);
    };
  }
}
