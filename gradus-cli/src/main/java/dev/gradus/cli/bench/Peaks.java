package dev.gradus.cli.bench;

import java.util.Map;
import java.util.TreeMap;

/// What the machine can do at most on a number of threads, as measured.
///
/// @param gflops fused multiply-adds, each counted as two
/// @param copy GB/s read and written by copying, by the bytes of both arrays
record Peaks(double gflops, TreeMap<Long, Double> copy) {
  /// From what a [PeakSession] gave.
  static Peaks of(Map<String, Double> values) {
    TreeMap<Long, Double> copy = new TreeMap<>();
    for (long bytes : PeakSession.COPIED) {
      copy.put(bytes, values.get(PeakSession.copyName(bytes)));
    }
    return new Peaks(values.get(PeakSession.FMA), copy);
  }

  /// The copy bandwidth where so many bytes lie.
  double copy(double footprint) {
    var entry = copy.ceilingEntry((long) footprint);
    return entry == null ? copy.lastEntry().getValue() : entry.getValue();
  }
}
