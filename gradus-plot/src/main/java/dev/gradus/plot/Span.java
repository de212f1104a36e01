package dev.gradus.plot;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;

/// An axis over certain data: its ends, its marks, and where a value lies on it.
record Span(Axis axis, double from, double to) {
  private static final int MARKS = 5;
  /// Larger values are off the figure, so that differences of values stay finite.
  static final double LARGEST = 1e300;

  /// The ends that the axis names, or those of the data with some room around them.
  static Span over(Axis axis, double[] values) {
    double[] shown = DoubleStream.of(values).filter(axis::shows).toArray();
    double least = DoubleStream.of(shown).min().orElse(axis.log() ? 0.1 : 0);
    double most = DoubleStream.of(shown).max().orElse(1);
    if (axis.log()) {
      double room = most > least ? Math.exp((Math.log(most) - Math.log(least)) * 0.05) : 2;
      return new Span(axis, axis.from().orElse(Math.max(Double.MIN_NORMAL, least / room)), axis.to().orElse(Math.min(LARGEST, most * room)));
    }
    double room = most > least ? (most - least) * 0.05 : Math.max(0.5, Math.abs(most) * 0.1);
    // What is nearly at 0 is seen in proportion from 0 on.
    double low = least >= 0 && least <= 0.4 * most ? 0 : least - room;
    return new Span(axis, axis.from().orElse(low), axis.to().orElse(most + room));
  }

  /// Without room around the data: for what goes from one end to the other.
  static Span exactly(Axis axis, double[] values) {
    double[] shown = DoubleStream.of(values).filter(axis::shows).toArray();
    double least = DoubleStream.of(shown).min().orElse(1);
    double most = DoubleStream.of(shown).max().orElse(2);
    return most > least ? new Span(axis, axis.from().orElse(least), axis.to().orElse(most)) : over(axis, values);
  }

  /// 0 at the begin, 1 at the end.
  double share(double value) {
    return axis.log() ? (Math.log(value) - Math.log(from)) / (Math.log(to) - Math.log(from)) : (value - from) / (to - from);
  }

  List<Double> marks() {
    return axis.log() ? factors() : steps();
  }

  private List<Double> steps() {
    double rough = (to - from) / MARKS;
    double power = power((int) Math.floor(Math.log10(rough)));
    double step = 10 * power;
    for (double size : new double[] {1, 2, 2.5, 5}) {
      if (size * power >= rough * 0.999) {
        step = size * power;
        break;
      }
    }
    if (axis.wholeOnly()) {
      step = Math.max(1, Math.ceil(step));
    }
    List<Double> marks = new ArrayList<>();
    for (long i = (long) Math.ceil(from / step - 1e-9); i * step <= to + step * 1e-9; i++) {
      marks.add(i * step);
    }
    return marks;
  }

  private List<Double> factors() {
    int low = (int) Math.ceil(Math.log10(from) - 1e-9);
    int high = (int) Math.floor(Math.log10(to) + 1e-9);
    List<Double> marks = new ArrayList<>();
    if (high - low >= 2) {
      int every = Math.ceilDiv(high - low, MARKS);
      for (int power = low; power <= high; power += every) {
        marks.add(power(power));
      }
      return marks;
    }
    for (int power = low - 1; power <= high; power++) {
      for (double digit : new double[] {1, 2, 5}) {
        double mark = digit * power(power);
        if (mark >= from * 0.999 && mark <= to * 1.001) {
          marks.add(mark);
        }
      }
    }
    return marks.isEmpty() ? List.of(from, to) : marks;
  }

  private static double power(int exponent) {
    // As it is written: the nearest to it, where Math.pow may be off by one.
    return Double.parseDouble("1e" + exponent);
  }

  /// A mark's words.
  String name(double mark) {
    return Numbers.text(mark, 3);
  }
}
