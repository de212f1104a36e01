package dev.gradus.plot;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;

/// An axis over certain data: its ends, its marks, and where a value lies on it.
record Span(Axis axis, double from, double to) {
  private static final int MARKS = 6;
  private static final double ROOM = 0.03;

  /// The ends that the axis names, or those of the data with some room around them.
  static Span around(Axis axis, DoubleStream values) {
    double[] places = values.filter(axis::shows).map(axis::place).sorted().toArray();
    double low = places.length == 0 ? 0 : places[0];
    double high = places.length == 0 ? 1 : places[places.length - 1];
    double room = high > low ? (high - low) * ROOM : low == 0 || axis.log() ? 0.5 : Math.abs(low) * 0.1;
    return new Span(axis, axis.from().orElse(axis.at(low - room)), axis.to().orElse(axis.at(high + room)));
  }

  /// 0 at the begin, 1 at the end; beyond the ends, it stops just outside.
  double share(double value) {
    double share = (axis.place(value) - axis.place(from)) / (axis.place(to) - axis.place(from));
    return Double.isNaN(share) ? 0 : Math.clamp(share, -1, 2);
  }

  /// The value that is so far from the begin to the end.
  double at(double share) {
    return axis.at(axis.place(from) + (axis.place(to) - axis.place(from)) * share);
  }

  /// Round numbers between the ends.
  List<Double> marks() {
    return axis.log() ? decades() : steps();
  }

  private List<Double> steps() {
    double rough = (to - from) / (MARKS - 1);
    double power = power((int) Math.floor(Math.log10(rough)));
    double step = power * (rough / power < 1.4 ? 1 : rough / power < 3 ? 2 : rough / power < 7 ? 5 : 10);
    step = axis.wholeOnly() ? Math.max(1, step) : step;
    List<Double> marks = new ArrayList<>();
    for (long i = (long) Math.ceil(from / step - 1e-9); i * step <= to + 1e-9 * step; i++) {
      marks.add(i * step);
    }
    return marks;
  }

  private List<Double> decades() {
    int first = (int) Math.ceil(Math.log10(from) - 1e-9);
    int last = (int) Math.floor(Math.log10(to) + 1e-9);
    List<Double> marks = new ArrayList<>();
    if (last - first >= 2) {
      int every = Math.ceilDiv(last - first + 1, MARKS);
      for (int i = first; i <= last; i += every) {
        marks.add(power(i));
      }
      return marks;
    }
    boolean fine = Math.log10(to / from) < 1;
    for (int i = first - 1; i <= last; i++) {
      for (int digit : fine ? new int[] {1, 2, 3, 5, 7} : new int[] {1, 2, 5}) {
        double mark = Double.parseDouble(digit + "e" + i);
        if (mark >= from * (1 - 1e-9) && mark <= to * (1 + 1e-9)) {
          marks.add(mark);
        }
      }
    }
    // Between two of them, as on a linear axis.
    return marks.size() < 2 ? steps() : marks;
  }

  private static double power(int exponent) {
    // As it is written: the nearest to it, where Math.pow may be off by one.
    return Double.parseDouble("1e" + exponent);
  }

  /// A mark's words.
  String name(double mark) {
    if (axis.log()) {
      return mark >= 1e6 || mark < 1e-3 ? Numbers.power(mark, 4) : Numbers.text(mark, 4);
    }
    return Math.abs(mark) < 1e-12 * Math.max(Math.abs(from), Math.abs(to)) ? "0" : Numbers.text(mark, 4);
  }
}
