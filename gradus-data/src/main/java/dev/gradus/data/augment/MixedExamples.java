package dev.gradus.data.augment;

import dev.gradus.GradusException;
import dev.gradus.dataset.Dataset;
import dev.gradus.dataset.DatasetView;
import dev.gradus.random.RandomStream;
import dev.gradus.tensor.DType;
import dev.gradus.tensor.Shape;
import java.util.function.Function;

/// Training examples that are each mixed with another, drawn for each by itself.
final class MixedExamples implements DatasetView {
  private final String stream;
  private final Dataset source;
  private final long seed;
  private final Function<RandomStream, Mixture> draw;
  private final boolean labels;
  private final Shape targetShape;
  // A partner is read beside the example: what it takes is kept for each thread, not made anew for each read.
  private final ThreadLocal<float[]> partnerInput;

  MixedExamples(String name, Dataset source, long seed, int epoch, Function<RandomStream, Mixture> draw) {
    if (source.hasWeights()) {
      throw new GradusException(name + " can't mix examples that have weights. Weigh the classes in the loss instead:"
          + " softmaxCrossEntropy().classWeights(...)?");
    }
    labels = source.targetType() == DType.I32;
    if (labels && source.classes().size() < 2) {
      throw new GradusException(name + " makes probabilities of labels, but the data set doesn't say which classes there are. Name them:"
          + " Dataset.of(inputs, labels, classes)?");
    }
    this.stream = name + "/" + epoch;
    this.source = source;
    this.seed = seed;
    this.draw = draw;
    targetShape = labels ? Shape.of(source.classes().size()) : source.targetShape();
    int size = source.inputShape().size();
    partnerInput = ThreadLocal.withInitial(() -> new float[size]);
  }

  /// What example `index` is mixed with, and how.
  record Pairing(int partner, Mixture mixture) {}

  Pairing pairing(int index) {
    RandomStream random = new RandomStream(seed, stream, index);
    return new Pairing(random.nextInt(source.size()), draw.apply(random));
  }

  @Override
  public Dataset source() {
    return source;
  }

  @Override
  public Shape targetShape() {
    return targetShape;
  }

  @Override
  public DType targetType() {
    return DType.F32;
  }

  @Override
  public void readInput(int index, float[] into, int at) {
    Pairing pairing = pairing(index);
    float[] partner = partnerInput.get();
    source.readInput(pairing.partner(), partner, 0);
    source.readInput(index, into, at);
    pairing.mixture().mix(into, at, partner, inputShape());
  }

  @Override
  public void readTarget(int index, float[] into, int at) {
    Pairing pairing = pairing(index);
    float share = pairing.mixture().share();
    float rest = 1 - share;
    if (labels) {
      java.util.Arrays.fill(into, at, at + targetShape.size(), 0);
      into[at + source.readLabel(index)] = share;
      into[at + source.readLabel(pairing.partner())] += rest;
      return;
    }
    float[] partner = new float[targetShape.size()];
    source.readTarget(pairing.partner(), partner, 0);
    source.readTarget(index, into, at);
    for (int i = 0; i < partner.length; i++) {
      into[at + i] = share * into[at + i] + rest * partner[i];
    }
  }

  @Override
  public int readLabel(int index) {
    throw new GradusException("mixed examples have no label but a probability for each class");
  }
}
