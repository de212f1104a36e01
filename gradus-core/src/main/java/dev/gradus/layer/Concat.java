package dev.gradus.layer;

import dev.gradus.graph.Value;
import java.util.List;

/// Branches side by side, their outputs joined along the last axis.
///
/// y_{n, ..., c_1 + ... + c_{i-1} + k} = branch_i(x)_{n, ..., k}
///
/// Shapes: x [N, ...] -> y [N, ..., Σ c_i], where branch i gives [N, ..., c_i]
/// Source: definition.
public record Concat(List<Layer> branches) implements NamedLayer {
  public Concat {
    branches = List.copyOf(branches);
  }

  @Override
  public String name() {
    return "concat";
  }

  @Override
  public Value build(Scope scope, Value x) {
    return Value.concat(-1, branches.stream().map(branch -> scope.in("branch", inner -> Sequential.inline(branch, inner, x))).toList());
  }
}
