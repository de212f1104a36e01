package dev.gradus.lab.course;

import static dev.gradus.initializer.Initializers.constant;
import static dev.gradus.initializer.Initializers.glorotNormal;
import static dev.gradus.initializer.Initializers.heNormal;
import static dev.gradus.initializer.Initializers.normal;
import static dev.gradus.initializer.Initializers.zeros;
import static dev.gradus.lab.Condition.above;
import static dev.gradus.lab.Condition.below;
import static dev.gradus.lab.Condition.between;
import static dev.gradus.layer.Layers.relu;
import static dev.gradus.optimizer.Optimizers.momentum;

import dev.gradus.dataset.Dataset;
import dev.gradus.initializer.Initializer;
import dev.gradus.lab.Experiment;
import dev.gradus.lab.Notebook;
import dev.gradus.lab.Rule;
import dev.gradus.lab.Setting;
import dev.gradus.model.Model;
import dev.gradus.plot.Plot;
import dev.gradus.tensor.Tensor;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// What the first weights decide: whether units can become different, whether signals get through, and so whether anything is learnt.
final class Initialisation implements Experiment {
  private static final int DEPTH = 10;
  private static final int WIDTH = 64;
  private static final double[] RATES = {0.001, 0.01, 0.1};
  /// Below it a signal counts as gone.
  private static final double GONE = 1e-12;

  private static final Map<String, Initializer> KINDS = new LinkedHashMap<>();

  static {
    KINDS.put("zero", zeros());
    KINDS.put("constant", constant(0.02));
    KINDS.put("small", normal(0.01));
    KINDS.put("large", normal(0.5));
    KINDS.put("glorot", glorotNormal());
    KINDS.put("he", heNormal());
  }

  @Override
  public String name() {
    return "initialisation";
  }

  @Override
  public List<Integer> claims() {
    return List.of(6, 9);
  }

  @Override
  public Rule rule() {
    return Rule.of(below("alike-zero", 1e-3), below("alike-constant", 1e-3), below("signal-small", 0.01), above("signal-large", 100),
        between("signal-he", 0.3, 3), below("loss-he", 0.5));
  }

  /// Of one kind and seed: the signal by layer at first, how different the first layer's units are after training, and the losses.
  private record Outcome(double[] signal, double different, double[] losses) {
    double through() {
      return signal[signal.length - 1] / Math.max(GONE, signal[0]);
    }
  }

  @Override
  public void run(Setting setting, Notebook notebook) {
    List<Map<String, Outcome>> outcomes = setting.perSeed(seed -> {
      Map<String, Outcome> of = new LinkedHashMap<>();
      KINDS.forEach((key, initializer) -> of.put(key, outcome(setting, seed, initializer)));
      return of;
    });
    for (String key : List.of("zero", "constant", "he")) {
      notebook.measure("alike-" + key, outcomes, of -> of.get(key).different());
    }
    for (String key : List.of("small", "large", "glorot", "he")) {
      notebook.measure("signal-" + key, outcomes, of -> of.get(key).through());
    }
    notebook.measure("loss-he", outcomes, of -> last(of.get("he")) / last(of.get("small")));

    Plot signals = notebook.lines("signals").logY();
    Plot curves = notebook.lines("curves");
    double[] layers = IntStream.rangeClosed(1, DEPTH).asDoubleStream().toArray();
    KINDS.keySet().forEach(key -> {
      if (!key.equals("zero")) {
        signals.line(key, layers, outcomes.stream().map(of -> of.get(key).signal()).toList());
      }
      curves.line(key, Handwriting.epochs(epochs(setting)), outcomes.stream().map(of -> of.get(key).losses()).toList());
    });
  }

  private static double last(Outcome outcome) {
    return outcome.losses()[outcome.losses().length - 1];
  }

  private static int epochs(Setting setting) {
    return setting.of(1, 10, 20);
  }

  private static Outcome outcome(Setting setting, long seed, Initializer initializer) {
    Dataset data = Handwriting.training(setting, seed);
    double[] signal = signal(network(seed, initializer), data);
    double[] best = {Double.POSITIVE_INFINITY};
    double different = 0;
    for (double rate : RATES) {
      Model model = network(seed, initializer);
      double[] losses = Handwriting.train(model, data, momentum(rate), 32, epochs(setting), seed, setting);
      if (losses[losses.length - 1] < best[best.length - 1]) {
        best = losses;
        different = different(model.variables().get("dense_2/kernel"));
      }
    }
    return new Outcome(signal, different, best);
  }

  private static Model network(long seed, Initializer initializer) {
    return Handwriting.deep(seed, DEPTH, WIDTH, initializer, () -> List.of(relu()));
  }

  /// The root of the mean square of each layer's output, over the units and a few examples.
  private static double[] signal(Model model, Dataset data) {
    double[] squares = new double[DEPTH];
    int examples = 20;
    for (int i = 0; i < examples; i++) {
      Map<String, Tensor> outputs = model.inspect(data.input(i));
      for (int layer = 0; layer < DEPTH; layer++) {
        Tensor output = outputs.get("relu_" + (layer + 1));
        squares[layer] += IntStream.range(0, WIDTH).mapToDouble(unit -> output.get(unit) * output.get(unit)).sum() / WIDTH / examples;
      }
    }
    return Arrays.stream(squares).map(Math::sqrt).toArray();
  }

  /// How far the weights of single units lie from the mean unit's, as a part of its length; 0 if all are 0.
  private static double different(Tensor kernel) {
    int inputs = kernel.shape().length(0);
    int units = kernel.shape().length(1);
    double between = 0;
    double length = 0;
    for (int i = 0; i < inputs; i++) {
      double mean = 0;
      for (int unit = 0; unit < units; unit++) {
        mean += kernel.get(i * units + unit) / units;
      }
      length += mean * mean;
      for (int unit = 0; unit < units; unit++) {
        between += (kernel.get(i * units + unit) - mean) * (kernel.get(i * units + unit) - mean) / units;
      }
    }
    return between == 0 ? 0 : Math.sqrt(between / Math.max(GONE, length));
  }
}
