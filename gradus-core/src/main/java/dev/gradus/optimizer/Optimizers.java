package dev.gradus.optimizer;

/// The optimizers, for static import.
public final class Optimizers {
  private Optimizers() {}

  /// Gradient descent: w' = w - η · g. Batch, mini-batch or stochastic by the trainer's batch size.
  ///
  /// Source: Robbins and Monro 1951, doi:10.1214/aoms/1177729586. Deviation: η is constant unless a [Schedule] lowers it.
  ///
  /// @param learningRate η
  public static Optimizer gradientDescent(double learningRate) {
    return new Optimizer("gradientDescent", learningRate, (_, _, gradients) -> gradients);
  }

  /// Momentum with μ = 0.9. See [#momentum(double, double)].
  public static Optimizer momentum(double learningRate) {
    return momentum(learningRate, 0.9);
  }

  /// Momentum: v' = μ · v + g; w' = w - η · v'
  ///
  /// Source: Polyak 1964; in this form Sutskever et al. 2013. Deviation: η multiplies v', not g.
  ///
  /// @param learningRate η
  /// @param decay μ in [0, 1); default 0.9
  public static Optimizer momentum(double learningRate, double decay) {
    return new Optimizer("momentum", learningRate, Transforms.trace(Limits.belowOne("the momentum", decay)));
  }

  /// Nesterov's momentum with μ = 0.9. See [#nesterov(double, double)].
  public static Optimizer nesterov(double learningRate) {
    return nesterov(learningRate, 0.9);
  }

  /// Nesterov's momentum: v' = μ · v + g; w' = w - η · (g + μ · v')
  ///
  /// Source: Nesterov 1983; in this form Sutskever et al. 2013. Deviation: w is the point looked ahead to, and η multiplies v',
  /// not g.
  ///
  /// @param learningRate η
  /// @param decay μ in [0, 1); default 0.9
  public static Optimizer nesterov(double learningRate, double decay) {
    return new Optimizer("nesterov", learningRate, Transforms.nesterovTrace(Limits.belowOne("the momentum", decay)));
  }

  /// AdaGrad with a first accumulator of 0 and ε = 1e-10. See [#adaGrad(double, double, double)].
  public static Optimizer adaGrad(double learningRate) {
    return adaGrad(learningRate, 0, 1e-10);
  }

  /// AdaGrad: s' = s + g²; w' = w - η · g / (√s' + ε). Steps of numbers that see large gradients shrink sooner.
  ///
  /// Source: Duchi, Hazan and Singer 2011, the diagonal form with δ = ε (JMLR 12). Deviation: none.
  ///
  /// @param learningRate η
  /// @param initial s at first, at least 0; default 0
  /// @param epsilon ε; default 1e-10
  public static Optimizer adaGrad(double learningRate, double initial, double epsilon) {
    return new Optimizer("adaGrad", learningRate, Adaptive.scaleByAdaGrad(initial, epsilon));
  }

  /// AdaDelta with ρ = 0.95, ε = 1e-6. See [#adaDelta(double, double, double)].
  public static Optimizer adaDelta(double learningRate) {
    return adaDelta(learningRate, 0.95, 1e-6);
  }

  /// AdaDelta: s' = ρ · s + (1 - ρ) · g²; Δ = g · √(d + ε) / √(s' + ε); d' = ρ · d + (1 - ρ) · Δ²; w' = w - η · Δ
  ///
  /// Source: Zeiler 2012, arXiv:1212.5701, algorithm 1. Deviation: the paper has no η; with 1 it is the paper's.
  ///
  /// @param learningRate η; the paper's is 1
  /// @param decay ρ in [0, 1); default 0.95
  /// @param epsilon ε; default 1e-6
  public static Optimizer adaDelta(double learningRate, double decay, double epsilon) {
    return new Optimizer("adaDelta", learningRate, Adaptive.scaleByAdaDelta(decay, epsilon));
  }

