package dev.gradus.data.table;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Iterator;
import java.util.function.IntPredicate;

/// Multinomial logistic regression with a penalty on large weights: the W that makes
/// mean(-ln softmax(x · W + b)[label]) + λ / 2 · Σ W² least.
///
/// λ falls from 1 to 10⁻⁵ by tens, as long as the loss on parts of the rows falls, each predicted from the others; where that takes
/// long, on the first part alone. Found by L-BFGS from the last λ's solution.
/// Source: Cox 1958, doi:10.1111/j.2517-6161.1958.tb00292.x; Liu and Nocedal 1989, doi:10.1007/BF01589116, for L-BFGS with 8 pairs.
/// Deviation: steps are halved until the loss falls enough (Armijo).
final class Logistic {
  private static final int PAIRS = 8;
  private static final int ITERATIONS = 60;
  private static final double ENOUGH = 1e-6;
  private static final double LEAST_LAMBDA = 1e-5;
  private static final long LONG = 3_000_000;

  private final double[][] x;
  private final int[] labels;
  private final int[] parts;
  private final int features;
  private final int classes;

  private Logistic(double[][] x, int[] labels, int[] parts, int features, int classes) {
    this.x = x;
    this.labels = labels;
    this.parts = parts;
    this.features = features;
    this.classes = classes;
  }

  /// @param count how many parts there are
  static Line.Crossed fit(double[][] x, int[] labels, int[] parts, int count, int features, int classes) {
    return new Logistic(x, labels, parts, features, classes).crossed(count);
  }

  private Line.Crossed crossed(int count) {
    int tested = (long) x.length * features * classes * count > LONG ? 1 : count;
    double[][] solutions = new double[count][(features + 1) * classes];
    double[][] best = solutions;
    double least = Double.POSITIVE_INFINITY;
    double chosen = 1;
    for (double lambda = 1; lambda >= LEAST_LAMBDA * 0.99; lambda /= 10) {
      double loss = 0;
      double[][] next = new double[count][];
      for (int part = 0; part < tested; part++) {
        int held = part;
        next[part] = minimise(solutions[part], lambda, row -> parts[row] != held);
        loss += loss(next[part], 0, row -> parts[row] == held, null);
      }
      solutions = next;
      // Lines that tell all rows apart run off to infinity: then a smaller penalty gains nothing but time.
      if (loss > least * (1 - 1e-3)) {
        break;
      }
      least = loss;
      chosen = lambda;
      best = next;
    }
    Line[] without = new Line[count];
    for (int part = 0; part < count; part++) {
      int held = part;
      without[part] = line(part < tested ? best[part] : minimise(best[0], chosen, row -> parts[row] != held), chosen);
    }
    return new Line.Crossed(line(minimise(best[0], chosen, _ -> true), chosen), without);
  }

  private Line line(double[] w, double lambda) {
    double[][] weights = new double[features][];
    for (int f = 0; f < features; f++) {
      weights[f] = Arrays.copyOfRange(w, f * classes, (f + 1) * classes);
    }
    return new Line(weights, Arrays.copyOfRange(w, features * classes, w.length), lambda);
  }

  /// @param gradient filled unless null
  private double loss(double[] w, double lambda, IntPredicate which, double[] gradient) {
    if (gradient != null) {
      Arrays.fill(gradient, 0);
    }
    double sum = 0;
    long rows = 0;
    double[] logits = new double[classes];
    for (int row = 0; row < x.length; row++) {
      if (!which.test(row)) {
        continue;
      }
      rows++;
      double[] features = x[row];
      System.arraycopy(w, this.features * classes, logits, 0, classes);
      for (int f = 0; f < features.length; f++) {
        if (features[f] != 0) {
          add(features[f], w, f * classes, logits, 0);
        }
      }
      double largest = Arrays.stream(logits).max().orElseThrow();
      double right = logits[labels[row]] - largest;
      double total = 0;
      for (int c = 0; c < classes; c++) {
        logits[c] = StrictMath.exp(logits[c] - largest);
        total += logits[c];
      }
      sum += StrictMath.log(total) - right;
      if (gradient != null) {
        for (int c = 0; c < classes; c++) {
          logits[c] = logits[c] / total - (labels[row] == c ? 1 : 0);
        }
        for (int f = 0; f < features.length; f++) {
          if (features[f] != 0) {
            add(features[f], logits, 0, gradient, f * classes);
          }
        }
        add(1, logits, 0, gradient, this.features * classes);
      }
    }
    double n = Math.max(1, rows);
    double penalty = 0;
    for (int i = 0; i < w.length; i++) {
      boolean weight = i < features * classes;
      penalty += weight ? w[i] * w[i] : 0;
      if (gradient != null) {
        gradient[i] = gradient[i] / n + (weight ? lambda * w[i] : 0);
      }
    }
    return sum / n + lambda / 2 * penalty;
  }

