package dev.gradus.cli.recipe;

import dev.gradus.graph.Value;
import dev.gradus.layer.NamedLayer;
import dev.gradus.layer.Scope;
import dev.gradus.loss.Loss;
import dev.gradus.metric.Better;
import dev.gradus.metric.Metric;
import dev.gradus.metric.Predictions;
import dev.gradus.metric.SetMetric;

/// What tells where it stands in the recipe when it doesn't fit the model.
final class Placed {
  private Placed() {}

  record OfLayer(NamedLayer layer, Place where) implements NamedLayer {
    @Override
    public String name() {
      return layer.name();
    }

    @Override
    public Value build(Scope scope, Value input) {
      return layer.build(scope, input);
    }

    @Override
    public Value apply(Scope scope, Value input) {
      return where.locating(() -> layer.apply(scope, input));
    }
  }

  record OfLoss(Loss loss, Place where) implements Loss {
    @Override
    public String name() {
      return loss.name();
    }

    @Override
    public Value perExample(Value output, Value target) {
      return where.locating(() -> loss.perExample(output, target));
    }

    @Override
    public Value predict(Value output) {
      return loss.predict(output);
    }
  }

  record OfMetric(Metric metric, Place where) implements Metric {
    @Override
    public String name() {
      return metric.name();
    }

    @Override
    public Better better() {
      return metric.better();
    }

    @Override
    public Value perExample(Value output, Value target) {
      return where.locating(() -> metric.perExample(output, target));
    }
  }

  record OfSetMetric(SetMetric metric, Place where) implements SetMetric {
    @Override
    public String name() {
      return metric.name();
    }

    @Override
    public double of(Predictions predictions) {
      return where.locating(() -> metric.of(predictions));
    }
  }
}
