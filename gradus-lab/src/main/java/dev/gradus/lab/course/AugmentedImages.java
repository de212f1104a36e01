package dev.gradus.lab.course;

import static dev.gradus.data.augment.Augmentations.crop;
import static dev.gradus.data.augment.Augmentations.cutout;
import static dev.gradus.data.augment.Augmentations.horizontalFlip;
import static dev.gradus.data.augment.Augmentations.noise;
import static dev.gradus.data.augment.Augmentations.rotate;
import static dev.gradus.data.augment.Augmentations.scale;
import static dev.gradus.lab.Condition.above;
import static dev.gradus.lab.Condition.below;
import static dev.gradus.layer.Layers.conv2d;
import static dev.gradus.layer.Layers.dense;
import static dev.gradus.layer.Layers.flatten;
import static dev.gradus.layer.Layers.relu;
import static dev.gradus.layer.Layers.sequential;

import dev.gradus.dataset.Augmentation;
import dev.gradus.dataset.Dataset;
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
import dev.gradus.tensor.Tensor;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// Training images changed anew in each epoch: which changes bring how much, by how many images there are.
final class AugmentedImages implements Experiment {
  private static final int SIDE = SmallHandwriting.SIDE;
  private static final double[] RATES = {0.005};
  private static final String NONE = "none";
  private static final String ALL = "all";

  private static final Map<String, Augmentation> KINDS = new LinkedHashMap<>();

  static {
    KINDS.put(NONE, (training, _, _) -> training);
    KINDS.put("crop", crop(1));
    KINDS.put("rotate", rotate(15));
    KINDS.put("scale", scale(0.15));
    KINDS.put("noise", noise(0.2));
    KINDS.put("cutout", cutout(4));
    KINDS.put("flip", horizontalFlip());
    KINDS.put(ALL, crop(1).then(rotate(15)).then(scale(0.15)));
  }

  @Override
  public String name() {
    return "augmentation";
  }

  @Override
  public List<Integer> claims() {
    return List.of(14);
  }

  @Override
  public Rule rule() {
    return Rule.of(above("gain-crop", 0.01), above("gain-rotate", 0.01), above("gain-scale", 0.01), above("gain-noise", 0.01),
        above("gain-cutout", 0.01), above("gain-all", 0.01), below("gain-flip", -0.01), below("gap", -0.05), above("few", 0.01),
        above("worth", 1.5));
  }

  /// Of one change and seed, by number of images: the part recognised, of those trained on, unchanged, and of others.
  private record Outcome(double[] trained, double[] tested) {}

  @Override
  public void run(Setting setting, Notebook notebook) {
    int[] counts = setting.choose(new int[] {20, 40}, new int[] {40, 160, 640}, new int[] {40, 160, 640, 2560});
    int most = counts.length - 1;
    double[] images = Arrays.stream(counts).asDoubleStream().toArray();
    List<Map<String, Outcome>> outcomes = setting.perSeed(seed -> {
      Images all = Images.of(setting, seed, counts[most]);
      Map<String, Outcome> of = new LinkedHashMap<>();
      KINDS.forEach((key, augmentation) -> of.put(key, outcome(setting, seed, augmentation, all, counts)));
      return of;
    });
    // Where there are neither very few images nor many.
    int middle = 1;
    KINDS.keySet().stream().skip(1).forEach(
        key -> notebook.measure("gain-" + key, outcomes, of -> of.get(key).tested[middle] - of.get(NONE).tested[middle]));
    notebook.measure("gap", outcomes, of -> gap(of.get(ALL), middle) - gap(of.get(NONE), middle));
    notebook.measure("few", outcomes,
        of -> of.get(ALL).tested[0] - of.get(NONE).tested[0] - (of.get(ALL).tested[most] - of.get(NONE).tested[most]));
    notebook.measure("worth", outcomes, of -> SmallHandwriting.needed(images, of.get(NONE).tested, of.get(ALL).tested[0]) / images[0]);

    Plot curves = notebook.lines("accuracy").logX();
    for (String key : List.of(NONE, "crop", "rotate", "noise", "flip", ALL)) {
      curves.line(key, images, outcomes.stream().map(of -> of.get(key).tested).toList());
    }
    showChanges(setting, notebook);
    DotPlot dots = notebook.dots("kinds");
    for (String key : KINDS.keySet()) {
      SmallHandwriting.row(dots, key, notebook.measure("accuracy-" + key, outcomes, of -> of.get(key).tested[middle]));
    }
    notebook.lines("gaps").logX()
        .line(NONE, images, gaps(outcomes, NONE))
        .line("crop", images, gaps(outcomes, "crop"))
        .line(ALL, images, gaps(outcomes, ALL));
  }

  private static double gap(Outcome outcome, int i) {
    return outcome.trained[i] - outcome.tested[i];
  }

  private static List<double[]> gaps(List<Map<String, Outcome>> outcomes, String key) {
    return outcomes.stream().map(of -> IntStream.range(0, of.get(key).trained.length).mapToDouble(i -> gap(of.get(key), i)).toArray()).toList();
  }

  private static Outcome outcome(Setting setting, long seed, Augmentation augmentation, Images all, int[] counts) {
    Layer net = sequential(conv2d(16, 5).stride(2), relu(), flatten(), dense(Handwriting.CLASSES));
    double[] trained = new double[counts.length];
    double[] tested = new double[counts.length];
    for (int i = 0; i < counts.length; i++) {
      Images images = all.first(counts[i]);
      Model model = SmallHandwriting.best(
          setting, seed, net, RATES, images, setting.of(2, 240, 2000), trainer -> trainer.augmentation(augmentation));
      trained[i] = SmallHandwriting.accuracy(model.evaluate(images.training(), setting.execution()));
      tested[i] = SmallHandwriting.accuracy(model.evaluate(images.test(), setting.execution()));
    }
    return new Outcome(trained, tested);
  }

  /// What some epochs see of one image.
  private void showChanges(Setting setting, Notebook notebook) {
    Dataset one = Images.of(setting, setting.seeds().getFirst(), 1).training();
    PictureGrid pictures = notebook.pictures("changes").columns(6);
    KINDS.forEach((key, augmentation) -> {
      for (int epoch = 1; epoch <= 6; epoch++) {
        Tensor image = augmentation.view(one, setting.seed(), epoch).input(0);
        pictures.grey(texts().text("series." + key), SIDE, SIDE, IntStream.range(0, image.size()).mapToDouble(image::get).toArray());
      }
    });
  }
}
