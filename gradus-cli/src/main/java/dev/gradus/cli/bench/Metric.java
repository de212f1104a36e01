package dev.gradus.cli.bench;

/// One figure of a workload, and what it costs at least.
///
/// @param flops multiplications and additions of the direct method for one item: an image, a call; 0 if that says nothing
/// @param bytes what must at least be read and written for one item
/// @param footprint the bytes that are gone over again and again, which decide in which memory they lie
public record Metric(String name, Unit unit, double flops, double bytes, double footprint) {
  /// A figure that no peak bounds.
  static Metric unbounded(String name, Unit unit) {
    return new Metric(name, unit, 0, 0, 0);
  }

  /// Which part `value` is of what the machine's peaks allow, 1 being all; NaN if they say nothing about it.
  ///
  /// The least time of an item is the longer of flops / peak and bytes / copy bandwidth.
  double part(double value, Peaks peaks) {
    if (flops == 0) {
      return Double.NaN;
    }
    double least = Math.max(flops / (peaks.gflops() * 1e9), bytes / (peaks.copy(footprint) * 1e9));
    double taken = switch (unit) {
      case IMAGES_PER_SECOND -> 1 / value;
      case GFLOPS -> flops / (value * 1e9);
      case MICROSECONDS -> value * 1e-6;
      case SECONDS -> value;
      case GB_PER_SECOND, TIMES, BYTES, MIB -> Double.NaN;
    };
    return least / taken;
  }
}
