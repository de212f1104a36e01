package dev.gradus.train;

import dev.gradus.json.Json;
import dev.gradus.model.Model;
import dev.gradus.optimizer.Schedule;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

/// A training under way, as listeners see it. Only [#stop] may be called by other threads.
public final class Training {
  private final Model model;
  private final List<Goals.Measure> measures;
  private final int epochs;
  private final int examplesPerEpoch;
  private final double[] sums;
  private double weights;
  private volatile String stopReason;
  private final Map<String, String> notes = new TreeMap<>();
  int epoch;
  long step;
  int examples;
  long epochStart;
  /// Of this epoch, before the training was resumed in it.
  long nanosBefore;
  double stepLoss = Double.NaN;
  double learningRate = Double.NaN;
  Map<String, Float> gradientNorms = Map.of();
  OptionalInt bestEpoch = OptionalInt.empty();
  Schedule schedule;

  Training(Model model, List<Goals.Measure> measures, int epochs, int examplesPerEpoch, Schedule schedule) {
    this.schedule = schedule;
    this.model = model;
    this.measures = List.copyOf(measures);
    this.epochs = epochs;
    this.examplesPerEpoch = examplesPerEpoch;
    this.sums = new double[measures.size() + 1];
  }

  void beginEpoch() {
    epoch++;
    examples = 0;
    weights = 0;
    nanosBefore = 0;
    epochStart = System.nanoTime();
    Arrays.fill(sums, 0);
  }

  /// All that a later step or report depends on, but for the schedule and the best epoch, which follow from the history.
  Json written() {
    Map<String, Json> written = new LinkedHashMap<>();
    written.put("epoch", Json.of(epoch));
    written.put("step", Json.of(step));
    written.put("examples", Json.of(examples));
    written.put("sums", History.bits(sums));
    written.put("weights", History.bits(weights));
    written.put("stepLoss", History.bits(stepLoss));
    written.put("learningRate", History.bits(learningRate));
    written.put("epochNanos", Json.of(System.nanoTime() - epochStart));
    Map<String, Json> texts = new LinkedHashMap<>();
    notes.forEach((name, text) -> texts.put(name, Json.of(text)));
    written.put("notes", new Json.Obj(texts));
    return new Json.Obj(written);
  }

  void resume(Json.Obj written) {
    epoch = written.get("epoch").integer();
    step = written.get("step").number();
    examples = written.get("examples").integer();
    History.readBits(written.get("sums"), sums);
    weights = History.bits(written.get("weights"));
    stepLoss = History.bits(written.get("stepLoss"));
    learningRate = History.bits(written.get("learningRate"));
    nanosBefore = written.get("epochNanos").number();
    written.get("notes").object().members().forEach((name, text) -> notes.put(name, text.text()));
  }

  void addLoss(double mean, double weight) {
    sums[0] += mean * weight;
    weights += weight;
  }

  void addMetric(int index, double mean, double weight, int count) {
    sums[index + 1] += mean * (measures.get(index).weighted() ? weight : count);
  }

  /// The model being trained.
  public Model model() {
    return model;
  }

  /// The epoch under way, from 1.
  public int epoch() {
    return epoch;
  }

  /// How many epochs there will be.
  public int epochs() {
    return epochs;
  }

  /// How many updates of the weights have been made.
  public long step() {
    return step;
  }

  /// How many examples this epoch has seen.
  public int examples() {
    return examples;
  }

  /// How many examples an epoch has.
  public int examplesPerEpoch() {
    return examplesPerEpoch;
  }

  /// The mean training loss of this epoch so far.
  public double loss() {
    return sums[0] / weights;
  }

  /// The loss of the last step's batch, by the weights before its update; NaN before the first step.
  public double stepLoss() {
    return stepLoss;
  }

  /// The learning rate of the last step; NaN before the first.
  public double learningRate() {
    return learningRate;
  }

  /// The norm of each parameter's gradient in the last step, sqrt(Σ g²), by the parameter's path; empty before the first step and
  /// unless [Trainer#gradientNorms] asked for them. A new map for each step.
  public Map<String, Float> gradientNorms() {
    return gradientNorms;
  }

  /// The names of the metrics; of several outputs, those of their losses too: `digit/loss`, `digit/accuracy`.
  public List<String> metricNames() {
    return measures.stream().map(Goals.Measure::name).toList();
  }

  /// The mean of a metric over this epoch so far, by its place among the names.
  public double metric(int index) {
    return sums[index + 1] / (measures.get(index).weighted() ? weights : examples);
  }

  /// Training examples per second of this epoch so far.
  public double examplesPerSecond() {
    return examples / ((System.nanoTime() - epochStart) * 1e-9);
  }

  /// The best epoch so far by what [EarlyStopping] watches; none before the end of the first epoch, or without early stopping.
  public OptionalInt bestEpoch() {
    return bestEpoch;
  }

  /// Keeps a text in this training's checkpoints, for [#note(String)] once it is resumed: what a listener has to know again.
  ///
  /// @param name whose text of before it replaces
  public void note(String name, String text) {
    notes.put(name, text);
  }

  /// A text that was noted, in this training or before it was resumed.
  public Optional<String> note(String name) {
    return Optional.ofNullable(notes.get(name));
  }

  /// Ends the training after the step under way. The first reason given is the one reported.
  public void stop(String reason) {
    if (stopReason == null) {
      stopReason = reason;
    }
  }

  /// Why the training is about to end, if it is.
  public Optional<String> stopped() {
    return Optional.ofNullable(stopReason);
  }
}
