package dev.gradus.train;

import dev.gradus.dataset.Dataset;
import dev.gradus.dataset.DatasetView;

/// Gives NaN as the tenth number of all that are read, and never again.
record Changing(Dataset source, int[] reads) implements DatasetView {
  @Override
  public void readInput(int index, float[] into, int at) {
    source.readInput(index, into, at);
    if (++reads[0] == 10) {
      into[at] = Float.NaN;
    }
  }
}
