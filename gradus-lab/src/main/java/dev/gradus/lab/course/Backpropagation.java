package dev.gradus.lab.course;

import static dev.gradus.lab.Condition.below;
import static dev.gradus.lab.Condition.between;

import dev.gradus.autodiff.Gradients;
import dev.gradus.graph.Graph;
import dev.gradus.graph.Value;
import dev.gradus.lab.Experiment;
import dev.gradus.lab.Notebook;
import dev.gradus.lab.Rule;
import dev.gradus.lab.Setting;
import dev.gradus.op.MatMul;
import dev.gradus.op.Variable;
import dev.gradus.plot.Numbers;
import dev.gradus.plot.Table;
import dev.gradus.plot.Text;
import dev.gradus.random.RandomStream;
import dev.gradus.tensor.DType;
import dev.gradus.tensor.Shape;
import dev.gradus.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// Every ∂L/∂w of a network of 2 inputs, 2 hidden units and 1 output: by the chain rule written out, by the backward pass, and by
/// moving each weight a little. And what that costs as networks grow.
///
///     h = sigmoid(x · W + b)        y = h · V + c        L = ½ (y - t)²
final class Backpropagation implements Experiment {
  private static final Map<String, Shape> WEIGHTS = weights();
  private static final double USUAL_STEP = 1e-4;
  private static final double[] STEPS = IntStream.rangeClosed(2, 24).mapToDouble(i -> StrictMath.pow(10, -0.5 * i)).toArray();

  private static Map<String, Shape> weights() {
    Map<String, Shape> weights = new LinkedHashMap<>();
    weights.put("W", Shape.of(2, 2));
    weights.put("b", Shape.of(2));
    weights.put("V", Shape.of(2, 1));
    weights.put("c", Shape.of(1));
    return weights;
  }

  @Override
  public String name() {
    return "backpropagation";
  }

  @Override
  public List<Integer> claims() {
    return List.of(1);
  }

  @Override
  public Rule rule() {
    return Rule.of(below("hand", 1e-5), below("differences", 1e-5), between("growth", 0.9, 1.1), below("price", 4));
  }

  /// An example and the weights: x₁, x₂, t, then W by rows, b, V, c.
  private record Point(double[] x, double t, double[] weights) {
    static Point of(long seed) {
      RandomStream random = new RandomStream(seed, "point");
      // Rounded as Gradus holds them, so that both ways begin with the same numbers.
      double[] drawn = IntStream.range(0, 12).mapToDouble(_ -> (float) random.uniform(-1, 1)).toArray();
      return new Point(Arrays.copyOf(drawn, 2), drawn[2], Arrays.copyOfRange(drawn, 3, 12));
    }
  }

  // By hand.

  /// Every intermediate in its order, by name.
  private static Map<String, Double> byHand(Point point) {
    double[] w = point.weights;
    Map<String, Double> all = new LinkedHashMap<>();
    double y = w[8];
    double[] h = new double[2];
    for (int j = 0; j < 2; j++) {
      double z = point.x[0] * w[j] + point.x[1] * w[2 + j] + w[4 + j];
      h[j] = 1 / (1 + StrictMath.exp(-z));
      y += h[j] * w[6 + j];
      all.put("z" + (j + 1), z);
      all.put("h" + (j + 1), h[j]);
    }
    all.put("y", y);
    all.put("L", 0.5 * (y - point.t) * (y - point.t));
    all.put("∂L/∂y", y - point.t);
    for (int j = 0; j < 2; j++) {
      all.put("∂L/∂h" + (j + 1), (y - point.t) * w[6 + j]);
      // The sigmoid's slope is h · (1 - h).
      all.put("∂L/∂z" + (j + 1), (y - point.t) * w[6 + j] * h[j] * (1 - h[j]));
    }
    return all;
  }

  /// ∂L/∂w for all nine, in the order of the weights.
  private static double[] gradientByHand(Point point) {
    Map<String, Double> known = byHand(point);
    double z1 = known.get("∂L/∂z1");
    double z2 = known.get("∂L/∂z2");
    double y = known.get("∂L/∂y");
    return new double[] {
      point.x[0] * z1, point.x[0] * z2, point.x[1] * z1, point.x[1] * z2, z1, z2, known.get("h1") * y, known.get("h2") * y, y
    };
  }

