package dev.gradus.train;

import dev.gradus.backend.Arena;
import dev.gradus.backend.Executable;
import dev.gradus.backend.Execution;
import dev.gradus.backend.Workers;
import dev.gradus.dataset.Examples;
import dev.gradus.model.Batches;
import dev.gradus.model.Evaluation;
import dev.gradus.model.Model;
import dev.gradus.optimizer.Schedule;
import dev.gradus.plan.Plan;
import dev.gradus.random.RandomStream;
import dev.gradus.random.Seed;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.IntFunction;

/// Goes over the training data, epoch by epoch and step by step. What is to happen after a step goes into [#stepFinished], what after
/// an epoch into [#epochFinished]; all that a later step depends on is in `state`, `variables` and `patience`.
final class TrainingLoop {
  private final Course course;
  private final Model model;
  private final Map<String, float[]> variables;
  private final Workers workers;
  private final List<String> figures;
  private final int count;
  private final Optional<Doctor> doctor;
  private final Patience patience;
  private final List<Listener> listeners;
  private final WeightAverages averages;
  private final Training state;
  private final Step full;
  private final Step last;
  private final List<EpochReport> history = new ArrayList<>();

  /// What the trainer was told.
  ///
  /// @param learningRate the optimizer's, before the schedule
  record Course(int epochs, int batchSize, double learningRate, Schedule schedule, Seed seed, Execution execution) {
    /// In which order an epoch goes over so many examples.
    int[] order(int count, int epoch) {
      return new RandomStream(seed.value(), "shuffle", epoch).permutation(count);
    }
  }

  /// @param plan of one step
  /// @param variables the arrays that it reads and writes
  /// @param count how many training examples there are
  TrainingLoop(Course course, Model model, List<Goals.Measure> measures, Plan plan, Map<String, float[]> variables, Workers workers,
      int count, Optional<Doctor> doctor, Patience patience, List<Listener> listeners) {
    this.course = course;
    this.model = model;
    this.variables = variables;
    this.workers = workers;
    this.figures = measures.stream().map(Goals.Measure::name).toList();
    this.count = count;
    this.doctor = doctor;
    this.patience = patience;
    this.listeners = listeners;
    this.averages = WeightAverages.among(variables);
    this.state = new Training(model, measures, course.epochs(), count, course.schedule());
    Arena arena = new Arena();
    int batch = Math.min(course.batchSize(), count);
    this.full = new Step(plan, batch, arena);
    this.last = count % batch == 0 ? full : new Step(plan, count % batch, arena);
  }

  /// Trains to the end.
  ///
  /// @param views the training examples as an epoch sees them
  TrainingReport run(IntFunction<Examples> views, Optional<Examples> validation) {
    long start = System.nanoTime();
    double trainingSeconds = 0;
    long examples = 0;
    while (state.epoch() < course.epochs() && state.stopped().isEmpty()) {
      state.beginEpoch();
      averages.hide();
      model.weightsChanged();
      int[] order = course.order(count, state.epoch());
      Examples view = views.apply(state.epoch());
      long epochStart = System.nanoTime();
      while (state.examples() < count && state.stopped().isEmpty()) {
        (count - state.examples() >= full.batch ? full : last).run(view, order);
        stepFinished();
      }
      double seconds = (System.nanoTime() - epochStart) * 1e-9;
      trainingSeconds += seconds;
      examples += state.examples();
      if (state.examples() < count) {
        break;
      }
      epochFinished(validation, epochStart, state.examples() / seconds);
    }
    averages.show();
    model.weightsChanged();
    Optional<String> stopped = state.epoch() < course.epochs() || state.examples() < count ? state.stopped() : Optional.empty();
    return new TrainingReport(history, state.step(), (System.nanoTime() - start) * 1e-9, examples / trainingSeconds, stopped,
        stopped.isPresent() && patience.stopped(), state.bestEpoch());
  }

  private void stepFinished() {
    model.weightsChanged();
    listeners.forEach(listener -> listener.stepFinished(state));
    if (Thread.currentThread().isInterrupted()) {
      state.stop("interrupted");
    }
  }

  private void epochFinished(Optional<Examples> validation, long epochStart, double examplesPerSecond) {
    doctor.flatMap(watching -> watching.epochFinished(state.epoch(), state.loss()))
        .ifPresent(diagnosis -> listeners.forEach(listener -> listener.warned(state, diagnosis)));
    averages.show();
    model.weightsChanged();
    Map<String, Double> means = new LinkedHashMap<>();
    for (int i = 0; i < figures.size(); i++) {
      means.put(figures.get(i), state.metric(i));
    }
    Optional<Evaluation> evaluation = validation.map(set -> model.evaluate(set, course.execution()));
    OptionalDouble validationLoss = evaluation.map(e -> OptionalDouble.of(e.loss())).orElse(OptionalDouble.empty());
    state.schedule = state.schedule.afterEpoch(validationLoss);
    EpochReport report = new EpochReport(state.epoch(), state.step(), state.loss(), means, evaluation,
        (System.nanoTime() - epochStart) * 1e-9, examplesPerSecond);
    history.add(report);
    patience.epochFinished(state, report);
    listeners.forEach(listener -> listener.epochFinished(state, report));
  }

  /// The compiled training step for one batch size.
  private final class Step {
    private final int batch;
    private final Executable executable;
    private final List<String> norms;

    Step(Plan plan, int batch, Arena arena) {
      this.batch = batch;
      this.executable = course.execution().backend().bind(plan, Map.of('N', batch), variables, workers, arena);
      this.norms = model.arrays().keySet().stream()
          .filter(path -> plan.graph().outputs().containsKey(TrainingStep.norm(path))).toList();
    }

    void run(Examples data, int[] order) {
      Batches.fill(executable, data, order, state.examples(), batch, workers);
      long steps = (long) course.epochs() * Math.ceilDiv(count, full.batch);
      double rate = course.learningRate() * state.schedule.factor(state.step(), steps);
      Rerun.Batch taken = new Rerun.Batch(state.step() + 1, state.epoch(), state.examples(), batch, rate);
      Rerun.setScalars(executable, taken.step(), rate, course.seed().value());
      doctor.ifPresent(watching -> watching.stepBegins(taken));
      executable.run();
      state.step++;
      state.examples += batch;
      double loss = Rerun.number(executable, Model.LOSS);
      doctor.ifPresent(watching -> watching.stepFinished(loss));
      if (!Double.isFinite(loss)) {
        throw DivergenceException.unexamined(loss, taken);
      }
      state.stepLoss = loss;
      if (!norms.isEmpty()) {
        Map<String, Float> read = new LinkedHashMap<>();
        norms.forEach(path -> read.put(path, (float) Rerun.number(executable, TrainingStep.norm(path))));
        state.gradientNorms = read;
      }
      state.learningRate = rate;
      double weight = Batches.weight(data, order, state.examples() - batch, batch);
      state.addLoss(loss, weight);
      for (int i = 0; i < figures.size(); i++) {
        state.addMetric(i, Rerun.number(executable, figures.get(i)), weight, batch);
      }
    }
  }
}
