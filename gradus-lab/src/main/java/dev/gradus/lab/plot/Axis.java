package dev.gradus.lab.plot;

import dev.gradus.lab.text.Numbers;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;

/// One axis: its scale and the numbers at its ends.
record Axis(Scale scale, double low, double high) {
  private static final int MOST_TICKS = 6;
  private static final double ROOM = 0.03;

  /// An axis with room for all numbers that have a place on it.
  static Axis around(Scale scale, DoubleStream numbers) {
    double[] places = numbers.filter(scale::takes).map(scale::of).sorted().toArray();
    double low = places.length == 0 ? 0 : places[0];
    double high = places.length == 0 ? 1 : places[places.length - 1];
    double room = high > low ? (high - low) * ROOM : low == 0 || scale == Scale.LOG ? 0.5 : Math.abs(low) * 0.1;
    return new Axis(scale, scale.back(low - room), scale.back(high + room));
  }

  /// From 0 at the low end to 1 at the high end; beyond the ends, it stops just outside.
  double place(double number) {
    double at = (scale.of(number) - scale.of(low)) / (scale.of(high) - scale.of(low));
    return Double.isNaN(at) ? 0 : Math.clamp(at, -1, 2);
  }

  boolean takes(double number) {
    return scale.takes(number);
  }

  /// Round numbers between the ends.
  List<Double> ticks() {
    return switch (scale) {
      case LINEAR -> steps();
      case LOG -> decades();
    };
  }

  private List<Double> steps() {
    double rough = (high - low) / (MOST_TICKS - 1);
    double power = Math.pow(10, Math.floor(Math.log10(rough)));
    double step = power * (rough / power < 1.4 ? 1 : rough / power < 3 ? 2 : rough / power < 7 ? 5 : 10);
    List<Double> ticks = new ArrayList<>();
    for (long i = (long) Math.ceil(low / step - 1e-9); i * step <= high + 1e-9 * step; i++) {
      ticks.add(i * step);
    }
    return ticks;
  }

  private List<Double> decades() {
    int first = (int) Math.ceil(Math.log10(low) - 1e-9);
    int last = (int) Math.floor(Math.log10(high) + 1e-9);
    int stride = Math.max(1, Math.ceilDiv(last - first + 1, MOST_TICKS));
    List<Double> ticks = new ArrayList<>();
    if (last - first >= 2) {
      for (int i = first; i <= last; i += stride) {
        ticks.add(Double.parseDouble("1e" + i));
      }
      return ticks;
    }
    boolean fine = Math.log10(high / low) < 1;
    for (int i = first - 1; i <= last; i++) {
      for (int digit : fine ? new int[] {1, 2, 3, 5, 7} : new int[] {1, 2, 5}) {
        double tick = Double.parseDouble(digit + "e" + i);
        if (tick >= low * (1 - 1e-9) && tick <= high * (1 + 1e-9)) {
          ticks.add(tick);
        }
      }
    }
    // Between two of them, as on a linear axis.
    return ticks.size() < 2 ? steps() : ticks;
  }

  String label(double tick) {
    if (scale == Scale.LINEAR && Math.abs(tick) < 1e-12 * Math.max(Math.abs(low), Math.abs(high))) {
      return "0";
    }
    return Numbers.text(tick, 4);
  }
}
