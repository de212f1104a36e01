package dev.gradus.cli.bench;

import java.util.Map;

/// One contender's side of one workload, made ready.
public interface Session extends AutoCloseable {
  /// Numbers by which contenders show that they compute the same function: they must agree to [Contest#TOLERANCE]. Asked once,
  /// before the first round.
  default Map<String, double[]> check() {
    return Map.of();
  }

  /// Works for about so long and gives the figures that it measures, by their names.
  Map<String, Double> round(double seconds);

  @Override
  default void close() {}
}
