package dev.gradus.cli.recipe;

import dev.gradus.GradusException;
import dev.gradus.dataset.Dataset;
import dev.gradus.loss.Loss;
import dev.gradus.loss.Losses;
import dev.gradus.metric.Average;
import dev.gradus.metric.Metric;
import dev.gradus.metric.Metrics;
import dev.gradus.metric.SetMetric;
import dev.gradus.metric.SetMetrics;
import dev.gradus.optimizer.Constraints;
import dev.gradus.optimizer.Optimizer;
import dev.gradus.optimizer.Optimizers;
import dev.gradus.optimizer.Schedule;
import dev.gradus.optimizer.Schedules;
import dev.gradus.optimizer.Transforms;
import dev.gradus.train.EarlyStopping;
import dev.gradus.train.Loading;
import dev.gradus.train.Shuffle;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/// The losses, optimizers, schedules and metrics that a recipe can name, with the names of their Java methods and options.
final class KnownTraining {
  static final Catalogue<Loss> LOSSES = new Catalogue<Loss>("loss")
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

  /// What every optimizer takes besides its own options. Gradients are clipped first; `l1` and `l2` are for what
  /// [Transforms#decays], not for biases and norms.
  static final List<String> ANY_OPTIMIZER =
      List.of("clipByValue", "clipByNorm", "clipByGlobalNorm", "l1", "l2", "maxNorm", "accumulate");

  static final Catalogue<Optimizer> OPTIMIZERS = new Catalogue<Optimizer>("optimizer")
      .add("gradientDescent", entry -> Optimizers.gradientDescent(rate(entry)), "learningRate", with())
      .add("momentum", entry -> Optimizers.momentum(rate(entry), entry.number("decay", 0.9)), "learningRate", with("decay"))
      .add("nesterov", entry -> Optimizers.nesterov(rate(entry), entry.number("decay", 0.9)), "learningRate", with("decay"))
      .add("adaGrad", entry -> Optimizers.adaGrad(rate(entry), entry.number("initial", 0), entry.number("epsilon", 1e-10)),
          "learningRate", with("initial", "epsilon"))
      .add("adaDelta", entry -> Optimizers.adaDelta(entry.number("learningRate", 1), entry.number("decay", 0.95),
          entry.number("epsilon", 1e-6)), "learningRate", with("decay", "epsilon"))
      .add("rmsProp", entry -> Optimizers.rmsProp(entry.number("learningRate", 1e-3), entry.number("decay", 0.9),
          entry.number("epsilon", 1e-8)), "learningRate", with("decay", "epsilon"))
      .add("centredRmsProp", entry -> Optimizers.centredRmsProp(entry.number("learningRate", 1e-4), entry.number("decay", 0.95),
          entry.number("epsilon", 1e-4)), "learningRate", with("decay", "epsilon"))
      .add("rprop", entry -> Optimizers.rprop(rate(entry), entry.number("decrease", 0.5), entry.number("increase", 1.2),
          entry.number("smallest", 1e-5), entry.number("largest", 500)), "learningRate",
          with("decrease", "increase", "smallest", "largest"))
      .add("adam", entry -> Optimizers.adam(entry.number("learningRate", 1e-3), entry.number("beta1", 0.9),
          entry.number("beta2", 0.999), entry.number("epsilon", 1e-8)), "learningRate", with("beta1", "beta2", "epsilon"))
      .add("amsGrad", entry -> Optimizers.amsGrad(entry.number("learningRate", 1e-3), entry.number("beta1", 0.9),
          entry.number("beta2", 0.999), entry.number("epsilon", 1e-8)), "learningRate", with("beta1", "beta2", "epsilon"))
      .add("adaMax", entry -> Optimizers.adaMax(entry.number("learningRate", 2e-3), entry.number("beta1", 0.9),
          entry.number("beta2", 0.999), entry.number("epsilon", 1e-8)), "learningRate", with("beta1", "beta2", "epsilon"))
      .add("nadam", entry -> Optimizers.nadam(entry.number("learningRate", 2e-3), entry.number("beta1", 0.9),
          entry.number("beta2", 0.999), entry.number("epsilon", 1e-8)), "learningRate", with("beta1", "beta2", "epsilon"))
      .add("adamW", entry -> Optimizers.adamW(entry.number("learningRate", 1e-3), entry.number("beta1", 0.9),
          entry.number("beta2", 0.999), entry.number("epsilon", 1e-8), entry.number("weightDecay", 0.01)), "learningRate",
          with("beta1", "beta2", "epsilon", "weightDecay"))
      .add("lion", entry -> Optimizers.lion(entry.number("learningRate", 1e-4), entry.number("beta1", 0.9),
          entry.number("beta2", 0.99), entry.number("weightDecay", 0)), "learningRate", with("beta1", "beta2", "weightDecay"))
      .add("lamb", entry -> Optimizers.lamb(rate(entry), entry.number("beta1", 0.9), entry.number("beta2", 0.999),
          entry.number("epsilon", 1e-6), entry.number("weightDecay", 0.01)), "learningRate",
          with("beta1", "beta2", "epsilon", "weightDecay"));

