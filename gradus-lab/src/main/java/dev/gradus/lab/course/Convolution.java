package dev.gradus.lab.course;

import static dev.gradus.initializer.Initializers.heNormal;
import static dev.gradus.initializer.Initializers.scaled;
import static dev.gradus.lab.Condition.above;
import static dev.gradus.lab.Condition.below;
import static dev.gradus.lab.Condition.between;
import static dev.gradus.layer.Layers.conv2d;
import static dev.gradus.layer.Layers.dense;
import static dev.gradus.layer.Layers.flatten;
import static dev.gradus.layer.Layers.locallyConnected2d;
import static dev.gradus.layer.Layers.relu;
import static dev.gradus.layer.Layers.sequential;
import static dev.gradus.random.Seed.seed;

import dev.gradus.lab.Experiment;
import dev.gradus.lab.Notebook;
import dev.gradus.lab.Rule;
import dev.gradus.lab.Setting;
import dev.gradus.lab.course.SmallHandwriting.Images;
import dev.gradus.layer.Layer;
import dev.gradus.model.Model;
import dev.gradus.plot.DotPlot;
import dev.gradus.plot.PictureGrid;
import dev.gradus.plot.Plot;
import dev.gradus.plot.Table;
import dev.gradus.plot.Text;
import dev.gradus.tensor.Shape;
import dev.gradus.tensor.Tensor;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/// A convolution is a dense layer with most connections cut and the others sharing their weights. Each of the two by itself, both,
/// and neither: four layers of the same 7 × 7 × 4 hidden units, and all else alike. And a convolution with more filters.
final class Convolution implements Experiment {
  private static final int FILTERS = 4;
  private static final int SIZE = 5;
  private static final int SIDE = SmallHandwriting.SIDE;
  private static final int PLACES = (SIDE / 2) * (SIDE / 2);
  /// A window so large that it sees the whole image from wherever it stands.
  private static final int WHOLE = 2 * SIDE - 1;
  private static final double[] RATES = {0.003, 0.01};

  /// What stands between the image and the hidden units.
  private static final Map<String, Layer> KINDS = new LinkedHashMap<>();

  static {
    KINDS.put("dense", sequential(flatten(), dense(PLACES * FILTERS).initializer(heNormal()).withoutBias()));
    KINDS.put("sparse", locallyConnected2d(FILTERS, SIZE).stride(2).withoutBias());
    // Most of the window lies outside the image, where it gets nothing: the weights make up for that at first.
    KINDS.put("sharing", conv2d(FILTERS, WHOLE).stride(2).withoutBias().initializer(scaled(heNormal(), (double) WHOLE / SIDE)));
    KINDS.put("both", conv2d(FILTERS, SIZE).stride(2).withoutBias());
    KINDS.put("wide", conv2d(4 * FILTERS, SIZE).stride(2).withoutBias());
  }

  @Override
  public String name() {
    return "convolution";
  }

  @Override
  public List<Integer> claims() {
    return List.of(3, 15, 24, 25, 26);
  }

  @Override
  public Rule rule() {
    return Rule.of(between("formula", 0.999, 1.001), above("gain-sparse", 0.01), above("gain-sharing", 0.01), above("gain-both", 0.01),
        above("gain-wide", 0.01), below("gap-sparse", -0.01), below("gap-sharing", -0.01), below("gap-both", -0.01), below("gap-wide", -0.01),
        below("data", 0.5));
  }

  /// Of one kind and seed, by number of images: the part recognised, of those trained on and of others; and the model of the most.
  private record Outcome(double[] trained, double[] tested, Model model) {
    double gap(int i) {
      return trained[i] - tested[i];
    }
  }

  @Override
  public void run(Setting setting, Notebook notebook) {
    int[] counts = setting.choose(new int[] {20, 40}, new int[] {40, 160, 640}, new int[] {40, 160, 640, 2560});
    double[] images = Arrays.stream(counts).asDoubleStream().toArray();
    List<Map<String, Outcome>> outcomes = setting.perSeed(seed -> {
      Images all = Images.of(setting, seed, counts[counts.length - 1]);
      Map<String, Outcome> of = new LinkedHashMap<>();
      KINDS.forEach((key, layer) -> of.put(key, outcome(setting, seed, layer, all, counts)));
      return of;
    });
    // Where there are neither very few images nor many.
    int middle = 1;
    for (String key : List.of("sparse", "sharing", "both", "wide")) {
      notebook.measure("gain-" + key, outcomes, of -> of.get(key).tested[middle] - of.get("dense").tested[middle]);
      notebook.measure("gap-" + key, outcomes, of -> of.get(key).gap(middle) - of.get("dense").gap(middle));
    }
    notebook.measure("data", outcomes,
        of -> SmallHandwriting.needed(images, of.get("wide").tested, of.get("dense").tested[images.length - 1]) / images[images.length - 1]);

    Plot curves = notebook.lines("accuracy").logX();
    KINDS.keySet().forEach(key -> curves.line(key, images, outcomes.stream().map(of -> of.get(key).tested).toList()));
    showUnits(setting, notebook, outcomes.getFirst());
    DotPlot gaps = notebook.dots("gaps").x(0, 0.5);
    for (String key : KINDS.keySet()) {
      SmallHandwriting.row(gaps, key, notebook.measure("between-" + key, outcomes, of -> of.get(key).gap(middle)));
      notebook.exact("weights-" + key, weights(key));
    }
    showGrowth(notebook);
    showFormula(notebook);
  }

