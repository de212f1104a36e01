package dev.gradus.lab.course;

import static dev.gradus.data.augment.Augmentations.crop;
import static dev.gradus.initializer.Initializers.heNormal;
import static dev.gradus.lab.Condition.above;
import static dev.gradus.lab.Condition.below;
import static dev.gradus.layer.Layers.conv2d;
import static dev.gradus.layer.Layers.dense;
import static dev.gradus.layer.Layers.flatten;
import static dev.gradus.layer.Layers.globalMaxPool;
import static dev.gradus.layer.Layers.maxPool;
import static dev.gradus.layer.Layers.relu;
import static dev.gradus.layer.Layers.sequential;
import static dev.gradus.random.Seed.seed;

import dev.gradus.dataset.Dataset;
import dev.gradus.lab.Experiment;
import dev.gradus.lab.Notebook;
import dev.gradus.lab.Rule;
import dev.gradus.lab.Setting;
import dev.gradus.lab.course.SmallHandwriting.Images;
import dev.gradus.layer.Layer;
import dev.gradus.model.Model;
import dev.gradus.plot.Frames;
import dev.gradus.plot.Grid;
import dev.gradus.plot.PictureGrid;
import dev.gradus.plot.Plot;
import dev.gradus.plot.Text;
import dev.gradus.tensor.Shape;
import dev.gradus.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/// Networks trained on images in the middle of a frame and asked about the same images elsewhere in it.
final class Translation implements Experiment {
  /// So far an image may move and is still whole.
  private static final int FARTHEST = 4;
  private static final int FRAME = SmallHandwriting.SIDE + 2 * FARTHEST;
  private static final Shape IMAGE = Shape.of(FRAME, FRAME, 1);
  private static final double[] RATES = {0.003, 0.01};
  /// What is trained on images that were moved at random.
  private static final String TAUGHT = "taught";

  private static final Map<String, Layer> KINDS = new LinkedHashMap<>();

  static {
    KINDS.put("dense", sequential(flatten(), dense(64).initializer(heNormal()), relu(), dense(Handwriting.CLASSES)));
    KINDS.put(TAUGHT, KINDS.get("dense"));
    KINDS.put("convolution", sequential(
        conv2d(6, 3).stride(2), relu(), conv2d(10, 5).stride(2), relu(), flatten(), dense(Handwriting.CLASSES)));
    KINDS.put("pooling", sequential(
        conv2d(6, 3), relu(), maxPool(2), conv2d(10, 5), relu(), maxPool(2), flatten(), dense(Handwriting.CLASSES)));
    KINDS.put("global", sequential(conv2d(6, 3), relu(), maxPool(2), conv2d(10, 5), relu(), globalMaxPool(), dense(Handwriting.CLASSES)));
  }

  @Override
  public String name() {
    return "translation";
  }

  @Override
  public List<Integer> claims() {
    return List.of(15, 24, 25);
  }

  @Override
  public Rule rule() {
    return Rule.of(below("moved-map", 1e-5), above("gain-convolution", 0.05), above("gain-pooling", 0.05), above("gain-global", 0.05),
        above("kept-global", 0.95));
  }

  /// Of one kind and seed: the part of the images recognised, by how far they were moved; and the model.
  private record Outcome(double[] accuracies, Model model) {
    double kept() {
      return accuracies[FARTHEST] / Math.max(accuracies[0], 1.0 / Handwriting.CLASSES);
    }
  }

  /// A seed's images and what became of them.
  private record Trial(Images images, double movedMap, Map<String, Outcome> outcomes) {
    Outcome get(String key) {
      return outcomes.get(key);
    }
  }

