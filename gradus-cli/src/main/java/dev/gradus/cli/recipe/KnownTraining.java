package dev.gradus.cli.recipe;

import dev.gradus.GradusException;
import dev.gradus.graph.Value;
import dev.gradus.loss.Loss;
import dev.gradus.loss.Losses;
import dev.gradus.metric.Average;
import dev.gradus.metric.Metric;
import dev.gradus.metric.Metrics;
import dev.gradus.metric.Predictions;
import dev.gradus.metric.SetMetric;
import dev.gradus.metric.SetMetrics;
import dev.gradus.optimizer.Optimizer;
import dev.gradus.optimizer.Optimizers;
import dev.gradus.optimizer.Schedule;
import dev.gradus.optimizer.Schedules;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.function.IntFunction;

/// The losses, optimizers, schedules and metrics that a recipe can name, with the names of their Java methods and options.
final class KnownTraining {
  private static final Catalogue<Loss> LOSSES = new Catalogue<Loss>("loss")
      .addNamed("softmaxCrossEntropy", entry -> Losses.softmaxCrossEntropy().labelSmoothing(entry.number("labelSmoothing", 0))
          .classWeights(entry.numbers("classWeights")), "labelSmoothing", "classWeights")
      .add("focal", entry -> Losses.focal(entry.number("gamma", 2)), "gamma")
      .addNamed("multiClassHinge", _ -> Losses.multiClassHinge())
      .addNamed("kullbackLeibler", _ -> Losses.kullbackLeibler())
      .addNamed("binaryCrossEntropy", entry -> Losses.binaryCrossEntropy().positiveWeight(entry.numbers("positiveWeight")), "positiveWeight")
      .add("binaryFocal", entry -> Losses.binaryFocal(entry.number("gamma", 2), entry.number("alpha", 0.25)), "gamma", "alpha")
      .addNamed("hinge", _ -> Losses.hinge())
      .addNamed("meanSquaredError", _ -> Losses.meanSquaredError())
      .addNamed("meanAbsoluteError", _ -> Losses.meanAbsoluteError())
      .add("huber", entry -> Losses.huber(entry.number("delta", 1)), "delta")
      .addNamed("logCosh", _ -> Losses.logCosh())
      .add("quantile", entry -> Losses.quantile(entry.number("q")), "q")
      .addNamed("poisson", _ -> Losses.poisson())
      .addNamed("gaussianWithVariance", _ -> Losses.gaussianWithVariance())
      .add("mixtureDensity", entry -> Losses.mixtureDensity(entry.integer("components")), "components");

  private static final Catalogue<Optimizer> OPTIMIZERS = new Catalogue<Optimizer>("optimizer")
      .add("gradientDescent", entry -> Optimizers.gradientDescent(rate(entry)), "learningRate")
      .add("momentum", entry -> Optimizers.momentum(rate(entry), entry.number("decay", 0.9)), "learningRate", "decay")
      .add("nesterov", entry -> Optimizers.nesterov(rate(entry), entry.number("decay", 0.9)), "learningRate", "decay")
      .add("adam", entry -> Optimizers.adam(entry.number("learningRate", 1e-3), entry.number("beta1", 0.9),
          entry.number("beta2", 0.999), entry.number("epsilon", 1e-8)), "learningRate", "beta1", "beta2", "epsilon");

  private static final Catalogue<Schedule> SCHEDULES = new Catalogue<Schedule>("schedule")
      .addNamed("constant", _ -> Schedules.constant())
      .addNamed("cosine", _ -> Schedules.cosine());

  private static final Catalogue<Metric> METRICS = new Catalogue<Metric>("metric")
      .addNamed("accuracy", _ -> Metrics.accuracy())
      .add("topKAccuracy", entry -> Metrics.topKAccuracy(entry.integer("k")), "k")
      .addNamed("meanSquaredError", _ -> Metrics.meanSquaredError())
      .addNamed("meanAbsoluteError", _ -> Metrics.meanAbsoluteError())
      .addNamed("logLoss", _ -> Metrics.logLoss());