  private static Outcome outcome(Setting setting, long seed, Layer first, Images all, int[] counts) {
    double[] trained = new double[counts.length];
    double[] tested = new double[counts.length];
    Model model = null;
    for (int i = 0; i < counts.length; i++) {
      Images images = all.first(counts[i]);
      Layer net = sequential(first, relu(), flatten(), dense(Handwriting.CLASSES));
      model = SmallHandwriting.best(setting, seed, net, RATES, images, setting.of(2, 120, 800), UnaryOperator.identity());
      trained[i] = SmallHandwriting.accuracy(model.evaluate(images.training(), setting.execution()));
      tested[i] = SmallHandwriting.accuracy(model.evaluate(images.test(), setting.execution()));
    }
    return new Outcome(trained, tested, model);
  }

  private static long weights(String key) {
    return Model.create(KINDS.get(key), SmallHandwriting.IMAGE, seed(0)).parameters();
  }

  /// By what weight each pixel reaches some hidden units: what the trained layer gives for an image with that pixel alone.
  private void showUnits(Setting setting, Notebook notebook, Map<String, Outcome> outcomes) {
    int pixels = SIDE * SIDE;
    float[] alone = new float[pixels * pixels];
    for (int i = 0; i < pixels; i++) {
      alone[i * pixels + i] = 1;
    }
    PictureGrid pictures = notebook.pictures("units").columns(4);
    int[] places = {2 * 7 + 2, 2 * 7 + 4, 4 * 7 + 2, 4 * 7 + 4};
    KINDS.forEach((key, layer) -> {
      if (key.equals("wide")) {
        return;
      }
      Model first = Model.create(layer, SmallHandwriting.IMAGE, seed(0));
      float[] kernel = outcomes.get(key).model.variables().values().iterator().next().floats();
      System.arraycopy(kernel, 0, first.variables().values().iterator().next().floats(), 0, kernel.length);
      Tensor given = first.predict(Tensor.of(Shape.of(pixels, SIDE, SIDE, 1), alone), setting.execution());
      for (int place : places) {
        pictures.signed(texts().text("series." + key), SIDE, SIDE,
            IntStream.range(0, pixels).mapToDouble(pixel -> given.get((pixel * PLACES + place) * FILTERS)).toArray());
      }
    });
  }

  /// The weights of one layer as the image grows: 16 units for each 2 × 2 pixels of three colours.
  private static void showGrowth(Notebook notebook) {
    double[] sides = IntStream.rangeClosed(3, 9).mapToDouble(i -> 1 << i).toArray();
    notebook.lines("growth").logX().logY()
        .line("dense", sides, Arrays.stream(sides).map(side -> side * side * 3 * side * side / 4 * 16).toArray())
        .line("sparse", sides, Arrays.stream(sides).map(side -> side * side / 4 * SIZE * SIZE * 3 * 16).toArray())
        .line("sharing", sides, Arrays.stream(sides).map(side -> (2 * side - 1) * (2 * side - 1) * 3 * 16).toArray())
        .line("both", sides, Arrays.stream(sides).map(_ -> SIZE * SIZE * 3 * 16.0).toArray());
  }

  /// C_{i-1} × C_i filters, and C_{i-1} × C_i × height × width weights: by the formula, and counted.
  private static void showFormula(Notebook notebook) {
    Table table = notebook.table("formula").columns("from", "to", "window", "filters", "values", "counted");
    double formula = 0;
    double counted = 0;
    for (int[] layer : new int[][] {{1, 4, 5, 5}, {3, 16, 3, 3}, {16, 32, 3, 3}, {32, 8, 1, 1}, {8, 8, 1, 7}}) {
      long values = (long) layer[0] * layer[1] * layer[2] * layer[3];
      long count = Model.create(conv2d(layer[1], layer[2], layer[3]).withoutBias(), Shape.of(16, 16, layer[0]), seed(0)).parameters();
      formula += values;
      counted += count;
      table.row(number(layer[0]), number(layer[1]), Text.same(layer[2] + " × " + layer[3]), number((long) layer[0] * layer[1]), number(values),
          number(count));
    }
    notebook.exact("formula", counted / formula);
  }

  private static Text number(long number) {
    return Text.same(Long.toString(number));
  }
}
