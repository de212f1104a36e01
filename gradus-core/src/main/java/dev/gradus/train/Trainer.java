package dev.gradus.train;

import dev.gradus.GradusException;
import dev.gradus.backend.Arena;
import dev.gradus.backend.Executable;
import dev.gradus.backend.Execution;
import dev.gradus.backend.Memory;
import dev.gradus.backend.Workers;
import dev.gradus.dataset.Augmentation;
import dev.gradus.dataset.Dataset;
import dev.gradus.dataset.Examples;
import dev.gradus.dataset.Field;
import dev.gradus.graph.Graph;
import dev.gradus.layer.Scope;
import dev.gradus.loss.Loss;
import dev.gradus.metric.Metric;
import dev.gradus.model.Batches;
import dev.gradus.model.Evaluation;
import dev.gradus.model.Model;
import dev.gradus.op.Variable;
import dev.gradus.optimizer.Optimizer;
import dev.gradus.optimizer.Schedule;
import dev.gradus.optimizer.Schedules;
import dev.gradus.output.OutputUnit;
import dev.gradus.plan.Plan;
import dev.gradus.random.RandomStream;
import dev.gradus.random.Seed;
import dev.gradus.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/// Trains a model: says with what, then [#fit].
///
///     TrainingReport report = Trainer.of(model).loss(softmaxCrossEntropy()).optimizer(adam(1e-3)).epochs(5).fit(train);
///
/// Batch size 1 is stochastic, [#WHOLE_SET] batch, anything else mini-batch gradient descent. Validation data are taken
/// out of the training data. Same seed, same bits, whatever the backend and the number of threads.
public final class Trainer {
  /// A batch size: all examples in one batch.
  public static final int WHOLE_SET = Integer.MAX_VALUE;

  private final Model model;
  private final Goals goals;
  private Optional<Optimizer> optimizer = Optional.empty();
  private Schedule schedule = Schedules.constant();
  private int epochs = 1;
  private int batchSize = 32;
  private double validationSplit;
  private OptionalDouble averageDecay = OptionalDouble.empty();
  private Optional<EarlyStopping> earlyStopping = Optional.empty();
  private boolean gradientNorms;
  private Optional<Augmentation> augmentation = Optional.empty();
  private Seed seed;
  private Execution execution = Execution.best();
  private final List<Listener> listeners = new ArrayList<>();

  private Trainer(Model model, Goals goals) {
    this.model = model;
    this.goals = goals;
    this.seed = model.seed();
  }

  /// A trainer of a model.
  public static Trainer of(Model model) {
    return new Trainer(model, new Goals(model));
  }

  /// What the network ends with, which has the loss; instead of [#loss].
  ///
  /// @throws dev.gradus.tensor.ShapeException if the model's outputs are not the unit's
  public Trainer output(OutputUnit unit) {
    return output(goals.only("output"), unit);
  }

  /// What an output of the network ends with; instead of [#loss(String, Loss)].
  ///
  /// @throws dev.gradus.tensor.ShapeException if the output is not the unit's
  public Trainer output(String name, OutputUnit unit) {
    loss(name, unit.loss());
    unit.check(model, name);
    return this;
  }

  /// What to make small. Must be given, by itself or with [#output].
  ///
  /// @throws GradusException if the model has several outputs
  public Trainer loss(Loss value) {
    return loss(goals.only("loss"), value);
  }

  /// What to make small for an output. An output without a loss learns nothing, and is predicted as it is.
  ///
  /// @throws GradusException if the model has no output of that name
  public Trainer loss(String output, Loss value) {
    return loss(output, value, 1);
  }

  /// What to make small for an output, counted by a weight: training makes Σ weight · loss small.
  ///
  /// @param weight at least 0; 1 by default
  /// @throws GradusException if the model has no output of that name
  public Trainer loss(String output, Loss value, double weight) {
    goals.loss(output, value, weight);
    return this;
  }

  /// How gradients become weights. Must be given.
  public Trainer optimizer(Optimizer value) {
    optimizer = Optional.of(value);
    return this;
  }

  /// How the optimizer's learning rate moves as training goes; default not at all.
  public Trainer schedule(Schedule value) {
    schedule = value;
    return this;
  }

