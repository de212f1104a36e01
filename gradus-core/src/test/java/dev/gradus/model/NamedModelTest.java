package dev.gradus.model;

import static dev.gradus.layer.Layers.dense;
import static dev.gradus.loss.Losses.softmaxCrossEntropy;
import static dev.gradus.model.Inputs.inputs;
import static dev.gradus.random.Seed.seed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.gradus.GradusException;
import dev.gradus.backend.Backend;
import dev.gradus.backend.Execution;
import dev.gradus.dataset.Examples;
import dev.gradus.graph.Value;
import dev.gradus.layer.Layer;
import dev.gradus.layer.Network;
import dev.gradus.op.Type;
import dev.gradus.tensor.DType;
import dev.gradus.tensor.Shape;
import dev.gradus.tensor.ShapeException;
import dev.gradus.tensor.Tensor;
import dev.gradus.train.Pairs;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NamedModelTest {
  private static final Execution ONE = new Execution(Backend.VECTOR, 1);
  private static final Tensor POINT = Tensor.of(Shape.of(2), 0.5f, -1f);

  private static Model trained() {
    Model model = Pairs.model();
    Pairs.trainer(model, ONE).epochs(2).fit(Pairs.data(96, 1));
    return model;
  }

  @Test
  void inputsAndOutputsHaveNames() {
    Model model = Pairs.model();
    assertThat(model.inputs()).containsExactly(Map.entry("left", Type.f32(Shape.of(2))), Map.entry("right", Type.f32(Shape.of(2))));
    assertThat(model.outputs()).containsExactly(Map.entry("cloud", Type.f32(Shape.of(3))), Map.entry("same", Type.f32(Shape.of(1))));
    // The tower 2 · 16 + 16, 2 · 16, 16 · 8 + 8; the heads 8 · 8 + 8, 8 + 1, 8 · 3 + 3.
    assertThat(model.parameters()).isEqualTo(48 + 32 + 136 + 72 + 9 + 27);
    assertThat(Inputs.like(Pairs.data(3, 1))).isEqualTo(inputs("left", Shape.of(2)).and("right", Shape.of(2)));
  }

  @Test
  void summaryHasARowForEachApplicationAndCountsParametersOnce() {
    Summary summary = Pairs.model().summary();
    List<Summary.Row> towers = summary.layers().stream().filter(row -> row.path().endsWith("/dense_1") && row.path().startsWith("tower"))
        .toList();
    assertThat(towers).extracting(Summary.Row::path).containsExactly("tower/dense_1", "tower#2/dense_1");
    assertThat(towers).extracting(Summary.Row::parameters).containsExactly(48L, 0L);
    assertThat(towers).extracting(Summary.Row::multiplyAdds).containsExactly(32L, 32L);
    assertThat(summary.layers().stream().mapToLong(Summary.Row::parameters).sum()).isEqualTo(summary.parameters());
    assertThat(summary.multiplyAdds()).isEqualTo(2 * (32 + 128) + 64 + 8 + 24);
  }

  @Test
  void aRowAloneHasTheBitsThatItHasInABatch() {
    Model model = trained();
    Examples data = Pairs.data(300, 2);
    Map<String, Tensor> together = model.predict(Pairs.rows(data, 0, 300));
    for (int row : new int[] {0, 1, 255, 256, 299}) {
      Map<String, Tensor> alone = model.predict(Map.of("left", data.inputs().get(0).read(row), "right", data.inputs().get(1).read(row)));
      assertThat(alone.get("cloud").shape()).isEqualTo(Shape.of(3));
      assertThat(alone.get("cloud").floats()).isEqualTo(Arrays.copyOfRange(together.get("cloud").floats(), 3 * row, 3 * row + 3));
      assertThat(alone.get("same").floats()).isEqualTo(Arrays.copyOfRange(together.get("same").floats(), row, row + 1));
      assertThat(alone.get("cloud").get(0) + alone.get("cloud").get(1) + alone.get("cloud").get(2)).isCloseTo(1, within(1e-6));
    }
    assertThat(model.predictions("same", data, ONE).predicted()).isEqualTo(together.get("same"));
    assertThat(model.predictions("same", data, new Execution(Backend.SCALAR, 2)).predicted()).isEqualTo(together.get("same"));
  }

  @Test
  void loadedModelIsTheSavedOne(@TempDir Path folder) {
    Model saved = trained();
    saved.save(folder.resolve("pairs.gradus"));
    Model loaded = Model.load(folder.resolve("pairs.gradus"));
    Examples data = Pairs.data(40, 2);
    assertThat(loaded.inputs()).isEqualTo(saved.inputs());
    assertThat(List.copyOf(loaded.inputs().keySet())).isEqualTo(List.copyOf(saved.inputs().keySet()));
    assertThat(loaded.outputs()).isEqualTo(saved.outputs());
    assertThat(loaded.weightsSha256()).isEqualTo(saved.weightsSha256());
    assertThat(loaded.summary()).isEqualTo(saved.summary());
    assertThat(loaded.classes("cloud")).containsExactly("north", "east", "west");
    assertThat(loaded.classes("same")).containsExactly("no", "yes");
    assertThat(loaded.predict(Pairs.rows(data, 0, 40))).isEqualTo(saved.predict(Pairs.rows(data, 0, 40)));
    assertThat(loaded.evaluate(data).metrics()).isEqualTo(saved.evaluate(data).metrics());
    // It can be trained on, with the weights still shared.
    Pairs.trainer(saved, ONE).fit(Pairs.data(96, 3));
    Pairs.trainer(loaded, ONE).fit(Pairs.data(96, 3));
    assertThat(loaded.weightsSha256()).isEqualTo(saved.weightsSha256());
  }

  @Test
  void untrainedModelPredictsItsOutputsAndIsSavedToo(@TempDir Path folder) {
    Model model = Pairs.model();
    Map<String, Tensor> outputs = model.predict(Map.of("left", POINT, "right", POINT));
    assertThat(outputs.keySet()).containsExactly("cloud", "same");
    model.save(folder.resolve("m.gradus"));
    assertThat(Model.load(folder.resolve("m.gradus")).predict(Map.of("left", POINT, "right", POINT))).isEqualTo(outputs);
    assertThat(model.classes("cloud")).isEmpty();
  }

  @Test
  void inspectionShowsEachApplication() {
    Model model = trained();
    Map<String, Tensor> given = Map.of("left", POINT, "right", Tensor.of(Shape.of(2), 1f, 1f));
    Map<String, Tensor> values = model.inspect(given);
    assertThat(values.get("cloud")).isNotNull();
    assertThat(values.get("tower/dense_2")).isNotEqualTo(values.get("tower#2/dense_2"));
    Map<String, Tensor> swapped = model.inspect(Map.of("left", given.get("right"), "right", POINT));
    assertThat(swapped.get("tower/dense_2")).isEqualTo(values.get("tower#2/dense_2"));
    Map<String, Tensor> gradients = model.inspectGradients(
        given, Map.of("cloud", Tensor.of(Shape.SCALAR, 1), "same", Tensor.of(Shape.SCALAR, 0)));
    assertThat(gradients.keySet()).isEqualTo(values.keySet());
    // Softmax with cross-entropy: p - y.
    Map<String, Tensor> predicted = model.predict(given);
    assertThat(gradients.get("cloud").get(0)).isCloseTo(predicted.get("cloud").get(0), within(1e-6));
    assertThat(gradients.get("cloud").get(1)).isCloseTo(predicted.get("cloud").get(1) - 1, within(1e-6));
    // Its loss counts half.
    assertThat(gradients.get("same/dense_2").get(0)).isCloseTo(0.5 * predicted.get("same").get(0), within(1e-6));
  }

  /// Token numbers as a graph input: the sum of their rows in a table.
  @Test
  void inputsMayBeIntegers() {
    Network net = (scope, in) -> Map.of("topic", dense(2).apply(scope,
        in.get("tokens").oneHot(5).sum(1).multiply(in.get("scale"))));
    Model model = Model.create(net, inputs("tokens", DType.I32, Shape.of(3)).and("scale", Shape.of(1)), seed(1));
    Tensor kernel = model.variables().get("dense_1/kernel");
    Tensor out = model.predict(Map.of("tokens", Tensor.of(Shape.of(3), 1, 4, 4), "scale", Tensor.of(Shape.of(1), 2f))).get("topic");
    assertThat(out.get(1)).isCloseTo(2 * (kernel.get(3) + 2 * kernel.get(9)), within(1e-6));
    Examples data = Examples.of(
        Map.of("tokens", Tensor.of(Shape.of(2, 3), 1, 4, 4, 0, 0, 2), "scale", Tensor.of(Shape.of(2, 1), 2f, 1f)),
        Map.of("topic", Tensor.of(Shape.of(2), 0, 1)));
    model.learns(Map.of("topic", new Goal(softmaxCrossEntropy(), 1, List.of())), data);
    assertThat(model.evaluate(data).examples()).isEqualTo(2);
    assertThat(model.inspect(Map.of("tokens", data.inputs().get(1).read(0), "scale", data.inputs().get(0).read(0))).get("dense_1"))
        .isEqualTo(out);
    assertThatThrownBy(() -> model.predict(Map.of("tokens", Tensor.of(Shape.of(3), 1f, 4f, 4f), "scale", Tensor.of(Shape.of(1), 2f))))
        .isExactlyInstanceOf(GradusException.class).hasMessage("the model takes \"tokens\" of type I32, not F32");
    assertThatThrownBy(() -> model.predict(Map.of("tokens", Tensor.of(Shape.of(3), 1, 4, 4), "scale", Tensor.of(Shape.of(1), 2))))
        .hasMessage("the model takes \"scale\" of type F32, or U8 read as value / 255, not I32");
  }

  @Test
  void networksThatAreNoneAreRefused() {
    Inputs two = inputs("left", Shape.of(2)).and("right", Shape.of(2));
    assertThatThrownBy(() -> Model.create((_, in) -> Map.of("y", in.get("lft")), two, seed(1))).isExactlyInstanceOf(GradusException.class)
        .hasMessage("the network has no input \"lft\": its inputs are \"left\", \"right\"");
    assertThatThrownBy(() -> Model.create((scope, in) -> Map.of("y", dense(1).apply(scope, in.get("left"))), two, seed(1)))
        .hasMessage("no output of the network depends on its input \"right\"");
    assertThatThrownBy(() -> Model.create((_, _) -> Map.of(), two, seed(1))).hasMessage("the network gives no output");
    assertThatThrownBy(() -> Model.create((_, in) -> Map.of("y", in.get("left").add(in.get("right")).sum()), two, seed(1)))
        .isInstanceOf(ShapeException.class).hasMessage("output \"y\" must be F32 [N, ...], but is F32 []");
    assertThatThrownBy(() -> Model.create((_, in) -> Map.of("a/b", in.get("left").add(in.get("right"))), two, seed(1)))
        .hasMessage("the name of an output is not blank and has no slash, unlike \"a/b\"");
    assertThatThrownBy(() -> Model.create((_, in) -> Map.of("output", in.get("left"), "y", in.get("right")), two, seed(1)))
        .hasMessage("none of several outputs can be named \"output\": that is the name of an only one");
    assertThatThrownBy(() -> two.and("left", Shape.of(3))).hasMessage("there are two inputs of the name \"left\"");
    assertThatThrownBy(() -> inputs(" ", Shape.of(3))).hasMessage("the name of an input is not blank and has no slash, unlike \" \"");
    assertThatThrownBy(() -> inputs("x", DType.U8, Shape.of(3)))
        .hasMessage("input \"x\" can't be U8: inputs are F32, as which bytes are read, or I32");
  }

  @Test
  void anOutputMayBeAnInputAsItIs() {
    Model model = Model.create((_, in) -> Map.of("a", in.get("left"), "b", in.get("left")), inputs("left", Shape.of(2)), seed(1));
    assertThat(model.predict(Map.of("left", POINT))).isEqualTo(Map.of("a", POINT, "b", POINT));
  }

  @Test
  void callsForOneInputOrOutputSayThatThereAreSeveral() {
    Model model = trained();
    Examples data = Pairs.data(3, 1);
    assertThatThrownBy(() -> model.predict(POINT))
        .hasMessage("the model has the outputs \"cloud\", \"same\". Predict by name, predict(Map.of(...))");
    assertThatThrownBy(model::inputShape).hasMessage("the model has the inputs \"left\", \"right\". Ask for inputs()");
    assertThatThrownBy(model::outputShape).hasMessage("the model has the outputs \"cloud\", \"same\". Ask for outputs()");
    assertThatThrownBy(model::classes)
        .hasMessage("the model has the outputs \"cloud\", \"same\". Ask for the classes of one, classes(output)");
    assertThatThrownBy(() -> model.inspect(POINT))
        .hasMessage("the model has the inputs \"left\", \"right\". Inspect by name, inspect(Map.of(...))");
    assertThatThrownBy(() -> model.predictions(data)).hasMessage(
        "the model has the outputs \"cloud\", \"same\". Ask for the predictions of one, predictions(output, data, execution)");
    assertThatThrownBy(() -> model.learns(softmaxCrossEntropy(), List.of(), data))
        .hasMessage("the model has the outputs \"cloud\", \"same\". Say for each what it learns");
    assertThatThrownBy(() -> model.learns(Map.of(), data)).hasMessage("a model learns at least one of its outputs \"cloud\", \"same\"");
    assertThatThrownBy(() -> Ensemble.of(List.of(model))).isExactlyInstanceOf(GradusException.class).hasMessage(
        "an ensemble is of models with one input and one output, created without names, but member 1 has the inputs \"left\", \"right\" "
            + "and the outputs \"cloud\", \"same\"");
  }

  @Test
  void predictionsOfWhatDoesntFitAreRefused() {
    Model model = trained();
    assertThatThrownBy(() -> model.predict(Map.of("left", POINT))).isExactlyInstanceOf(GradusException.class)
        .hasMessage("the model needs the inputs \"left\", \"right\", but is given \"left\"");
    assertThatThrownBy(() -> model.predict(Map.of("left", POINT, "right", POINT, "up", POINT)))
        .hasMessage("the model needs the inputs \"left\", \"right\", but is given \"left\", \"right\", \"up\"");
    assertThatThrownBy(() -> model.predict(Map.of("left", POINT, "right", Tensor.of(Shape.of(3), 1f, 2f, 3f))))
        .isInstanceOf(ShapeException.class)
        .hasMessage("the model takes \"right\" of shape [2], or several with one more axis in front, not [3]");
    assertThatThrownBy(() -> model.predict(Map.of("left", POINT, "right", POINT.reshape(Shape.of(1, 2)))))
        .isInstanceOf(ShapeException.class).hasMessage("the inputs of a prediction need as many examples each: \"left\" has [2], \"right\" "
            + "has [1, 2], where one example has [2] and [2]");
    assertThatThrownBy(() -> model.inspectGradients(Map.of("left", POINT, "right", POINT), Map.of("cloud", Tensor.of(Shape.SCALAR, 1))))
        .hasMessage("the model needs the targets \"cloud\", \"same\", but is given \"cloud\"");
    assertThatThrownBy(() -> model.inspectGradients(Map.of("left", POINT, "right", POINT),
        Map.of("cloud", Tensor.of(Shape.SCALAR, 1f), "same", Tensor.of(Shape.SCALAR, 1)))).isInstanceOf(ShapeException.class)
        .hasMessage("the model was trained for a target \"cloud\" I32 [], not F32 []");
  }

  @Test
  void aLayerMakesTheModelThatANetworkOfPlainNamesMakes() {
    Layer layer = dense(2);
    Model one = Model.create(layer, Shape.of(2), seed(7));
    Network net = (scope, in) -> {
      Value y = dense(2).apply(scope, in.get("input"));
      return Map.of("output", y);
    };
    Model other = Model.create(net, inputs("input", Shape.of(2)), seed(7));
    assertThat(other.weightsSha256()).isEqualTo(one.weightsSha256());
    assertThat(other.predict(POINT)).isEqualTo(one.predict(POINT));
    assertThat(one.predict(Map.of("input", POINT))).isEqualTo(Map.of("output", one.predict(POINT)));
  }
}
