package dev.gradus.lab.course;

import static dev.gradus.initializer.Initializers.heNormal;
import static dev.gradus.lab.Condition.above;
import static dev.gradus.lab.Condition.below;
import static dev.gradus.lab.Condition.between;
import static dev.gradus.layer.Layers.dense;
import static dev.gradus.layer.Layers.dropout;
import static dev.gradus.layer.Layers.flatten;
import static dev.gradus.layer.Layers.relu;
import static dev.gradus.layer.Layers.sequential;
import static dev.gradus.loss.Losses.softmaxCrossEntropy;
import static dev.gradus.random.Seed.seed;

import dev.gradus.dataset.Dataset;
import dev.gradus.lab.Experiment;
import dev.gradus.lab.Figure;
import dev.gradus.lab.Notebook;
import dev.gradus.lab.Rule;
import dev.gradus.lab.Setting;
import dev.gradus.lab.course.SmallHandwriting.Images;
import dev.gradus.layer.Layer;
import dev.gradus.metric.Metrics;
import dev.gradus.model.Ensemble;
import dev.gradus.model.Evaluation;
import dev.gradus.model.Model;
import dev.gradus.plot.DotPlot;
import dev.gradus.plot.PictureGrid;
import dev.gradus.random.RandomStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntToDoubleFunction;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/// Dropout cuts hidden units at random at each step: what it does to the gap between training and test, and whether one network trained
/// so is as good as an ensemble of networks with units cut.
final class Dropout implements Experiment {
  private static final int UNITS = 128;
  private static final double[] RATES = {0, 0.25, 0.5, 0.65, 0.8};
  private static final int QUARTER = 1;
  private static final int HALF = 2;
  private static final double[] LEARNING_RATES = {0.003, 0.01};
  /// Which weights lead away from the hidden units.
  private static final String OUTGOING = "dense_2/kernel";

  @Override
  public String name() {
    return "dropout";
  }

  @Override
  public List<Integer> claims() {
    return List.of(3, 13);
  }

  @Override
  public Rule rule() {
    return Rule.of(below("gap-quarter", 0.9), below("gap-half", 0.9), above("gain-quarter", 0.01), above("gain-half", 0.01),
        above("ensemble", 0.01), between("whole", -0.01, 0.01), above("against", -0.01), below("scaling", 0.9));
  }

  /// The losses and accuracies of a seed: those of networks trained at each rate, and those at rate 0.5 of networks made from that one,
  /// and of ones trained with half the units.
  private record Outcome(List<Evaluation> trained, List<Evaluation> tested, Map<String, Evaluation> made) {
    double gap(int rate) {
      return tested.get(rate).loss() - trained.get(rate).loss();
    }

    double accuracy(int rate) {
      return SmallHandwriting.accuracy(tested.get(rate));
    }

    double accuracy(String kind) {
      return SmallHandwriting.accuracy(made.get(kind));
    }
  }

  @Override
  public void run(Setting setting, Notebook notebook) {
    List<Outcome> outcomes = setting.perSeed(seed -> outcome(setting, seed));

    notebook.measure("gap-quarter", outcomes, of -> of.gap(QUARTER) / of.gap(0));
    notebook.measure("gap-half", outcomes, of -> of.gap(HALF) / of.gap(0));
    notebook.measure("gain-quarter", outcomes, of -> of.accuracy(QUARTER) - of.accuracy(0));
    notebook.measure("gain-half", outcomes, of -> of.accuracy(HALF) - of.accuracy(0));
    notebook.measure("ensemble", outcomes, of -> of.accuracy("masks") - of.accuracy("mask"));
    notebook.measure("whole", outcomes, of -> of.accuracy(HALF) - of.accuracy("masks"));
    notebook.measure("against", outcomes, of -> of.accuracy(HALF) - of.accuracy("thinned-ensemble"));
    notebook.measure("scaling", outcomes, of -> of.tested.get(HALF).loss() / of.made.get("unscaled").loss());

    notebook.lines("rates")
        .line("trained", RATES, byRate(outcomes, (of, rate) -> SmallHandwriting.accuracy(of.trained.get(rate))))
        .line("tested", RATES, byRate(outcomes, Outcome::accuracy));
    DotPlot dots = notebook.dots("ensembles");
    for (String key : List.of("plain", "thinned", "thinned-ensemble", "mask", "masks", "whole", "unscaled")) {
      Figure figure = notebook.measure("accuracy-" + key, outcomes, of -> of.accuracy(key));
      dots.row(key, figure.mean(), Math.max(0, figure.interval().low()), Math.min(1, figure.interval().high()),
          figure.values().stream().mapToDouble(value -> value).toArray());
    }
    notebook.lines("losses")
        .line("trained", RATES, byRate(outcomes, (of, rate) -> of.trained.get(rate).loss()))
        .line("tested", RATES, byRate(outcomes, (of, rate) -> of.tested.get(rate).loss()));
    showMasks(setting, notebook);
  }