  /// What else to measure; default nothing.
  ///
  /// @throws GradusException if the model has several outputs
  public Trainer metrics(Metric... values) {
    return metrics(goals.only("metrics"), values);
  }

  /// What else to measure of an output; reports name it `digit/accuracy`.
  ///
  /// @throws GradusException if the model has no output of that name
  public Trainer metrics(String output, Metric... values) {
    goals.metrics(output, List.of(values));
    return this;
  }

  /// How often to go over the training data; default 1.
  public Trainer epochs(int count) {
    epochs = atLeastOne("epochs", count);
    return this;
  }

  /// How many examples there are between updates of the weights; default 32.
  public Trainer batchSize(int examples) {
    batchSize = atLeastOne("the batch size", examples);
    return this;
  }

  /// Which fraction of the training data to hold back for validation, in [0, 1); default 0, none.
  public Trainer validationSplit(double fraction) {
    if (!(fraction >= 0 && fraction < 1)) {
      throw new GradusException("the validation split must be in [0, 1), not " + fraction);
    }
    validationSplit = fraction;
    return this;
  }

  /// Keeps a moving average of the weights, which takes their place when the training ends: a_t, the mean of the weights after
  /// each step i so far, weighted by β^(t - i). Validation and listeners' `epochFinished` see the averaged weights too; training
  /// goes on from the weights' own values. Only weights are averaged: running statistics of batch normalisation stay those of the
  /// training, which follow its weights. Default not at all.
  ///
  /// Source: Polyak and Juditsky 1992; in this form with the correction for the start of Kingma and Ba 2015,
  /// arXiv:1412.6980, section 7.2. Deviation: none.
  ///
  /// @param decay β in [0, 1); 0.999 is usual, for a mean over about the last 1000 steps
  public Trainer averageWeights(double decay) {
    if (!(decay >= 0 && decay < 1)) {
      throw new GradusException("the decay of averaged weights must be in [0, 1), not " + decay);
    }
    averageDecay = OptionalDouble.of(decay);
    return this;
  }

  /// Changes the training examples anew in each epoch, never those held back for validation. Metrics of the training are those of
  /// the changed examples. For data of one input and one target. Default not at all.
  public Trainer augmentation(Augmentation value) {
    augmentation = Optional.of(value);
    return this;
  }

  /// Ends the training once the validation data no longer gain from it, and gives the model the weights of its best epoch.
  /// Needs validation data. Default not at all.
  public Trainer earlyStopping(EarlyStopping value) {
    earlyStopping = Optional.of(value);
    return this;
  }

  /// From what shuffling, dropout, augmentation and the validation split follow; default the model's seed.
  public Trainer seed(Seed value) {
    seed = value;
    return this;
  }

  /// On what to compute; default the fastest backend on all processors. It changes no bit.
  public Trainer execution(Execution value) {
    execution = value;
    return this;
  }

  /// Whether each step computes the norm of each parameter's gradient, for [Training#gradientNorms]; default no. It changes no
  /// other bit.
  public Trainer gradientNorms(boolean value) {
    gradientNorms = value;
    return this;
  }

  /// Adds one that follows the training and may stop it.
  public Trainer listener(Listener listener) {
    listeners.add(listener);
    return this;
  }

  Model model() {
    return model;
  }

  /// A trainer like this one for a [LearningRateFinder], with rates that are the schedule's own.
  Trainer sweeping(Schedule rates, int epochs, Listener listener) {
    Trainer sweeping = new Trainer(model, goals.withoutMetrics()).optimizer(requiredOptimizer().learningRate(1)).schedule(rates)
        .epochs(epochs).batchSize(batchSize).validationSplit(validationSplit).seed(seed).execution(execution).listener(listener);
    sweeping.augmentation = augmentation;
    return sweeping;
  }

  private static int atLeastOne(String what, int value) {
    if (value < 1) {
      throw new GradusException(what + " must be at least 1, not " + value);
    }
    return value;
  }

  private Optimizer requiredOptimizer() {
    return optimizer.orElseThrow(() -> new GradusException("a trainer needs an optimizer. Call optimizer(...)"));
  }

