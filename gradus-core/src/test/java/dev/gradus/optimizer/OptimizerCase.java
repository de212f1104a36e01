package dev.gradus.optimizer;

import java.util.List;
import java.util.function.DoubleFunction;

/// One of all the optimizers: how it is made with its defaults, and its formula written out in double from the paper.
///
/// @param rate the learning rate of the formula
record OptimizerCase(String name, DoubleFunction<Optimizer> make, double rate, Formula formula) {
  /// What becomes of a parameter: given its numbers, gradients, the step from 1, and up to three arrays that it keeps.
  @FunctionalInterface
  interface Formula {
    double[] next(double[] w, double[] g, int t, double[][] kept);
  }

  /// What becomes of one number, in methods that treat each by itself.
  @FunctionalInterface
  private interface Each {
    double next(double w, double g, int t, double[] kept);
  }

  @Override
  public String toString() {
    return name;
  }

  private static OptimizerCase each(String name, DoubleFunction<Optimizer> make, double rate, Each formula) {
    return new OptimizerCase(name, make, rate, (w, g, t, kept) -> {
      double[] next = new double[w.length];
      for (int i = 0; i < w.length; i++) {
        double[] own = {kept[0][i], kept[1][i], kept[2][i]};
        next[i] = formula.next(w[i], g[i], t, own);
        for (int slot = 0; slot < own.length; slot++) {
          kept[slot][i] = own[slot];
        }
      }
      return next;
    });
  }

  /// All of them.
  static List<OptimizerCase> all() {
    return List.of(
        each("gradientDescent", Optimizers::gradientDescent, 0.1, (w, g, _, _) -> w - 0.1 * g),
        each("momentum", Optimizers::momentum, 0.1, (w, g, _, kept) -> {
          kept[0] = 0.9 * kept[0] + g;
          return w - 0.1 * kept[0];
        }),
        each("nesterov", Optimizers::nesterov, 0.1, (w, g, _, kept) -> {
          kept[0] = 0.9 * kept[0] + g;
          return w - 0.1 * (g + 0.9 * kept[0]);
        }),
        each("adaGrad", Optimizers::adaGrad, 0.1, (w, g, _, kept) -> {
          kept[0] += g * g;
          return w - 0.1 * g / (Math.sqrt(kept[0]) + 1e-10);
        }),
        each("adaDelta", Optimizers::adaDelta, 1, (w, g, _, kept) -> {
          kept[0] = 0.95 * kept[0] + 0.05 * g * g;
          double step = -Math.sqrt(kept[1] + 1e-6) / Math.sqrt(kept[0] + 1e-6) * g;
          kept[1] = 0.95 * kept[1] + 0.05 * step * step;
          return w + step;
        }),
        each("rmsProp", Optimizers::rmsProp, 0.1, (w, g, _, kept) -> {
          kept[0] = 0.9 * kept[0] + 0.1 * g * g;
          return w - 0.1 * g / (Math.sqrt(kept[0]) + 1e-8);
        }),
        each("centredRmsProp", Optimizers::centredRmsProp, 0.1, (w, g, _, kept) -> {
          kept[0] = 0.95 * kept[0] + 0.05 * g * g;
          kept[1] = 0.95 * kept[1] + 0.05 * g;
          return w - 0.1 * g / Math.sqrt(kept[0] - kept[1] * kept[1] + 1e-4);
        }),
        each("rprop", Optimizers::rprop, 0.45, (w, g, t, kept) -> {
          double size = t == 1 ? 0.45 : kept[0];
          if (kept[1] * g > 0) {
            size = Math.min(size * 1.2, 500 * 0.45);
          } else if (kept[1] * g < 0) {
            size = Math.max(size * 0.5, 1e-5 * 0.45);
            g = 0;
          }
          kept[0] = size;
          kept[1] = g;
          return w - Math.signum(g) * size;
        }),
        each("adam", Optimizers::adam, 0.1, (w, g, t, kept) -> {
          kept[0] = 0.9 * kept[0] + (1 - 0.9) * g;
          kept[1] = 0.999 * kept[1] + (1 - 0.999) * g * g;
          return w - 0.1 * adam(t, kept);
        }),
        each("amsGrad", Optimizers::amsGrad, 0.1, (w, g, _, kept) -> {
          kept[0] = 0.9 * kept[0] + (1 - 0.9) * g;
          kept[1] = 0.999 * kept[1] + (1 - 0.999) * g * g;
          kept[2] = Math.max(kept[2], kept[1]);
          return w - 0.1 * kept[0] / (Math.sqrt(kept[2]) + 1e-8);
        }),
        each("adaMax", Optimizers::adaMax, 0.1, (w, g, t, kept) -> {
          kept[0] = 0.9 * kept[0] + (1 - 0.9) * g;
          kept[1] = Math.max(0.999 * kept[1], Math.abs(g));
          return w - 0.1 / (1 - Math.pow(0.9, t)) * kept[0] / (kept[1] + 1e-8);
        }),
        each("nadam", Optimizers::nadam, 0.1, (w, g, t, kept) -> {
          kept[0] = 0.9 * kept[0] + (1 - 0.9) * g;
          kept[1] = 0.999 * kept[1] + (1 - 0.999) * g * g;
          double mean = 0.9 * kept[0] / (1 - Math.pow(0.9, t + 1)) + (1 - 0.9) * g / (1 - Math.pow(0.9, t));
          return w - 0.1 * mean / (Math.sqrt(kept[1] / (1 - Math.pow(0.999, t))) + 1e-8);
        }),
        each("adamW", Optimizers::adamW, 0.1, (w, g, t, kept) -> {
          kept[0] = 0.9 * kept[0] + (1 - 0.9) * g;
          kept[1] = 0.999 * kept[1] + (1 - 0.999) * g * g;
          return w - 0.1 * (adam(t, kept) + 0.01 * w);
        }),
        each("lion", Optimizers::lion, 0.3, (w, g, _, kept) -> {
          double mixed = 0.9 * kept[0] + (1 - 0.9) * g;
          kept[0] = 0.99 * kept[0] + (1 - 0.99) * g;
          return w - 0.3 * Math.signum(mixed);
        }),
        new OptimizerCase("lamb", Optimizers::lamb, 0.1, (w, g, t, kept) -> {
          double[] step = new double[2];
          for (int i = 0; i < 2; i++) {
            kept[0][i] = 0.9 * kept[0][i] + (1 - 0.9) * g[i];
            kept[1][i] = 0.999 * kept[1][i] + (1 - 0.999) * g[i] * g[i];
            double mean = kept[0][i] / (1 - Math.pow(0.9, t));
            step[i] = mean / (Math.sqrt(kept[1][i] / (1 - Math.pow(0.999, t))) + 1e-6) + 0.01 * w[i];
          }
          double ratio = Math.hypot(w[0], w[1]) / Math.hypot(step[0], step[1]);
          return new double[] {w[0] - 0.1 * ratio * step[0], w[1] - 0.1 * ratio * step[1]};
        }));
  }

  private static double adam(int t, double[] kept) {
    return kept[0] / (1 - Math.pow(0.9, t)) / (Math.sqrt(kept[1] / (1 - Math.pow(0.999, t))) + 1e-8);
  }
}