  /// RMSProp with ρ = 0.9, ε = 1e-8. See [#rmsProp(double, double, double)].
  public static Optimizer rmsProp(double learningRate) {
    return rmsProp(learningRate, 0.9, 1e-8);
  }

  /// RMSProp: s' = ρ · s + (1 - ρ) · g²; w' = w - η · g / (√s' + ε)
  ///
  /// Source: Tieleman and Hinton 2012, Neural networks for machine learning, lecture 6.5. Deviation: ε, against division by 0.
  ///
  /// @param learningRate η; 0.001 is usual
  /// @param decay ρ in [0, 1); default 0.9
  /// @param epsilon ε; default 1e-8
  public static Optimizer rmsProp(double learningRate, double decay, double epsilon) {
    return new Optimizer("rmsProp", learningRate, Adaptive.scaleByRmsProp(decay, epsilon));
  }

  /// Centred RMSProp with ρ = 0.95, ε = 1e-4. See [#centredRmsProp(double, double, double)].
  public static Optimizer centredRmsProp(double learningRate) {
    return centredRmsProp(learningRate, 0.95, 1e-4);
  }

  /// Centred RMSProp, by the gradient's deviation rather than its size: s' = ρ · s + (1 - ρ) · g²; m' = ρ · m + (1 - ρ) · g;
  /// w' = w - η · g / √(s' - m'² + ε)
  ///
  /// Source: Graves 2013, arXiv:1308.0850, equations 38 to 41. Deviation: without its momentum, which is
  /// `.after(Transforms.trace(0.9))`; s' - m'² is held at 0 or above.
  ///
  /// @param learningRate η; the paper's is 1e-4
  /// @param decay ρ in [0, 1), the paper's ℵ; default 0.95
  /// @param epsilon ε, within the root; default 1e-4
  public static Optimizer centredRmsProp(double learningRate, double decay, double epsilon) {
    return new Optimizer("centredRmsProp", learningRate, Adaptive.scaleByCentredRmsProp(decay, epsilon));
  }

  /// Rprop with η⁻ = 0.5, η⁺ = 1.2 and factors from 1e-5 to 500. See [#rprop(double, double, double, double, double)].
  public static Optimizer rprop(double learningRate) {
    return rprop(learningRate, 0.5, 1.2, 1e-5, 500);
  }

  /// Resilient propagation, in the form iRprop⁻: w' = w - η · a' · sign(g). The factor a of each number, 1 at first, grows to
  /// a' = a · η⁺ while the gradient's sign stays, and shrinks to a · η⁻ where it changed, in which step the number rests. It
  /// looks at signs alone, so it is for gradients of the whole set: see [dev.gradus.train.Trainer#WHOLE_SET].
  ///
  /// Source: Riedmiller and Braun 1993; iRprop⁻ from Igel and Hüsken 2000, without backtracking of weights. Deviation: the
  /// step sizes Δ and their bounds are written as multiples of η = Δ₀; with η = 0.1 the defaults are the paper's.
  ///
  /// @param learningRate η, the first step size Δ₀; the paper's is 0.1
  /// @param decrease η⁻ in (0, 1); default 0.5
  /// @param increase η⁺ above 1; default 1.2
  /// @param smallest the least factor a, in [0, 1]; default 1e-5
  /// @param largest the largest factor a, at least 1; default 500
  public static Optimizer rprop(double learningRate, double decrease, double increase, double smallest, double largest) {
    return new Optimizer("rprop", learningRate, Adaptive.rprop(decrease, increase, smallest, largest));
  }

  /// Adam with β1 = 0.9, β2 = 0.999, ε = 1e-8. See [#adam(double, double, double, double)].
  public static Optimizer adam(double learningRate) {
    return adam(learningRate, 0.9, 0.999, 1e-8);
  }