  /// What training on such data will take from the heap: the step's plan, the weights with the optimizer's slots, and
  /// early stopping's best weights.
  public Memory memory(Examples data) {
    Plan plan = execution.backend().plan(step(data));
    Map<Character, Integer> sizes = Map.of('N', Math.min(batchSize, Math.max(1, data.size() - held(data))));
    Memory memory = execution.backend().memory(plan, sizes, execution.threads());
    long weights = 0;
    for (Variable variable : plan.graph().variables()) {
      weights += (long) variable.shape().size() * Float.BYTES;
    }
    long best = earlyStopping.isEmpty() ? 0 : model.variables().values().stream().mapToLong(Tensor::size).sum() * Float.BYTES;
    return new Memory(memory.arena(), memory.scratch(), memory.edges() + weights + best);
  }

  /// How many examples are held back for validation.
  private int held(Examples data) {
    return (int) Math.round(data.size() * validationSplit);
  }

  /// The training examples as an epoch sees them.
  private Examples view(Examples training, int epoch) {
    if (augmentation.isEmpty()) {
      return training;
    }
    if (!(training instanceof Dataset single)) {
      throw new GradusException("an augmentation changes examples of one input and one target, a Dataset, but these have the inputs "
          + names(training.inputs()) + " and the targets " + names(training.targets()));
    }
    return AugmentedView.of(augmentation.get().view(single, seed.value(), epoch), single, model);
  }

  private static String names(List<Field> fields) {
    return "\"" + String.join("\", \"", fields.stream().map(Field::name).toList()) + "\"";
  }

  private Graph step(Examples data) {
    return TrainingStep.build(model, goals.all(), requiredOptimizer(), view(data, 1), averageDecay, gradientNorms);
  }

  /// Trains. The model's weights change in place, step by step.
  ///
  /// @throws GradusException if the data don't fit the model
  /// @throws DivergenceException if the loss becomes NaN or infinite
  public TrainingReport fit(Examples data) {
    List<Goals.Measure> measures = goals.measures();
    earlyStopping.ifPresent(stopping -> stopping.checkMeasures(measures, validationSplit));
    model.learns(goals.all(), data);
    Batches.checkLabels(data, model);
    int held = held(data);
    int count = data.size() - held;
    if (count < 1 || validationSplit > 0 && held < 1) {
      throw new GradusException("a validation split of " + validationSplit + " of " + data.size() + " examples leaves " + count
          + " for training and " + held + " for validation");
    }
    int[] order = held == 0 ? identity(count) : new RandomStream(seed.value(), "validation").permutation(data.size());
    Optional<Examples> validation = held == 0 ? Optional.empty() : Optional.of(data.select(Arrays.copyOf(order, held)));
    Examples training = data.select(Arrays.copyOfRange(order, held, order.length));
    Graph graph = step(training);
    Plan plan = execution.backend().plan(graph);
    Map<String, float[]> variables = model.arrays();
    for (Variable variable : plan.graph().variables()) {
      variables.computeIfAbsent(variable.path(), _ -> new float[variable.shape().size()]);
    }
    Training state = new Training(model, measures, epochs, count, schedule);
    WeightAverages averages = WeightAverages.among(variables);
    // However the training ends, the model has the weights of its best epoch: closing brings them back.
    try (Workers workers = new Workers(execution.threads()); Patience patience = new Patience(earlyStopping, measures, model.arrays())) {
      Arena arena = new Arena();
      int batch = Math.min(batchSize, count);
      Step full = new Step(plan, batch, variables, workers, arena);
      int rest = count % batch;
      Step last = rest == 0 ? full : new Step(plan, rest, variables, workers, arena);
      return run(state, training, validation, averages, patience, full, last);
    } finally {
      model.weightsChanged();
    }
  }

