package dev.gradus.data.table;

import dev.gradus.activation.Activations;
import dev.gradus.graph.Value;
import dev.gradus.initializer.Initializer;
import dev.gradus.initializer.Initializers;
import dev.gradus.layer.Layers;
import dev.gradus.layer.NamedLayer;
import dev.gradus.layer.Scope;
import dev.gradus.loss.Loss;
import dev.gradus.tensor.Dim;
import dev.gradus.tensor.Shape;

/// Several small networks side by side, of two hidden layers each; trained at once, since one wide product costs little more than a
/// narrow one. They begin with saying 0.
///
/// Shapes: x [N, features] -> y [N, members · outputs], member after member
/// Source: definition.
///
/// @param units of the first hidden layer; the second has half as many
record Members(int members, int units, int outputs, double dropout) implements NamedLayer {
  /// How far a feature may be from 0 for the hidden layers, lest one far outlier rules what they say.
  static final double FARTHEST = 10;

  @Override
  public String name() {
    return "members";
  }

  @Override
  public Value build(Scope scope, Value x) {
    Dim n = x.shape().dim(0);
    int half = Math.max(1, units / 2);
    Value first = Layers.sequential(Layers.dense(members * units).initializer(Initializers.heNormal()), Layers.relu(),
        Layers.dropout(dropout)).apply(scope, x);
    Value apart = first.reshape(Shape.of(n, Dim.of(members), Dim.of(units))).transpose(1, 0, 2);
    Value second = Activations.relu(each(scope, "second", apart, half, normal(Math.sqrt(2.0 / units))));
    Value third = each(scope, "third", second, outputs, Initializers.zeros());
    return third.transpose(1, 0, 2).reshape(Shape.of(n, Dim.of(members * outputs)));
  }

  /// A layer of each member: [members, N, in] -> [members, N, out].
  private Value each(Scope scope, String name, Value x, int out, Initializer initializer) {
    int in = x.shape().length(2);
    Value product = x.matmul(scope.parameter(name, Shape.of(members, in, out), initializer));
    return product.add(scope.parameter(name + "_bias", Shape.of(members, 1, out), Initializers.zeros()).broadcast(product.shape()));
  }

  private static Initializer normal(double deviation) {
    return (values, _, random) -> {
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) (deviation * random.nextGaussian());
      }
    };
  }

  /// The mean of the members: [N, members · outputs] -> [N, outputs].
  Value mean(Value y) {
    return y.reshape(Shape.of(y.shape().dim(0), Dim.of(members), Dim.of(outputs))).mean(1);
  }

  /// The mean loss of the members that may learn from an example.
  ///
  /// Shapes: output [N, members · outputs]; target [N, ...]: first, for classes alone, the probability of each; then for each member
  /// and output, what a linear model says in logits, to which the member adds, or the number to learn; then 0 for each member that
  /// may learn from the example, else 1
  record Shared(Members of, boolean classes) implements Loss {
    @Override
    public String name() {
      return classes ? "members' cross entropy" : "members' Huber";
    }

    @Override
    public Value perExample(Value output, Value target) {
      Dim n = output.shape().dim(0);
      int own = of.members * of.outputs;
      int first = classes ? of.outputs : 0;
      // Where examples are mixed, so are these numbers: 0 is left only where a member may see both.
      Value mask = target.narrow(1, first + own, of.members).equalTo(Value.constant(0).broadcast(Shape.of(n, Dim.of(of.members))));
      Value answer = target.narrow(1, first, own);
      Value each;
      if (classes) {
        Shape apart = Shape.of(n, Dim.of(of.members), Dim.of(of.outputs));
        Value logs = Activations.logSoftmax(output.add(answer).reshape(apart));
        Value right = target.narrow(1, 0, of.outputs).reshape(Shape.of(n, Dim.of(1), Dim.of(of.outputs)));
        each = logs.multiply(right.broadcast(apart)).sum(2).negate();
      } else {
        Value error = output.subtract(answer).abs();
        // Huber's loss: squares up to HUBER, lines beyond.
        Value inner = error.minimum(HUBER);
        each = inner.multiply(error.subtract(inner.multiply(0.5)));
      }
      return each.multiply(mask).sum(1).multiply(1.0 / of.members);
    }

    @Override
    public Value predict(Value output) {
      return output;
    }
  }

  /// Beyond so many deviations errors count linearly.
  static final double HUBER = 3;
}
