package dev.gradus.data.digits;

import dev.gradus.random.RandomStream;
import java.util.ArrayList;
import java.util.List;

/// One writer's hand: how far the knots stray, how turns are rounded, how the line trembles, leans and swells.
final class Hand {
  private final RandomStream random;
  private Trace trace;

  private Hand(RandomStream random) {
    this.random = random;
  }

  /// A digit written by a new hand. Lengths are in heights of a skeleton; the radii are relative to the pen's own.
  static Trace write(int digit, RandomStream random) {
    Hand hand = new Hand(random);
    hand.trace = Trace.of(hand.stray(Skeletons.write(digit, random).strokes()));
    hand.round();
    hand.ends();
    hand.tremble();
    hand.warp();
    hand.elastic();
    hand.affine(digit);
    hand.press();
    return hand.trace;
  }

  private double r(double from, double to) {
    return random.uniform(from, to);
  }

  private boolean chance(double probability) {
    return random.nextDouble() < probability;
  }

  /// A bell-shaped number with mean 0 and standard deviation 1: the sum of four bytes of 32 random bits.
  private double bell() {
    return Scan.bell(random);
  }

  private List<List<Pen.Knot>> stray(List<List<Pen.Knot>> strokes) {
    double most = r(0.0, 0.035);
    List<List<Pen.Knot>> result = new ArrayList<>();
    for (List<Pen.Knot> stroke : strokes) {
      List<Pen.Knot> strayed = new ArrayList<>();
      for (Pen.Knot knot : stroke) {
        strayed.add(new Pen.Knot(knot.x() + most * bell(), knot.y() + most * bell(), knot.corner()));
      }
      result.add(strayed);
    }
    return result;
  }

  /// Rounds every turn a little, by averaging neighbours: quick writers more than careful ones.
  private void round() {
    int passes = chance(0.3) ? random.nextInt(3) : random.nextInt(14);
    for (int begin = 0; begin < trace.size; begin = trace.strokeEnd(begin)) {
      int end = trace.strokeEnd(begin);
      for (int pass = 0; pass < passes; pass++) {
        double beforeX = trace.x[begin];
        double beforeY = trace.y[begin];
        for (int i = begin + 1; i < end - 1; i++) {
          double oldX = trace.x[i];
          double oldY = trace.y[i];
          trace.x[i] = 0.5 * oldX + 0.25 * (beforeX + trace.x[i + 1]);
          trace.y[i] = 0.5 * oldY + 0.25 * (beforeY + trace.y[i + 1]);
          beforeX = oldX;
          beforeY = oldY;
        }
      }
    }
  }

  /// Some ends go on too far or turn into a tick; rarely the pen skips.
  private void ends() {
    for (int begin = 0; begin < trace.size; begin = trace.strokeEnd(begin)) {
      int end = trace.strokeEnd(begin);
      if (end - begin < 8) {
        continue;
      }
      if (chance(0.25)) {
        stretch(begin, begin + 1, begin + 4);
      }
      if (chance(0.25)) {
        stretch(end - 1, end - 2, end - 5);
      }
      if (chance(0.04)) {
        tick(begin, 1);
      }
      if (chance(0.04)) {
        tick(end - 1, -1);
      }
      if (end - begin > 20 && chance(0.04)) {
        int cut = begin + 6 + random.nextInt(end - begin - 12);
        trace.down[cut] = false;
        trace.down[cut + 1] = false;
      }
    }
  }

  private void stretch(int end, int next, int inner) {
    double dx = trace.x[end] - trace.x[inner];
    double dy = trace.y[end] - trace.y[inner];
    double more = r(0.1, 1.0);
    trace.x[end] += more * dx;
    trace.y[end] += more * dy;
    trace.x[next] += 0.5 * more * dx;
    trace.y[next] += 0.5 * more * dy;
  }

  private void tick(int end, int inward) {
    double dx = r(-0.08, 0.08);
    double dy = r(-0.05, 0.05);
    trace.x[end] += dx;
    trace.y[end] += dy;
    trace.x[end + inward] += 0.5 * dx;
    trace.y[end + inward] += 0.5 * dy;
  }

  /// An unsteady line: slow wander along the stroke.
  private void tremble() {
    double most = chance(0.5) ? r(0.0, 0.006) : r(0.004, 0.016);
    double fromX = most * bell();
    double fromY = most * bell();
    double toX = most * bell();
    double toY = most * bell();
    int period = 4 + random.nextInt(6);
    for (int i = 0; i < trace.size; i++) {
      int phase = i % period;
      if (phase == 0) {
        fromX = toX;
        fromY = toY;
        toX = most * bell();
        toY = most * bell();
      }
      double part = (double) phase / period;
      part = part * part * (3 - 2 * part);
      trace.x[i] += fromX + (toX - fromX) * part;
      trace.y[i] += fromY + (toY - fromY) * part;
    }
  }

