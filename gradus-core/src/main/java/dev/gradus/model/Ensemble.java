package dev.gradus.model;

import dev.gradus.GradusException;
import dev.gradus.backend.Execution;
import dev.gradus.dataset.Dataset;
import dev.gradus.dataset.DatasetView;
import dev.gradus.graph.Graph;
import dev.gradus.graph.Value;
import dev.gradus.metric.Predictions;
import dev.gradus.metric.SetMetric;
import dev.gradus.op.Variable;
import dev.gradus.random.Seed;
import dev.gradus.tensor.DType;
import dev.gradus.tensor.Shape;
import dev.gradus.tensor.ShapeException;
import dev.gradus.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Several trained models that predict together: the prediction is the mean of theirs.
///
///     Ensemble ensemble = Ensemble.of(List.of(first, second, third));
///     Tensor probabilities = ensemble.predict(image);
///     System.out.println(ensemble.evaluate(test));
///
/// Models that err differently, such as those of different seeds, err less together: for losses convex in the prediction, such as
/// cross-entropy and the mean squared error, the ensemble's loss is at most the mean of its members' (Jensen's inequality).
///
/// Source: Goodfellow, Bengio and Courville 2016, section 7.11; the mean of probabilities, not of logits.
public final class Ensemble {
  private final List<Model> members;

  private Ensemble(List<Model> members) {
    this.members = members;
  }

  /// The ensemble of these trained models, each counting alike.
  ///
  /// @throws GradusException if there are none, one was not trained, or they don't fit each other: inputs, predictions, classes and
  ///     targets must be of the same kind
  public static Ensemble of(List<Model> models) {
    if (models.isEmpty()) {
      throw new GradusException("an ensemble needs at least one model");
    }
    for (int i = 0; i < models.size(); i++) {
      Model member = models.get(i);
      if (!member.inputs().keySet().equals(Set.of(Model.INPUT)) || !member.outputs().keySet().equals(Set.of(Model.OUTPUT))) {
        throw new GradusException("an ensemble is of models with one input and one output, created without names, but member " + (i + 1)
            + " has the inputs " + Names.quoted(member.inputs().keySet()) + " and the outputs " + Names.quoted(member.outputs().keySet()));
      }
      if (!models.get(i).graphs().containsKey("prediction")) {
        throw new GradusException("member " + (i + 1) + " of the ensemble was not trained yet");
      }
      same(i, "inputs of shape", models.getFirst().inputShape(), models.get(i).inputShape());
      same(i, "predictions of shape", predicted(models.getFirst()), predicted(models.get(i)));
      same(i, "targets", target(models.getFirst()), target(models.get(i)));
      same(i, "classes", models.getFirst().classes(), models.get(i).classes());
    }
    return new Ensemble(List.copyOf(models));
  }

  private static void same(int member, String what, Object first, Object other) {
    if (!first.equals(other)) {
      throw new ShapeException("the members of an ensemble must fit each other: the first has " + what + " " + first + ", member "
          + (member + 1) + " has " + other);
    }
  }

  private static Shape predicted(Model model) {
    return model.graphs().get("prediction").outputs().get(Model.PREDICTION).shape().without(0);
  }

  private static String target(Model model) {
    Value target = model.graphs().get("evaluation").inputs().get(Model.TARGET);
    return target == null ? "none" : target.type().toString();
  }

  /// The models.
  public List<Model> members() {
    return members;
  }

  /// The classes' names; empty if the models don't classify.
  public List<String> classes() {
    return members.getFirst().classes();
  }

  /// The shape of one input, without the batch axis.
  public Shape inputShape() {
    return members.getFirst().inputShape();
  }

  /// The mean of what the models predict; see [Model#predict]. Sums run over the members in order, in double.
  public Tensor predict(Tensor input) {
    return mean(members.stream().map(member -> member.predict(input)).toList());
  }

  private static Tensor mean(List<Tensor> predictions) {
    float[] mean = new float[predictions.getFirst().size()];
    for (int i = 0; i < mean.length; i++) {
      double sum = 0;
      for (Tensor prediction : predictions) {
        sum += prediction.floats()[i];
      }
      mean[i] = (float) (sum / predictions.size());
    }
    return Tensor.of(predictions.getFirst().shape(), mean);
  }

  /// The mean prediction for each example of a data set, with the targets.
  ///
  /// @throws GradusException if the data set doesn't fit
  public Predictions predictions(Dataset data, Execution execution) {
    List<Predictions> each = members.stream().map(member -> member.predictions(data, execution)).toList();
    return new Predictions(mean(each.stream().map(Predictions::predicted).toList()), each.getFirst().target());
  }

