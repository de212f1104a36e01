package dev.gradus.train;

import dev.gradus.dataset.Dataset;
import dev.gradus.dataset.DatasetView;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// Remembers which inputs were read.
final class SpyDataset implements DatasetView {
  final List<Integer> inputs = Collections.synchronizedList(new ArrayList<>());
  private final Dataset source;

  SpyDataset(Dataset source) {
    this.source = source;
  }

  @Override
  public Dataset source() {
    return source;
  }

  @Override
  public void readInput(int index, float[] into, int at) {
    inputs.add(index);
    source.readInput(index, into, at);
  }
}
