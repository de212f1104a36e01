package dev.gradus.cli.bench;

/// What a figure counts, and which way is better.
public enum Unit {
  /// Images in a second.
  IMAGES_PER_SECOND("images/s", true),
  /// 10⁹ multiplications and additions in a second, of the direct method.
  GFLOPS("GFLOP/s", true),
  /// 10⁹ bytes read and written in a second.
  GB_PER_SECOND("GB/s", true),
  /// How many times as fast.
  TIMES("times", true),
  /// Microseconds.
  MICROSECONDS("µs", false),
  /// Seconds.
  SECONDS("s", false),
  /// Bytes.
  BYTES("bytes", false),
  /// 2²⁰ bytes.
  MIB("MiB", false);

  private final String label;
  private final boolean moreIsBetter;

  Unit(String label, boolean moreIsBetter) {
    this.label = label;
    this.moreIsBetter = moreIsBetter;
  }

  /// As it is printed.
  public String label() {
    return label;
  }

  /// How good `ours` is beside `theirs`: above 1 is better, whatever the unit.
  public double ratio(double ours, double theirs) {
    return moreIsBetter ? ours / theirs : theirs / ours;
  }
}
