package dev.gradus.data.table;

import dev.gradus.GradusException;
import dev.gradus.dataset.Dataset;
import dev.gradus.tensor.DType;
import dev.gradus.tensor.Shape;
import java.util.Arrays;
import java.util.List;

/// Rows of a table as [Members] learn from them: prepared features, and as target the answers and which member may not learn from
/// it, see [Members.Shared].
///
/// Nothing of a row is kept: what a linear model says of it is found when it is read, so that rows may be many.
///
/// @param width how many answers a row has
record Lessons(Preparation preparation, TableRows rows, int[] parts, int members, int width, Answers answers) implements Dataset {
  /// For each member and output what a linear model says of a row, or for numbers what it leaves to learn.
  interface Answers {
    double[] of(int row, double[] features);
  }

  @Override
  public int size() {
    return rows.size();
  }

  @Override
  public Shape inputShape() {
    return Shape.of(preparation.features().size());
  }

  @Override
  public Shape targetShape() {
    return Shape.of(rows.classes().size() + width + members);
  }

  @Override
  public DType targetType() {
    return DType.F32;
  }

  @Override
  public List<String> classes() {
    return List.of();
  }

  @Override
  public void readInput(int index, float[] into, int at) {
    double[] features = features(index);
    for (int f = 0; f < features.length; f++) {
      into[at + f] = (float) Math.clamp(features[f], -Members.FARTHEST, Members.FARTHEST);
    }
  }

  @Override
  public void readTarget(int index, float[] into, int at) {
    int classes = rows.classes().size();
    for (int c = 0; c < classes; c++) {
      into[at + c] = rows.readLabel(index) == c ? 1 : 0;
    }
    double[] own = answers(index);
    for (int i = 0; i < width; i++) {
      into[at + classes + i] = (float) own[i];
    }
    for (int member = 0; member < members; member++) {
      into[at + classes + width + member] = parts[index] == member ? 1 : 0;
    }
  }

  /// What is in the answers for the member that doesn't learn from a row.
  double[] answer(int index) {
    int outputs = width / members;
    return Arrays.copyOfRange(answers(index), parts[index] * outputs, (parts[index] + 1) * outputs);
  }

  private double[] answers(int index) {
    return answers.of(index, features(index));
  }

  private double[] features(int index) {
    float[] raw = new float[preparation.width()];
    double[] features = new double[preparation.features().size()];
    rows.readInput(index, raw, 0);
    preparation.prepare(raw, features);
    return features;
  }

  @Override
  public int readLabel(int index) {
    throw new GradusException("the targets are numbers: read them with readTarget");
  }
}
