package dev.gradus.lab.course;

import static dev.gradus.initializer.Initializers.heNormal;
import static dev.gradus.lab.Condition.above;
import static dev.gradus.layer.Layers.dense;
import static dev.gradus.layer.Layers.flatten;
import static dev.gradus.layer.Layers.relu;
import static dev.gradus.layer.Layers.sequential;
import static dev.gradus.layer.Layers.tanh;
import static dev.gradus.loss.Losses.meanSquaredError;
import static dev.gradus.optimizer.Optimizers.adam;
import static dev.gradus.optimizer.Optimizers.adamW;
import static dev.gradus.random.Seed.seed;

import dev.gradus.dataset.Dataset;
import dev.gradus.lab.Experiment;
import dev.gradus.lab.Notebook;
import dev.gradus.lab.Rule;
import dev.gradus.lab.Setting;
import dev.gradus.lab.course.SmallHandwriting.Images;
import dev.gradus.layer.Layer;
import dev.gradus.model.Model;
import dev.gradus.optimizer.Schedules;
import dev.gradus.plot.Frames;
import dev.gradus.random.RandomStream;
import dev.gradus.tensor.Shape;
import dev.gradus.tensor.Tensor;
import dev.gradus.train.EarlyStopping;
import dev.gradus.train.EpochReport;
import dev.gradus.train.Listener;
import dev.gradus.train.Trainer;
import dev.gradus.train.Training;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/// More parameters learn more by heart, and fewer images are learnt by heart sooner: the gap between training and test error, and what
/// holds it back.
final class Overfitting implements Experiment {
  private static final int[] WIDTHS = {2, 4, 8, 16, 32, 64, 128, 256};
  private static final int NARROWEST = 0;
  private static final int MIDDLE = 3;
  private static final int WIDEST = WIDTHS.length - 1;
  /// So many hidden layers has the deep network with as many parameters as the widest.
  private static final int DEEP = 4;
  private static final double RATE = 0.005;
  private static final double[] DECAYS = {0.3, 1, 3};
  /// The part of the training images whose label is drawn by lot.
  private static final double WRONG = 0.2;

  @Override
  public String name() {
    return "overfitting";
  }

  @Override
  public List<Integer> claims() {
    return List.of(2, 12);
  }

  @Override
  public Rule rule() {
    return Rule.of(above("expressive", 0.05), above("gap-width", 0.05), above("worse", 0.01), above("gap-data", 0.05), above("one-layer", 0.01),
        above("stopping", 0.01), above("decay", 0.01));
  }

  /// The parts of the images not recognised: of those trained on, by the labels they were given, and of others.
  private record Errors(double training, double test) {
    double gap() {
      return test - training;
    }
  }

  /// Of a seed: `stopped` and `decayed` are of the widest network, and so are its losses by epoch, on training and on test images.
  private record Outcome(List<Errors> byWidth, List<Errors> byCount, Errors deep, Errors stopped, Errors decayed, double[][] losses) {}

  @Override
  public void run(Setting setting, Notebook notebook) {
    List<Outcome> outcomes = setting.perSeed(seed -> outcome(setting, seed));

    notebook.measure("expressive", outcomes, of -> of.byWidth.get(NARROWEST).training() - of.byWidth.get(WIDEST).training());
    notebook.measure("gap-width", outcomes, of -> of.byWidth.get(WIDEST).gap() - of.byWidth.get(NARROWEST).gap());
    notebook.measure("worse", outcomes, of -> of.byWidth.get(WIDEST).test() - of.byWidth.get(MIDDLE).test());
    notebook.measure("gap-data", outcomes, of -> of.byCount.getFirst().gap() - of.byCount.getLast().gap());
    notebook.measure("one-layer", outcomes, of -> of.byWidth.get(WIDEST).gap() - of.deep.gap());
    notebook.measure("stopping", outcomes, of -> of.byWidth.get(WIDEST).test() - of.stopped.test());
    notebook.measure("decay", outcomes, of -> of.byWidth.get(WIDEST).test() - of.decayed.test());
    notebook.measure("descent", outcomes,
        of -> of.byWidth.stream().skip(MIDDLE).mapToDouble(Errors::test).max().orElseThrow() - of.byWidth.get(WIDEST).test());
    notebook.exact("parameters-wide", parameters(wide(WIDTHS[WIDEST])));
    notebook.exact("parameters-deep", parameters(deep()));

    double[] parameters = Arrays.stream(WIDTHS).mapToDouble(width -> parameters(wide(width))).toArray();
    notebook.lines("parameters").logX()
        .line("training", parameters, runs(outcomes, Outcome::byWidth, Errors::training))
        .line("test", parameters, runs(outcomes, Outcome::byWidth, Errors::test));
    double[] counts = Arrays.stream(counts(setting)).asDoubleStream().toArray();
    notebook.lines("images").logX()
        .line("training", counts, runs(outcomes, Outcome::byCount, Errors::training))
        .line("test", counts, runs(outcomes, Outcome::byCount, Errors::test));
    double[] epochs = IntStream.rangeClosed(1, outcomes.getFirst().losses[0].length).asDoubleStream().toArray();
    notebook.lines("time")
        .line("training", epochs, outcomes.stream().map(of -> of.losses[0]).toList())
        .line("test", epochs, outcomes.stream().map(of -> of.losses[1]).toList());
    showFits(setting, notebook);
  }