  /// (L(w + step) - L(w - step)) / (2 step) for each weight, in double precision.
  private static double[] byDifferences(Point point, double step) {
    return IntStream.range(0, 9).mapToDouble(i -> {
      double up = byHand(moved(point, i, step)).get("L");
      double down = byHand(moved(point, i, -step)).get("L");
      return (up - down) / (2 * step);
    }).toArray();
  }

  private static Point moved(Point point, int weight, double step) {
    double[] weights = point.weights.clone();
    weights[weight] += step;
    return new Point(point.x, point.t, weights);
  }

  // By Gradus.

  /// The network as a graph, with what is in between and all gradients as outputs.
  private static Graph graph() {
    Value x = Value.input("x", DType.F32, Shape.of(1, 2));
    Value t = Value.input("t", DType.F32, Shape.of(1, 1));
    Map<String, Value> weights = new LinkedHashMap<>();
    WEIGHTS.forEach((name, shape) -> weights.put(name, Value.parameter(name, shape)));

    Value z = x.matmul(weights.get("W")).add(weights.get("b"));
    Value h = z.sigmoid();
    Value y = h.matmul(weights.get("V")).add(weights.get("c"));
    Value loss = y.subtract(t).square().multiply(0.5).sum();

    Map<String, Value> outputs = new LinkedHashMap<>(Map.of("z", z, "h", h, "y", y, "L", loss));
    List<Value> by = new ArrayList<>(List.of(y, h, z));
    by.addAll(weights.values());
    List<String> names = new ArrayList<>(List.of("y", "h", "z"));
    names.addAll(weights.keySet());
    List<Value> gradients = Gradients.of(loss, by);
    for (int i = 0; i < names.size(); i++) {
      outputs.put("∂L/∂" + names.get(i), gradients.get(i));
    }
    return new Graph(outputs);
  }

  private static Map<String, Tensor> run(Setting setting, Graph graph, Point point) {
    Map<String, Tensor> weights = new LinkedHashMap<>();
    int at = 0;
    for (Map.Entry<String, Shape> weight : WEIGHTS.entrySet()) {
      int size = weight.getValue().size();
      weights.put(weight.getKey(), Tensor.of(weight.getValue(), floats(Arrays.copyOfRange(point.weights, at, at + size))));
      at += size;
    }
    return setting.execution().backend().run(graph,
        Map.of("x", Tensor.of(Shape.of(1, 2), floats(point.x)), "t", Tensor.of(Shape.of(1, 1), (float) point.t)), weights);
  }

