package dev.gradus.cli.bench;

import dev.gradus.op.MatMul;
import dev.gradus.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/// The matrix products: c [m, n] = a [m, k] · b [k, n], "Aᵀ" and "Bᵀ" marking operands that are stored transposed.
public final class Gemm {
  private Gemm() {}

  /// Squares of three forms, then the dense layers of mlp and lenet: forward, input gradient, kernel gradient.
  public static List<KernelCase> cases(Scale scale) {
    List<KernelCase> cases = new ArrayList<>();
    for (int n : scale == Scale.FULL ? new int[] {64, 128, 256, 512, 1024, 2048} : new int[] {16, 33}) {
      cases.add(of("n = " + n + ", A · B", n, n, n, false, false));
      cases.add(of("n = " + n + ", Aᵀ · B", n, n, n, true, false));
      cases.add(of("n = " + n + ", A · Bᵀ", n, n, n, false, true));
    }
    layer(cases, scale.batch(128), 784, 512);
    if (scale == Scale.FULL) {
      layer(cases, 128, 512, 256);
      layer(cases, 128, 256, 10);
      layer(cases, 64, 3136, 1024);
      layer(cases, 1, 784, 512);
    }
    return cases;
  }

  private static void layer(List<KernelCase> cases, int batch, int in, int out) {
    cases.add(tall(batch, out, in, false, false));
    if (batch > 1) {
      cases.add(tall(batch, in, out, false, true));
      cases.add(tall(in, out, batch, true, false));
    }
  }

  private static KernelCase tall(int m, int n, int k, boolean left, boolean right) {
    return of((left ? "Aᵀ" : "A") + " · " + (right ? "Bᵀ" : "B") + ", m " + m + ", n " + n + ", k " + k, m, n, k, left, right);
  }

  private static KernelCase of(String name, int m, int n, int k, boolean left, boolean right) {
    return new KernelCase(name, "", new MatMul(left, right), left ? Shape.of(k, m) : Shape.of(m, k),
        right ? Shape.of(n, k) : Shape.of(k, n), Shape.of(m, n), 2.0 * m * n * k);
  }
}
