package dev.gradus.model;

import static dev.gradus.layer.Layers.batchNorm;
import static dev.gradus.layer.Layers.conv2d;
import static dev.gradus.layer.Layers.dense;
import static dev.gradus.layer.Layers.flatten;
import static dev.gradus.layer.Layers.maxPool;
import static dev.gradus.layer.Layers.relu;
import static dev.gradus.layer.Layers.sequential;
import static dev.gradus.loss.Losses.softmaxCrossEntropy;
import static dev.gradus.optimizer.Optimizers.adam;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gradus.backend.Backend;
import dev.gradus.backend.Execution;
import dev.gradus.dataset.Dataset;
import dev.gradus.layer.Mode;
import dev.gradus.random.RandomStream;
import dev.gradus.random.Seed;
import dev.gradus.tensor.DType;
import dev.gradus.tensor.Dim;
import dev.gradus.tensor.Shape;
import dev.gradus.tensor.Tensor;
import dev.gradus.train.Listener;
import dev.gradus.train.Trainer;
import dev.gradus.train.Training;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Predictions have the same bits however they are made, and follow the weights.
class InferenceTest {
  private static final Shape INPUT = Shape.of(21, 20, 3);

  /// Direct and Winograd convolutions with batch normalisation, products of many columns and of few, and for one example more
  /// work than one thread does alone.
  private static Model model() {
    return Model.create(
        sequential(
            conv2d(16, 3), batchNorm(), relu(), conv2d(32, 3).withoutBias(), batchNorm(), relu(), conv2d(32, 3), batchNorm(), relu(),
            maxPool(2), flatten(), dense(70), batchNorm(), relu(), dense(3)),
        INPUT, Seed.seed(11));
  }

  private static Dataset data(int examples) {
    RandomStream random = new RandomStream(5, "inference");
    float[] inputs = new float[examples * INPUT.size()];
    for (int i = 0; i < inputs.length; i++) {
      inputs[i] = (float) random.nextGaussian();
    }
    int[] labels = IntStream.range(0, examples).map(i -> i % 3).toArray();
    return Dataset.of(Tensor.of(INPUT.prepend(Dim.of(examples)), inputs), Tensor.of(Shape.of(examples), labels), List.of("a", "b", "c"));
  }

  private static Tensor inputs(int first, int count) {
    Dataset data = data(first + count);
    Tensor inputs = Tensor.zeros(DType.F32, INPUT.prepend(Dim.of(count)));
    for (int i = 0; i < count; i++) {
      data.readInput(first + i, inputs.floats(), i * INPUT.size());
    }
    return inputs;
  }

  private static Trainer trainer(Model model) {
    return Trainer.of(model).loss(softmaxCrossEntropy()).optimizer(adam(1e-3)).batchSize(3).epochs(1);
  }

  private static Model trained() {
    Model model = model();
    trainer(model).fit(data(9));
    return model;
  }

  /// A model of the same graphs with a copy of the numbers, which has made nothing of them yet.
  private static Model copy(Model model) {
    Map<String, Tensor> numbers = new java.util.LinkedHashMap<>();
    model.variables().forEach((path, tensor) -> numbers.put(path, Tensor.of(tensor.shape(), tensor.floats().clone())));
    return new Model(model.seed(), model.graphs(), numbers, Map.of());
  }

  @Test
  void everyExecutionAndBatchSizeGivesTheSameBits() {
    Model model = trained();
    Tensor expected = model.predict(inputs(0, 19), new Execution(Backend.SCALAR, 1));
    for (Execution execution : List.of(
        new Execution(Backend.VECTOR, 1), new Execution(Backend.VECTOR, 2), new Execution(Backend.VECTOR, 3), new Execution(Backend.SCALAR, 3))) {
      assertThat(model.predict(inputs(0, 19), execution)).as("%s", execution).isEqualTo(expected);
      for (int rows : new int[] {1, 2, 5}) {
        assertThat(model.predict(inputs(3, rows), execution).floats()).as("%s, %d rows", execution, rows)
            .isEqualTo(Arrays.copyOfRange(expected.floats(), 9, 9 + 3 * rows));
      }
    }
  }