  /// Adam: w' = w - η · m̂ / (√v̂ + ε), with running means m of the gradient and v of its square, corrected for their
  /// start at 0.
  ///
  /// Source: Kingma and Ba 2015, arXiv:1412.6980, algorithm 1. Deviation: none.
  ///
  /// @param learningRate η; the paper's 0.001
  /// @param beta1 in [0, 1); default 0.9
  /// @param beta2 in [0, 1); default 0.999
  /// @param epsilon ε; default 1e-8
  public static Optimizer adam(double learningRate, double beta1, double beta2, double epsilon) {
    return new Optimizer("adam", learningRate, AdamFamily.scaleByAdam(beta1, beta2, epsilon));
  }

  /// AMSGrad with β1 = 0.9, β2 = 0.999, ε = 1e-8. See [#amsGrad(double, double, double, double)].
  public static Optimizer amsGrad(double learningRate) {
    return amsGrad(learningRate, 0.9, 0.999, 1e-8);
  }

  /// AMSGrad, Adam with steps that never grow: m' = β1 · m + (1 - β1) · g; v' = β2 · v + (1 - β2) · g²; v̂' = max(v̂, v');
  /// w' = w - η · m' / (√v̂' + ε)
  ///
  /// Source: Reddi, Kale and Kumar 2018, arXiv:1904.09237, algorithm 2: as there, without Adam's correction for the start at 0.
  /// Deviation: ε, as in Adam; η and β1 as given in every step, where the proof lets them fall.
  ///
  /// @param learningRate η
  /// @param beta1 in [0, 1); default 0.9
  /// @param beta2 in [0, 1); default 0.999
  /// @param epsilon ε; default 1e-8
  public static Optimizer amsGrad(double learningRate, double beta1, double beta2, double epsilon) {
    return new Optimizer("amsGrad", learningRate, AdamFamily.scaleByAmsGrad(beta1, beta2, epsilon));
  }

  /// AdaMax with β1 = 0.9, β2 = 0.999, ε = 1e-8. See [#adaMax(double, double, double, double)].
  public static Optimizer adaMax(double learningRate) {
    return adaMax(learningRate, 0.9, 0.999, 1e-8);
  }

  /// AdaMax, Adam by the largest gradient: m' = β1 · m + (1 - β1) · g; u' = max(β2 · u, |g|);
  /// w' = w - η / (1 - β1^t) · m' / (u' + ε)
  ///
  /// Source: Kingma and Ba 2015, arXiv:1412.6980, algorithm 2. Deviation: ε, so that gradients that were always 0 give no step.
  ///
  /// @param learningRate η, the paper's α = 0.002
  /// @param beta1 in [0, 1); default 0.9
  /// @param beta2 in [0, 1); default 0.999
  /// @param epsilon ε; default 1e-8
  public static Optimizer adaMax(double learningRate, double beta1, double beta2, double epsilon) {
    return new Optimizer("adaMax", learningRate, AdamFamily.scaleByAdaMax(beta1, beta2, epsilon));
  }

  /// Nadam with β1 = 0.9, β2 = 0.999, ε = 1e-8. See [#nadam(double, double, double, double)].
  public static Optimizer nadam(double learningRate) {
    return nadam(learningRate, 0.9, 0.999, 1e-8);
  }

  /// Nadam, Adam with Nesterov's momentum: w' = w - η · m̄ / (√v̂ + ε), with
  /// m̄ = β1 · m' / (1 - β1^(t+1)) + (1 - β1) · g / (1 - β1^t) and m', v̂ as in Adam.
  ///
  /// Source: Dozat 2016, Incorporating Nesterov momentum into Adam, ICLR workshop, algorithm 2. Deviation: one μ = β1 for all
  /// steps, where the paper may raise it from step to step; v̂ as in Adam, where the paper has it times ν once more.
  ///
  /// @param learningRate η; 0.002 is usual
  /// @param beta1 μ in [0, 1); default 0.9
  /// @param beta2 ν in [0, 1); default 0.999
  /// @param epsilon ε; default 1e-8
  public static Optimizer nadam(double learningRate, double beta1, double beta2, double epsilon) {
    return new Optimizer("nadam", learningRate, AdamFamily.scaleByNadam(beta1, beta2, epsilon));
  }

