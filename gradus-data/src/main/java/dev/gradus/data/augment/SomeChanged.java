package dev.gradus.data.augment;

import dev.gradus.GradusException;
import dev.gradus.dataset.Dataset;
import dev.gradus.dataset.DatasetView;
import dev.gradus.random.RandomStream;
import dev.gradus.tensor.DType;
import dev.gradus.tensor.Shape;
import java.util.Arrays;

/// Examples of which each is as it was or changed, by a draw of its own. If changes make probabilities of labels, so do the others:
/// 1 for their class.
record SomeChanged(Dataset source, Dataset changed, long seed, String stream, double probability) implements DatasetView {
  private Dataset of(int index) {
    return new RandomStream(seed, stream, index).nextDouble() < probability ? changed : source;
  }

  @Override
  public Shape targetShape() {
    return changed.targetShape();
  }

  @Override
  public DType targetType() {
    return changed.targetType();
  }

  @Override
  public void readInput(int index, float[] into, int at) {
    of(index).readInput(index, into, at);
  }

  @Override
  public void readTarget(int index, float[] into, int at) {
    Dataset of = of(index);
    if (of == source && source.targetType() == DType.I32 && targetType() == DType.F32) {
      Arrays.fill(into, at, at + targetShape().size(), 0);
      into[at + source.readLabel(index)] = 1;
    } else {
      of.readTarget(index, into, at);
    }
  }

  @Override
  public int readLabel(int index) {
    if (targetType() != DType.I32) {
      throw new GradusException("mixed examples have no label but a probability for each class");
    }
    return source.readLabel(index);
  }
}