  private static final Catalogue<SetMetric> SET_METRICS = new Catalogue<SetMetric>("metric")
      .add("precision", entry -> ofClasses(entry, SetMetrics::precision, SetMetrics::precisionOf), "average", "class")
      .add("recall", entry -> ofClasses(entry, SetMetrics::recall, SetMetrics::recallOf), "average", "class")
      .add("f1", entry -> ofClasses(entry, SetMetrics::f1, SetMetrics::f1Of), "average", "class")
      .addNamed("rocAuc", _ -> SetMetrics.rocAuc())
      .addNamed("averagePrecision", _ -> SetMetrics.averagePrecision())
      .add("calibrationError", entry -> SetMetrics.calibrationError(entry.integer("bins", 15)), "bins")
      .addNamed("rSquared", _ -> SetMetrics.rSquared())
      .addNamed("rootMeanSquaredError", _ -> SetMetrics.rootMeanSquaredError());

  private KnownTraining() {}

  private static double rate(Entry entry) {
    return entry.number("learningRate");
  }

  /// The losses' names.
  static Set<String> losses() {
    return LOSSES.names();
  }

  static Loss loss(Entry entry) {
    return new PlacedLoss(LOSSES.make(entry), entry.where());
  }

  static Optimizer optimizer(Entry entry) {
    return OPTIMIZERS.make(entry);
  }

  static Schedule schedule(Entry entry) {
    return SCHEDULES.make(entry);
  }

  /// Of one class by its number, or an average over all, macro unless the recipe says.
  private static SetMetric ofClasses(Entry entry, Function<Average, SetMetric> average, IntFunction<SetMetric> ofClass) {
    if (!entry.has("class")) {
      return average.apply(Average.valueOf(entry.choice("average", "macro", "macro", "micro").toUpperCase(Locale.ROOT)));
    }
    if (entry.has("average")) {
      throw entry.error("one class has no average: leave out average or class");
    }
    return ofClass.apply(entry.integer("class"));
  }

  /// The metrics' names: those of single examples, and those of whole sets.
  static Set<String> metrics() {
    Set<String> names = new LinkedHashSet<>(METRICS.names());
    names.addAll(SET_METRICS.names());
    return names;
  }

  /// Whether the metric that the entry names is one of whole sets.
  ///
  /// @throws GradusException if there is none of its name, with the recipe's line
  static boolean needsWholeSet(Entry entry) {
    if (!metrics().contains(entry.name())) {
      throw entry.unknown("metric", metrics());
    }
    return SET_METRICS.names().contains(entry.name());
  }

  static SetMetric setMetric(Entry entry) {
    return new PlacedSetMetric(SET_METRICS.make(entry), entry.where());
  }

  static Metric metric(Entry entry) {
    return new PlacedMetric(METRICS.make(entry), entry.where());
  }

  /// A loss that tells where it stands in the recipe when it doesn't fit the model's output.
  private record PlacedLoss(Loss loss, Place where) implements Loss {
    @Override
    public String name() {
      return loss.name();
    }

    @Override
    public Value perExample(Value output, Value target) {
      try {
        return loss.perExample(output, target);
      } catch (GradusException thrown) {
        throw where.locate(thrown);
      }
    }

    @Override
    public Value predict(Value output) {
      return loss.predict(output);
    }
  }

  /// A metric that does the same.
  private record PlacedMetric(Metric metric, Place where) implements Metric {
    @Override
    public String name() {
      return metric.name();
    }

    @Override
    public Value perExample(Value output, Value target) {
      try {
        return metric.perExample(output, target);
      } catch (GradusException thrown) {
        throw where.locate(thrown);
      }
    }
  }

  /// A metric of whole sets that does the same.
  private record PlacedSetMetric(SetMetric metric, Place where) implements SetMetric {
    @Override
    public String name() {
      return metric.name();
    }

    @Override
    public double of(Predictions predictions) {
      try {
        return metric.of(predictions);
      } catch (GradusException thrown) {
        throw where.locate(thrown);
      }
    }
  }
}
