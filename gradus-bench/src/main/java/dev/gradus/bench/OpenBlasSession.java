package dev.gradus.bench;

import static org.bytedeco.openblas.global.openblas_nolapack.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasRowMajor;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasTrans;
import static org.bytedeco.openblas.global.openblas_nolapack.cblas_sgemm;

import dev.gradus.cli.bench.Clock;
import dev.gradus.cli.bench.KernelCase;
import dev.gradus.cli.bench.Session;
import dev.gradus.cli.bench.Synthetic;
import dev.gradus.op.MatMul;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.FloatPointer;

/// Matrix products on OpenBLAS, the operands in native memory.
final class OpenBlasSession implements Session {
  private static final int CHECKED = 8;

  /// A product made ready.
  private record Product(KernelCase size, FloatPointer a, FloatPointer b, FloatPointer c) {
    void run() {
      MatMul how = (MatMul) size.op();
      int m = size.result().length(0);
      int n = size.result().length(1);
      int k = size.left().length(how.transposeLeft() ? 0 : 1);
      cblas_sgemm(CblasRowMajor, how.transposeLeft() ? CblasTrans : CblasNoTrans, how.transposeRight() ? CblasTrans : CblasNoTrans,
          m, n, k, 1, a, size.left().length(1), b, size.right().length(1), 0, c, n);
    }
  }

  private final List<KernelCase> cases;
  private final Map<String, Product> products = new LinkedHashMap<>();

  /// On as many threads as OPENBLAS_NUM_THREADS says.
  OpenBlasSession(List<KernelCase> cases) {
    this.cases = cases;
    for (KernelCase each : cases) {
      products.put(each.name(), new Product(each, new FloatPointer(Synthetic.numbers("left", each.left().size())),
          new FloatPointer(Synthetic.numbers("right", each.right().size())), new FloatPointer((long) each.result().size())));
    }
  }

  @Override
  public Map<String, double[]> check() {
    Map<String, double[]> checks = new LinkedHashMap<>();
    products.forEach((name, product) -> {
      product.run();
      double[] first = new double[Math.min(CHECKED, product.size.result().size())];
      for (int i = 0; i < first.length; i++) {
        first[i] = product.c.get(i);
      }
      checks.put(name, first);
    });
    return checks;
  }

  @Override
  public Map<String, Double> round(double seconds) {
    Map<String, Double> times = new LinkedHashMap<>();
    products.forEach((name, product) -> times.put(name, Clock.perRun(seconds / 20, product::run)));
    return KernelCase.rates(cases, times);
  }
}
