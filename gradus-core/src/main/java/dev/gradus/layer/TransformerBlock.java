package dev.gradus.layer;

import dev.gradus.graph.Value;
import dev.gradus.initializer.Initializers;

/// One block of a transformer, of layers that there are: h = x + attention(layerNorm(x)), then
/// y = h + dense(relu(dense(layerNorm(h))))
///
/// Shapes: x [N, T, d] -> y [N, T, d]
/// Parameters: 4 · d · (d + 1) + 2 · d · units + units + d + 4 · d
/// Throws ShapeException as [MultiHeadAttention] does
/// Source: Vaswani et al. 2017, arXiv:1706.03762. Deviation: normalises before each part instead of after it (Xiong et al. 2020,
/// arXiv:2002.04745), which trains without a warm-up; end a stack of blocks with layerNorm().
///
/// @param heads as in [MultiHeadAttention]
/// @param units the width between the two dense layers; the paper has 4 · d
/// @param dropout the fraction dropped of the weights and of what each part adds; default 0
/// @param sight which steps a step looks at; default [MultiHeadAttention.Sight#ALL]
public record TransformerBlock(int heads, int units, double dropout, MultiHeadAttention.Sight sight) implements NamedLayer {
  public TransformerBlock {
    Require.positive("heads", heads);
    Require.positive("units", units);
    Require.within("the dropout rate", dropout, 0, 1);
  }

  TransformerBlock(int heads, int units) {
    this(heads, units, 0, MultiHeadAttention.Sight.ALL);
  }

  /// The same block with dropout.
  public TransformerBlock dropout(double rate) {
    return new TransformerBlock(heads, units, rate, sight);
  }

  /// The same block in which no step looks at later ones.
  public TransformerBlock causal() {
    return new TransformerBlock(heads, units, dropout, MultiHeadAttention.Sight.EARLIER);
  }

  @Override
  public String name() {
    return "transformerBlock";
  }

  @Override
  public Value build(Scope scope, Value x) {
    Steps.require(scope, x);
    var attention = new MultiHeadAttention(heads, dropout, sight, Initializers.glorotUniform(), Bias.YES);
    Layer looking = part(Layers.layerNorm(), attention);
    Layer thinking = part(Layers.layerNorm(), Layers.dense(units).initializer(Initializers.heNormal()), Layers.relu(),
        Layers.dense(x.shape().length(2)));
    return Layers.sequential(looking, thinking).build(scope, x);
  }

  private Layer part(Layer... layers) {
    Layer block = Layers.sequential(layers);
    return Layers.residual(dropout == 0 ? block : Layers.sequential(block, Layers.dropout(dropout)));
  }
}
