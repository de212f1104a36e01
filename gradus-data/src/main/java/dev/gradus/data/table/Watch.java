package dev.gradus.data.table;

import dev.gradus.backend.Execution;
import dev.gradus.model.Model;
import dev.gradus.tensor.Shape;
import dev.gradus.tensor.Tensor;
import dev.gradus.train.EpochReport;
import dev.gradus.train.Listener;
import dev.gradus.train.Training;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;

/// Stops the training of [Members] once they no longer get better at the rows that they don't learn from, each member at its own, and
/// keeps the weights that were best. That is early stopping with all rows as validation data, and all to learn from.
///
/// Of many rows the first [#MOST] of an even choice are watched.
final class Watch implements Listener {
  private static final int MOST = 10_000;
  private static final int CHUNK = 1024;
  /// Fewer steps than this between two looks would make looking the larger part of the work.
  private static final int STEPS = 12;
  private static final int PATIENCE = 12;

  private final Lessons lessons;
  private final Members members;
  private final Execution execution;
  private final BooleanSupplier stop;
  private final int stride;
  private final Map<String, float[]> best = new LinkedHashMap<>();
  private double least = Double.POSITIVE_INFINITY;
  private long looked;
  private int waited;
  int bestEpoch;

  Watch(Lessons lessons, Members members, Execution execution, BooleanSupplier stop) {
    this.lessons = lessons;
    this.members = members;
    this.execution = execution;
    this.stop = stop;
    stride = Math.ceilDiv(lessons.size(), MOST);
  }

  @Override
  public void stepFinished(Training training) {
    if (stop.getAsBoolean()) {
      training.stop("interrupted");
    }
  }

  @Override
  public void epochFinished(Training training, EpochReport report) {
    if (training.step() - looked < STEPS && report.epoch() < training.epochs()) {
      return;
    }
    looked = training.step();
    double loss = loss(training.model());
    if (loss < least) {
      least = loss;
      waited = 0;
      bestEpoch = report.epoch();
      training.model().arrays().forEach((path, array) -> best.put(path, array.clone()));
    } else if (++waited == PATIENCE) {
      training.stop("the rows that were not learned from gain no more");
    }
  }

  /// Gives a model the best weights.
  void restore(Model model) {
    model.arrays().forEach((path, array) -> {
      if (best.containsKey(path)) {
        System.arraycopy(best.get(path), 0, array, 0, array.length);
      }
    });
    model.weightsChanged();
  }

  private double loss(Model model) {
    float[][] said = own(model, stride);
    double sum = 0;
    for (int i = 0; i < said.length; i++) {
      int row = i * stride;
      double[] answer = lessons.answer(row);
      if (lessons.rows().classes().isEmpty()) {
        sum += huber(said[i][0] - answer[0]);
      } else {
        for (int c = 0; c < answer.length; c++) {
          answer[c] += said[i][c];
        }
        sum += crossEntropy(answer, lessons.rows().readLabel(row));
      }
    }
    return sum / said.length;
  }

  static double crossEntropy(double[] logits, int label) {
    double largest = Arrays.stream(logits).max().orElseThrow();
    double sum = 0;
    for (double logit : logits) {
      sum += StrictMath.exp(logit - largest);
    }
    return StrictMath.log(sum) - (logits[label] - largest);
  }

  private static double huber(double error) {
    double inner = Math.min(Math.abs(error), Members.HUBER);
    return inner * (Math.abs(error) - inner / 2);
  }

  /// For each of the rows, or every so many, what the member says that did not learn from it.
  float[][] own(Model model, int every) {
    int count = Math.ceilDiv(lessons.size(), every);
    int width = lessons.inputShape().size();
    int outputs = members.outputs();
    float[][] own = new float[count][outputs];
    for (int start = 0; start < count; start += CHUNK) {
      int some = Math.min(CHUNK, count - start);
      float[] inputs = new float[some * width];
      for (int i = 0; i < some; i++) {
        lessons.readInput((start + i) * every, inputs, i * width);
      }
      float[] all = model.predict(Tensor.of(Shape.of(some, width), inputs), execution).floats();
      for (int i = 0; i < some; i++) {
        int member = lessons.parts()[(start + i) * every];
        System.arraycopy(all, (i * members.members() + member) * outputs, own[start + i], 0, outputs);
      }
    }
    return own;
  }
}