  @Override
  public void run(Setting setting, Notebook notebook) {
    List<Trial> trials = setting.perSeed(seed -> {
      Images images = Images.of(setting, seed, setting.of(40, 500, 2000));
      Map<String, Outcome> outcomes = new LinkedHashMap<>();
      KINDS.keySet().forEach(key -> outcomes.put(key, outcome(setting, images, train(setting, seed, images, key))));
      return new Trial(images, movedMap(setting, seed, images.training()), outcomes);
    });
    notebook.measure("moved-map", trials, Trial::movedMap);
    notebook.measure("gain-convolution", trials, of -> of.get("convolution").kept() - of.get("dense").kept());
    notebook.measure("gain-pooling", trials, of -> of.get("pooling").kept() - of.get("convolution").kept());
    notebook.measure("gain-global", trials, of -> of.get("global").kept() - of.get("pooling").kept());
    Plot curves = notebook.lines("curves").y(0, 1);
    double[] distances = IntStream.rangeClosed(0, FARTHEST).asDoubleStream().toArray();
    KINDS.keySet().forEach(key -> {
      if (!key.equals(TAUGHT)) {
        notebook.measure("kept-" + key, trials, of -> of.get(key).kept());
      }
      curves.line(key, distances, trials.stream().map(of -> of.get(key).accuracies()).toList());
    });
    notebook.measure("taught", trials, of -> of.get(TAUGHT).accuracies[FARTHEST] - of.get("dense").accuracies[FARTHEST]);
    showImages(notebook, trials.getFirst().images.training());
    showMaps(setting, notebook, trials.getFirst());
  }

  private static Model train(Setting setting, long seed, Images images, String key) {
    Images framed = new Images(framed(images.training(), 0, 0), framed(images.validation(), 0, 0), images.test());
    return SmallHandwriting.best(setting, seed, KINDS.get(key), RATES, framed, setting.of(2, 160, 1000),
        key.equals(TAUGHT) ? trainer -> trainer.augmentation(crop(FARTHEST)) : UnaryOperator.identity());
  }

  private static Dataset framed(Dataset images, int down, int right) {
    return SmallHandwriting.framed(images, FRAME, down, right);
  }

  private static double accuracy(Setting setting, Model model, Dataset images, int down, int right) {
    return SmallHandwriting.accuracy(model.evaluate(framed(images, down, right), setting.execution()));
  }

  /// The mean over up, down, left and right.
  private static Outcome outcome(Setting setting, Images all, Model model) {
    Dataset images = SmallHandwriting.beginning(all.test(), setting.of(10, 250, 1000));
    return new Outcome(IntStream.rangeClosed(0, FARTHEST).mapToDouble(by -> (accuracy(setting, model, images, by, 0)
        + accuracy(setting, model, images, -by, 0) + accuracy(setting, model, images, 0, by) + accuracy(setting, model, images, 0, -by)) / 4)
        .toArray(), model);
  }

  /// By how much the feature map of a moved image differs from the moved feature map, as a part of the map's largest number.
  private static double movedMap(Setting setting, long seed, Dataset image) {
    Model map = Model.create(sequential(conv2d(6, 3), relu()), IMAGE, seed(seed));
    int by = 2;
    Tensor here = map.predict(framed(image, 0, 0).input(0), setting.execution());
    Tensor there = map.predict(framed(image, by, by).input(0), setting.execution());
    double apart = 0;
    for (int row = 0; row < FRAME - by; row++) {
      for (int i = 0; i < (FRAME - by) * 6; i++) {
        apart = Math.max(apart, Math.abs(here.get(row * FRAME * 6 + i) - there.get((row + by) * FRAME * 6 + by * 6 + i)));
      }
    }
    return apart / IntStream.range(0, here.size()).mapToDouble(here::get).max().orElseThrow();
  }

  private void showImages(Notebook notebook, Dataset images) {
    PictureGrid pictures = notebook.pictures("images").columns(5);
    for (int image = 0; image < 2; image++) {
      for (int by = 0; by <= FARTHEST; by++) {
        Tensor moved = framed(images, 0, by).input(image);
        pictures.grey(texts().text("text.moved", Integer.toString(by)), FRAME, FRAME,
            IntStream.range(0, moved.size()).mapToDouble(moved::get).toArray());
      }
    }
  }

  private void showMaps(Setting setting, Notebook notebook, Trial trial) {
    Dataset images = SmallHandwriting.beginning(trial.images.test(), setting.of(5, 100, 300));
    int steps = 2 * FARTHEST + 1;
    Frames frames = notebook.frames("maps");
    for (String key : KINDS.keySet()) {
      Model model = trial.get(key).model;
      double[][] values = new double[steps][steps];
      for (int i = 0; i < steps * steps; i++) {
        values[i / steps][i % steps] = accuracy(setting, model, images, FARTHEST - i / steps, i % steps - FARTHEST);
      }
      Text name = texts().text("series." + key);
      frames.heatMap(name).grid(new Grid(-FARTHEST, FARTHEST, -FARTHEST, FARTHEST, values)).range(0, 1);
    }
  }
}
