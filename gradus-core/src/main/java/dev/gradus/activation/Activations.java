package dev.gradus.activation;

import dev.gradus.graph.Value;
import dev.gradus.op.UnaryKind;

/// The activation functions, as expressions. All stay finite, in value and gradient, for numbers of any size up to 1e9.
///
/// Which to take: [#relu] first; a function with a slope below 0 where units die; [#gelu] or [#silu] in deep networks with
/// normalisation; [#selu] in deep networks of dense layers without; [#sigmoid] and [#tanh] for gates and bounded outputs.
public final class Activations {
  /// The α of [#selu].
  public static final double SELU_ALPHA = 1.6732632423543772848170429916717;

  /// The λ of [#selu].
  public static final double SELU_SCALE = 1.0507009873554804934193349852946;

  private Activations() {}

  /// max(0, x). Range [0, ∞), derivative 0 or 1 (0 at 0), at most 1. Good for: the first choice of hidden unit, being cheap
  /// and never flat above 0; a unit whose input is always below 0 no longer learns.
  ///
  /// Source: Nair and Hinton 2010, "Rectified linear units improve restricted Boltzmann machines". Deviation: none.
  public static Value relu(Value x) {
    return x.relu();
  }

  /// x for x > 0, else slope · x. Range (-∞, ∞), derivative 1 or slope (slope at 0), at most 1 for slopes up to
  /// 1. Good for: units that would die as ReLU.
  ///
  /// Source: Maas, Hannun and Ng 2013. Deviation: none.
  public static Value leakyRelu(Value x, double slope) {
    return x.greater(0).select(x, x.multiply(slope));
  }

  /// max(0, x) + alpha · min(0, x). Range (-∞, ∞) for alpha > 0, [0, ∞) for alpha ≤ 0; derivative 1 or alpha (alpha at 0),
  /// at most max(1, alpha). Good for: one formula for ReLU (alpha = 0), leaky ReLU (alpha small) and the absolute value
  /// (alpha = -1).
  ///
  /// Source: Goodfellow, Bengio and Courville 2016, "Deep Learning", section 6.3.1. Deviation: none.
  public static Value generalisedRelu(Value x, double alpha) {
    return x.greater(0).select(x, x.multiply(alpha));
  }

  /// |x|. Range [0, ∞), derivative -1 or 1 (0 at 0), at most 1. Good for: features that don't depend on polarity, such as
  /// edges in images.
  ///
  /// Source: Jarrett, Kavukcuoglu, Ranzato and LeCun 2009, "What is the best multi-stage architecture for object
  /// recognition?". Deviation: none.
  public static Value absoluteValue(Value x) {
    return x.abs();
  }

  /// x for x > 0, else alpha · (e^x - 1). Range (-alpha, ∞), derivative at most max(1, alpha) (alpha at 0). Good for:
  /// outputs whose mean is near 0, without a kink for alpha = 1.
  ///
  /// Source: Clevert, Unterthiner and Hochreiter 2016, arXiv:1511.07289. Deviation: none.
  public static Value elu(Value x, double alpha) {
    Value above = x.greater(0);
    // What is not taken must not overflow: its gradient is 0 times its derivative.
    Value below = above.select(Value.constant(0), x);
    return above.select(x, below.unary(UnaryKind.EXPM1).multiply(alpha));
  }

  /// λ · x for x > 0, else λ · α · (e^x - 1), with α = 1.6732632423543772 and λ = 1.0507009873554805. Range (-1.758099, ∞),
  /// derivative at most λ · α = 1.758099 (as x goes to 0 from below, and at 0). Good for: deep networks of dense layers
  /// without normalisation: mean 0 and variance 1 are kept from layer to layer if the kernels are initialised by
  /// [dev.gradus.initializer.Initializers#lecunNormal] and dropout is alpha dropout.
  ///
  /// Source: Klambauer, Unterthiner, Mayr and Hochreiter 2017, arXiv:1706.02515. Deviation: none.
  public static Value selu(Value x) {
    return elu(x, SELU_ALPHA).multiply(SELU_SCALE);
  }

  /// max(0, x) + min(0, alpha · (e^(x / alpha) - 1)) with alpha > 0. Range (-alpha, ∞), derivative at most 1 (1 at 0). Good
  /// for: as ELU, but without a kink for any alpha.
  ///
  /// Source: Barron 2017, arXiv:1704.07483. Deviation: none.
  public static Value celu(Value x, double alpha) {
    Value above = x.greater(0);
    Value below = above.select(Value.constant(0), x);
    return above.select(x, below.divide(alpha).unary(UnaryKind.EXPM1).multiply(alpha));
  }

  /// x · Φ(x) = x · (1 + erf(x / √2)) / 2, where Φ is the normal distribution function. Range [-0.169971, ∞), derivative at
  /// most 1.128904 (at √2). Good for: transformers and other deep networks with normalisation, being smooth and ReLU-like.
  ///
  /// Source: Hendrycks and Gimpel 2016, arXiv:1606.08415. Deviation: none.
  public static Value gelu(Value x) {
    return x.multiply(0.5).multiply(x.multiply(Math.sqrt(0.5)).unary(UnaryKind.ERF).add(1));
  }

