package dev.gradus.train;

import dev.gradus.backend.Executable;
import dev.gradus.backend.MemoryException;
import dev.gradus.diagnose.Activity;
import dev.gradus.diagnose.Cause;
import dev.gradus.diagnose.Diagnosis;
import dev.gradus.diagnose.Origin;
import dev.gradus.diagnose.StepFigures;
import dev.gradus.graph.Graph;
import dev.gradus.graph.Value;
import dev.gradus.json.Json;
import dev.gradus.model.Model;
import dev.gradus.op.Variable;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/// Watches a training's loss, and finds out why when it is NaN, infinite, or far beyond what the first weights gave.
///
/// While all is well it copies the variables every so many steps and notes which examples each step took. When something is wrong it
/// puts the copy back and takes the steps since again, to the first that spoils a number.
final class Doctor {
  /// How many steps there are between two copies. Copying takes well under a step's time.
  static final int INTERVAL = 32;
  /// A loss counts as exploded when it was so many times that of the first weights for so many steps on end.
  static final double EXPLODED = 1000;
  static final int PATIENCE = 10;
  /// A step that changes the weights by this part of their size is far too large.
  private static final double LARGE_UPDATE = 0.5;
  private static final double SOUND_UPDATE = 0.01;
  private static final int SHOWN_STEPS = 5;
  /// An epoch whose last losses are so many times those of the first weights has made the model worse.
  private static final double WORSE = 2;
  /// A first loss below this was none to make smaller.
  private static final double TINY = 1e-3;
  /// On so many examples units have to be dead.
  private static final int LOOKED_AT = 1000;
  /// What the mean loss of an epoch has to be below, as a part of the one before, to have fallen.
  private static final double FALLEN = 0.999;

  private final Graph graph;
  private final Rerun rerun;
  private final Map<String, float[]> variables;
  private final boolean givesBack;
  private final Map<String, float[]> first = new LinkedHashMap<>();
  private final Map<String, float[]> kept = new LinkedHashMap<>();
  private final List<Rerun.Batch> since = new ArrayList<>();
  /// The last [#PATIENCE], which a checkpoint has too.
  private final List<Rerun.Batch> lastBatches = new ArrayList<>();
  private double limit = Double.NaN;
  private int exploded;
  private double firstLoss = Double.NaN;
  private final double[] recent = new double[PATIENCE];
  private double lowest = Double.POSITIVE_INFINITY;
  private int nextLook = 1;

  /// @param givesBack whether the weights that it leaves are those that the model is left with
  Doctor(Graph graph, Rerun rerun, Map<String, float[]> variables, boolean givesBack) {
    this.givesBack = givesBack;
    this.graph = graph;
    this.rerun = rerun;
    this.variables = variables;
    for (Variable variable : graph.variables()) {
      if (variable.role() != Variable.Role.SLOT) {
        first.put(variable.path(), variables.get(variable.path()).clone());
      }
    }
    variables.forEach((path, numbers) -> kept.put(path, numbers.clone()));
  }

  /// What it takes of the heap: the variables twice, slots once.
  static long bytes(Graph graph) {
    return graph.variables().stream()
        .mapToLong(variable -> (variable.role() == Variable.Role.SLOT ? 1L : 2L) * variable.shape().size() * Float.BYTES).sum();
  }

  /// Before a step.
  void stepBegins(Rerun.Batch batch) {
    // Spoilt weights are no place to begin again from, and while the loss looks exploded what made it so may be further back.
    if (since.size() >= INTERVAL && exploded == 0 && Replay.finite(variables)) {
      Replay.copy(variables, kept);
      since.clear();
    }
    since.add(batch);
    if (lastBatches.size() == PATIENCE) {
      lastBatches.removeFirst();
    }
    lastBatches.add(batch);
  }

  /// Whether a training resumed from here would go the same way, and not begin with numbers that are spoilt already.
  boolean sound() {
    return exploded == 0 && Replay.finite(variables);
  }

  /// The weights that the training began with, by path.
  Map<String, float[]> first() {
    return first;
  }

  /// What it knows, but for [#first] and the copy, which is made anew.
  Json written() {
    Map<String, Json> written = new LinkedHashMap<>();
    written.put("firstLoss", History.bits(firstLoss));
    written.put("limit", History.bits(limit));
    written.put("recent", History.bits(recent));
    written.put("lowest", History.bits(lowest));
    written.put("nextLook", Json.of(nextLook));
    written.put("last", new Json.Arr(lastBatches.stream().<Json>map(batch -> new Json.Arr(List.of(Json.of(batch.step()), Json.of(batch.epoch()),
        Json.of(batch.from()), Json.of(batch.count()), History.bits(batch.rate())))).toList()));
    return new Json.Obj(written);
  }

