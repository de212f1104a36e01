package dev.gradus.data.augment;

import dev.gradus.dataset.Dataset;
import dev.gradus.random.RandomStream;
import dev.gradus.tensor.DType;
import dev.gradus.tensor.Shape;
import java.util.List;

/// Training examples whose inputs are each changed by draws of their own.
final class ChangedExamples implements Dataset {
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
  public int size() {
    return source.size();
  }

  @Override
  public Shape inputShape() {
    return source.inputShape();
  }

  @Override
  public Shape targetShape() {
    return source.targetShape();
  }

  @Override
  public DType targetType() {
    return source.targetType();
  }

  @Override
  public List<String> classes() {
    return source.classes();
  }

  @Override
  public void readInput(int index, float[] into, int at) {
    source.readInput(index, into, at);
    Bench mine = bench.get();
    mine.random().begin(index);
    change.apply(mine.random(), into, at, mine.scratch());
  }

  @Override
  public void readTarget(int index, float[] into, int at) {
    source.readTarget(index, into, at);
  }

  @Override
  public int readLabel(int index) {
    return source.readLabel(index);
  }

  @Override
  public boolean hasWeights() {
    return source.hasWeights();
  }

  @Override
  public float weight(int index) {
    return source.weight(index);
  }
}
