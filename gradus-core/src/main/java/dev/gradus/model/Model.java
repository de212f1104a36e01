package dev.gradus.model;

import dev.gradus.GradusException;
import dev.gradus.autodiff.Gradients;
import dev.gradus.backend.Backend;
import dev.gradus.backend.Executable;
import dev.gradus.backend.Execution;
import dev.gradus.dataset.Dataset;
import dev.gradus.graph.Graph;
import dev.gradus.graph.Value;
import dev.gradus.initializer.Initializer;
import dev.gradus.layer.Layer;
import dev.gradus.layer.Mode;
import dev.gradus.layer.Scope;
import dev.gradus.layer.Sequential;
import dev.gradus.loss.Loss;
import dev.gradus.metric.Metric;
import dev.gradus.metric.Predictions;
import dev.gradus.metric.SetMetric;
import dev.gradus.op.CustomOp;
import dev.gradus.op.Variable;
import dev.gradus.pass.Fold;
import dev.gradus.random.RandomStream;
import dev.gradus.random.Seed;
import dev.gradus.tensor.DType;
import dev.gradus.tensor.Shape;
import dev.gradus.tensor.ShapeException;
import dev.gradus.tensor.Tensor;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;

/// A network with its weights: traced graphs for training and inference, and the numbers that they share.
///
///     Model model = Model.create(net, Shape.of(28, 28, 1), seed(42));
///     Tensor probabilities = model.predict(image);
///
/// The layers are run once, when the model is created; from then on the graphs are the model, so a saved one loads
/// without their code. Predicting is safe from many threads at once, but not while the model is being trained.
public final class Model {
  /// The name of the input of a model that has one.
  public static final String INPUT = "input";
  /// The name of the output of a model that has one.
  public static final String OUTPUT = "output";
  /// The name of what the output is compared with.
  public static final String TARGET = "target";
  /// The name of how much each example counts in a training step, where the data set has weights.
  public static final String WEIGHT = "weight";
  /// The name of the loss of each example.
  public static final String LOSS = "loss";
  /// The name of what the loss's prediction makes of the output.
  public static final String PREDICTION = "prediction";

  private static final Execution BEST = Execution.best();

  private final Seed seed;
  private final Map<String, Graph> graphs;
  private final Map<String, Tensor> variables;
  private final Map<Use, Inference> inferences = new ConcurrentHashMap<>();
  private final AtomicLong version = new AtomicLong();
  private final Fold fold;
  private List<String> classes;

  Model(Seed seed, Map<String, Graph> graphs, Map<String, Tensor> variables, List<String> classes) {
    this.seed = seed;
    this.graphs = new LinkedHashMap<>(graphs);
    this.variables = Collections.unmodifiableMap(new LinkedHashMap<>(variables));
    this.classes = List.copyOf(classes);
    this.fold = Fold.of(graphs.get("inference"));
  }

  /// A graph on a backend.
  private record Use(String graph, Backend backend) {}

  /// A new model.
  ///
  /// @param net what maps an input to an output
  /// @param input the shape of one input, without the batch axis
  /// @param seed from which the initial weights follow, and what else is random unless the trainer says otherwise
  /// @throws ShapeException if a layer doesn't fit, naming its path and both shapes
  public static Model create(Layer net, Shape input, Seed seed) {
    Map<String, Value> values = new LinkedHashMap<>();
    Map<String, Initializer> initializers = new HashMap<>();
    Map<String, Graph> graphs = new LinkedHashMap<>();
    Value x = Value.input(INPUT, DType.F32, input.batched());
    for (Mode mode : Mode.values()) {
      Scope scope = Scope.root(mode, values, initializers);
      Value output = Sequential.inline(net, scope, x);
      graphs.put(name(mode), new Graph(Map.of(OUTPUT, output), mode == Mode.TRAINING ? scope.updates() : Map.of()));
    }
    Map<String, Tensor> variables = new LinkedHashMap<>();
    values.forEach((path, value) -> {
      Tensor tensor = Tensor.zeros(DType.F32, value.shape());
      initializers.get(path).fill(tensor.floats(), value.shape(), new RandomStream(seed.value(), "initial/" + path));
      variables.put(path, tensor);
    });
    return new Model(seed, graphs, variables, List.of());
  }

