package dev.gradus.plot;

import java.util.Arrays;

/// Points that belong together.
///
/// @param x where they are; as many as y
record Series(String name, Look look, double[] x, double[] y) {
  enum Look { LINE, FAINT, DOTS, REFERENCE }

  Series {
    if (x.length != y.length) {
      throw new IllegalArgumentException("\"" + name + "\" has " + x.length + " x and " + y.length + " y");
    }
  }

  /// At most so many points: of a long line the least and the most of each part, of dots every so many.
  Series thinned(int most) {
    if (x.length <= most) {
      return this;
    }
    int[] kept = look == Look.DOTS ? every(most) : extremes(most / 2);
    return new Series(name, look, Arrays.stream(kept).mapToDouble(i -> x[i]).toArray(), Arrays.stream(kept).mapToDouble(i -> y[i]).toArray());
  }

  private int[] every(int most) {
    int[] kept = new int[most];
    for (int i = 0; i < most; i++) {
      kept[i] = (int) ((long) i * x.length / most);
    }
    return kept;
  }

  private int[] extremes(int parts) {
    int[] kept = new int[2 * parts];
    for (int part = 0; part < parts; part++) {
      int begin = (int) ((long) part * x.length / parts);
      int end = (int) ((long) (part + 1) * x.length / parts);
      int least = begin;
      int most = begin;
      for (int i = begin; i < end; i++) {
        // A value that is no number stays, as the gap that it is.
        least = !(y[i] >= y[least]) ? i : least;
        most = y[i] > y[most] ? i : most;
      }
      kept[2 * part] = Math.min(least, most);
      kept[2 * part + 1] = Math.max(least, most);
    }
    return kept;
  }
}
