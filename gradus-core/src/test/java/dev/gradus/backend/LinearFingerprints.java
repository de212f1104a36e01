package dev.gradus.backend;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Function;

/// A SHA-256 of the result's bits for each problem, NaNs made one: what runs in each of [Widths].
public final class LinearFingerprints {
  private LinearFingerprints() {}

  /// Prints the vector kernels' fingerprints.
  public static void main(String[] arguments) {
    of(Problem::vector).forEach(System.out::println);
  }

  /// One line for each problem, computed by one of its forms.
  static List<String> of(Function<Problem, Problem.Form> form) {
    List<String> lines = new ArrayList<>();
    try (Workers workers = new Workers(2)) {
      for (Problem problem : Problems.all()) {
        String name = problem.name();
        float[] plain = problem.compute(
            form.apply(problem), Problems.uniform(name + " left", problem.left()),
            Problems.uniform(name + " right", problem.right()), workers);
        float[] special = problem.compute(
            form.apply(problem), Problems.special(name + " left", problem.left()),
            Problems.special(name + " right", problem.right()), workers);
        lines.add(name + " " + sha256(plain) + " " + sha256(special));
      }
    }
    return lines;
  }

  private static String sha256(float[] values) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (float value : values) {
        int bits = Float.floatToIntBits(value);
        digest.update(new byte[] {(byte) (bits >> 24), (byte) (bits >> 16), (byte) (bits >> 8), (byte) bits});
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