  /// AdamW with β1 = 0.9, β2 = 0.999, ε = 1e-8, λ = 0.01. See [#adamW(double, double, double, double, double)].
  public static Optimizer adamW(double learningRate) {
    return adamW(learningRate, 0.9, 0.999, 1e-8, 0.01);
  }

  /// AdamW, Adam with decoupled weight decay: w' = w - η · (m̂ / (√v̂ + ε) + λ · w). It decays every parameter; to spare biases
  /// and norms, see [Transforms#forParameters].
  ///
  /// Source: Loshchilov and Hutter 2019, arXiv:1711.05101, algorithm 2. Deviation: λ is multiplied by the whole rate
  /// η = η_t · α, the paper's by the schedule η_t alone; so its λ is this λ · α.
  ///
  /// @param learningRate η; 0.001 is usual
  /// @param beta1 in [0, 1); default 0.9
  /// @param beta2 in [0, 1); default 0.999
  /// @param epsilon ε; default 1e-8
  /// @param weightDecay λ, at least 0; default 0.01
  public static Optimizer adamW(double learningRate, double beta1, double beta2, double epsilon, double weightDecay) {
    return new Optimizer("adamW", learningRate,
        AdamFamily.scaleByAdam(beta1, beta2, epsilon).then(Transforms.weightDecay(weightDecay)));
  }

  /// Lion with β1 = 0.9, β2 = 0.99, λ = 0. See [#lion(double, double, double, double)].
  public static Optimizer lion(double learningRate) {
    return lion(learningRate, 0.9, 0.99, 0);
  }

  /// Lion: w' = w - η · (sign(β1 · m + (1 - β1) · g) + λ · w); m' = β2 · m + (1 - β2) · g. Every number moves by η, so η is a
  /// third to a tenth of Adam's and wants a schedule that ends low.
  ///
  /// Source: Chen et al. 2023, arXiv:2302.06675, algorithm 2. Deviation: none.
  ///
  /// @param learningRate η; 1e-4 is usual
  /// @param beta1 in [0, 1); default 0.9
  /// @param beta2 in [0, 1); default 0.99
  /// @param weightDecay λ, at least 0; default 0
  public static Optimizer lion(double learningRate, double beta1, double beta2, double weightDecay) {
    return new Optimizer("lion", learningRate, Adaptive.signOfMomentum(beta1, beta2).then(Transforms.weightDecay(weightDecay)));
  }

  /// LAMB with β1 = 0.9, β2 = 0.999, ε = 1e-6, λ = 0.01. See [#lamb(double, double, double, double, double)].
  public static Optimizer lamb(double learningRate) {
    return lamb(learningRate, 0.9, 0.999, 1e-6, 0.01);
  }

  /// LAMB, AdamW with steps in proportion to each parameter's weights, for large batches: d = m̂ / (√v̂ + ε) + λ · w;
  /// w' = w - η · d · ‖w‖ / ‖d‖, the norms over each kernel, bias and so on as a whole; where one is 0, w' = w - η · d.
  ///
  /// Source: You et al. 2020, arXiv:1904.00962, algorithm 2 with φ(z) = z. Deviation: the rule for norms of 0, of which the
  /// paper says nothing.
  ///
  /// @param learningRate η
  /// @param beta1 in [0, 1); default 0.9
  /// @param beta2 in [0, 1); default 0.999
  /// @param epsilon ε; default 1e-6
  /// @param weightDecay λ, at least 0; default 0.01
  public static Optimizer lamb(double learningRate, double beta1, double beta2, double epsilon, double weightDecay) {
    return new Optimizer("lamb", learningRate, AdamFamily.scaleByAdam(beta1, beta2, epsilon)
        .then(Transforms.weightDecay(weightDecay)).then(AdamFamily.scaleByTrustRatio()));
  }
}
