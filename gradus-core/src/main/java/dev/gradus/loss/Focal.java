package dev.gradus.loss;

import dev.gradus.activation.Activations;
import dev.gradus.graph.Value;

/// The focal losses: cross-entropy in which examples that are recognised already count little.
final class Focal {
  /// Far below the logarithm of any probability that logits give, but still a number: e to it is 0.
  private static final double NEVER = -1e38;

  private Focal() {}

  record Categorical(double gamma) implements Loss {
    Categorical {
      Terms.notNegative("gamma", gamma);
    }

    @Override
    public String name() {
      return "focal";
    }

    @Override
    public Value perExample(Value logits, Value target) {
      Value label = Terms.oneHot(name(), logits, target);
      Value logs = Activations.logSoftmax(logits);
      Value logOfLabel = label.multiply(logs).sum(1);
      // 1 - p as the others' part, in logarithms: near p = 1 the difference would be all rounding, and its logarithm's
      // slope infinite.
      Value logOfOthers = Terms.logSumExpKeep(label.select(Value.constant(NEVER), logs)).sum(1);
      return logOfOthers.multiply(gamma).exp().multiply(logOfLabel).negate();
    }

    @Override
    public Value predict(Value logits) {
      return Activations.softmax(logits);
    }
  }

  record Binary(double gamma, double alpha) implements Loss {
    Binary {
      Terms.notNegative("gamma", gamma);
      Terms.fraction("alpha", alpha);
    }

    @Override
    public String name() {
      return "binaryFocal";
    }

    @Override
    public Value perExample(Value z, Value target) {
      Value t = Terms.like(name(), target.toFloat(), z);
      Value no = Value.constant(1).subtract(t);
      Value lossOfYes = Terms.softplus(z.negate());
      Value lossOfNo = Terms.softplus(z);
      Value yes = t.multiply(alpha).multiply(lossOfNo.multiply(-gamma).exp()).multiply(lossOfYes);
      return Terms.meanOfEach(yes.add(no.multiply(1 - alpha).multiply(lossOfYes.multiply(-gamma).exp()).multiply(lossOfNo)));
    }

    @Override
    public Value predict(Value logits) {
      return logits.sigmoid();
    }
  }
}