  /// Each takes `warmUp` too, a number of steps over which the rate first rises linearly.
  static final Catalogue<Schedule> SCHEDULES = new Catalogue<Schedule>("schedule")
      .addNamed("constant", _ -> Schedules.constant(), "warmUp")
      .addNamed("step", entry -> Schedules.step(entry.number("decay"), entry.integer("every")), "decay", "every", "warmUp")
      .addNamed("exponential", entry -> Schedules.exponential(entry.number("decay"), entry.integer("every")),
          "decay", "every", "warmUp")
      .addNamed("polynomial", entry -> Schedules.polynomial(entry.number("power"), entry.number("end", 0)),
          "power", "end", "warmUp")
      .addNamed("inverseTime", entry -> Schedules.inverseTime(entry.number("decay"), entry.integer("every")),
          "decay", "every", "warmUp")
      .addNamed("cosine", _ -> Schedules.cosine(), "warmUp")
      .addNamed("cosineRestarts", entry -> Schedules.cosineRestarts(entry.integer("first"), entry.integer("growth", 1)),
          "first", "growth", "warmUp")
      .addNamed("linearWarmUp", _ -> Schedules.linearWarmUp(), "warmUp")
      .addNamed("oneCycle", entry -> Schedules.oneCycle(entry.number("peak", 0.3), entry.number("start", 1 / 25.0),
          entry.number("end", 1 / 250_000.0)), "peak", "start", "end", "warmUp")
      .addNamed("reduceOnPlateau", entry -> Schedules.reduceOnPlateau(entry.number("decay"), entry.integer("patience")),
          "decay", "patience", "warmUp");

  /// Metrics of a recipe's loss.
  static final Catalogue<Function<Loss, Metric>> METRICS = new Catalogue<Function<Loss, Metric>>("metric")
      .addNamed("accuracy", _ -> _ -> Metrics.accuracy())
      .add("topKAccuracy", entry -> of(Metrics.topKAccuracy(entry.integer("k"))), "k")
      .addNamed("meanSquaredError", _ -> _ -> Metrics.meanSquaredError())
      .addNamed("meanAbsoluteError", _ -> _ -> Metrics.meanAbsoluteError())
      .addNamed("logLoss", _ -> _ -> Metrics.logLoss())
      .add("ofPrediction", KnownTraining::ofPrediction, "metric");

  private static final Catalogue<UnaryOperator<Dataset>> WEIGHTS = new Catalogue<UnaryOperator<Dataset>>("kind of weights")
      .addNamed("balanced", _ -> Dataset::balanced);

  static final Catalogue<SetMetric> SET_METRICS = new Catalogue<SetMetric>("metric")
      .add("precision", entry -> ofClasses(entry, SetMetrics::precision, SetMetrics::precisionOf), "average", "class")
      .add("recall", entry -> ofClasses(entry, SetMetrics::recall, SetMetrics::recallOf), "average", "class")
      .add("f1", entry -> ofClasses(entry, SetMetrics::f1, SetMetrics::f1Of), "average", "class")
      .addNamed("rocAuc", _ -> SetMetrics.rocAuc())
      .addNamed("averagePrecision", _ -> SetMetrics.averagePrecision())
      .add("calibrationError", entry -> SetMetrics.calibrationError(entry.integer("bins", 15)), "bins")
      .addNamed("rSquared", _ -> SetMetrics.rSquared())
      .addNamed("rootMeanSquaredError", _ -> SetMetrics.rootMeanSquaredError());

  /// More threads than these only wait for each other, and a recipe from others may say any number.
  private static final int MOST_THREADS = 256;

  private KnownTraining() {}

  private static double rate(Entry entry) {
    return entry.number("learningRate");
  }

  static Loss loss(Entry entry) {
    return new Placed.OfLoss(LOSSES.make(entry), entry.where());
  }

  static Optimizer optimizer(Entry entry) {
    Optimizer own = OPTIMIZERS.make(entry);
    return entry.locating(() -> around(own, entry));
  }

