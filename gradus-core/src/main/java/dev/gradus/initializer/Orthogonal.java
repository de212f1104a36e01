package dev.gradus.initializer;

import dev.gradus.random.RandomStream;
import dev.gradus.tensor.Shape;

/// See [Initializers#orthogonal].
///
/// Gram and Schmidt's process gives the Q of the decomposition whose R has a positive diagonal, so no sign is left to mend.
/// Done twice for each vector, it is as exact as Householder's (Giraud, Langou and Rozložník 2005, "twice is enough").
final class Orthogonal implements Initializer {
  @Override
  public void fill(float[] values, Shape shape, RandomStream random) {
    if (values.length == 0) {
      return;
    }
    int out = shape.rank() == 0 ? 1 : shape.length(-1);
    int rows = values.length / out;
    int count = Math.min(rows, out);
    int length = Math.max(rows, out);
    double[][] vectors = new double[count][length];
    for (int v = 0; v < count; v++) {
      for (int i = 0; i < length; i++) {
        vectors[v][i] = random.nextGaussian();
      }
      for (int pass = 0; pass < 2; pass++) {
        for (int w = 0; w < v; w++) {
          subtract(vectors[v], vectors[w], product(vectors[v], vectors[w]));
        }
      }
      double norm = Math.sqrt(product(vectors[v], vectors[v]));
      for (int i = 0; i < length; i++) {
        vectors[v][i] /= norm;
      }
    }
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < out; column++) {
        values[row * out + column] = (float) (rows >= out ? vectors[column][row] : vectors[row][column]);
      }
    }
  }

  private static double product(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  private static void subtract(double[] from, double[] vector, double factor) {
    for (int i = 0; i < from.length; i++) {
      from[i] -= factor * vector[i];
    }
  }
}