  @Test
  void evaluationPredictionsAndInspectionAgreeWithPredict() {
    Model model = trained();
    Dataset data = data(7);
    Tensor predicted = model.predict(inputs(0, 7));
    assertThat(model.predictions(data, new Execution(Backend.VECTOR, 2)).predicted()).isEqualTo(predicted);
    assertThat(model.evaluate(data, new Execution(Backend.VECTOR, 2)).loss())
        .isEqualTo(model.evaluate(data, new Execution(Backend.SCALAR, 1)).loss());
    double loss = 0;
    for (int i = 0; i < 7; i++) {
      loss -= Math.log(predicted.floats()[3 * i + i % 3]) / 7;
    }
    assertThat(model.evaluate(data).loss()).isCloseTo(loss, org.assertj.core.data.Offset.offset(1e-5));
    Model untrained = new Model(model.seed(), Map.of("training", model.graph(Mode.TRAINING), "inference", model.graph(Mode.INFERENCE)),
        model.variables(), Map.of());
    Tensor one = Tensor.of(INPUT, Arrays.copyOf(inputs(0, 1).floats(), INPUT.size()));
    Map<String, Tensor> inspected = untrained.inspect(one);
    assertThat(inspected.get("dense_2")).isEqualTo(untrained.predict(one));
    float[] normalised = inspected.get("batchNorm_1").floats();
    float[] rectified = inspected.get("relu_1").floats();
    for (int i = 0; i < normalised.length; i++) {
      assertThat(rectified[i]).isEqualTo(Math.max(normalised[i], 0));
    }
  }

  @Test
  void aPredictionAfterMoreTrainingSeesTheNewWeights() {
    Model model = trained();
    Tensor inputs = inputs(0, 4);
    Tensor before = model.predict(inputs);
    trainer(model).fit(data(9));
    assertThat(model.predict(inputs)).isNotEqualTo(before).isEqualTo(copy(model).predict(inputs));
  }

  @Test
  void aListenerWhoPredictsAfterEachStepSeesItsWeights() {
    Model model = model();
    Tensor inputs = inputs(0, 1);
    // Kept from before, so that asking for the arrays says nothing to the model.
    Map<String, Tensor> live = model.variables();
    int[] steps = {0};
    trainer(model).listener(new Listener() {
      @Override
      public void stepFinished(Training training) {
        Map<String, Tensor> numbers = new java.util.LinkedHashMap<>();
        live.forEach((path, tensor) -> numbers.put(path, Tensor.of(tensor.shape(), tensor.floats().clone())));
        Model now = new Model(model.seed(), model.graphs(), numbers, Map.of());
        assertThat(model.predict(inputs)).isEqualTo(now.predict(inputs));
        steps[0]++;
      }
    }).fit(data(9));
    assertThat(steps[0]).isEqualTo(3);
  }

  @Test
  void numbersWrittenIntoTheArraysAreSeen() {
    Model model = trained();
    Tensor inputs = inputs(0, 1);
    Tensor before = model.predict(inputs);
    Tensor gamma = model.variables().get("batchNorm_1/gamma");
    float old = gamma.floats()[0];
    gamma.floats()[0] = old + 1;
    Tensor after = model.predict(inputs);
    assertThat(after).isNotEqualTo(before).isEqualTo(copy(model).predict(inputs));
    gamma.floats()[0] = old;
    model.weightsChanged();
    assertThat(model.predict(inputs)).isEqualTo(before);
  }

  @Test
  void threadsAtOnceGetTheBitsOfOneWhoeverHasTheCrew() throws Exception {
    Model model = trained();
    Tensor expected = trained().predict(inputs(0, 12), new Execution(Backend.VECTOR, 1));
    Execution two = new Execution(Backend.VECTOR, 2);
    try (ExecutorService six = Executors.newFixedThreadPool(6)) {
      List<Callable<Boolean>> calls = IntStream.range(0, 48).<Callable<Boolean>>mapToObj(call -> () -> {
        int first = call % 8;
        int rows = 1 + call % 4;
        model.variables();
        return Arrays.equals(
            model.predict(inputs(first, rows), two).floats(), Arrays.copyOfRange(expected.floats(), 3 * first, 3 * (first + rows)));
      }).toList();
      for (var result : six.invokeAll(calls)) {
        assertThat(result.get()).isTrue();
      }
    }
  }
}
