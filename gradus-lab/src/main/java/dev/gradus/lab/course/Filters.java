package dev.gradus.lab.course;

import static dev.gradus.lab.Condition.above;
import static dev.gradus.layer.Layers.batchNorm;
import static dev.gradus.layer.Layers.conv2d;
import static dev.gradus.layer.Layers.dense;
import static dev.gradus.layer.Layers.globalAveragePool;
import static dev.gradus.layer.Layers.relu;
import static dev.gradus.layer.Layers.sequential;
import static dev.gradus.random.Seed.seed;

import dev.gradus.dataset.Dataset;
import dev.gradus.lab.Experiment;
import dev.gradus.lab.Figure;
import dev.gradus.lab.Notebook;
import dev.gradus.lab.Rule;
import dev.gradus.lab.Setting;
import dev.gradus.model.Model;
import dev.gradus.plot.DotPlot;
import dev.gradus.plot.PictureGrid;
import dev.gradus.plot.Text;
import dev.gradus.random.RandomStream;
import dev.gradus.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// What the filters of a convolutional network look like, which pixels its answers rest on by three ways of asking, and what images its
/// outputs like best.
final class Filters implements Experiment {
  private static final int SIDE = 28;
  private static final int PIXELS = SIDE * SIDE;
  private static final int FILTERS = 8;
  private static final int SIZE = 5;
  private static final int CHANNELS = 16;
  private static final double RATE = 0.01;
  /// With a higher probability of the right class an image counts as recognised.
  private static final double RECOGNISED = 0.5;
  private static final List<String> WAYS = List.of("random", "saliency", "occlusion", "cam");

  @Override
  public String name() {
    return "filters";
  }

  @Override
  public List<Integer> claims() {
    return List.of(24, 26);
  }

  @Override
  public Rule rule() {
    return Rule.of(above("smooth", 0.1), above("gain-saliency", 0.1), above("gain-occlusion", 0.1), above("gain-cam", 0.1),
        above("stronger", 1.5), above("alike", 0.5));
  }

  /// A seed's first filters before training, its network after, and what was seen in it: the mean loss of probability by what was wiped away.
  private record Outcome(Tensor first, Model trained, Dataset test, double accuracy, Map<String, Double> lost, double[][] liked, double stronger,
      double alike) {}

  @Override
  public void run(Setting setting, Notebook notebook) {
    List<Outcome> outcomes = setting.perSeed(seed -> outcome(setting, seed));

    notebook.measure("accuracy", outcomes, Outcome::accuracy);
    notebook.measure("smooth", outcomes, of -> neighbours(filters(of.trained, 1)) - neighbours(of.first));
    for (String way : List.of("saliency", "occlusion", "cam")) {
      notebook.measure("gain-" + way, outcomes, of -> of.lost.get(way) - of.lost.get("random"));
    }
    notebook.measure("stronger", outcomes, Outcome::stronger);
    notebook.measure("alike", outcomes, Outcome::alike);
    notebook.exact("filters", (double) FILTERS * CHANNELS);
    notebook.exact("values", filters(outcomes.getFirst().trained, 2).size());

    Outcome shown = outcomes.getFirst();
    showWays(setting, notebook, shown);
    showFilters(notebook, shown);
    DotPlot dots = notebook.dots("wiped").x(0, 1);
    for (String way : WAYS) {
      Figure figure = notebook.measure("lost-" + way, outcomes, of -> of.lost.get(way));
      SmallHandwriting.row(dots, way, figure);
    }
    showFeatures(notebook, shown);
    PictureGrid liked = notebook.pictures("liked").columns(5);
    for (int digit = 0; digit < Handwriting.CLASSES; digit++) {
      liked.grey(Text.same(Integer.toString(digit)), SIDE, SIDE, shown.liked[digit]);
    }
  }

  private static Outcome outcome(Setting setting, long seed) {
    Model model = Model.create(sequential(
        conv2d(FILTERS, SIZE).stride(2).withoutBias(), batchNorm(), relu(), conv2d(CHANNELS, SIZE).stride(2).withoutBias(), batchNorm(), relu(),
        conv2d(CHANNELS, 3).withoutBias(), batchNorm(), relu(), globalAveragePool(), dense(Handwriting.CLASSES)), Handwriting.IMAGE, seed(seed));
    Tensor first = filters(model, 1).copy();
    Dataset data = Handwriting.training(setting, seed);
    SmallHandwriting.trainer(setting, seed, model, RATE, SmallHandwriting.epochs(data, setting.of(2, 400, 1500))).fit(data);
    Dataset test = Handwriting.test(setting, seed);
    Attribution attribution = new Attribution(model, setting.execution());
    double[][] liked = attribution.liked(setting.of(2, 80, 200));
    return new Outcome(first, model, test, SmallHandwriting.accuracy(model.evaluate(test, setting.execution())),
        lost(setting, seed, attribution, test), liked, stronger(attribution, liked, data), alike(liked, data));
  }

  private static Tensor filters(Model model, int layer) {
    return model.variables().get("conv2d_" + layer + "/filter");
  }

  /// How alike neighbouring weights of the first filters are: their correlation, 0 for weights drawn by lot.
  private static double neighbours(Tensor filters) {
    List<double[]> pairs = new ArrayList<>();
    for (int filter = 0; filter < FILTERS; filter++) {
      for (int at = 0; at < SIZE * SIZE; at++) {
        double weight = filters.get(at * FILTERS + filter);
        if (at % SIZE < SIZE - 1) {
          pairs.add(new double[] {weight, filters.get((at + 1) * FILTERS + filter)});
        }
        if (at / SIZE < SIZE - 1) {
          pairs.add(new double[] {weight, filters.get((at + SIZE) * FILTERS + filter)});
        }
      }
    }
    return correlation(pairs.stream().mapToDouble(pair -> pair[0]).toArray(), pairs.stream().mapToDouble(pair -> pair[1]).toArray());
  }