  /// A model from a file that [#save] wrote.
  ///
  /// @throws GradusException if the file can't be read or is not a model, saying where
  public static Model load(Path file) {
    return load(file, Map.of());
  }

  /// A model from a file that names custom ops.
  ///
  /// @param customOps how to make each custom op that the file may name, from its attributes
  public static Model load(Path file, Map<String, Function<String, CustomOp>> customOps) {
    return ModelFile.load(file, customOps);
  }

  /// Writes graphs and weights to one file: safetensors, with the graphs in its metadata. What was there is replaced only
  /// once all is written.
  ///
  /// @throws GradusException if it can't be written
  public void save(Path file) {
    ModelFile.save(this, file);
  }

  private static String name(Mode mode) {
    return switch (mode) {
      case TRAINING -> "training";
      case INFERENCE -> "inference";
    };
  }

  /// The graph from input to output for a mode.
  public Graph graph(Mode mode) {
    return graphs.get(name(mode));
  }

  Map<String, Graph> graphs() {
    return graphs;
  }

  /// From which everything random follows.
  public Seed seed() {
    return seed;
  }

  /// The weights and states by path, in the order in which they were made: the arrays themselves. Whoever writes to arrays kept
  /// from an earlier call says so by [#weightsChanged].
  public Map<String, Tensor> variables() {
    weightsChanged();
    return variables;
  }

  /// Says that weights or states have changed, so that the next prediction makes anew what it keeps of them.
  public void weightsChanged() {
    version.incrementAndGet();
  }

  /// The classes' names in the order of the outputs; empty if the model does not classify or was not trained.
  public List<String> classes() {
    return classes;
  }

  /// The shape of one input, without the batch axis.
  public Shape inputShape() {
    return graph(Mode.INFERENCE).inputs().get(INPUT).shape().without(0);
  }

  /// The shape of one output, without the batch axis.
  public Shape outputShape() {
    return graph(Mode.INFERENCE).outputs().get(OUTPUT).shape().without(0);
  }

  /// The number of weights that training adjusts.
  public long parameters() {
    return graph(Mode.TRAINING).variables().stream()
        .filter(variable -> variable.role() == Variable.Role.PARAMETER).mapToLong(variable -> variable.shape().size()).sum();
  }

  /// Each layer's output shape, parameters and multiply-adds.
  public Summary summary() {
    return Summary.of(this);
  }

  /// SHA-256 over the paths and bits of all weights and states, as hexadecimal digits.
  public String weightsSha256() {
    return WeightsHash.of(variables);
  }

  /// Tells the model what it is trained for, so that it can predict and be evaluated, also after saving and loading.
  ///
  /// @param loss what training makes small
  /// @param metrics what else to measure
  /// @param like a data set whose targets are like those to come
  /// @throws GradusException if they don't fit the model's output
  public void learns(Loss loss, List<Metric> metrics, Dataset like) {
    if (!like.inputShape().equals(inputShape())) {
      throw new ShapeException("the model takes inputs of shape " + inputShape() + ", but the data set has " + like.inputShape());
    }
    Graph inference = graph(Mode.INFERENCE);
    Value output = inference.outputs().get(OUTPUT);
    int classCount = like.classes().size();
    if (classCount > 2 && !outputShape().equals(Shape.of(classCount))) {
      throw new ShapeException(
          "the data set has " + classCount + " classes, but the model gives outputs of shape " + outputShape() + ". End it with dense("
              + classCount + ")?");
    }
    Value target = target(like);
    Map<String, Value> measured = new LinkedHashMap<>();
    measured.put(LOSS, loss.perExample(output, target));
    metrics.forEach(metric -> measured.put("metric/" + metric.name(), metric.perExample(output, target)));
    measured.put(OUTPUT, output);
    graphs.put("evaluation", new Graph(measured));
    graphs.put("prediction", new Graph(Map.of(PREDICTION, loss.predict(output))));
    classes = List.copyOf(like.classes());
    inferences.clear();
  }

