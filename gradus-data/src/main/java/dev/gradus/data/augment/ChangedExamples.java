package dev.gradus.data.augment;

import dev.gradus.dataset.Dataset;
import dev.gradus.dataset.DatasetView;
import dev.gradus.random.RandomStream;

/// Training examples whose inputs are each changed by draws of their own.
final class ChangedExamples implements DatasetView {
  private final Dataset source;
  private final Change change;
  // What a change takes is kept for each thread, not made anew for each read.
  private final ThreadLocal<Bench> bench;

  /// What one thread works with.
  private record Bench(RandomStream random, float[] scratch) {}

  ChangedExamples(String name, Dataset source, long seed, int epoch, Change change) {
    this.source = source;
    this.change = change;
    String stream = name + "/" + epoch;
    // Elastic deformations take the picture, two fields and what is between smoothing rows and columns.
    int room = 4 * source.inputShape().size();
    bench = ThreadLocal.withInitial(() -> new Bench(new RandomStream(seed, stream), new float[room]));
  }

  @Override
  public Dataset source() {
    return source;
  }

  @Override
  public void readInput(int index, float[] into, int at) {
    source.readInput(index, into, at);
    Bench mine = bench.get();
    mine.random().begin(index);
    change.apply(mine.random(), into, at, mine.scratch());
  }
}