  private static List<double[]> runs(
      List<Outcome> outcomes, Function<Outcome, List<Errors>> which, ToDoubleFunction<Errors> value) {
    return outcomes.stream().map(outcome -> which.apply(outcome).stream().mapToDouble(value).toArray()).toList();
  }

  // The networks.

  private static Layer wide(int width) {
    return sequential(flatten(), dense(width).initializer(heNormal()), relu(), dense(Handwriting.CLASSES));
  }

  /// The largest with DEEP hidden layers that has no more parameters than the widest.
  private static Layer deep() {
    int width = 1;
    while (parameters(deep(width + 1)) <= parameters(wide(WIDTHS[WIDEST]))) {
      width++;
    }
    return deep(width);
  }

  private static Layer deep(int width) {
    List<Layer> layers = new ArrayList<>(List.of(flatten()));
    for (int i = 0; i < DEEP; i++) {
      layers.add(dense(width).initializer(heNormal()));
      layers.add(relu());
    }
    layers.add(dense(Handwriting.CLASSES));
    return sequential(layers.toArray(Layer[]::new));
  }

  private static long parameters(Layer net) {
    return Model.create(net, SmallHandwriting.IMAGE, seed(0)).parameters();
  }

  // Images with some wrong labels.

  private static int[] counts(Setting setting) {
    return setting.choose(new int[] {20, 40}, new int[] {40, 80, 160, 320, 640}, new int[] {40, 80, 160, 320, 640, 1280, 2560});
  }

  private static int steps(Setting setting) {
    return setting.of(2, 300, 1500);
  }

  /// How many images the networks of all widths get.
  private static int count(Setting setting) {
    return setting.of(20, 160, 160);
  }

  private static Dataset spoilt(Dataset images, long seed) {
    RandomStream random = new RandomStream(seed, "lab/overfitting/wrong");
    float[] pixels = new float[images.size() * SmallHandwriting.IMAGE.size()];
    int[] labels = new int[images.size()];
    for (int i = 0; i < images.size(); i++) {
      images.readInput(i, pixels, i * SmallHandwriting.IMAGE.size());
      boolean wrong = random.nextDouble() < WRONG;
      int drawn = random.nextInt(Handwriting.CLASSES);
      labels[i] = wrong ? drawn : images.readLabel(i);
    }
    return Dataset.of(Tensor.of(Shape.of(labels.length, SmallHandwriting.SIDE, SmallHandwriting.SIDE, 1), pixels),
        Tensor.of(Shape.of(labels.length), labels), images.classes());
  }

  private static Outcome outcome(Setting setting, long seed) {
    int[] counts = counts(setting);
    Images clean = Images.of(setting, seed, counts[counts.length - 1]);
    Images all = new Images(spoilt(clean.training(), seed), spoilt(clean.validation(), ~seed), clean.test());
    Images some = all.first(count(setting));
    List<Errors> byWidth = Arrays.stream(WIDTHS)
        .mapToObj(width -> errors(setting, some, train(setting, seed, some, wide(width), trainer -> trainer))).toList();
    List<Errors> byCount = Arrays.stream(counts).mapToObj(all::first)
        .map(images -> errors(setting, images, train(setting, seed, images, wide(WIDTHS[WIDEST] / 4), trainer -> trainer))).toList();
    Layer widest = wide(WIDTHS[WIDEST]);
    Model stopped = train(setting, seed, some, widest, trainer -> trainer.validationSplit(0.2).earlyStopping(EarlyStopping.patience(10)));
    return new Outcome(byWidth, byCount, errors(setting, some, train(setting, seed, some, deep(), trainer -> trainer)),
        errors(setting, some, stopped), errors(setting, some, decayed(setting, seed, some, widest)), curves(setting, seed, some, widest));
  }