  /// Goes on with the variables of now.
  void resume(Json.Obj written) {
    firstLoss = History.bits(written.get("firstLoss"));
    limit = History.bits(written.get("limit"));
    History.readBits(written.get("recent"), recent);
    lowest = History.bits(written.get("lowest"));
    nextLook = written.get("nextLook").integer();
    written.get("last").items().stream().map(Json::items).forEach(batch -> lastBatches.add(new Rerun.Batch(batch.get(0).number(),
        batch.get(1).integer(), batch.get(2).integer(), batch.get(3).integer(), History.bits(batch.get(4)))));
    Replay.copy(variables, kept);
  }

  /// After a step.
  ///
  /// @throws DivergenceException if its loss is not finite, or the loss has exploded
  void stepFinished(double loss) {
    Rerun.Batch last = since.getLast();
    if (!Double.isFinite(loss)) {
      throw new DivergenceException("the loss became " + loss, last, examined(Optional.empty()));
    }
    if (Double.isNaN(firstLoss)) {
      firstLoss = Math.abs(loss);
      limit = EXPLODED * Math.max(1, firstLoss);
    }
    recent[(int) (last.step() % PATIENCE)] = Math.abs(loss);
    exploded = Math.abs(loss) > limit ? exploded + 1 : 0;
    if (exploded == PATIENCE) {
      double before = firstLossNow();
      double growth = Math.abs(loss) / Math.max(1, before);
      if (growth > EXPLODED) {
        throw new DivergenceException(String.format(java.util.Locale.ROOT,
            "the loss exploded: it is %.3g, where the first weights give %.3g on the same examples,", loss, before), last,
            examined(Optional.of(growth)));
      }
      // These examples are hard for any weights.
      limit = Math.max(2 * limit, EXPLODED * before);
      exploded = 0;
    }
  }

  /// After an epoch's steps: what to warn of.
  ///
  /// @throws DivergenceException if a weight, or a slot of the optimizer, is no longer a finite number
  Optional<Diagnosis> epochFinished(int epoch, double loss) {
    for (Variable variable : graph.variables()) {
      if (!Replay.finite(variables.get(variable.path()))) {
        String what = switch (variable.role()) {
          case PARAMETER -> "a weight of";
          case STATE -> "a statistic kept as";
          case SLOT -> "what the optimizer keeps as";
        };
        Diagnosis diagnosis = examined(Optional.empty());
        Rerun.Batch bad = since.stream().filter(batch -> batch.step() == diagnosis.step()).findFirst().orElseThrow();
        throw new DivergenceException(what + " \"" + variable.path() + "\" became NaN or infinite", bad, diagnosis);
      }
    }
    boolean falls = epoch > 1 && loss < FALLEN * lowest;
    lowest = Math.min(loss, lowest);
    if (falls || epoch < nextLook) {
      return Optional.empty();
    }
    nextLook = 2 * epoch;
    try {
      Optional<Diagnosis> warning = worse(epoch).or(() -> dead(epoch));
      if (warning.isPresent()) {
        nextLook = Integer.MAX_VALUE;
      }
      return warning;
    } catch (MemoryException noRoom) {
      // What only looks must not end a training that has room for itself.
      nextLook = Integer.MAX_VALUE;
      return Optional.empty();
    }
  }

  /// What the first weights give now; without room for that, what they gave in the first step.
  private double firstLossNow() {
    try {
      return ofFirstWeights();
    } catch (MemoryException noRoom) {
      return firstLoss;
    }
  }

  /// The mean size of the loss of the first weights, on the last batches.
  private double ofFirstWeights() {
    Map<String, float[]> numbers = new LinkedHashMap<>(variables);
    numbers.putAll(first);
    Graph forward = new Graph(Map.of(Model.LOSS, graph.outputs().get(Model.LOSS)));
    Map<Integer, Executable> bound = new HashMap<>();
    double sum = 0;
    for (Rerun.Batch batch : lastBatches) {
      Executable executable = bound.computeIfAbsent(batch.count(), count -> rerun.bind(forward, count, numbers));
      rerun.run(executable, batch);
      sum += Math.abs(Rerun.number(executable, Model.LOSS));
    }
    return sum / lastBatches.size();
  }

  /// The warning that the training has made the model worse than it was.
  private Optional<Diagnosis> worse(int epoch) {
    double recentLoss = lastBatches.stream().mapToDouble(batch -> recent[(int) (batch.step() % PATIENCE)]).average().orElseThrow();
    if (!(recentLoss > WORSE * firstLoss) || firstLoss < TINY) {
      return Optional.empty();
    }
    double before = ofFirstWeights();
    return recentLoss > WORSE * before ? Optional.of(warning(epoch, new Cause.Worse(recentLoss, before, lastBatches.getLast().rate()), List.of()))
        : Optional.empty();
  }

  /// The warning that a layer has no unit alive for examples of an epoch.
  private Optional<Diagnosis> dead(int epoch) {
    Rerun.Batch like = lastBatches.getLast();
    int size = lastBatches.stream().mapToInt(Rerun.Batch::count).max().orElseThrow();
    int examples = Math.min(LOOKED_AT, rerun.order().apply(epoch).length);
    List<Rerun.Batch> some = new ArrayList<>();
    for (int from = 0; from < examples; from += size) {
      some.add(new Rerun.Batch(like.step(), epoch, from, Math.min(size, examples - from), like.rate()));
    }
    List<Activity> activity = new Examination(graph, rerun, variables).activity(some);
    List<String> dead = activity.stream().filter(Activity::allDead).map(Activity::layer).toList();
    return dead.isEmpty() ? Optional.empty() : Optional.of(warning(epoch, new Cause.DeadUnits(dead, examples), activity));
  }