  private static double correlation(double[] a, double[] b) {
    double meanA = Arrays.stream(a).average().orElseThrow();
    double meanB = Arrays.stream(b).average().orElseThrow();
    double both = 0;
    double squaresA = 0;
    double squaresB = 0;
    for (int i = 0; i < a.length; i++) {
      both += (a[i] - meanA) * (b[i] - meanB);
      squaresA += (a[i] - meanA) * (a[i] - meanA);
      squaresB += (b[i] - meanB) * (b[i] - meanB);
    }
    return both / Math.sqrt(Math.max(Double.MIN_NORMAL, squaresA * squaresB));
  }

  // Which pixels the answer rests on.

  private static double[] pixels(Tensor image) {
    return IntStream.range(0, PIXELS).mapToDouble(image::get).toArray();
  }

  private static double[] map(String way, Attribution attribution, double[] image, int label, RandomStream random) {
    return switch (way) {
      case "saliency" -> attribution.saliency(image, label);
      case "occlusion" -> attribution.occlusion(image, label);
      case "cam" -> attribution.activation(image, label);
      default -> IntStream.range(0, PIXELS).mapToDouble(_ -> random.nextDouble()).toArray();
    };
  }

  /// By how much the probability of the right class falls when the ink is wiped away that a map values most, of images recognised.
  private static Map<String, Double> lost(Setting setting, long seed, Attribution attribution, Dataset test) {
    RandomStream random = new RandomStream(seed, "lab/filters/random");
    Map<String, Double> lost = new LinkedHashMap<>();
    WAYS.forEach(way -> lost.put(way, 0.0));
    int seen = 0;
    for (int i = 0; i < test.size() && seen < setting.of(2, 40, 200); i++) {
      double[] image = pixels(test.input(i));
      int label = test.readLabel(i);
      double before = attribution.probability(image, label);
      if (before > RECOGNISED) {
        seen++;
        for (String way : WAYS) {
          double after = attribution.probability(Attribution.wiped(image, map(way, attribution, image, label, random)), label);
          lost.merge(way, before - after, Double::sum);
        }
      }
    }
    int count = Math.max(1, seen);
    lost.replaceAll((_, sum) -> sum / count);
    return lost;
  }

  // What the outputs like best.

  /// How far beyond the highest output for a training image of its class that for the image it likes best is, on average.
  private static double stronger(Attribution attribution, double[][] liked, Dataset data) {
    double[] highest = new double[Handwriting.CLASSES];
    Arrays.fill(highest, Double.NEGATIVE_INFINITY);
    for (int i = 0; i < Math.min(data.size(), 200); i++) {
      int label = data.readLabel(i);
      highest[label] = Math.max(highest[label], attribution.output(pixels(data.input(i)), label));
    }
    return IntStream.range(0, Handwriting.CLASSES)
        .mapToDouble(digit -> attribution.output(liked[digit], digit) / Math.max(1, highest[digit])).average().orElseThrow();
  }

  /// The correlation between the images that the outputs like best and the mean training images of their classes, on average.
  private static double alike(double[][] liked, Dataset data) {
    double[][] means = new double[Handwriting.CLASSES][PIXELS];
    for (int i = 0; i < data.size(); i++) {
      Tensor image = data.input(i);
      double[] mean = means[data.readLabel(i)];
      for (int pixel = 0; pixel < PIXELS; pixel++) {
        mean[pixel] += image.get(pixel);
      }
    }
    return IntStream.range(0, Handwriting.CLASSES).mapToDouble(digit -> correlation(liked[digit], means[digit])).average().orElseThrow();
  }

  // To look at.

  private void showWays(Setting setting, Notebook notebook, Outcome shown) {
    Attribution attribution = new Attribution(shown.trained, setting.execution());
    PictureGrid pictures = notebook.pictures("ways").columns(4);
    RandomStream random = new RandomStream(setting.seed(), "lab/filters/shown");
    for (int i = 0; i < 4; i++) {
      double[] image = pixels(shown.test.input(i));
      int label = shown.test.readLabel(i);
      pictures.grey(Text.same(Integer.toString(label)), SIDE, SIDE, image);
      for (String way : WAYS.subList(1, WAYS.size())) {
        pictures.strength(texts().text("series." + way), SIDE, SIDE, map(way, attribution, image, label, random));
      }
    }
  }

  private void showFilters(Notebook notebook, Outcome shown) {
    PictureGrid pictures = notebook.pictures("filters").columns(FILTERS);
    for (Tensor filters : List.of(shown.first, filters(shown.trained, 1))) {
      for (int filter = 0; filter < FILTERS; filter++) {
        int which = filter;
        pictures.signed(texts().text(filters == shown.first ? "text.before" : "text.after"), SIZE, SIZE,
            IntStream.range(0, SIZE * SIZE).mapToDouble(at -> filters.get(at * FILTERS + which)).toArray());
      }
    }
  }

  private void showFeatures(Notebook notebook, Outcome shown) {
    PictureGrid pictures = notebook.pictures("features").columns(8);
    Map<String, Tensor> outputs = shown.trained.inspect(shown.test.input(0));
    for (int layer = 1; layer <= 3; layer++) {
      Tensor maps = outputs.get("relu_" + layer);
      int side = maps.shape().length(0);
      int channels = maps.shape().length(2);
      for (int channel = 0; channel < 8; channel++) {
        int which = channel;
        pictures.strength(texts().text("text.layer", Integer.toString(layer)), side, side,
            IntStream.range(0, side * side).mapToDouble(at -> maps.get(at * channels + which)).toArray());
      }
    }
  }
}