  /// The input for a data set's targets.
  public static Value target(Dataset like) {
    return Value.input(TARGET, like.targetType(), like.targetShape().batched());
  }

  /// What the model predicts: the probabilities of each class if it was trained to classify, else its outputs. Much work is
  /// shared among the processors; a single small example is left to the calling thread, and the first of them to the readable
  /// backend, which starts sooner. None of this changes a bit.
  ///
  /// A symbol in the model's input shape, such as the T of sequences `[T, 3]`, stands for any length, the same for all of several.
  ///
  /// @param input one example, of the model's input shape, or several with one more axis in front; `U8` is read as value / 255
  /// @return the prediction for one example, or for each of several along axis 0
  /// @throws ShapeException if the input has neither shape
  public Tensor predict(Tensor input) {
    return predict(input, BEST);
  }

  /// What the model predicts, computed on a backend and at most so many threads of your choice.
  public Tensor predict(Tensor input, Execution execution) {
    boolean trained = graphs.containsKey("prediction");
    Use use = new Use(trained ? "prediction" : "inference", execution.backend());
    Inference inference = inferences.get(use);
    if (inference == null) {
      inference = inferences.computeIfAbsent(use, _ -> {
        Graph graph = fold.apply(graphs.get(use.graph));
        Function<Backend, Runner> on = backend -> new Runner(graph, backend, numbers(), version::get);
        Optional<Runner> cold = use.backend == Backend.VECTOR ? Optional.of(on.apply(Backend.SCALAR)) : Optional.empty();
        return new Inference(graph, trained ? PREDICTION : OUTPUT, inputShape(), () -> on.apply(use.backend), cold);
      });
    }
    return inference.of(input, execution.threads());
  }

  /// How good the model is on a data set, with what it was trained for.
  ///
  /// @throws GradusException if it was not trained, or the data set doesn't fit
  public Evaluation evaluate(Dataset data) {
    return evaluate(data, Execution.best());
  }

  /// How good the model is on a data set, computed on a backend and threads of your choice.
  public Evaluation evaluate(Dataset data, Execution execution) {
    return Evaluator.evaluate(runner(evaluation(), execution.backend()), data, this, execution.threads());
  }

  /// How good the model is on a data set, with metrics of the whole set as well, by their names among the others.
  public Evaluation evaluate(Dataset data, Execution execution, List<SetMetric> metrics) {
    Evaluation evaluation = evaluate(data, execution);
    if (metrics.isEmpty()) {
      return evaluation;
    }
    Predictions predictions = predictions(data, execution);
    Map<String, Double> all = new LinkedHashMap<>(evaluation.metrics());
    metrics.forEach(metric -> all.put(metric.name(), metric.of(predictions)));
    return new Evaluation(evaluation.loss(), all, evaluation.examples(), evaluation.confusion());
  }

  /// What the model predicts for each example of a data set, with the targets: what metrics of whole sets are made of. All of
  /// it is held in memory.
  ///
  /// @throws GradusException if the model was not trained, or the data set doesn't fit
  public Predictions predictions(Dataset data) {
    return predictions(data, Execution.best());
  }

  /// The predictions for a data set, computed on a backend and threads of your choice.
  public Predictions predictions(Dataset data, Execution execution) {
    Evaluator.check(evaluation(), data, this);
    return Evaluator.predictions(runner(graphs.get("prediction"), execution.backend()), data, this, execution.threads());
  }

  /// Every named intermediate value for one input: the output of each layer by its path, in order.
  ///
  /// @param input one example, of the model's input shape
  /// @throws ShapeException if the input has another shape
  public Map<String, Tensor> inspect(Tensor input) {
    Map<String, Value> values = byPath(graph(Mode.INFERENCE).outputs().values());
    values.replaceAll((_, value) -> fold.of(value));
    return results(values, input, _ -> {});
  }