  private interface ByRate {
    double of(Outcome outcome, int rate);
  }

  private static List<double[]> byRate(List<Outcome> outcomes, ByRate value) {
    return outcomes.stream().map(outcome -> IntStream.range(0, RATES.length).mapToDouble(rate -> value.of(outcome, rate)).toArray()).toList();
  }

  private static Layer net(int units, double rate) {
    return sequential(flatten(), dense(units).initializer(heNormal()), relu(), dropout(rate), dense(Handwriting.CLASSES));
  }

  private static Model train(Setting setting, long seed, Images images, int units, double rate) {
    return SmallHandwriting.best(
        setting, seed, net(units, rate), LEARNING_RATES, images, setting.of(2, 300, 1200), UnaryOperator.identity());
  }

  private static Outcome outcome(Setting setting, long seed) {
    Images images = Images.of(setting, seed, setting.of(20, 160, 160));
    Dataset data = images.training();
    Dataset test = images.test();
    List<Model> models = new ArrayList<>();
    for (double rate : RATES) {
      models.add(train(setting, seed, images, UNITS, rate));
    }
    int members = setting.of(2, 5, 10);
    List<Model> thinned = IntStream.range(0, members)
        .mapToObj(i -> train(setting, new RandomStream(seed, "lab/dropout", i).nextBits(), images, UNITS / 2, 0)).toList();
    Model whole = models.get(HALF);
    List<Model> masked = IntStream.range(0, setting.of(2, 20, 50)).mapToObj(i -> {
      boolean[] kept = mask(seed, i, RATES[HALF]);
      return copy(whole, data, unit -> kept[unit] ? 1 / (1 - RATES[HALF]) : 0);
    }).toList();
    Map<String, Evaluation> made = new LinkedHashMap<>();
    made.put("plain", models.getFirst().evaluate(test, setting.execution()));
    made.put("thinned", mean(setting, thinned, test));
    made.put("thinned-ensemble", Ensemble.of(thinned).evaluate(test, setting.execution(), List.of()));
    made.put("mask", mean(setting, masked, test));
    made.put("masks", Ensemble.of(masked).evaluate(test, setting.execution(), List.of()));
    made.put("whole", whole.evaluate(test, setting.execution()));
    made.put("unscaled", copy(whole, data, _ -> 1 / (1 - RATES[HALF])).evaluate(test, setting.execution()));
    return new Outcome(models.stream().map(model -> model.evaluate(data, setting.execution())).toList(),
        models.stream().map(model -> model.evaluate(test, setting.execution())).toList(), made);
  }

  /// The mean loss and accuracy of several models, each by itself.
  private static Evaluation mean(Setting setting, List<Model> models, Dataset test) {
    List<Evaluation> each = models.stream().map(model -> model.evaluate(test, setting.execution())).toList();
    return new Evaluation(each.stream().mapToDouble(Evaluation::loss).average().orElseThrow(),
        Map.of("accuracy", each.stream().mapToDouble(SmallHandwriting::accuracy).average().orElseThrow()), test.size(), Map.of());
  }

  /// Which units stay: each goes with a probability of its own.
  private static boolean[] mask(long seed, int item, double rate) {
    RandomStream random = new RandomStream(seed, "lab/dropout/mask", item);
    boolean[] kept = new boolean[UNITS];
    for (int unit = 0; unit < UNITS; unit++) {
      kept[unit] = random.nextDouble() >= rate;
    }
    return kept;
  }

  /// A trained model with what each hidden unit gives multiplied by a number: 0 cuts it.
  private static Model copy(Model model, Dataset data, IntToDoubleFunction factor) {
    Model copy = Model.create(net(UNITS, 0), SmallHandwriting.IMAGE, seed(0));
    copy.learns(softmaxCrossEntropy(), List.of(Metrics.accuracy()), data);
    model.variables().forEach((path, values) -> System.arraycopy(values.floats(), 0, copy.variables().get(path).floats(), 0, values.size()));
    float[] outgoing = copy.variables().get(OUTGOING).floats();
    for (int i = 0; i < outgoing.length; i++) {
      outgoing[i] *= (float) factor.applyAsDouble(i / Handwriting.CLASSES);
    }
    return copy;
  }

  /// The hidden units, 8 × 16, as some steps find them.
  private void showMasks(Setting setting, Notebook notebook) {
    PictureGrid pictures = notebook.pictures("masks").columns(4);
    for (int rate : new int[] {QUARTER, HALF}) {
      for (int step = 1; step <= 4; step++) {
        boolean[] kept = mask(setting.seeds().getFirst(), step, RATES[rate]);
        pictures.grey(texts().text("text.step", Integer.toString(step), Double.toString(RATES[rate])), 8, 16,
            IntStream.range(0, UNITS).mapToDouble(unit -> kept[unit] ? 0.85 : 0.15).toArray());
      }
    }
  }
}
