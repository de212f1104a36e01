package dev.gradus.loss;

import dev.gradus.GradusException;
import dev.gradus.activation.Activations;
import dev.gradus.graph.Value;
import dev.gradus.tensor.Dim;
import dev.gradus.tensor.Shape;
import dev.gradus.tensor.ShapeException;

/// Minus the logarithm of the target's probability under a distribution whose parameters the network gives.
final class Likelihood {
  private static final double LOG_TWO_PI = Math.log(2 * Math.PI);

  private Likelihood() {}

  record Poisson() implements Loss {
    @Override
    public String name() {
      return "poisson";
    }

    @Override
    public Value perExample(Value z, Value target) {
      Value t = Terms.like(name(), target.toFloat(), z);
      return Terms.meanOfEach(Terms.boundedExp(z).subtract(t.multiply(z)));
    }

    @Override
    public Value predict(Value z) {
      return z.minimum(Terms.EXP_LIMIT).exp();
    }
  }

  record Gaussian() implements Loss {
    @Override
    public String name() {
      return "gaussianWithVariance";
    }

    @Override
    public Value perExample(Value output, Value target) {
      int size = size(output);
      Value mean = output.narrow(1, 0, size);
      Value logVariance = output.narrow(1, size, size);
      Value error = mean.subtract(Terms.like(name(), target.toFloat(), mean));
      Value scaled = error.square().multiply(Terms.boundedExp(logVariance.negate()));
      return Terms.meanOfEach(logVariance.add(scaled).add(LOG_TWO_PI).multiply(0.5));
    }

    private int size(Value output) {
      if (output.shape().rank() != 2 || output.shape().length(1) % 2 != 0) {
        throw new ShapeException(
            name() + " expects an output [N, 2 · size], a mean and a log variance for each number, got " + output.shape());
      }
      return output.shape().length(1) / 2;
    }

    @Override
    public Value predict(Value output) {
      return output.narrow(1, 0, size(output));
    }
  }

  record Mixture(int components) implements Loss {
    Mixture {
      if (components < 1) {
        throw new GradusException("components must be at least 1, not " + components);
      }
    }

    @Override
    public String name() {
      return "mixtureDensity";
    }

    @Override
    public Value perExample(Value output, Value target) {
      int size = size(output);
      Value means = part(output, components, size);
      Value logDeviations = part(output, components + components * size, size);
      Value t = Terms.like(name(), target.toFloat(), output.narrow(1, 0, size));
      Value error = means.subtract(t.reshape(output.shape().sub(0, 1).append(Dim.of(1)).append(Dim.of(size))));
      Value scaled = error.square().multiply(Terms.boundedExp(logDeviations.multiply(-2)));
      Value logDensities = scaled.add(LOG_TWO_PI).multiply(-0.5).subtract(logDeviations).sum(2);
      Value joint = Activations.logSoftmax(output.narrow(1, 0, components)).add(logDensities);
      return Terms.logSumExpKeep(joint).sum(1).negate();
    }

    /// The size of a target, from components · (1 + 2 · size) outputs.
    private int size(Value output) {
      int outputs = output.shape().rank() == 2 ? output.shape().length(1) : 0;
      int size = (outputs / components - 1) / 2;
      if (size < 1 || components * (1 + 2 * size) != outputs) {
        throw new ShapeException(name() + " of " + components + " components expects an output [N, " + components
            + " · (1 + 2 · size)]: logits, means and log deviations, got " + output.shape());
      }
      return size;
    }

    /// components · size numbers from column `start` on, as [N, components, size].
    private Value part(Value output, int start, int size) {
      Shape shape = output.shape().sub(0, 1).append(Dim.of(components)).append(Dim.of(size));
      return output.narrow(1, start, components * size).reshape(shape);
    }

    @Override
    public Value predict(Value output) {
      int size = size(output);
      Value weights = Activations.softmax(output.narrow(1, 0, components));
      Shape column = output.shape().sub(0, 1).append(Dim.of(components)).append(Dim.of(1));
      return weights.reshape(column).multiply(part(output, components, size)).sum(1);
    }
  }
}
