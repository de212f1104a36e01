package dev.gradus.loss;

import dev.gradus.graph.Value;

/// The losses of the largest margin.
final class Hinge {
  private Hinge() {}

  record Binary() implements Loss {
    @Override
    public String name() {
      return "hinge";
    }

    @Override
    public Value perExample(Value z, Value target) {
      Value sign = Terms.like(name(), target.toFloat(), z).multiply(2).subtract(1);
      return Terms.meanOfEach(Value.constant(1).subtract(sign.multiply(z)).relu());
    }

    @Override
    public Value predict(Value z) {
      return z.add(1).multiply(0.5).maximum(0).minimum(1);
    }
  }

  record MultiClass() implements Loss {
    @Override
    public String name() {
      return "multiClassHinge";
    }

    @Override
    public Value perExample(Value z, Value target) {
      Value label = Terms.oneHot(name(), z, target);
      // The largest of z_j + 1 for other classes and z_t for the label's, less z_t: at least 0.
      Value rivals = z.add(1).subtract(label);
      return rivals.max(1).subtract(label.multiply(z).sum(1));
    }

    @Override
    public Value predict(Value z) {
      return z;
    }
  }
}
