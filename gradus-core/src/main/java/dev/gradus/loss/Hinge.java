package dev.gradus.loss;

import dev.gradus.graph.Value;
import dev.gradus.tensor.Shape;

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
      // Sorted, the classes with a probability are those before the sum of leads over z_j reaches 1; no order is needed to tell.
      int classes = z.shape().length(1);
      Value rows = z.reshape(Shape.of(classes, 1).batched());
      Value leads = z.reshape(Shape.of(1, classes).batched()).subtract(rows).relu().sum(2);
      Value counted = Value.constant(1).greater(leads);
      // From the largest down: large scores lose nothing to the sum.
      Value below = z.subtract(z.maxKeep(1));
      Value threshold = counted.multiply(below).sumKeep(1).subtract(1).divide(counted.sumKeep(1));
      return below.subtract(threshold).relu();
    }
  }
}
