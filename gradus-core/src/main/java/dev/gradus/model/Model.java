package dev.gradus.model;

import dev.gradus.GradusException;
import dev.gradus.backend.Backend;
import dev.gradus.backend.Execution;
import dev.gradus.dataset.Dataset;
import dev.gradus.dataset.Examples;
import dev.gradus.dataset.Field;
import dev.gradus.graph.Graph;
import dev.gradus.graph.Value;
import dev.gradus.layer.Layer;
import dev.gradus.layer.Mode;
import dev.gradus.layer.Network;
import dev.gradus.layer.Sequential;
import dev.gradus.loss.Loss;
import dev.gradus.metric.Metric;
import dev.gradus.metric.Predictions;
import dev.gradus.metric.SetMetric;
import dev.gradus.op.CustomOp;
import dev.gradus.op.Type;
import dev.gradus.op.Variable;
import dev.gradus.pass.Fold;
import dev.gradus.random.Seed;
import dev.gradus.tensor.Shape;
import dev.gradus.tensor.ShapeException;
import dev.gradus.tensor.Tensor;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
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
  public static final String INPUT = Dataset.INPUT;
  /// The name of the output of a model that has one.
  public static final String OUTPUT = Dataset.OUTPUT;
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
  private final Map<String, Type> inputs;
  private final Map<String, Type> outputs;
  private Map<String, List<String>> classes;
  private final Map<String, String> notes = new LinkedHashMap<>();

  /// @param classes the classes' names by output
  Model(Seed seed, Map<String, Graph> graphs, Map<String, Tensor> variables, Map<String, List<String>> classes) {
    this.seed = seed;
    this.graphs = new LinkedHashMap<>(graphs);
    this.variables = Collections.unmodifiableMap(new LinkedHashMap<>(variables));
    this.classes = classes;
    this.fold = Fold.of(graphs.get("inference"));
    List<Graph> traces = Arrays.stream(Mode.values()).map(mode -> graphs.get(name(mode))).filter(Objects::nonNull).toList();
    this.inputs = Names.types(INPUT, traces.stream().map(Graph::inputs).toList());
    this.outputs = Names.types(OUTPUT, traces.stream().map(Graph::outputs).toList());
  }

  /// A graph on a backend.
  private record Use(String graph, Backend backend) {}

  /// A new model of one input and one output.
  ///
  /// @param net what maps an input to an output
  /// @param input the shape of one input, without the batch axis
  /// @param seed from which the initial weights follow, and what else is random unless the trainer says otherwise
  /// @throws ShapeException if a layer doesn't fit, naming its path and both shapes
  public static Model create(Layer net, Shape input, Seed seed) {
    return create((scope, in) -> Map.of(OUTPUT, Sequential.inline(net, scope, in.get(INPUT))), Inputs.inputs(INPUT, input), seed);
  }

  /// A new model of several inputs and outputs.
  ///
  /// @param net what maps the inputs to the outputs
  /// @param inputs what the inputs are
  /// @param seed from which the initial weights follow, and what else is random unless the trainer says otherwise
  /// @throws GradusException if the network uses not all of the inputs or asks for another one, or an output is none
  /// @throws ShapeException if a layer doesn't fit, naming its path and both shapes
  public static Model create(Network net, Inputs inputs, Seed seed) {
    return Tracing.model(net, inputs, seed);
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

  static String name(Mode mode) {
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

  /// The inputs by name, in order: the type and shape of each, without the batch axis.
  public Map<String, Type> inputs() {
    return inputs;
  }

  /// The outputs by name, in alphabetical order: the type and shape of each, without the batch axis.
  public Map<String, Type> outputs() {
    return outputs;
  }

  /// An output in the graph for a mode.
  ///
  /// @throws GradusException if the model has no output of that name
  public Value output(Mode mode, String name) {
    return graph(mode).outputs().get(Names.label(OUTPUT, known(name)));
  }

  private String known(String output) {
    if (!outputs.containsKey(output)) {
      throw new GradusException("the model has no output \"" + output + "\": its outputs are " + Names.quoted(outputs.keySet()));
    }
    return output;
  }

  /// The classes' names in the order of the outputs; empty if the model does not classify or was not trained.
  ///
  /// @throws GradusException if the model has several outputs
  public List<String> classes() {
    return classes(onlyOutput("Ask for the classes of one, classes(output)"));
  }

  /// The names of an output's classes in their order; empty if it does not classify or was not trained.
  ///
  /// @throws GradusException if the model has no output of that name
  public List<String> classes(String output) {
    return classes.getOrDefault(known(output), List.of());
  }

  /// The shape of one input, without the batch axis.
  ///
  /// @throws GradusException if the model has several inputs
  public Shape inputShape() {
    return inputs.get(onlyInput("Ask for inputs()")).shape();
  }

  /// The shape of one output, without the batch axis.
  ///
  /// @throws GradusException if the model has several outputs
  public Shape outputShape() {
    return outputs.get(onlyOutput("Ask for outputs()")).shape();
  }

  String onlyInput(String remedy) {
    return Names.only("inputs", inputs.keySet(), remedy);
  }

  String onlyOutput(String remedy) {
    return Names.only("outputs", outputs.keySet(), remedy);
  }

  /// Texts kept with the model, by name, also in its file: what a user of it needs to know beyond numbers, such as which columns of
  /// a table go in. Gradus reads none of them by itself.
  public Map<String, String> notes() {
    return Collections.unmodifiableMap(notes);
  }

  /// Keeps a text with the model, in place of an earlier one of that name.
  public void note(String name, String text) {
    notes.put(name, text);
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

  /// Tells a model of one output what it is trained for, so that it can predict and be evaluated, also after saving and loading.
  ///
  /// @param loss what training makes small
  /// @param metrics what else to measure
  /// @param like a data set whose targets are like those to come
  /// @throws GradusException if they don't fit the model's output
  public void learns(Loss loss, List<Metric> metrics, Examples like) {
    learns(Map.of(onlyOutput("Say for each what it learns"), new Goal(loss, 1, metrics)), like);
  }

  /// Tells the model what its outputs are trained for, so that it can predict and be evaluated, also after saving and loading. An
  /// output that is not mentioned is predicted as it is.
  ///
  /// @param goals what is learnt, by output
  /// @param like a data set whose targets are like those to come
  /// @throws GradusException if an output is unknown, or goals or data don't fit the model
  public void learns(Map<String, Goal> goals, Examples like) {
    goals.keySet().forEach(this::known);
    Purpose purpose = Purpose.of(this, goals, like);
    graphs.put("evaluation", purpose.evaluation());
    graphs.put("prediction", purpose.prediction());
    classes = purpose.classes();
    inferences.clear();
  }

  /// The graph input for the target of an output.
  public static Value target(Field like) {
    return Value.input(Names.label(TARGET, like.name()), like.type(), like.shape().batched());
  }

  /// What the model predicts: the probabilities of each class if it was trained to classify, else its outputs. Much work is
  /// shared among the processors; a single small example is left to the calling thread, and the first of them to the readable
  /// backend, which starts sooner. None of this changes a bit.
  ///
  /// A symbol in the model's input shape, such as the T of sequences `[T, 3]`, stands for any length, the same for all of several.
  ///
  /// @param input one example, of the model's input shape, or several with one more axis in front; `U8` is read as value / 255
  /// @return the prediction for one example, or for each of several along axis 0
  /// @throws GradusException if the input has neither shape, or the model has several inputs or outputs
  public Tensor predict(Tensor input) {
    return predict(input, BEST);
  }

  /// What a model of one input and output predicts, computed on a backend and at most so many threads of your choice.
  public Tensor predict(Tensor input, Execution execution) {
    if (inputs.size() == 1 && inputs.containsKey(INPUT) && outputs.containsKey(OUTPUT)) {
      return inference(execution.backend()).of(input, inputs.get(INPUT).shape(), execution.threads());
    }
    String remedy = "Predict by name, predict(Map.of(...))";
    String output = onlyOutput(remedy);
    return predict(Map.of(onlyInput(remedy), input), execution).get(output);
  }

  /// What the model predicts for each of its outputs: the probabilities of each class if it was trained to classify, else the
  /// output as it is.
  ///
  /// @param given one example, each input of its shape by name, or several with one more axis in front; `U8` is read as value / 255
  /// @return the prediction for one example, or for each of several along axis 0, by output
  /// @throws GradusException if the names are not those of the inputs, or a type or shape is another
  public Map<String, Tensor> predict(Map<String, Tensor> given) {
    return predict(given, BEST);
  }

  /// What the model predicts for each of its outputs, computed on a backend and at most so many threads of your choice.
  public Map<String, Tensor> predict(Map<String, Tensor> given, Execution execution) {
    return NamedPrediction.of(this, inference(execution.backend()), execution.threads(), given);
  }

  private Inference inference(Backend backend) {
    boolean trained = graphs.containsKey("prediction");
    Use use = new Use(trained ? "prediction" : "inference", backend);
    Inference known = inferences.get(use);
    return known != null ? known : inferences.computeIfAbsent(use, _ -> {
      Graph graph = fold.apply(graphs.get(use.graph));
      Function<Backend, Runner> on = wanted -> new Runner(graph, wanted, numbers(), version::get);
      Optional<Runner> cold = backend == Backend.VECTOR ? Optional.of(on.apply(Backend.SCALAR)) : Optional.empty();
      return new Inference(graph, trained ? PREDICTION : OUTPUT, () -> on.apply(backend), cold);
    });
  }

  /// How good the model is on a data set, with what it was trained for.
  ///
  /// @throws GradusException if it was not trained, or the data set doesn't fit
  public Evaluation evaluate(Examples data) {
    return evaluate(data, Execution.best());
  }

  /// How good the model is on a data set, computed on a backend and threads of your choice.
  public Evaluation evaluate(Examples data, Execution execution) {
    return Evaluator.evaluate(runner(evaluation(), execution.backend()), data, this, execution.threads());
  }

  /// How good a model of one output is on a data set, with metrics of the whole set as well, by their names among the others.
  ///
  /// @throws GradusException if there are such metrics and the model has several outputs: see [#predictions(String, Examples, Execution)]
  public Evaluation evaluate(Examples data, Execution execution, List<SetMetric> metrics) {
    Evaluation evaluation = evaluate(data, execution);
    if (metrics.isEmpty()) {
      return evaluation;
    }
    Predictions predictions = predictions(data, execution);
    Map<String, Double> all = new LinkedHashMap<>(evaluation.metrics());
    metrics.forEach(metric -> all.put(metric.name(), metric.of(predictions)));
    return new Evaluation(evaluation.loss(), all, evaluation.examples(), evaluation.confusions());
  }

  /// What the model predicts for each example of a data set, with the targets: what metrics of whole sets are made of. All of
  /// it is held in memory.
  ///
  /// @throws GradusException if the model was not trained, it has several outputs, or the data set doesn't fit
  public Predictions predictions(Examples data) {
    return predictions(data, Execution.best());
  }

  /// The predictions for a data set, computed on a backend and threads of your choice.
  public Predictions predictions(Examples data, Execution execution) {
    return predictions(onlyOutput("Ask for the predictions of one, predictions(output, data, execution)"), data, execution);
  }

  /// The predictions of one output for a data set.
  ///
  /// @throws GradusException if that output was not trained, or the data set doesn't fit
  public Predictions predictions(String output, Examples data, Execution execution) {
    if (!Names.outputs(OUTPUT, evaluation()).contains(known(output))) {
      throw new GradusException("output \"" + output + "\" was trained for nothing, so its predictions have no targets. Use predict");
    }
    Evaluator.check(evaluation(), data, this);
    return Evaluator.predictions(runner(graphs.get("prediction"), execution.backend()), data, this, output, execution.threads());
  }

  /// Every named intermediate value for one input: the output of each layer by its path, in order.
  ///
  /// @param input one example, of the model's input shape
  /// @throws ShapeException if the input has another shape
  public Map<String, Tensor> inspect(Tensor input) {
    return inspect(Map.of(onlyInput("Inspect by name, inspect(Map.of(...))"), input));
  }

  /// Every named intermediate value for one example of several inputs: the output of each layer by its path, in order. A shared
  /// layer has a path for each application.
  ///
  /// @throws GradusException if the names are not those of the inputs, or a shape is another
  public Map<String, Tensor> inspect(Map<String, Tensor> given) {
    return Inspection.values(this, given);
  }

  /// The gradient of the loss of one example by every named intermediate value: by the output of each layer by its path,
  /// in order.
  ///
  /// @param input one example, of the model's input shape
  /// @param target what the output should have been, of the shape and type that the model was trained with
  /// @throws GradusException if the model was not trained, or input or target don't fit
  public Map<String, Tensor> inspectGradients(Tensor input, Tensor target) {
    String remedy = "Inspect by name, inspectGradients(Map.of(...), Map.of(...))";
    return inspectGradients(Map.of(onlyInput(remedy), input), Map.of(onlyOutput(remedy), target));
  }

  /// The gradient of the total loss of one example of several inputs by every named intermediate value.
  ///
  /// @param targets what the outputs should have been, for each that was trained
  /// @throws GradusException if the model was not trained, or inputs or targets don't fit
  public Map<String, Tensor> inspectGradients(Map<String, Tensor> given, Map<String, Tensor> targets) {
    return Inspection.gradients(this, evaluation(), given, targets);
  }

  /// The graph that computes `value` as predictions do, with batch normalisation folded.
  Value folded(Value value) {
    return fold.of(value);
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

  /// The variables' arrays by path, for reading.
  Map<String, float[]> numbers() {
    Map<String, float[]> arrays = new LinkedHashMap<>();
    variables.forEach((path, tensor) -> arrays.put(path, tensor.floats()));
    return arrays;
  }
}