  private void add(double factor, double[] from, int start, double[] into, int at) {
    for (int c = 0; c < classes; c++) {
      into[at + c] += factor * from[start + c];
    }
  }

  /// A step, the gradient's change along it, and 1 / their product.
  private record Pair(double[] step, double[] change, double inverse) {}

  private double[] minimise(double[] start, double lambda, IntPredicate which) {
    double[] w = start.clone();
    double[] gradient = new double[w.length];
    double loss = loss(w, lambda, which, gradient);
    Deque<Pair> pairs = new ArrayDeque<>();
    for (int iteration = 0; iteration < ITERATIONS; iteration++) {
      double[] direction = direction(gradient, pairs);
      double slope = dot(direction, gradient);
      double length = pairs.isEmpty() ? Math.min(1, 1 / Math.sqrt(dot(gradient, gradient) + 1e-30)) : 1;
      double[] next = new double[w.length];
      double[] nextGradient = new double[w.length];
      double nextLoss = Double.POSITIVE_INFINITY;
      for (int halving = 0; halving < 20 && !(nextLoss <= loss + 1e-4 * length * slope); halving++) {
        length = halving == 0 ? length : length / 2;
        for (int i = 0; i < w.length; i++) {
          next[i] = w[i] + length * direction[i];
        }
        nextLoss = loss(next, lambda, which, nextGradient);
      }
      if (!(nextLoss < loss)) {
        return w;
      }
      double[] step = new double[w.length];
      double[] change = new double[w.length];
      for (int i = 0; i < w.length; i++) {
        step[i] = next[i] - w[i];
        change[i] = nextGradient[i] - gradient[i];
      }
      double product = dot(step, change);
      if (product > 0) {
        pairs.addLast(new Pair(step, change, 1 / product));
        if (pairs.size() > PAIRS) {
          pairs.removeFirst();
        }
      }
      boolean done = loss - nextLoss < ENOUGH * Math.max(1e-3, nextLoss);
      w = next;
      gradient = nextGradient;
      loss = nextLoss;
      if (done) {
        break;
      }
    }
    return w;
  }

  /// Minus the gradient times what the pairs tell of the inverse of the second derivatives: the two loops of Nocedal 1980.
  private static double[] direction(double[] gradient, Deque<Pair> pairs) {
    double[] d = gradient.clone();
    double[] kept = new double[pairs.size()];
    int i = pairs.size();
    for (Iterator<Pair> last = pairs.descendingIterator(); last.hasNext(); ) {
      Pair pair = last.next();
      kept[--i] = pair.inverse() * dot(pair.step(), d);
      for (int j = 0; j < d.length; j++) {
        d[j] -= kept[i] * pair.change()[j];
      }
    }
    if (!pairs.isEmpty()) {
      Pair latest = pairs.getLast();
      double scale = 1 / (latest.inverse() * dot(latest.change(), latest.change()));
      for (int j = 0; j < d.length; j++) {
        d[j] *= scale;
      }
    }
    for (Pair pair : pairs) {
      double factor = kept[i++] - pair.inverse() * dot(pair.change(), d);
      for (int j = 0; j < d.length; j++) {
        d[j] += factor * pair.step()[j];
      }
    }
    for (int j = 0; j < d.length; j++) {
      d[j] = -d[j];
    }
    return d;
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }
}