  /// How good the ensemble is on a data set.
  public Evaluation evaluate(Dataset data) {
    return evaluate(data, Execution.best(), List.of());
  }

  /// How good the ensemble is on a data set, by the loss and metrics of its first member, and metrics of the whole set.
  ///
  /// The loss and metrics read raw outputs: those that would predict the mean, such as the logarithms of mean probabilities.
  ///
  /// @throws GradusException if the data set doesn't fit, or no raw output would predict the mean: where predictions have another
  ///     shape than outputs, as those of mixture densities
  public Evaluation evaluate(Dataset data, Execution execution, List<SetMetric> metrics) {
    Tensor mean = predictions(data, execution).predicted();
    Model first = members.getFirst();
    if (!predicted(first).equals(first.outputShape())) {
      throw new GradusException("an ensemble whose members put out " + first.outputShape() + " and predict " + predicted(first)
          + " has no loss: its mean prediction tells no outputs. Use predictions()");
    }
    Model head = head(first);
    float[] outputs = null;
    for (Link link : Link.values()) {
      float[] candidate = link.outputs(mean.floats());
      if (predicts(head, Tensor.of(mean.shape(), candidate), mean)) {
        outputs = candidate;
        break;
      }
    }
    if (outputs == null) {
      throw new GradusException("an ensemble with this loss can't be evaluated: no outputs are known that would predict its mean."
          + " Use predictions()");
    }
    return head.evaluate(new Outputs(data, first.outputShape(), outputs), execution, metrics);
  }

  /// The links from outputs to predictions that losses use, by their inverses.
  private enum Link {
    IDENTITY, SOFTMAX_OR_EXP, SIGMOID, HINGE;

    /// Below any probability that a network gives, and far from infinity.
    private static final double LEAST = Float.MIN_VALUE;

    float[] outputs(float[] predictions) {
      float[] outputs = new float[predictions.length];
      for (int i = 0; i < outputs.length; i++) {
        double p = predictions[i];
        outputs[i] = (float) switch (this) {
          case IDENTITY -> p;
          case SOFTMAX_OR_EXP -> StrictMath.log(Math.max(p, LEAST));
          case SIGMOID -> StrictMath.log(Math.max(p, LEAST)) - StrictMath.log(Math.max(1 - p, LEAST));
          case HINGE -> 2 * p - 1;
        };
      }
      return outputs;
    }
  }

  private static boolean predicts(Model head, Tensor outputs, Tensor expected) {
    float[] found = head.predict(outputs).floats();
    for (int i = 0; i < found.length; i++) {
      if (!(Math.abs(found[i] - expected.floats()[i]) <= 1e-5 * Math.max(1, Math.abs(expected.floats()[i])))) {
        return false;
      }
    }
    return true;
  }

  /// What the model does with its outputs, as a model of its own whose inputs they are.
  private static Model head(Model model) {
    Value outputs = Value.input(Model.INPUT, DType.F32, model.outputShape().batched());
    Map<String, Graph> graphs = new LinkedHashMap<>();
    // An output must be computed: a factor of 1 changes no bit.
    graphs.put("inference", new Graph(Map.of(Model.OUTPUT, outputs.multiply(1))));
    for (String name : List.of("evaluation", "prediction")) {
      Value from = model.graphs().get(name).outputs().getOrDefault(Model.OUTPUT, model.graphs().get("inference").outputs().get(Model.OUTPUT));
      Map<String, Value> after = new LinkedHashMap<>();
      Map<Value, Value> moved = new LinkedHashMap<>(Map.of(from, graphs.get("inference").outputs().get(Model.OUTPUT)));
      model.graphs().get(name).outputs().forEach((key, value) -> after.put(key, move(value, moved)));
      graphs.put(name, new Graph(after));
    }
    return new Model(Seed.seed(0), graphs, Map.of(), Map.of(Model.OUTPUT, model.classes()));
  }

  private static Value move(Value value, Map<Value, Value> moved) {
    Value known = moved.get(value);
    if (known == null) {
      known = value.inputs().isEmpty() || value.op() instanceof Variable
          ? value
          : Value.of(value.op(), value.inputs().stream().map(input -> move(input, moved)).toList(), value.path());
      moved.put(value, known);
    }
    return known;
  }

  /// A data set's examples with outputs for inputs.
  private record Outputs(Dataset source, Shape inputShape, float[] outputs) implements DatasetView {
    @Override
    public void readInput(int index, float[] into, int at) {
      int size = inputShape.size();
      System.arraycopy(outputs, index * size, into, at, size);
    }
  }
}
