package dev.gradus.optimizer;

import dev.gradus.graph.Value;
import java.util.stream.IntStream;

/// The constraints on weights, for static import.
public final class Constraints {
  static final Constraint NONE = (_, next) -> next;

  private Constraints() {}

  /// The weights into each unit or channel have a norm of at most `limit`: w · min(1, limit / ‖w‖), the norm over all axes but
  /// the last. It holds for kernels and filters, that is, parameters of two axes and more; others are left alone.
  ///
  /// Source: Srebro and Shraibman 2005; in this form Srivastava et al. 2014, section 5.1 (JMLR 15), where c is 3 to 4.
  /// Deviation: none.
  ///
  /// @param limit c, above 0
  public static Constraint maxNorm(double limit) {
    Limits.positive("the largest norm", limit);
    return (_, next) -> {
      int rank = next.shape().rank();
      if (rank < 2) {
        return next;
      }
      Value norm = next.square().sumKeep(IntStream.range(0, rank - 1).toArray()).sqrt();
      return next.multiply(Value.constant(limit).divide(norm).minimum(1));
    };
  }
}