  /// Bends the whole digit: a large head and a small foot or the other way, a bowed axis, a widening top.
  private void warp() {
    double head = r(-0.3, 0.3);
    double bow = r(-0.2, 0.2);
    double widen = r(-0.3, 0.3);
    for (int i = 0; i < trace.size; i++) {
      double y = trace.y[i];
      double inside = Math.max(0, Math.min(1, y));
      trace.y[i] = y + head * inside * (1 - inside);
      trace.x[i] = 0.5 + (trace.x[i] - 0.5) * (1 + widen * (inside - 0.5)) + bow * ((inside - 0.5) * (inside - 0.5) - 0.1);
    }
  }

  /// A smooth random displacement: a 4 x 4 grid of shifts, blended between the grid's points.
  private void elastic() {
    double most = r(0.0, 0.05);
    double[] shift = new double[50];
    for (int i = 0; i < shift.length; i++) {
      shift[i] = most * bell();
    }
    for (int i = 0; i < trace.size; i++) {
      double gx = Math.max(0, Math.min(3.999, (trace.x[i] + 0.2) / 1.4 * 4));
      double gy = Math.max(0, Math.min(3.999, (trace.y[i] + 0.2) / 1.4 * 4));
      int column = (int) gx;
      int row = (int) gy;
      double px = gx - column;
      double py = gy - row;
      px = px * px * (3 - 2 * px);
      py = py * py * (3 - 2 * py);
      int at = 2 * (row * 5 + column);
      trace.x[i] += blend(shift, at, px, py);
      trace.y[i] += blend(shift, at + 1, px, py);
    }
  }

  private static double blend(double[] shift, int at, double px, double py) {
    double above = shift[at] + (shift[at + 2] - shift[at]) * px;
    double below = shift[at + 10] + (shift[at + 12] - shift[at + 10]) * px;
    return above + (below - above) * py;
  }

  /// Width, slant and turn of the whole digit.
  private void affine(int digit) {
    double width = Math.max(0.5, Math.min(1.15, 0.74 + 0.14 * bell()));
    // Most people lean to the right. A bar leans most, and is read all the same.
    double slant = 0.12 + (digit == 1 ? 0.24 : 0.17) * bell();
    slant = Math.max(-0.35, Math.min(digit == 1 ? 0.75 : 0.55, slant));
    double turn = Math.max(-0.22, Math.min(0.22, 0.08 * bell()));
    double cos = StrictMath.cos(turn);
    double sin = StrictMath.sin(turn);
    for (int i = 0; i < trace.size; i++) {
      double y = trace.y[i] - 0.5;
      double x = (trace.x[i] - 0.5) * width - slant * y;
      trace.x[i] = cos * x - sin * y;
      trace.y[i] = sin * x + cos * y;
    }
  }

  /// The pen's half-width along the line: pressure that comes and goes, a broad nib, thin or heavy ends.
  private void press() {
    double sway = r(0.0, 0.28);
    double nibDepth = chance(0.3) ? r(0.1, 0.5) : 0;
    double nibAngle = r(0.0, Math.PI);
    double nibX = StrictMath.cos(nibAngle);
    double nibY = StrictMath.sin(nibAngle);
    double startTaper = chance(0.25) ? r(0.3, 1.0) : 1;
    double endTaper = chance(0.35) ? r(0.2, 1.0) : 1;
    int period = 8 + random.nextInt(20);
    double from = sway * bell();
    double to = sway * bell();
    int begin = 0;
    int end = 0;
    for (int i = 0; i < trace.size; i++) {
      if (i == end) {
        begin = i;
        end = trace.strokeEnd(i);
      }
      int phase = i % period;
      if (phase == 0) {
        from = to;
        to = sway * bell();
      }
      double part = (double) phase / period;
      double radius = 1 + from + (to - from) * part;
      if (nibDepth > 0) {
        int other = i + 1 < end ? i + 1 : i - 1;
        if (other >= begin) {
          double dx = trace.x[other] - trace.x[i];
          double dy = trace.y[other] - trace.y[i];
          double length = Math.sqrt(dx * dx + dy * dy) + 1e-9;
          radius *= 1 - nibDepth * Math.abs(dx * nibX + dy * nibY) / length;
        }
      }
      radius *= taper(i - begin, startTaper) * taper(end - 1 - i, endTaper);
      trace.radius[i] = Math.max(0.35, Math.min(1.7, radius));
    }
  }

  private static double taper(int fromEnd, double at) {
    return fromEnd >= 8 ? 1 : at + (1 - at) * fromEnd / 8;
  }
}