  private Diagnosis warning(int epoch, Cause cause, List<Activity> activity) {
    return new Diagnosis(lastBatches.getLast().step(), epoch, cause, Optional.empty(), List.of(), activity, OptionalLong.empty());
  }

  /// @param growth of a loss that is finite
  private Diagnosis examined(Optional<Double> growth) {
    Rerun.Batch last = since.getLast();
    try {
      return replayed(growth);
    } catch (MemoryException lack) {
      return new Diagnosis(last.step(), last.epoch(), new Cause.Unexamined(lack.getMessage()), Optional.empty(), List.of(), List.of(),
          OptionalLong.empty());
    }
  }

  private Diagnosis replayed(Optional<Double> growth) {
    Replay replay = new Replay(graph, rerun, variables);
    Replay.copy(kept, variables);
    List<StepFigures> steps = new ArrayList<>();
    Rerun.Batch bad = since.getLast();
    boolean spoilt = false;
    for (Rerun.Batch batch : since) {
      steps.add(replay.step(batch));
      if (!Double.isFinite(steps.getLast().loss()) || !Replay.finite(variables)) {
        bad = batch;
        spoilt = true;
        break;
      }
    }
    replay.back();
    Examination examination = new Examination(graph, rerun, variables);
    List<Activity> activity = examination.activity(List.of(bad));
    Optional<Value> value = spoilt ? firstBeside(examination, bad) : Optional.empty();
    Optional<Origin> origin = value.map(spoiling -> examination.origin(spoiling, bad(steps)));
    Cause cause = spoilt || growth.isPresent() ? cause(examination, bad, origin, steps, growth) : new Cause.Unrepeatable();
    long before = bad.step();
    if (!spoilt) {
      Replay.copy(kept, variables);
      before = since.getFirst().step();
    }
    return new Diagnosis(bad.step(), bad.epoch(), cause, origin, shown(steps),
        activity, givesBack ? OptionalLong.of(before) : OptionalLong.empty());
  }

  /// The last steps; if the first leap was before them, it and the step that followed in the place of two.
  private static List<StepFigures> shown(List<StepFigures> steps) {
    List<StepFigures> last = new ArrayList<>(steps.subList(Math.max(0, steps.size() - SHOWN_STEPS), steps.size()));
    leap(steps).map(steps::indexOf).filter(at -> at < steps.size() - SHOWN_STEPS).ifPresent(at -> {
      last.set(0, steps.get(at));
      last.set(1, steps.get(at + 1));
    });
    return last;
  }

  private static Optional<StepFigures> leap(List<StepFigures> steps) {
    return steps.stream().filter(figures -> figures.relativeUpdate() > LARGE_UPDATE).findFirst();
  }

  /// A number cut to its first digit.
  private static double oneDigit(double number) {
    return number == 0 ? 0 : new BigDecimal(number).round(new MathContext(1, RoundingMode.DOWN)).doubleValue();
  }

  private Rerun.Batch bad(List<StepFigures> steps) {
    return since.get(steps.size() - 1);
  }

  /// The first value of a step that is not finite, beside those that are not in a good step either.
  private Optional<Value> firstBeside(Examination examination, Rerun.Batch bad) {
    List<Value> spoilt = examination.notFinite(bad);
    Set<Value> usual = new HashSet<>();
    if (bad != since.getFirst() && !spoilt.isEmpty()) {
      usual.addAll(new Examination(graph, rerun, kept).notFinite(since.getFirst()));
    }
    return spoilt.stream().filter(value -> !usual.contains(value)).findFirst();
  }

  private static Cause cause(
      Examination examination, Rerun.Batch bad, Optional<Origin> origin, List<StepFigures> steps, Optional<Double> growth) {
    Optional<Cause> badValue = examination.badValue(bad);
    if (badValue.isPresent()) {
      return badValue.get();
    }
    Optional<StepFigures> leap = leap(steps);
    if (leap.isPresent()) {
      double update = leap.get().relativeUpdate();
      double rate = leap.get().learningRate();
      return new Cause.TooLargeRate(rate, leap.get().step(), update, oneDigit(rate * SOUND_UPDATE / update));
    }
    return origin.flatMap(Examination::undefined).or(() -> examination.largeValues(bad))
        .or(() -> growth.map(Cause.Unstable::new))
        .or(() -> origin.map(first -> first.phase() == Origin.Phase.FORWARD
            ? new Cause.Overflow(first.op(), first.layer()) : new Cause.ExplodingGradients(first.layer())))
        .orElseGet(() -> new Cause.Unexamined("no value of the step is NaN or infinite by itself"));
  }
}