  private static Model train(Setting setting, long seed, Images images, Layer net, UnaryOperator<Trainer> more) {
    Model model = Model.create(net, SmallHandwriting.IMAGE, seed(seed));
    int epochs = SmallHandwriting.epochs(images.training(), steps(setting));
    more.apply(SmallHandwriting.trainer(setting, seed, model, RATE, epochs)).fit(images.training());
    return model;
  }

  /// With the weight decay of the lowest loss on other images.
  private static Model decayed(Setting setting, long seed, Images images, Layer net) {
    Model best = null;
    double least = Double.POSITIVE_INFINITY;
    for (double decay : DECAYS) {
      Model model = train(setting, seed, images, net, trainer -> trainer.optimizer(adamW(RATE, 0.9, 0.999, 1e-8, decay)));
      double loss = model.evaluate(images.validation(), setting.execution()).loss();
      if (best == null || loss < least) {
        best = model;
        least = loss;
      }
    }
    return best;
  }

  private static Errors errors(Setting setting, Images images, Model model) {
    return new Errors(1 - SmallHandwriting.accuracy(model.evaluate(images.training(), setting.execution())),
        1 - SmallHandwriting.accuracy(model.evaluate(images.test(), setting.execution())));
  }

  /// The losses after each epoch, on images trained on and on others.
  private static double[][] curves(Setting setting, long seed, Images images, Layer net) {
    double[][] losses = new double[2][SmallHandwriting.epochs(images.training(), steps(setting))];
    train(setting, seed, images, net, trainer -> trainer.listener(new Listener() {
      @Override
      public void epochFinished(Training now, EpochReport report) {
        losses[0][report.epoch() - 1] = now.model().evaluate(images.training(), setting.execution()).loss();
        losses[1][report.epoch() - 1] = now.model().evaluate(images.test(), setting.execution()).loss();
      }
    }));
    return losses;
  }

  // What overfitting looks like: a curve through noisy points.

  private void showFits(Setting setting, Notebook notebook) {
    int count = 12;
    RandomStream random = new RandomStream(setting.seeds().getFirst(), "lab/overfitting/points");
    double[] x = IntStream.range(0, count).mapToDouble(i -> -3 + 6.0 * i / (count - 1)).toArray();
    double[] y = Arrays.stream(x).map(at -> StrictMath.sin(at) + 0.3 * random.nextGaussian()).toArray();
    double[] line = IntStream.rangeClosed(-130, 130).mapToDouble(i -> i / 40.0).toArray();
    Dataset points = Dataset.of(Tensor.of(Shape.of(count, 1), floats(x)), Tensor.of(Shape.of(count, 1), floats(y)));
    Frames frames = notebook.frames("fits");
    for (int width : new int[] {1, 2, 4, 16, 64}) {
      Layer net = sequential(dense(width), tanh(), dense(width), tanh(), dense(1));
      Model model = Model.create(net, Shape.of(1), seed(setting.seeds().getFirst()));
      Trainer.of(model).loss(meanSquaredError()).optimizer(adam(0.02)).schedule(Schedules.cosine()).batchSize(Trainer.WHOLE_SET)
          .epochs(setting.of(2, 2500, 6000)).execution(setting.execution()).diagnosing(false).fit(points);
      Tensor fit = model.predict(Tensor.of(Shape.of(line.length, 1), floats(line)), setting.execution());
      frames.lines(texts().text("text.width", Integer.toString(width))).y(-2, 2)
          .line("truth", line, Arrays.stream(line).map(StrictMath::sin).toArray())
          .line("network", line, IntStream.range(0, line.length).mapToDouble(fit::get).toArray()).points("points", x, y);
    }
  }

  private static float[] floats(double[] numbers) {
    float[] floats = new float[numbers.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) numbers[i];
    }
    return floats;
  }
}