  /// With what every optimizer takes.
  private static Optimizer around(Optimizer own, Entry entry) {
    Optimizer optimizer = own;
    if (entry.has("l2")) {
      optimizer = optimizer.before(Transforms.forParameters(Transforms::decays, Transforms.weightDecay(entry.number("l2"))));
    }
    if (entry.has("l1")) {
      optimizer = optimizer.before(Transforms.forParameters(Transforms::decays, Transforms.l1(entry.number("l1"))));
    }
    if (entry.has("clipByGlobalNorm")) {
      optimizer = optimizer.before(Transforms.clipByGlobalNorm(entry.number("clipByGlobalNorm")));
    }
    if (entry.has("clipByNorm")) {
      optimizer = optimizer.before(Transforms.clipByNorm(entry.number("clipByNorm")));
    }
    if (entry.has("clipByValue")) {
      optimizer = optimizer.before(Transforms.clipByValue(entry.number("clipByValue")));
    }
    if (entry.has("maxNorm")) {
      optimizer = optimizer.constrained(Constraints.maxNorm(entry.number("maxNorm")));
    }
    return entry.has("accumulate") ? optimizer.accumulating(entry.integer("accumulate")) : optimizer;
  }

  private static String[] with(String... own) {
    return Stream.concat(Stream.of(own), ANY_OPTIMIZER.stream()).toArray(String[]::new);
  }

  static void checkWeights(Entry entry) {
    WEIGHTS.make(entry);
  }

  static Dataset weighted(Entry entry, Dataset examples) {
    return entry.where().locating(() -> WEIGHTS.make(entry).apply(examples));
  }

  static EarlyStopping earlyStopping(Entry given, List<Metric> metrics, double validationSplit) {
    Entry entry = given.taking("patience", "leastImprovement", "watch");
    return entry.where().locating(() -> {
      EarlyStopping stopping = EarlyStopping.patience(entry.integer("patience"))
          .leastImprovement(entry.number("leastImprovement", 0)).watching(entry.text("watch", "loss"));
      stopping.check(metrics, validationSplit);
      return stopping;
    });
  }

  static Shuffle shuffle(Entry given) {
    Entry entry = given.taking("window");
    try {
      return Shuffle.within(entry.integer("window"));
    } catch (GradusException thrown) {
      throw entry.where().locate(thrown);
    }
  }

  static Loading loading(Entry given) {
    Entry entry = given.taking("threads", "ahead");
    int threads = entry.integer("threads");
    if (threads > MOST_THREADS) {
      throw entry.error("threads are at most " + MOST_THREADS + ", not " + threads);
    }
    try {
      return new Loading(threads, entry.integer("ahead", Loading.background(threads).ahead()));
    } catch (GradusException thrown) {
      throw entry.where().locate(thrown);
    }
  }

  private static Function<Loss, Metric> of(Metric metric) {
    return _ -> metric;
  }

  private static Function<Loss, Metric> ofPrediction(Entry entry) {
    Entry inner = entry.entry("metric").orElseThrow(() -> entry.error("the option metric, a metric, is missing"));
    Function<Loss, Metric> metric = METRICS.make(inner);
    return loss -> Metrics.ofPrediction(loss, metric.apply(loss));
  }

  /// A list of schedules, one after another: each but the last has its number of `steps`.
  private static Schedule chain(List<Entry> entries) {
    Entry first = entries.getFirst();
    if (entries.size() == 1) {
      return schedule(first);
    }
    SequencedMap<String, Value> own = new LinkedHashMap<>(first.options());
    own.remove("steps");
    Schedule schedule = schedule(new Entry(first.name(), own, first.where()));
    Schedule next = chain(entries.subList(1, entries.size()));
    return first.locating(() -> schedule.then(first.integer("steps"), next));
  }

  static Schedule schedule(Entry entry) {
    if (entry.name().equals("sequential")) {
      List<Entry> entries = Entry.list(entry.taking("schedules").options().get("schedules"), "schedule");
      if (entries.isEmpty()) {
        throw entry.where().error("the list of schedules is empty");
      }
      return chain(entries);
    }
    Schedule own = SCHEDULES.make(entry);
    return entry.locating(() -> entry.has("warmUp") ? Schedules.linearWarmUp().then(entry.integer("warmUp"), own) : own);
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
    return new Placed.OfSetMetric(SET_METRICS.make(entry), entry.where());
  }

  static Metric metric(Entry entry, Loss loss) {
    return new Placed.OfMetric(METRICS.make(entry).apply(loss), entry.where());
  }
}