  private TrainingReport run(
      Training state, Examples training, Optional<Examples> validation, WeightAverages averages, Patience patience, Step full, Step last) {
    List<EpochReport> history = new ArrayList<>();
    long start = System.nanoTime();
    double trainingSeconds = 0;
    long examples = 0;
    while (state.epoch() < epochs && state.stopped().isEmpty()) {
      state.beginEpoch();
      averages.hide();
      model.weightsChanged();
      int[] indices = new RandomStream(seed.value(), "shuffle", state.epoch()).permutation(training.size());
      Examples view = view(training, state.epoch());
      long epochStart = System.nanoTime();
      while (state.examples() < indices.length && state.stopped().isEmpty()) {
        Step step = indices.length - state.examples() >= full.batch ? full : last;
        step.run(state, view, indices);
        model.weightsChanged();
        listeners.forEach(listener -> listener.stepFinished(state));
        if (Thread.currentThread().isInterrupted()) {
          state.stop("interrupted");
        }
      }
      double seconds = (System.nanoTime() - epochStart) * 1e-9;
      trainingSeconds += seconds;
      examples += state.examples();
      averages.show();
      model.weightsChanged();
      if (state.examples() < indices.length) {
        break;
      }
      Map<String, Double> means = new LinkedHashMap<>();
      List<String> figures = state.metricNames();
      for (int i = 0; i < figures.size(); i++) {
        means.put(figures.get(i), state.metric(i));
      }
      Optional<Evaluation> evaluation = validation.map(set -> model.evaluate(set, execution));
      OptionalDouble validationLoss = evaluation.map(e -> OptionalDouble.of(e.loss())).orElse(OptionalDouble.empty());
      state.schedule = state.schedule.afterEpoch(validationLoss);
      EpochReport report = new EpochReport(state.epoch(), state.step(), state.loss(), means, evaluation,
          (System.nanoTime() - epochStart) * 1e-9, state.examples() / seconds);
      history.add(report);
      patience.epochFinished(state, report);
      listeners.forEach(listener -> listener.epochFinished(state, report));
    }
    averages.show();
    Optional<String> stopped = state.epoch() < epochs || state.examples() < training.size() ? state.stopped() : Optional.empty();
    return new TrainingReport(history, state.step(), (System.nanoTime() - start) * 1e-9, examples / trainingSeconds, stopped,
        stopped.isPresent() && patience.stopped(), state.bestEpoch());
  }

  private static int[] identity(int count) {
    int[] order = new int[count];
    Arrays.setAll(order, i -> i);
    return order;
  }

  /// The compiled training step for one batch size.
  private final class Step {
    private final int batch;
    private final Executable executable;
    private final Workers workers;
    private final boolean random;
    private final List<String> parameters;
    private final List<String> figures = goals.measures().stream().map(Goals.Measure::name).toList();

    Step(Plan plan, int batch, Map<String, float[]> variables, Workers workers, Arena arena) {
      this.batch = batch;
      this.workers = workers;
      this.executable = execution.backend().bind(plan, Map.of('N', batch), variables, workers, arena);
      this.parameters = model.arrays().keySet().stream()
          .filter(path -> plan.graph().outputs().containsKey(TrainingStep.norm(path))).toList();
      this.random = plan.graph().inputs().containsKey(Scope.RANDOM_INPUT);
    }

    void run(Training state, Examples data, int[] indices) {
      Batches.fill(executable, data, indices, state.examples(), batch, workers);
      long steps = (long) epochs * Math.ceilDiv(indices.length, Math.min(batchSize, indices.length));
      double rate = requiredOptimizer().learningRate() * state.schedule.factor(state.step(), steps);
      set(TrainingStep.LEARNING_RATE, (float) rate);
      set(TrainingStep.STEP, state.step() + 1);
      if (random) {
        int[] counter = executable.intInput(Scope.RANDOM_INPUT);
        counter[0] = (int) seed.value();
        counter[1] = (int) (seed.value() >>> 32);
        counter[2] = (int) state.step();
        counter[3] = 0;
      }
      executable.run();
      state.step++;
      state.examples += batch;
      double loss = number(Model.LOSS);
      if (!Double.isFinite(loss)) {
        throw new DivergenceException(loss, state.step(), state.epoch(), rate);
      }
      state.stepLoss = loss;
      if (gradientNorms) {
        Map<String, Float> norms = new LinkedHashMap<>();
        parameters.forEach(path -> norms.put(path, (float) number(TrainingStep.norm(path))));
        state.gradientNorms = norms;
      }
      state.learningRate = rate;
      double weight = Batches.weight(data, indices, state.examples() - batch, batch);
      state.addLoss(loss, weight);
      for (int i = 0; i < figures.size(); i++) {
        state.addMetric(i, number(figures.get(i)), weight, batch);
      }
    }

    private void set(String input, float value) {
      if (executable.takes(input)) {
        var slot = executable.input(input);
        slot.array()[slot.offset()] = value;
      }
    }

    private double number(String output) {
      var slot = executable.output(output);
      return slot.array()[slot.offset()];
    }
  }
}
