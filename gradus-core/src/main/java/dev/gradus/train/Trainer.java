package dev.gradus.train;

import dev.gradus.GradusException;
import dev.gradus.backend.Execution;
import dev.gradus.backend.Memory;
import dev.gradus.backend.Workers;
import dev.gradus.dataset.Augmentation;
import dev.gradus.dataset.Dataset;
import dev.gradus.dataset.Examples;
import dev.gradus.dataset.Field;
import dev.gradus.graph.Graph;
import dev.gradus.loss.Loss;
import dev.gradus.metric.Metric;
import dev.gradus.model.BatchBuffer;
import dev.gradus.model.Batches;
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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.IntFunction;

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
  private Optional<Loading> loading = Optional.empty();
  private Shuffle shuffle = Shuffle.whole();
  private boolean diagnosing = true;
  private Optional<Checkpoints> checkpoints = Optional.empty();
  private boolean resuming;
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

  /// Who reads and changes training examples, and how far ahead. It changes no bit. Default: one thread in the background with 2 batches
  /// ahead if there is an augmentation, otherwise the computing threads between steps.
  public Trainer loading(Loading value) {
    loading = Optional.of(value);
    return this;
  }

  /// In which order an epoch goes over the training examples; default [Shuffle#whole()].
  public Trainer shuffle(Shuffle value) {
    shuffle = value;
    return this;
  }

  private Loading loading() {
    return loading.orElse(augmentation.isPresent() ? Loading.background(1) : Loading.betweenSteps());
  }

  /// Whether to find out why when the loss becomes NaN, infinite or far too large, which takes the weights twice and the
  /// optimizer's slots once more of memory; default yes. Without it only a loss that is no finite number ends the training, and its
  /// [DivergenceException] says no cause.
  public Trainer diagnosing(boolean value) {
    diagnosing = value;
    return this;
  }

  /// Whether each step computes the norm of each parameter's gradient, for [Training#gradientNorms]; default no. It changes no
  /// other bit.
  public Trainer gradientNorms(boolean value) {
    gradientNorms = value;
    return this;
  }

  /// Keeps checkpoints as the training goes, from which [#resume] goes on. The folder must have none yet. Default not at all.
  public Trainer checkpoints(Checkpoints value) {
    checkpoints = Optional.of(value);
    return this;
  }

  /// Goes on from the newest checkpoint, in whose place damaged ones are passed over; begins if there is none. The weights and
  /// metrics become, bit for bit, those of a training that was never interrupted, on any number of threads and any machine.
  ///
  /// What it goes on with must be what was begun: [#fit] refuses another number of epochs, batch size, seed, learning rate, schedule,
  /// split, network, loss, optimizer or augmentation, or other data, and names what differs. Needs [#checkpoints].
  public Trainer resume() {
    resuming = true;
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
    sweeping.loading = loading;
    sweeping.shuffle = shuffle;
    // It diverges on purpose.
    sweeping.diagnosing = false;
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

  /// What training on such data will take from the heap: the step's plan, the weights with the optimizer's slots, the copies for a
  /// diagnosis, and early stopping's best weights.
  public Memory memory(Examples data) {
    Plan plan = execution.backend().plan(step(data));
    Map<Character, Integer> sizes = Map.of('N', Math.min(batchSize, Math.max(1, data.size() - held(data))));
    Memory memory = execution.backend().memory(plan, sizes, execution.threads());
    long weights = 0;
    for (Variable variable : plan.graph().variables()) {
      weights += (long) variable.shape().size() * Float.BYTES;
    }
    long best = earlyStopping.isEmpty() ? 0 : model.variables().values().stream().mapToLong(Tensor::size).sum() * Float.BYTES;
    int batch = Math.min(batchSize, Math.max(1, data.size() - held(data)));
    long ahead = loading().threads() == 0 ? 0 : loading().ahead() * BatchBuffer.bytes(view(data, 1), batch);
    long copies = diagnosing ? Doctor.bytes(plan.graph()) : 0;
    return new Memory(memory.arena(), memory.scratch(), memory.edges() + weights + copies + best + ahead);
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
  /// @throws DivergenceException if the loss becomes NaN or infinite, or for 10 steps on end is more than 1000 times what the first
  ///     weights give on the same examples; the model then has the weights from before the step that went wrong
  /// @throws CheckpointException if a checkpoint can't be written, or [#resume] finds none that it can go on from
  public TrainingReport fit(Examples data) {
    if (resuming && checkpoints.isEmpty()) {
      throw new GradusException("a training is resumed from its checkpoints. Say where they are, checkpoints(...)");
    }
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
    TrainingLoop.Course course = new TrainingLoop.Course(epochs, batchSize, requiredOptimizer().learningRate(), schedule, seed, execution, shuffle);
    int[] rows = Arrays.copyOfRange(order, held, order.length);
    IntFunction<Examples> views = epoch -> view(training, epoch);
    Optional<Checkpointing> checkpointing = checkpoints.map(rule -> Checkpointing.open(rule, Fingerprint.of(course, model, graph,
        validationSplit, earlyStopping, data, view(training, 1), augmentation), resuming));
    // However the training ends, the model has the weights of its best epoch: closing brings them back.
    try (Workers workers = new Workers(execution.threads()); Loader loader = new Loader(loading(), workers);
        Patience patience = new Patience(earlyStopping, measures, model.arrays())) {
      Rerun rerun = new Rerun(execution, workers, seed.value(), views, epoch -> course.order(count, epoch), rows);
      Optional<Doctor> doctor = diagnosing ? Optional.of(new Doctor(graph, rerun, variables, earlyStopping.isEmpty())) : Optional.empty();
      TrainingLoop loop =
          new TrainingLoop(course, model, measures, plan, variables, workers, loader, count, doctor, patience, listeners, checkpointing);
      if (resuming) {
        loop.resume();
      }
      return loop.run(views, validation);
    } finally {
      checkpointing.ifPresent(Checkpointing::close);
      model.weightsChanged();
    }
  }

  private static int[] identity(int count) {
    int[] order = new int[count];
    Arrays.setAll(order, i -> i);
    return order;
  }
}