  private static float[] floats(double... numbers) {
    float[] floats = new float[numbers.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) numbers[i];
    }
    return floats;
  }

  private static double[] gradientByGradus(Map<String, Tensor> computed) {
    return WEIGHTS.keySet().stream().map(name -> computed.get("∂L/∂" + name))
        .flatMapToDouble(tensor -> IntStream.range(0, tensor.size()).mapToDouble(tensor::get)).toArray();
  }

  /// Differences of the loss as Gradus computes it, in single precision.
  private static double[] bySingleDifferences(Setting setting, Graph graph, Point point, double step) {
    return IntStream.range(0, 9).mapToDouble(i -> {
      double up = run(setting, graph, moved(point, i, step)).get("L").get(0);
      double down = run(setting, graph, moved(point, i, -step)).get("L").get(0);
      return (up - down) / (2 * step);
    }).toArray();
  }

  /// The largest difference, as a part of the largest gradient.
  private static double apart(double[] a, double[] b) {
    double most = Arrays.stream(b).map(Math::abs).max().orElseThrow();
    return IntStream.range(0, a.length).mapToDouble(i -> Math.abs(a[i] - b[i])).max().orElseThrow() / most;
  }

  // What it costs.

  /// Parameters and multiply-adds of products of matrices, for one example.
  ///
  /// @param forward of the loss alone
  /// @param whole of the loss and all gradients
  private record Work(double parameters, double forward, double whole) {}

  /// A network with three hidden layers of a width.
  private static Work work(int width) {
    int[] widths = {width, width, width, width, 1};
    Value value = Value.input("x", DType.F32, Shape.of(1, width));
    List<Value> weights = new ArrayList<>();
    for (int i = 1; i < widths.length; i++) {
      Value kernel = Value.parameter("W" + i, Shape.of(widths[i - 1], widths[i]));
      Value bias = Value.parameter("b" + i, Shape.of(widths[i]));
      weights.addAll(List.of(kernel, bias));
      value = value.matmul(kernel).add(bias).sigmoid();
    }
    Value loss = value.square().sum();
    List<Value> all = new ArrayList<>(Gradients.of(loss, weights));
    all.add(loss);
    double parameters = weights.stream().mapToInt(weight -> ((Variable) weight.op()).shape().size()).sum();
    return new Work(parameters, multiplyAdds(List.of(loss)), multiplyAdds(all));
  }

  private static double multiplyAdds(List<Value> roots) {
    return Graph.reachable(roots).stream().filter(value -> value.op() instanceof MatMul).mapToDouble(value -> {
      MatMul product = (MatMul) value.op();
      return (double) value.shape().size() * value.input(0).shape().length(product.transposeLeft() ? 0 : 1);
    }).sum();
  }

  private record Outcome(double[] hand, double[] backward, double[] doubleErrors, double[] singleErrors) {}

  @Override
  public void run(Setting setting, Notebook notebook) {
    Graph graph = graph();
    List<Outcome> outcomes = setting.perSeed(seed -> {
      Point point = Point.of(seed);
      double[] hand = gradientByHand(point);
      return new Outcome(hand, gradientByGradus(run(setting, graph, point)),
          Arrays.stream(STEPS).map(step -> apart(byDifferences(point, step), hand)).toArray(),
          Arrays.stream(STEPS).map(step -> apart(bySingleDifferences(setting, graph, point, step), hand)).toArray());
    });
    List<Long> seeds = setting.seeds();
    List<Integer> numbers = IntStream.range(0, outcomes.size()).boxed().toList();
    notebook.measure("hand", outcomes, outcome -> apart(outcome.backward, outcome.hand));
    notebook.measure("differences", numbers, i -> apart(outcomes.get(i).backward, byDifferences(Point.of(seeds.get(i)), USUAL_STEP)));

    List<Work> works = IntStream.rangeClosed(1, 9).mapToObj(i -> work(1 << i)).toList();
    double[] parameters = works.stream().mapToDouble(Work::parameters).toArray();
    Work largest = works.getLast();
    Work middle = works.get(works.size() / 2);
    notebook.exact("growth", Math.log(largest.whole / middle.whole) / Math.log(largest.parameters / middle.parameters));
    notebook.exact("price", largest.whole / largest.forward);
    notebook.exact("saved", 2 * largest.parameters * largest.forward / largest.whole);

    notebook.lines("work").logX().logY()
        .line("forward", parameters, works.stream().mapToDouble(Work::forward).toArray())
        .line("backward", parameters, works.stream().mapToDouble(Work::whole).toArray())
        .line("moving", parameters, works.stream().mapToDouble(work -> 2 * work.parameters * work.forward).toArray());
    notebook.lines("step").logX().logY()
        .line("double", STEPS, outcomes.stream().map(Outcome::doubleErrors).toList())
        .line("single", STEPS, outcomes.stream().map(Outcome::singleErrors).toList());
    showNumbers(notebook, Point.of(seeds.getFirst()), run(setting, graph, Point.of(seeds.getFirst())));
  }

  private static void showNumbers(Notebook notebook, Point point, Map<String, Tensor> computed) {
    Table between = notebook.table("between").columns("value", "hand", "gradus");
    byHand(point).forEach((name, number) -> {
      // z1 is the first number of z.
      boolean numbered = Character.isDigit(name.charAt(name.length() - 1));
      Tensor tensor = computed.get(numbered ? name.substring(0, name.length() - 1) : name);
      between.row(Text.same(name), digits(number), digits(tensor.get(numbered ? name.charAt(name.length() - 1) - '1' : 0)));
    });
    Table gradients = notebook.table("gradients").columns("weight", "hand", "gradus", "moved");
    List<String> names = List.of(
        "w₁₁ (x₁ → h₁)", "w₂₁ (x₁ → h₂)", "w₁₂ (x₂ → h₁)", "w₂₂ (x₂ → h₂)", "b₁", "b₂", "v₁ (h₁ → y)", "v₂ (h₂ → y)", "c");
    double[] hand = gradientByHand(point);
    double[] backward = gradientByGradus(computed);
    double[] moved = byDifferences(point, USUAL_STEP);
    for (int i = 0; i < hand.length; i++) {
      gradients.row(Text.same(names.get(i)), digits(hand[i]), digits(backward[i]), digits(moved[i]));
    }
  }

  private static Text digits(double number) {
    return Text.same(Numbers.text(number, 6));
  }
}
