package dev.gradus.lab.course;

import static dev.gradus.layer.Layers.dense;
import static dev.gradus.random.Seed.seed;

import dev.gradus.dataset.Dataset;
import dev.gradus.lab.Setting;
import dev.gradus.loss.Loss;
import dev.gradus.model.Model;
import dev.gradus.optimizer.Optimizer;
import dev.gradus.tensor.Shape;
import dev.gradus.train.DivergenceException;
import dev.gradus.train.Listener;
import dev.gradus.train.Trainer;
import dev.gradus.train.Training;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/// Where the few weights of one unit without bias went, step by step, over the whole set at once.
///
/// @param weights at the start and after each step
record Descent(List<double[]> weights) {
  private static final String KERNEL = "dense_1/kernel";

  /// Goes down from `start` for so many steps, or until `enough` says so of the weights, or they are no numbers any more.
  static Descent from(
      double[] start, Dataset data, Loss loss, Optimizer optimizer, int steps, Predicate<double[]> enough, Setting setting) {
    Model model = Model.create(dense(1).withoutBias(), Shape.of(start.length), seed(0));
    float[] live = model.variables().get(KERNEL).floats();
    for (int i = 0; i < start.length; i++) {
      live[i] = (float) start[i];
    }
    List<double[]> weights = new ArrayList<>(List.of(start.clone()));
    Listener follow = new Listener() {
      @Override
      public void stepFinished(Training training) {
        double[] now = new double[start.length];
        for (int i = 0; i < now.length; i++) {
          now[i] = training.model().variables().get(KERNEL).get(i);
        }
        weights.add(now);
        if (enough.test(now)) {
          training.stop("enough");
        }
      }
    };
    try {
      Trainer.of(model).loss(loss).optimizer(optimizer).epochs(steps).batchSize(Trainer.WHOLE_SET).execution(setting.execution())
          .diagnosing(false).listener(follow).fit(data);
    } catch (DivergenceException beyondNumbers) {
      // The weights tell.
    }
    return new Descent(weights);
  }

  int steps() {
    return weights.size() - 1;
  }

  double[] last() {
    return weights.getLast();
  }

  /// The numbers of one weight.
  double[] along(int weight) {
    return weights.stream().mapToDouble(w -> w[weight]).toArray();
  }

  /// What one step changed of one weight; steps count from 1.
  double change(int step, int weight) {
    return weights.get(step)[weight] - weights.get(step - 1)[weight];
  }

  /// The mean cosine between each step and the one before it, over so many steps: 1 for a straight way, -1 for a zigzag.
  double straightness(int count) {
    double sum = 0;
    for (int step = 2; step <= count; step++) {
      double product = 0;
      double before = 0;
      double after = 0;
      for (int i = 0; i < last().length; i++) {
        product += change(step - 1, i) * change(step, i);
        before += change(step - 1, i) * change(step - 1, i);
        after += change(step, i) * change(step, i);
      }
      sum += product / Math.sqrt(before * after);
    }
    return sum / (count - 1);
  }
}
