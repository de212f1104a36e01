package dev.gradus.backend;

import dev.gradus.backend.scalar.ScalarConv2d;
import dev.gradus.backend.scalar.ScalarConv2dFilterGradient;
import dev.gradus.backend.scalar.ScalarConv2dInputGradient;
import dev.gradus.backend.scalar.ScalarMatMul;
import dev.gradus.backend.vector.VectorConv2d;
import dev.gradus.backend.vector.VectorConv2dFilterGradient;
import dev.gradus.backend.vector.VectorConv2dInputGradient;
import dev.gradus.backend.vector.VectorMatMul;
import dev.gradus.op.Window;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntToLongFunction;

/// One linear kernel with one choice of sizes: what both backends, all widths and the definition must agree on.
///
/// @param left elements of the first operand
/// @param right elements of the second operand
/// @param result elements of the result
/// @param roundings the most roundings that one element of the result goes through
/// @param tiled whether it is done by Winograd's tiles, whose roundings are others
/// @param definition the products that make up the result, straight from the definition
public record Problem(
    String name, int left, int right, int result, int roundings, boolean tiled, Form scalar, Form vector,
    Definition definition) {

  /// Takes the products of a definition, one by one.
  public interface Products {
    void add(int left, int right, int result);
  }

  /// Lists the products left[i] * right[j] that result[r] is the sum of.
  public interface Definition {
    void list(Products products);
  }

  /// Makes a kernel.
  public interface Binder {
    Kernel bind(Slice left, Slice right, Slice result, Slice scratch);
  }

  /// One backend's kernel.
  public record Form(IntToLongFunction scratch, Binder binder) {}

  private static final float CANARY = 12345;

  /// Runs one form. Operands lie at odd offsets; whatever is not an operand starts as NaN, and must stay as it was
  /// unless it is the result or scratch.
  public float[] compute(Form form, float[] left, float[] right, Workers workers) {
    int scratchSize = Math.toIntExact(form.scratch.applyAsLong(workers.threads()));
    float[] a = padded(left, 3);
    float[] b = padded(right, 5);
    float[] c = new float[result + 14];
    float[] scratch = new float[scratchSize + 18];
    Arrays.fill(c, Float.NaN);
    Arrays.fill(scratch, Float.NaN);
    Arrays.fill(c, 0, 7, CANARY);
    Arrays.fill(c, 7 + result, c.length, CANARY);
    Arrays.fill(scratch, 0, 9, CANARY);
    Arrays.fill(scratch, 9 + scratchSize, scratch.length, CANARY);
    Kernel kernel = form.binder.bind(new Slice(a, 3), new Slice(b, 5), new Slice(c, 7), new Slice(scratch, 9));
    kernel.run(workers);
    // Twice: nothing of the first run may be left in the second.
    kernel.run(workers);
    requireUntouched(c, 7, result, "result");
    requireUntouched(scratch, 9, scratchSize, "scratch");
    return Arrays.copyOfRange(c, 7, 7 + result);
  }

  private static float[] padded(float[] values, int offset) {
    float[] array = new float[offset + values.length];
    Arrays.fill(array, Float.NaN);
    System.arraycopy(values, 0, array, offset, values.length);
    return array;
  }

  private void requireUntouched(float[] array, int from, int length, String what) {
    for (int i = 0; i < array.length; i++) {
      if ((i < from || i >= from + length) && array[i] != CANARY) {
        throw new AssertionError(name + " wrote outside its " + what + " at " + (i - from));
      }
    }
  }

  /// A product of matrices.
  public static Problem matMul(MatMulSize size) {
    int m = size.m();
    int n = size.n();
    int k = size.k();
    return new Problem(
        "matmul " + size, size.batch() * m * k, size.batch() * k * n, size.batch() * m * n, k, false,
        new Form(t -> ScalarMatMul.scratch(size, t), (a, b, c, s) -> new ScalarMatMul(size, a, b, c, s)),
        new Form(t -> VectorMatMul.scratch(size, t), (a, b, c, s) -> new VectorMatMul(size, a, b, c, s)),
        products -> {
          for (int batch = 0; batch < size.batch(); batch++) {
            for (int i = 0; i < m; i++) {
              for (int j = 0; j < n; j++) {
                for (int s = 0; s < k; s++) {
                  int a = size.transposeA() ? s * m + i : i * k + s;
                  int b = size.transposeB() ? j * k + s : s * n + j;
                  products.add(batch * m * k + a, batch * k * n + b, (batch * m + i) * n + j);
                }
              }
            }
          }
        });
  }

  /// A convolution and both its gradients.
  public static List<Problem> convolutions(ConvSize size) {
    int x = (int) size.inputElements();
    int w = (int) size.filterElements();
    int y = (int) size.outputElements();
    int window = size.window().height() * size.window().width();
    List<Problem> problems = new ArrayList<>();
    problems.add(new Problem(
        "conv " + size, x, w, y, size.taps(), Winograd.fits(size),
        new Form(t -> ScalarConv2d.scratch(size, t), (a, b, c, s) -> ScalarConv2d.of(size, a, b, c, s)),
        new Form(t -> VectorConv2d.scratch(size, t), (a, b, c, s) -> new VectorConv2d(size, a, b, c, s)),
        products -> taps(size, products)));
    problems.add(new Problem(
        "conv input gradient " + size, y, w, x, window * size.filtersPerGroup(), Winograd.fits(size),
        new Form(
            t -> ScalarConv2dInputGradient.scratch(size, t),
            (a, b, c, s) -> ScalarConv2dInputGradient.of(size, a, b, c, s)),
        new Form(
            t -> VectorConv2dInputGradient.scratch(size, t),
            (a, b, c, s) -> new VectorConv2dInputGradient(size, a, b, c, s)),
        products -> taps(size, (i, j, r) -> products.add(r, j, i))));
    problems.add(new Problem(
        "conv filter gradient " + size, x, y, w, size.batch() * size.outPixels() + size.chunks(),
        Winograd.fits(size),
        new Form(
            t -> ScalarConv2dFilterGradient.scratch(size, t),
            (a, b, c, s) -> ScalarConv2dFilterGradient.of(size, a, b, c, s)),
        new Form(
            t -> VectorConv2dFilterGradient.scratch(size, t),
            (a, b, c, s) -> new VectorConv2dFilterGradient(size, a, b, c, s)),
        products -> taps(size, (i, j, r) -> products.add(i, r, j))));
    return problems;
  }

  /// Every (x, w, y) for which y holds the product of x and w.
  private static void taps(ConvSize size, Products products) {
    Window window = size.window();
    int channels = size.channelsPerGroup();
    for (int n = 0; n < size.batch(); n++) {
      for (int oh = 0; oh < size.outHeight(); oh++) {
        for (int ow = 0; ow < size.outWidth(); ow++) {
          for (int kh = 0; kh < window.height(); kh++) {
            for (int kw = 0; kw < window.width(); kw++) {
              int h = oh * window.strideY() + kh * window.dilationY() - window.padTop();
              int v = ow * window.strideX() + kw * window.dilationX() - window.padLeft();
              if (h < 0 || h >= size.height() || v < 0 || v >= size.width()) {
                continue;
              }
              for (int co = 0; co < size.filters(); co++) {
                int group = co / size.filtersPerGroup();
                for (int ci = 0; ci < channels; ci++) {
                  products.add(
                      ((n * size.height() + h) * size.width() + v) * size.channels() + group * channels + ci,
                      ((kh * window.width() + kw) * channels + ci) * size.filters() + co,
                      ((n * size.outHeight() + oh) * size.outWidth() + ow) * size.filters() + co);
                }
              }
            }
          }
        }
      }
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