  /// The gradient of the loss of one example by every named intermediate value: by the output of each layer by its path,
  /// in order.
  ///
  /// @param input one example, of the model's input shape
  /// @param target what the output should have been, of the shape and type that the model was trained with
  /// @throws GradusException if the model was not trained, or input or target don't fit
  public Map<String, Tensor> inspectGradients(Tensor input, Tensor target) {
    Graph evaluation = evaluation();
    Value expected = evaluation.inputs().get(TARGET);
    if (target.dtype() != expected.dtype() || !target.shape().equals(expected.shape().without(0))) {
      throw new ShapeException("the model was trained for a target " + expected.dtype() + " " + expected.shape().without(0) + ", not "
          + target.dtype() + " " + target.shape());
    }
    Map<String, Value> values = byPath(List.of(evaluation.outputs().get(OUTPUT)));
    List<Value> gradients = Gradients.of(evaluation.outputs().get(LOSS).sum(0), List.copyOf(values.values()));
    Map<String, Value> byPath = new LinkedHashMap<>();
    values.keySet().forEach(path -> byPath.put(path, gradients.get(byPath.size())));
    return results(byPath, input, executable -> {
      if (!executable.takes(TARGET)) {
        // Then no gradient depends on it.
        return;
      }
      if (target.dtype() == DType.I32) {
        executable.intInput(TARGET)[0] = target.ints()[0];
      } else {
        var slot = executable.input(TARGET);
        System.arraycopy(target.floats(), 0, slot.array(), slot.offset(), target.size());
      }
    });
  }

  /// The last value of each layer on the way to `roots`.
  private static Map<String, Value> byPath(Collection<Value> roots) {
    Map<String, Value> byPath = new LinkedHashMap<>();
    for (Value value : Graph.reachable(roots)) {
      if (!value.path().isEmpty() && !(value.op() instanceof Variable) && value.shape().rank() > 0
          && value.shape().dim(0).equals(dev.gradus.tensor.Dim.BATCH)) {
        byPath.remove(value.path());
        byPath.put(value.path(), value);
      }
    }
    return byPath;
  }

  private Map<String, Tensor> results(Map<String, Value> values, Tensor input, Consumer<Executable> prepare) {
    Map<Character, Integer> lengths = Lengths.of(inputShape(), input.shape()).orElseThrow(
        () -> new ShapeException("the model takes inputs of shape " + inputShape() + ", not " + input.shape()));
    return new Runner(new Graph(values), BEST.backend(), numbers()).run(1, lengths, executable -> {
      if (executable.takes(INPUT)) {
        Inference.copy(input, 0, executable.input(INPUT), input.size());
      }
      prepare.accept(executable);
      executable.run();
      Map<String, Tensor> results = new LinkedHashMap<>();
      values.forEach((path, value) -> {
        Shape shape = Shape.of(value.shape().without(0).resolve(lengths));
        var from = executable.output(path);
        results.put(path, Tensor.of(shape, java.util.Arrays.copyOfRange(from.array(), from.offset(), from.offset() + shape.size())));
      });
      return results;
    });
  }

  private Graph evaluation() {
    Graph graph = graphs.get("evaluation");
    if (graph == null) {
      throw new GradusException("the model was not trained yet, so it has no loss to evaluate. Train it with Trainer.of(model), or call learns");
    }
    return graph;
  }

  private Runner runner(Graph graph, Backend backend) {
    return new Runner(fold.apply(graph), backend, numbers());
  }

  /// The variables' arrays by path, for backends. As with [#variables], whoever keeps them says when they have changed.
  public Map<String, float[]> arrays() {
    weightsChanged();
    return numbers();
  }

  private Map<String, float[]> numbers() {
    Map<String, float[]> arrays = new LinkedHashMap<>();
    variables.forEach((path, tensor) -> arrays.put(path, tensor.floats()));
    return arrays;
  }
}
