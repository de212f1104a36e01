package dev.gradus.data.digits;

import java.util.Arrays;
import java.util.List;

/// A written line: points close together, each with the half-width of the pen there. A point whose `down` is false
/// begins a stroke: no ink joins it to the point before.
final class Trace {
  /// The distance between two points, in heights of a skeleton.
  static final double STEP = 0.025;

  double[] x = new double[256];
  double[] y = new double[256];
  double[] radius;
  boolean[] down = new boolean[256];
  int size;

  /// The curve through a skeleton's knots: centripetal Catmull-Rom splines between sharp turns (Catmull and Rom 1974;
  /// Yuksel, Schaefer and Keyser 2011: the centripetal form has no cusps of its own).
  static Trace of(List<List<Pen.Knot>> strokes) {
    Trace trace = new Trace();
    for (List<Pen.Knot> stroke : strokes) {
      int begin = trace.size;
      int from = 0;
      for (int i = 1; i < stroke.size(); i++) {
        if (stroke.get(i).corner() || i == stroke.size() - 1) {
          trace.curve(stroke.subList(from, i + 1), from == 0);
          from = i;
        }
      }
      if (trace.size > begin) {
        trace.down[begin] = false;
      }
    }
    trace.radius = new double[trace.size];
    return trace;
  }

  private void curve(List<Pen.Knot> knots, boolean withFirst) {
    int last = knots.size() - 1;
    if (withFirst) {
      add(knots.getFirst().x(), knots.getFirst().y());
    }
    for (int i = 0; i < last; i++) {
      Pen.Knot b = knots.get(i);
      Pen.Knot c = knots.get(i + 1);
      // At the ends the curve goes on as if mirrored in its last knot.
      double ax = i == 0 ? 2 * b.x() - c.x() : knots.get(i - 1).x();
      double ay = i == 0 ? 2 * b.y() - c.y() : knots.get(i - 1).y();
      double dx = i + 1 == last ? 2 * c.x() - b.x() : knots.get(i + 2).x();
      double dy = i + 1 == last ? 2 * c.y() - b.y() : knots.get(i + 2).y();
      span(ax, ay, b.x(), b.y(), c.x(), c.y(), dx, dy);
    }
  }

  private void span(double ax, double ay, double bx, double by, double cx, double cy, double dx, double dy) {
    double first = gap(ax, ay, bx, by);
    double second = gap(bx, by, cx, cy);
    double third = gap(cx, cy, dx, dy);
    int steps = Math.max(1, (int) (second * second / STEP + 0.5));
    double t1 = first;
    double t2 = t1 + second;
    double t3 = t2 + third;
    for (int i = 1; i <= steps; i++) {
      double t = t1 + second * i / steps;
      double px = mix(ax, bx, t / t1);
      double py = mix(ay, by, t / t1);
      double qx = mix(bx, cx, (t - t1) / second);
      double qy = mix(by, cy, (t - t1) / second);
      double rx = mix(cx, dx, (t - t2) / third);
      double ry = mix(cy, dy, (t - t2) / third);
      double ux = mix(px, qx, t / t2);
      double uy = mix(py, qy, t / t2);
      double vx = mix(qx, rx, (t - t1) / (t3 - t1));
      double vy = mix(qy, ry, (t - t1) / (t3 - t1));
      add(mix(ux, vx, (t - t1) / second), mix(uy, vy, (t - t1) / second));
    }
  }

  /// The square root of a distance, kept away from 0.
  private static double gap(double ax, double ay, double bx, double by) {
    return Math.sqrt(Math.max(1e-3, Math.sqrt((bx - ax) * (bx - ax) + (by - ay) * (by - ay))));
  }

  private static double mix(double a, double b, double part) {
    return a + (b - a) * part;
  }

  private void add(double px, double py) {
    if (size == x.length) {
      x = Arrays.copyOf(x, 2 * size);
      y = Arrays.copyOf(y, 2 * size);
      down = Arrays.copyOf(down, 2 * size);
    }
    x[size] = px;
    y[size] = py;
    down[size] = true;
    size++;
  }

  /// The end (exclusive) of the stroke that begins at `from`.
  int strokeEnd(int from) {
    int end = from + 1;
    while (end < size && down[end]) {
      end++;
    }
    return end;
  }
}
