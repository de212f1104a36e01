package dev.gradus.dataset;

import dev.gradus.GradusException;
import dev.gradus.tensor.DType;
import dev.gradus.tensor.Shape;
import dev.gradus.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/// Examples that can be read by index: an input and a target each. What has more of them is [Examples].
///
/// Reading the same index twice gives the same example. Implementations are safe for reading from many threads.
public interface Dataset extends Examples {
  /// The name of the one input, and of that of a model that has one.
  String INPUT = "input";
  /// The name of the one target, which is that of the output of a model that has one.
  String OUTPUT = "output";

  /// The shape of one input, without the batch axis: `[height, width, channels]` for an image.
  Shape inputShape();

  /// The shape of one target, without the batch axis: `[]` for a class label.
  Shape targetShape();

  /// `I32` for class labels, `F32` for numbers to predict.
  DType targetType();

  /// The classes' names in the order of their labels; empty if the targets are not classes.
  List<String> classes();

  /// Writes the input of example `index` to `into[at ...]`, in row-major order.
  void readInput(int index, float[] into, int at);

  /// Writes the numbers to predict for example `index` to `into[at ...]`; class labels are read by [#readLabel].
  ///
  /// @throws dev.gradus.GradusException if the targets are labels
  void readTarget(int index, float[] into, int at);

  /// The class label of example `index`.
  ///
  /// @throws dev.gradus.GradusException if the targets are not labels
  int readLabel(int index);

  /// The input as a field, `"input"`.
  @Override
  default List<Field> inputs() {
    return List.of(new InputField(this));
  }

  /// The target as a field, `"output"`.
  @Override
  default List<Field> targets() {
    return List.of(new TargetField(this));
  }

  @Override
  default Dataset withWeights(float... weights) {
    return new WeightedDataset(this, weights.clone());
  }

  /// The same labelled examples with weights by which every class counts alike, however often it occurs: for an example of class c
  /// w = N / (C · n_c), where n_c of the N examples have its label and C labels occur. The mean weight is 1.
  ///
  /// Source: King and Zeng 2001, doi:10.1093/oxfordjournals.pan.a004868, with all classes taken as equally likely.
  ///
  /// @throws GradusException if the targets are not labels
  default Dataset balanced() {
    if (targetType() != DType.I32) {
      throw new GradusException("balanced weights need class labels, but the targets are numbers " + targetType() + " " + targetShape());
    }
    int[] labels = IntStream.range(0, size()).map(this::readLabel).toArray();
    Map<Integer, Integer> counts = new TreeMap<>();
    for (int label : labels) {
      counts.merge(label, 1, Integer::sum);
    }
    float[] weights = new float[labels.length];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (float) ((double) labels.length / ((double) counts.size() * counts.get(labels[i])));
    }
    return withWeights(weights);
  }

  /// The input of example `index` as a tensor of its own, as [dev.gradus.model.Model#predict] takes it.
  default Tensor input(int index) {
    float[] values = new float[inputShape().size()];
    readInput(index, values, 0);
    return Tensor.of(inputShape(), values);
  }

  /// A data set from whole tensors: inputs `[examples, ...]` (`F32`, or `U8`, read as value / 255) and targets
  /// `[examples, ...]` (`I32` labels or `F32`).
  static Dataset of(Tensor inputs, Tensor targets) {
    return new TensorDataset(inputs, targets, List.of());
  }

  /// A data set of labelled examples whose classes have names.
  static Dataset of(Tensor inputs, Tensor labels, List<String> classes) {
    return new TensorDataset(inputs, labels, classes);
  }

  /// Examples from objects of yours: of each its features, and the class that it belongs to.
  ///
  ///     Dataset flowers = Dataset.of(list, flower -> new float[] {flower.length(), flower.width()}, Flower::species);
  ///
  /// Classes are what labels there are, in their natural order: texts by the alphabet, enums as declared; their names are the labels' texts.
  /// Both functions are called once for each object, in order. A stream gives `stream.toList()`.
  ///
  /// Shapes: inputs [features], labels []
  ///
  /// @throws GradusException if there are no objects, or one has another number of features than the first
  static <T, L extends Comparable<? super L>> Dataset of(
      List<? extends T> items, Function<? super T, float[]> features, Function<? super T, ? extends L> label) {
    return FromObjects.classes(items, features, label, List.of());
  }

  /// The same with these classes, in this order: those of the training set, for a test set that may lack some.
  ///
  /// @throws GradusException also if a label is none of the classes
  static <T, L extends Comparable<? super L>> Dataset of(
      List<? extends T> items, Function<? super T, float[]> features, Function<? super T, ? extends L> label, List<? extends L> classes) {
    return FromObjects.classes(items, features, label, classes);
  }

  /// Examples from objects of yours: of each its features, and the number to predict.
  ///
  /// Shapes: inputs [features], targets [1]
  ///
  /// @throws GradusException if there are no objects, or one has another number of features than the first
  static <T> Dataset ofNumbers(List<? extends T> items, Function<? super T, float[]> features, ToDoubleFunction<? super T> target) {
    return FromObjects.numbers(items, features, target);
  }

  @Override
  default Dataset select(int[] indices) {
    return new Selection(this, indices.clone());
  }
}
