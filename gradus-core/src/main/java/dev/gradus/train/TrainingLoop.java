package dev.gradus.train;

import dev.gradus.backend.Arena;
import dev.gradus.backend.Executable;
import dev.gradus.backend.Execution;
import dev.gradus.backend.Workers;
import dev.gradus.dataset.Examples;
import dev.gradus.json.Json;
import dev.gradus.json.JsonException;
import dev.gradus.model.Batches;
import dev.gradus.model.Evaluation;
import dev.gradus.model.Model;
import dev.gradus.optimizer.Schedule;
import dev.gradus.plan.Plan;
import dev.gradus.random.Seed;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
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
  private final Loader loader;
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
  private final Optional<Checkpointing> checkpointing;
  private Optional<Resumption> resumed = Optional.empty();
  private long start = System.nanoTime();
  private double trainingSeconds;

  /// What the trainer was told.
  ///
  /// @param learningRate the optimizer's, before the schedule
  record Course(int epochs, int batchSize, double learningRate, Schedule schedule, Seed seed, Execution execution, Shuffle shuffle) {
    /// In which order an epoch goes over so many examples.
    int[] order(int count, int epoch) {
      return shuffle.order(seed.value(), count, epoch);
    }

    /// How many steps the whole training has on so many examples.
    long steps(int count) {
      return (long) epochs * Math.ceilDiv(count, Math.min(batchSize, count));
    }
  }

  /// @param plan of one step
  /// @param variables the arrays that it reads and writes
  /// @param count how many training examples there are
  TrainingLoop(Course course, Model model, List<Goals.Measure> measures, Plan plan, Map<String, float[]> variables, Workers workers,
      Loader loader, int count, Optional<Doctor> doctor, Patience patience, List<Listener> listeners,
      Optional<Checkpointing> checkpointing) {
    this.checkpointing = checkpointing;
    this.course = course;
    this.model = model;
    this.variables = variables;
    this.workers = workers;
    this.loader = loader;
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

  /// Goes on from where the newest checkpoint that can be read was written, if there is one.
  void resume() {
    checkpointing.flatMap(Checkpointing::newest).ifPresent(found -> {
      CheckpointFile file = found.file();
      try {
        Json.Obj written = file.state();
        state.resume(written.get("training").object());
        history.addAll(History.read(written.get("history")));
        history.forEach(report -> state.schedule = state.schedule.afterEpoch(validationLoss(report.validation())));
        patience.resume(state, history);
        trainingSeconds = History.bits(written.get("trainingSeconds"));
        start -= (long) (History.bits(written.get("seconds")) * 1e9);
        Optional<Doctor> told = doctor.filter(_ -> written.members().containsKey("doctor"));
        file.readInto(arrays(told));
        told.ifPresent(watching -> watching.resume(written.get("doctor").object()));
        resumed = Optional.of(new Resumption(file.path(), history, found.passedOver()));
      } catch (JsonException | IndexOutOfBoundsException wrong) {
        throw Checkpointing.saysOtherwise(file.path(), wrong);
      } catch (IOException failed) {
        throw new CheckpointException("can't read the checkpoint " + file.path() + ": " + Checkpointing.reason(failed), failed);
      }
    });
  }

  /// The arrays of a checkpoint, by their names in it.
  private Map<String, float[]> arrays(Optional<Doctor> watching) {
    Map<String, float[]> arrays = new LinkedHashMap<>();
    variables.forEach((path, numbers) -> arrays.put("now/" + path, numbers));
    patience.best().forEach((path, numbers) -> arrays.put("best/" + path, numbers));
    watching.ifPresent(value -> value.first().forEach((path, numbers) -> arrays.put("first/" + path, numbers)));
    return arrays;
  }

  /// Writes a checkpoint, if there are to be any and it would be sound.
  private void keep() {
    if (checkpointing.isEmpty() || !doctor.map(Doctor::sound).orElseGet(() -> Replay.finite(variables))) {
      return;
    }
    listeners.forEach(listener -> listener.checkpointing(state));
    Map<String, Json> written = new LinkedHashMap<>();
    written.put("training", state.written());
    written.put("history", History.write(history));
    written.put("trainingSeconds", History.bits(trainingSeconds));
    written.put("seconds", History.bits((System.nanoTime() - start) * 1e-9));
    doctor.ifPresent(watching -> written.put("doctor", watching.written()));
    boolean shown = averages.shown();
    averages.hide();
    try {
      checkpointing.get().write(state.step(), written, arrays(doctor), best());
    } finally {
      if (shown) {
        averages.show();
      }
    }
  }

  /// The report of the best epoch: early stopping's, or the lowest validation loss's; without either there is none.
  private Optional<EpochReport> best() {
    if (state.bestEpoch().isPresent()) {
      return Optional.of(history.get(state.bestEpoch().getAsInt() - 1));
    }
    return history.stream().filter(report -> report.validation().isPresent())
        .min(Comparator.comparingDouble(report -> report.validation().get().loss()));
  }

  /// Trains to the end.
  ///
  /// @param views the training examples as an epoch sees them
  TrainingReport run(IntFunction<Examples> views, Optional<Examples> validation) {
    listeners.forEach(listener -> listener.trainingBegins(state, resumed));
    boolean midway = state.examples() > 0 && state.examples() < count;
    while (midway || state.epoch() < course.epochs() && state.stopped().isEmpty()) {
      if (!midway) {
        state.beginEpoch();
      }
      midway = false;
      averages.hide();
      model.weightsChanged();
      int[] order = course.order(count, state.epoch());
      Examples view = views.apply(state.epoch());
      state.epochStart = System.nanoTime() - state.nanosBefore;
      loader.begin(full.executable, view, order, state.examples(), full.batch);
      while (state.examples() < count && state.stopped().isEmpty()) {
        (count - state.examples() >= full.batch ? full : last).run(view, order);
        stepFinished();
      }
      double seconds = (System.nanoTime() - state.epochStart) * 1e-9;
      trainingSeconds += seconds;
      if (state.examples() < count) {
        break;
      }
      epochFinished(validation, state.examples() / seconds);
    }
    averages.show();
    model.weightsChanged();
    Optional<String> stopped = state.epoch() < course.epochs() || state.examples() < count ? state.stopped() : Optional.empty();
    long examples = Math.max(0, state.epoch() - 1L) * count + state.examples();
    return new TrainingReport(history, state.step(), (System.nanoTime() - start) * 1e-9, examples / trainingSeconds, stopped,
        stopped.isPresent() && patience.stopped(), state.bestEpoch());
  }

  private void stepFinished() {
    model.weightsChanged();
    listeners.forEach(listener -> listener.stepFinished(state));
    if (Thread.currentThread().isInterrupted()) {
      state.stop("interrupted");
    }
    boolean midway = state.examples() < count;
    if (midway && (state.stopped().isPresent() || checkpointing.filter(value -> value.due(state.step())).isPresent())) {
      keep();
    }
  }

  private static OptionalDouble validationLoss(Optional<Evaluation> validation) {
    return validation.map(evaluation -> OptionalDouble.of(evaluation.loss())).orElse(OptionalDouble.empty());
  }

  private void epochFinished(Optional<Examples> validation, double examplesPerSecond) {
    doctor.flatMap(watching -> watching.epochFinished(state.epoch(), state.loss()))
        .ifPresent(diagnosis -> listeners.forEach(listener -> listener.warned(state, diagnosis)));
    averages.show();
    model.weightsChanged();
    Map<String, Double> means = new LinkedHashMap<>();
    for (int i = 0; i < figures.size(); i++) {
      means.put(figures.get(i), state.metric(i));
    }
    Optional<Evaluation> evaluation = validation.map(set -> model.evaluate(set, course.execution()));
    state.schedule = state.schedule.afterEpoch(validationLoss(evaluation));
    EpochReport report = new EpochReport(state.epoch(), state.step(), state.loss(), means, evaluation,
        (System.nanoTime() - state.epochStart) * 1e-9, examplesPerSecond);
    history.add(report);
    patience.epochFinished(state, report);
    listeners.forEach(listener -> listener.epochFinished(state, report));
    keep();
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
      loader.fill(executable, data, order, state.examples(), batch);
      double rate = course.learningRate() * state.schedule.factor(state.step(), course.steps(count));
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