  /// x · (1 + tanh(√(2 / π) · (x + 0.044715 · x³))) / 2, within 0.0005 of [#gelu]. Range [-0.170041, ∞), derivative at most
  /// 1.128993.
  /// Good for: weights from networks that were trained with it.
  ///
  /// Source: Hendrycks and Gimpel 2016, arXiv:1606.08415. Deviation: none.
  public static Value geluTanh(Value x) {
    Value inner = x.add(x.square().multiply(x).multiply(0.044715)).multiply(Math.sqrt(2 / Math.PI));
    return x.multiply(0.5).multiply(inner.tanh().add(1));
  }

  /// x · sigmoid(x), also called swish. Range [-0.278465, ∞), derivative at most 1.099839. Good for: deep convolution
  /// networks, as a smooth ReLU.
  ///
  /// Source: Elfwing, Uchibe and Doya 2017, arXiv:1702.03118; Ramachandran, Zoph and Le 2017, arXiv:1710.05941.
  /// Deviation: none.
  public static Value silu(Value x) {
    return x.multiply(x.sigmoid());
  }

  /// x · tanh(softplus(x)). Range [-0.308843, ∞), derivative at most 1.088498. Good for: as [#silu], a little steeper and
  /// dearer.
  ///
  /// Source: Misra 2019, arXiv:1908.08681. Deviation: none.
  public static Value mish(Value x) {
    return x.multiply(softplus(x).tanh());
  }

  /// ln(1 + e^x). Range (0, ∞), derivative sigmoid(x), less than 1. Good for: outputs that must be above 0, such as a
  /// deviation or a rate; as a hidden unit ReLU does better.
  ///
  /// Source: Dugas, Bengio, Bélisle, Nadeau and Garcia 2001, "Incorporating second-order functional knowledge for better
  /// option pricing". Deviation: none.
  public static Value softplus(Value x) {
    // max(x, 0) + ln(1 + e^-|x|), by a mask so that the derivative at 0 is 1/2.
    Value above = x.greater(0);
    return above.select(x, Value.constant(0)).add(above.select(x.negate(), x).exp().log1p());
  }

  /// x / (1 + |x|). Range (-1, 1), derivative at most 1 (at 0). Good for: as tanh, but it saturates slowly: the derivative
  /// falls as 1 / x² instead of e^-2|x|.
  ///
  /// Source: Bergstra, Desjardins, Lamblin and Bengio 2009, "Quadratic polynomials learn better image features".
  /// Deviation: none.
  public static Value softsign(Value x) {
    return x.divide(x.abs().add(1));
  }

  /// min(1, max(0, x / 6 + 1/2)). Range [0, 1], derivative 1/6 between -3 and 3, else 0 (0 at both ends), at most 1/6. Good
  /// for: gates where e^x is too dear.
  ///
  /// Source: Howard et al. 2019, arXiv:1905.02244. Deviation: none; Courbariaux et al. 2015 have slope 1/2, others 1/5.
  public static Value hardSigmoid(Value x) {
    return x.divide(6).add(0.5).maximum(0).minimum(1);
  }

  /// min(1, max(-1, x)). Range [-1, 1], derivative 1 between -1 and 1, else 0 (0 at both ends), at most 1. Good for: bounded
  /// outputs and recurrent networks where tanh is too dear.
  ///
  /// Source: Collobert 2004, "Large scale machine learning" (thesis). Deviation: none.
  public static Value hardTanh(Value x) {
    return x.maximum(-1).minimum(1);
  }

  /// x · hardSigmoid(x). Range [-0.375, ∞), derivative at most 1.5 (as x goes to 3 from below). Good for: [#silu] on small
  /// devices.
  ///
  /// Source: Howard et al. 2019, arXiv:1905.02244. Deviation: none.
  public static Value hardSwish(Value x) {
    return x.multiply(hardSigmoid(x));
  }

  /// 1 / (1 + e^-x). Range (0, 1), derivative at most 0.25. Good for: gates and probabilities; as a hidden unit it saturates
  /// on both sides.
  ///
  /// Source: Rumelhart, Hinton and Williams 1986, doi:10.1038/323533a0, equation 2. Deviation: none.
  public static Value sigmoid(Value x) {
    return x.sigmoid();
  }

  /// (e^x - e^-x) / (e^x + e^-x). Range (-1, 1), derivative at most 1 (at 0). Good for: recurrent networks and bounded
  /// outputs; better than sigmoid as a hidden unit, its mean being near 0.
  ///
  /// Source: LeCun, Bottou, Orr and Müller 1998, "Efficient BackProp". Deviation: without its factors 1.7159 and 2/3.
  public static Value tanh(Value x) {
    return x.tanh();
  }

  /// e^(x_i) / Σ_j e^(x_j) over the last axis. Range (0, 1), each row sums to 1. The largest is subtracted first, so that
  /// nothing overflows.
  ///
  /// Source: Bridle 1990, "Probabilistic interpretation of feedforward classification network outputs". Deviation: none.
  public static Value softmax(Value x) {
    Value shifted = shifted(x);
    Value powers = shifted.exp();
    return powers.divide(powers.sumKeep(-1));
  }

  /// ln softmax(x) = x_i - ln Σ_j e^(x_j) over the last axis, without a detour through numbers near 0.
  ///
  /// Source: the logarithm of [#softmax]. Deviation: none.
  public static Value logSoftmax(Value x) {
    Value shifted = shifted(x);
    return shifted.subtract(shifted.exp().sumKeep(-1).log());
  }

  /// Subtracting any number from all leaves softmax as it is, so the gradient need not go through the largest.
  private static Value shifted(Value x) {
    return x.subtract(x.maxKeep(-1).stopGradient());
  }
}
