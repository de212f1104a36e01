package dev.gradus.optimizer;

import dev.gradus.graph.Value;
import dev.gradus.op.UnaryKind;
import dev.gradus.op.Variable;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/// The links that go with any optimizer: momentum, decay, clipping, groups, accumulation. Those that make a method of its
/// own are in [Adaptive] and [AdamFamily].
///
///     adam(1e-3).before(clipByGlobalNorm(1)).after(forParameters(Transforms::decays, weightDecay(0.01)))
public final class Transforms {
  private Transforms() {}

  /// v' = decay · v + g; gives v'.
  ///
  /// Source: Polyak 1964; in this form Sutskever et al. 2013. Deviation: η multiplies v', not g.
  public static GradientTransform trace(double decay) {
    return GradientTransform.each((scope, parameter, g) -> velocity(scope, parameter, g, decay));
  }

  /// v' = decay · v + g; gives g + decay · v', the gradient as if one step ahead.
  ///
  /// Source: Nesterov 1983; in this form Sutskever et al. 2013, at the point looked ahead to. Deviation: none beyond it.
  public static GradientTransform nesterovTrace(double decay) {
    return GradientTransform.each((scope, parameter, g) -> g.add(velocity(scope, parameter, g, decay).multiply(decay)));
  }

  private static Value velocity(UpdateScope scope, Value parameter, Value g, double decay) {
    Value velocity = scope.slot("velocity", parameter);
    Value next = velocity.multiply(decay).add(g);
    scope.update(velocity, next);
    return next;
  }

  /// d + λ · w. Before the optimizer it is L2 regularisation, the gradient of λ / 2 · ‖w‖², coupled to what the optimizer
  /// makes of gradients; after it, decoupled weight decay: each step takes η · λ of w away. For plain gradient descent both
  /// are the same.
  ///
  /// Source: Loshchilov and Hutter 2019, arXiv:1711.05101, algorithm 2. Deviation: see [Optimizers#adamW].
  ///
  /// @param rate λ, at least 0
  public static GradientTransform weightDecay(double rate) {
    Limits.atLeastZero("the weight decay", rate);
    return GradientTransform.each((_, parameter, d) -> rate == 0 ? d : d.add(parameter.multiply(rate)));
  }

  /// d + λ · sign(w): before the optimizer, L1 regularisation, the gradient of λ · Σ|w|, with 0 at w = 0. It draws weights
  /// to 0 and leaves few others.
  ///
  /// Source: Tibshirani 1996, doi:10.1111/j.2517-6161.1996.tb02080.x. Deviation: by steps along a subgradient, so weights come
  /// near 0 rather than to it.
  ///
  /// @param rate λ, at least 0
  public static GradientTransform l1(double rate) {
    Limits.atLeastZero("the L1 rate", rate);
    return GradientTransform.each((_, parameter, d) -> rate == 0 ? d : d.add(parameter.unary(UnaryKind.SIGN).multiply(rate)));
  }

  /// Each number held within [-limit, limit]: min(limit, max(-limit, d)).
  ///
  /// Source: definition.
  ///
  /// @param limit above 0
  public static GradientTransform clipByValue(double limit) {
    Limits.positive("the limit", limit);
    return GradientTransform.each((_, _, d) -> d.maximum(-limit).minimum(limit));
  }

  /// d · min(1, limit / ‖d‖), the norm over each parameter by itself.
  ///
  /// Source: Pascanu, Mikolov and Bengio 2013, arXiv:1211.5063, algorithm 1. Deviation: one norm for each parameter.
  ///
  /// @param limit above 0
  public static GradientTransform clipByNorm(double limit) {
    Limits.positive("the limit", limit);
    return GradientTransform.each((_, _, d) -> d.multiply(shrink(d.square().sum(), limit)));
  }

  /// d · min(1, limit / n), n the norm over all parameters together: the direction as a whole stays.
  ///
  /// Source: Pascanu, Mikolov and Bengio 2013, arXiv:1211.5063, algorithm 1. Deviation: none.
  ///
  /// @param limit above 0
  public static GradientTransform clipByGlobalNorm(double limit) {
    Limits.positive("the limit", limit);
    return (_, _, directions) -> {
      Value squares = directions.stream().map(d -> d.square().sum()).reduce(Value::add).orElse(Value.constant(0));
      Value factor = shrink(squares, limit);
      return directions.stream().map(d -> d.multiply(factor)).toList();
    };
  }

  /// With a norm of 0 the quotient is infinite and the factor 1.
  private static Value shrink(Value squares, double limit) {
    return Value.constant(limit).divide(squares.sqrt()).minimum(1);
  }

  /// A link for some parameters only; the directions of the others pass as they are.
  ///
  /// Source: definition.
  ///
  /// @param which asked with the parameter's path, such as `"conv2d_1/filter"`; see [#decays]
  public static GradientTransform forParameters(Predicate<String> which, GradientTransform transform) {
    return (scope, parameters, directions) -> {
      List<Integer> chosen = new ArrayList<>();
      for (int i = 0; i < parameters.size(); i++) {
        if (which.test(((Variable) parameters.get(i).op()).path())) {
          chosen.add(i);
        }
      }
      List<Value> transformed = transform.apply(
          scope, chosen.stream().map(parameters::get).toList(), chosen.stream().map(directions::get).toList());
      List<Value> all = new ArrayList<>(directions);
      for (int i = 0; i < chosen.size(); i++) {
        all.set(chosen.get(i), transformed.get(i));
      }
      return all;
    };
  }

  /// Whether a parameter is of the kind that weight decay is for: not a `bias`, nor a norm's `gamma` or `beta`, by the last
  /// part of its path.
  ///
  /// Source: definition.
  public static boolean decays(String path) {
    return !List.of("bias", "gamma", "beta").contains(path.substring(path.lastIndexOf('/') + 1));
  }

  /// Gradient accumulation: a step of `transform` by the mean gradient of every `count` batches; between, the weights and
  /// the slots of `transform` stay. With batches of equal size and a mean loss it is the step of one batch `count` times as large
  /// (but for batch normalisation, which sees each batch alone). Steps are still counted by batches, also those of a schedule,
  /// whose rate at the last of each `count` is used; the step that `transform` sees counts its own. Batches left over at the end
  /// of the training are not used.
  ///
  /// It is a link rather than a loop in the trainer because then there is one compiled step, saved and resumed like any
  /// other; the price is that the update is computed with every batch.
  /// Source: definition.
  ///
  /// @param count at least 1
  public static GradientTransform accumulate(int count, GradientTransform transform) {
    Limits.atLeastOne("the number of batches to accumulate", count);
    return count == 1 ? transform : (scope, parameters, directions) -> {
      Value last = scope.last(count);
      List<Value> means = new ArrayList<>();
      for (int i = 0; i < parameters.size(); i++) {
        Value sum = scope.slot("gradientSum", parameters.get(i));
        Value next = sum.add(directions.get(i));
        scope.update(sum, last.select(Value.constant(0), next));
        means.add(next.divide(count));
      }
      return transform.apply(scope.everyLast(count), parameters, means).stream()
          .map(d -> last.select(d, Value.constant(0))).toList();
    };
  }
}
