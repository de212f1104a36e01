package dev.gradus.data.digits;

import dev.gradus.random.RandomStream;

/// The ways in which people write the ten digits, as strokes of our own.
///
/// Each digit has several forms (with and without loop, bar, flag or base; round or angular; one stroke or two), and
/// each form has proportions of its own for every writer.
final class Skeletons {
  private final RandomStream random;
  private final Pen pen = new Pen();

  private Skeletons(RandomStream random) {
    this.random = random;
  }

  /// The strokes of one digit by one writer.
  static Pen write(int digit, RandomStream random) {
    Skeletons writer = new Skeletons(random);
    switch (digit) {
      case 0 -> writer.zero();
      case 1 -> writer.one();
      case 2 -> writer.two();
      case 3 -> writer.three();
      case 4 -> writer.four();
      case 5 -> writer.five();
      case 6 -> writer.six();
      case 7 -> writer.seven();
      case 8 -> writer.eight();
      case 9 -> writer.nine();
      default -> throw new AssertionError(digit);
    }
    return writer.pen;
  }

  private double r(double from, double to) {
    return random.uniform(from, to);
  }

  private boolean chance(double probability) {
    return random.nextDouble() < probability;
  }

  /// A knot that some writers turn sharply at and others round off.
  private void turn(double x, double y, double sharp) {
    if (chance(sharp)) {
      pen.corner(x, y);
    } else {
      pen.to(x, y);
    }
  }

  private void zero() {
    double rx = chance(0.8) ? r(0.4, 0.66) : r(0.28, 0.42);
    double start = chance(0.75) ? r(-130, -30) : r(-180, 180);
    // Mostly anticlockwise; the end overlaps the start, meets it or stops short, and drifts in or out.
    double sweep = (chance(0.85) ? -1 : 1) * r(335, 400);
    double drift = r(-0.1, 0.1);
    double lean = r(-0.05, 0.05);
    pen.lift();
    int steps = 10;
    for (int i = 0; i <= steps; i++) {
      double part = (double) i / steps;
      double angle = Math.PI / 180 * (start + sweep * part);
      double grow = 1 + drift * (part - 0.5) * 2;
      double y = 0.5 + 0.5 * grow * StrictMath.sin(angle);
      pen.to(0.5 + (rx + lean * (y - 0.5)) * grow * StrictMath.cos(angle), y);
    }
    if (chance(0.12)) {
      pen.to(0.5 + r(-0.2, 0.25), r(0.08, 0.3));
    }
    if (chance(0.015)) {
      pen.at(0.5 + rx * r(0.5, 1), r(0.05, 0.25)).to(0.5 - rx * r(0.5, 1), r(0.75, 0.95));
    }
  }

  private void one() {
    double bow = r(-0.06, 0.06);
    double foot = 0.5 + r(-0.06, 0.06);
    double form = random.nextDouble();
    if (form < 0.5) {
      pen.at(0.5, 0).to(0.5 + bow, 0.5).to(foot, 1);
      if (chance(0.08)) {
        pen.to(foot + r(0.03, 0.15), r(0.94, 1.0));
      }
      if (chance(0.08)) {
        base(foot);
      }
      return;
    }
    double reach = r(0.08, 0.48);
    // A flag that does not hang would make a seven.
    double drop = 0.03 + reach * r(0.4, 1.2);
    pen.at(0.5 - reach, drop);
    if (chance(0.4)) {
      pen.to(0.5 - reach * r(0.4, 0.6), drop * r(0.45, 0.75));
    }
    turn(0.5, 0, 0.85);
    pen.to((0.5 + foot) / 2 + bow, 0.5).to(foot, 1);
    if (chance(0.38)) {
      base(foot);
    }
  }

  private void base(double foot) {
    double tilt = r(-0.05, 0.05);
    pen.at(foot - r(0.14, 0.52), 1 + tilt + r(-0.03, 0.03));
    if (chance(0.4)) {
      pen.to(foot + r(-0.05, 0.05), 1 + r(-0.03, 0.03));
    }
    pen.to(foot + r(0.14, 0.52), 1 - tilt + r(-0.03, 0.03));
  }

  private void two() {
    double right = chance(0.8) ? r(0.75, 0.98) : r(0.58, 0.78);
    double form = random.nextDouble();
    double belly = r(0.22, 0.34);
    // The start: a plain end, an end that hangs far down, or a small hook.
    double start = random.nextDouble();
    if (start < 0.2) {
      pen.at(r(0.2, 0.36), r(0.26, 0.4)).to(r(0.06, 0.14), r(0.2, 0.3));
    } else if (start < 0.85) {
      pen.at(r(0.02, 0.2), r(0.14, 0.38));
    } else {
      pen.at(r(0.05, 0.25), r(0.0, 0.1));
    }
    if (form < 0.14) {
      pen.to(r(0.35, 0.5), r(0.0, 0.05));
      turn(right, r(0.0, 0.12), 0.5);
      pen.to(r(0.5, 0.6), r(0.5, 0.6));
    } else {
      pen.to(r(0.22, 0.34), r(0.03, 0.1)).to(r(0.5, 0.6), r(-0.02, 0.03)).to(right - 0.06, r(0.1, 0.16));
      pen.to(right, belly).to(right - r(0.08, 0.16), belly + r(0.16, 0.22));
      if (chance(0.6)) {
        pen.to(r(0.42, 0.55), r(0.66, 0.76));
      }
    }
    if (form > 0.62) {
      // A loop at the foot, from a mere cusp to a wide eye.
      double eye = r(0.03, 0.13);
      double low = r(0.9, 1.0);
      pen.to(r(0.18, 0.3), low - 0.04).to(r(0.04, 0.12), low - 0.02).to(r(0.0, 0.06), low - eye);
      pen.to(r(0.14, 0.24), low - eye - r(0.03, 0.08)).to(r(0.36, 0.5), low - r(0.02, 0.08));
      if (chance(0.6)) {
        pen.to(r(0.65, 0.78), r(0.95, 1.04)).to(r(0.9, 1.12), r(0.82, 0.98));
      } else {
        pen.to(r(0.85, 1.1), r(0.94, 1.06));
      }
    } else {
      turn(r(0.0, 0.14), r(0.94, 1.02), 0.85);
      if (chance(0.4)) {
        pen.to(r(0.25, 0.38), r(0.89, 0.97)).to(r(0.58, 0.72), r(0.96, 1.04)).to(r(0.85, 1.08), r(0.84, 0.98));
      } else {
        pen.to(r(0.4, 0.6), r(0.95, 1.01)).to(r(0.8, 1.1), r(0.92, 1.04));
      }
    }
  }

  private void three() {
    double waist = r(0.38, 0.57);
    double depth = r(0.2, 0.55);
    if (chance(0.2)) {
      pen.at(r(0.05, 0.2), r(-0.02, 0.08)).to(r(0.4, 0.5), r(-0.03, 0.04));
      turn(r(0.75, 0.92), r(-0.03, 0.06), 0.8);
      turn(depth + r(-0.05, 0.08), waist - r(0.02, 0.08), 0.75);
    } else {
      pen.at(r(0.0, 0.2), r(0.08, 0.26)).to(r(0.2, 0.3), r(0.02, 0.07)).to(r(0.45, 0.58), r(-0.02, 0.02));
      pen.to(r(0.78, 0.88), r(0.1, 0.16)).to(r(0.76, 0.88), r(0.24, 0.32)).to(r(0.6, 0.7), waist - 0.05);
      double middle = random.nextDouble();
      if (middle < 0.62) {
        turn(depth, waist, 0.8);
      } else if (middle < 0.82) {
        // A small loop where the bows meet.
        double eye = r(0.03, 0.07);
        pen.to(depth, waist + eye * 0.3).to(depth - 0.06, waist - eye * 0.7).to(depth + 0.03, waist - eye);
      } else {
        turn(depth + 0.15, waist, 0.4);
      }
    }
    double low = waist + (1 - waist) * r(0.42, 0.58);
    double out = r(-0.2, 0.03);
    pen.to(out + r(0.66, 0.78), waist + r(0.02, 0.08)).to(out + r(0.85, 1.0), low).to(out + r(0.72, 0.86), low + 0.17);
    pen.to(r(0.3, 0.5), r(0.98, 1.03));
    if (chance(0.8)) {
      pen.to(r(0.12, 0.22), r(0.9, 0.98)).to(r(-0.02, 0.1), r(0.74, 0.9));
    } else {
      pen.to(r(0.0, 0.15), r(0.93, 1.04));
    }
  }

  private void four() {
    double bar = r(0.48, 0.72);
    double stem = r(0.6, 0.82);
    double foot = stem + r(-0.14, 0.04);
    double end = r(0.88, 1.15);
    double form = random.nextDouble();
    if (form < 0.42) {
      // Open: a bent stroke and a stem that starts beside it.
      double top = r(-0.02, 0.25);
      double left = r(0.0, 0.14);
      pen.at(left + r(0.0, 0.25), top < 0.08 ? r(0.0, 0.2) : r(-0.02, 0.04));
      if (chance(0.4)) {
        pen.to(left + r(0.02, 0.1), bar * r(0.5, 0.7));
      }
      turn(left, bar + r(-0.06, 0.03), 0.6);
      if (chance(0.3)) {
        pen.to(left + 0.25, bar + r(0.0, 0.05));
      }
      pen.to(end, bar + r(-0.1, 0.06));
      pen.at(stem + r(-0.03, 0.06), top).to(stem + r(-0.03, 0.03), 0.5).to(foot, 1);
    } else if (form < 0.64) {
      // Open, in one stroke: a bowl whose right side runs on as the stem.
      double left = r(0.0, 0.12);
      double bowl = r(0.42, 0.6);
      pen.at(left + r(0.0, 0.12), r(-0.02, 0.1)).to(left + r(-0.03, 0.04), bowl * 0.6);
      pen.to(left + r(0.1, 0.22), bowl).to(r(0.42, 0.52), bowl + r(-0.03, 0.03)).to(stem - 0.03, bowl * r(0.6, 0.8));
      turn(stem + r(0.02, 0.1), r(-0.02, 0.12), 0.9);
      pen.to(stem + r(-0.02, 0.04), 0.5).to(foot, 1);
    } else if (form < 0.9) {
      // Closed: a triangle and a stem.
      double peak = stem + r(-0.08, 0.02);
      double left = r(-0.02, 0.1);
      pen.at(peak, 0);
      if (chance(0.3)) {
        pen.to((peak + left) / 2 + r(-0.06, 0.03), bar / 2 + r(-0.04, 0.04));
      }
      turn(left, bar + r(-0.04, 0.04), 0.75);
      pen.to(end, bar + r(-0.08, 0.05));
      double top = chance(0.55) ? r(-0.03, 0.08) : r(0.2, bar - 0.04);
      pen.at(peak + r(-0.02, 0.06), top).to(stem + r(-0.02, 0.02), 0.55).to(foot, 1);
    } else {
      // Closed in one stroke: up from the bar's end, over the top and down.
      double peak = stem + r(-0.05, 0.02);
      pen.at(end, bar + r(-0.06, 0.03));
      turn(r(-0.02, 0.1), bar + r(-0.03, 0.03), 0.8);
      turn(peak, 0, 0.9);
      pen.to(stem + r(-0.02, 0.02), 0.5).to(foot, 1);
    }
  }

  private void five() {
    double left = r(0.1, 0.28);
    double neck = r(0.36, 0.5);
    double form = random.nextDouble();
    if (form < 0.5) {
      // The bar is a stroke of its own, attached or not.
      double top = r(-0.02, 0.08);
      pen.at(left + r(0.0, 0.12), top);
      turn(left + r(-0.04, 0.03), neck, 0.75);
      fiveBowl(neck);
      double gap = chance(0.6) ? r(-0.04, 0.06) : r(0.06, 0.2);
      double high = top + r(-0.07, 0.06);
      pen.at(left + 0.06 + gap, high);
      if (chance(0.3)) {
        pen.to(left + 0.35, high + r(-0.04, 0.04));
      }
      pen.to(chance(0.75) ? r(0.72, 1.1) : r(0.5, 0.75), high + r(-0.1, 0.06));
    } else if (form < 0.82) {
      double top = r(-0.02, 0.06);
      pen.at(chance(0.75) ? r(0.7, 1.08) : r(0.5, 0.72), top + r(-0.07, 0.05));
      turn(left + r(0.0, 0.12), top, 0.8);
      turn(left + r(-0.04, 0.02), neck, 0.75);
      fiveBowl(neck);
    } else {
      // Like an s, in one sweep.
      pen.at(r(0.7, 1.05), r(-0.04, 0.08)).to(r(0.4, 0.5), r(0.0, 0.06)).to(r(0.16, 0.28), r(0.15, 0.25));
      pen.to(r(0.3, 0.42), neck - r(-0.01, 0.05));
      double low = r(0.66, 0.78);
      pen.to(r(0.68, 0.8), low - 0.14).to(r(0.82, 0.95), low).to(r(0.66, 0.8), low + 0.17);
      fiveEnd();
    }
  }

  private void fiveBowl(double neck) {
    double low = r(0.6, 0.76);
    if (chance(0.75)) {
      pen.to(r(0.38, 0.48), neck - r(-0.02, 0.08));
    }
    pen.to(r(0.68, 0.8), neck + r(0.03, 0.1)).to(r(0.82, 0.98), low).to(r(0.68, 0.82), low + 0.19);
    fiveEnd();
  }

  private void fiveEnd() {
    pen.to(r(0.38, 0.5), r(0.97, 1.03));
    if (chance(0.75)) {
      pen.to(r(0.1, 0.2), r(0.9, 0.99)).to(r(-0.02, 0.1), r(0.76, 0.92));
    } else {
      pen.to(r(-0.02, 0.16), r(0.92, 1.04));
    }
  }

  private void six() {
    double height = r(0.28, 0.6);
    double top = 1 - height;
    double rx = r(0.3, 0.46);
    double centre = r(0.44, 0.52);
    double left = centre - rx;
    double stem = random.nextDouble();
    if (stem < 0.3) {
      pen.at(r(0.45, 0.9), 0).to(left + r(0.12, 0.26), top * r(0.5, 0.75));
    } else if (stem < 0.8) {
      pen.at(r(0.6, 0.95), r(-0.02, 0.04)).to(r(0.38, 0.5), r(0.1, 0.18)).to(left + r(0.06, 0.16), r(0.32, 0.42));
    } else {
      pen.at(r(0.82, 0.98), r(0.1, 0.2)).to(r(0.6, 0.72), r(-0.02, 0.03)).to(left + r(0.16, 0.26), r(0.16, 0.26));
    }
    double middle = top + height / 2;
    pen.to(left + r(-0.02, 0.03), middle + r(-0.08, 0.04)).to(centre - rx * 0.55, 1 - height * 0.08);
    pen.to(centre + rx * r(0.05, 0.3), 1).to(centre + rx, middle + height * r(0.0, 0.2));
    pen.to(centre + rx * r(0.6, 0.8), top + height * r(0.08, 0.2)).to(centre + rx * r(0.0, 0.2), top + r(-0.02, 0.04));
    double close = random.nextDouble();
    if (close < 0.55) {
      pen.to(left + r(0.03, 0.12), middle + r(-0.1, 0.06));
    } else if (close < 0.75) {
      pen.to(left + r(0.08, 0.2), middle + r(-0.1, 0.04)).to(left + r(-0.06, 0.06), middle + r(0.1, 0.2));
    } else {
      // Open, or curled inside the bowl.
      pen.to(centre - rx * r(0.3, 0.6), middle - height * r(0.1, 0.28));
    }
  }

  private void seven() {
    double left = r(-0.04, 0.16);
    double right = chance(0.7) ? r(0.8, 1.0) : r(0.66, 0.8);
    double high = r(-0.02, 0.06);
    double foot = r(0.12, 0.62);
    if (chance(0.22)) {
      pen.at(left + r(-0.04, 0.03), high + r(0.1, 0.26));
      turn(left, high, 0.75);
    } else {
      pen.at(left, high + r(-0.06, 0.12));
    }
    double bar = random.nextDouble();
    if (bar < 0.3) {
      pen.to(left + 0.25, high - r(0.0, 0.06)).to(right - 0.3, high + r(0.02, 0.08));
    } else if (bar < 0.5) {
      pen.to((left + right) / 2, high + r(-0.06, 0.08));
    }
    if (chance(0.72)) {
      turn(right, high + r(-0.06, 0.05), 0.85);
    } else {
      pen.to(right - 0.08, high + r(0.0, 0.04)).to(right, high + r(0.08, 0.14));
    }
    double middleX = (right + foot) / 2;
    double stem = random.nextDouble();
    if (stem < 0.45) {
      pen.to(middleX + r(-0.02, 0.02), 0.5);
    } else if (stem < 0.85) {
      pen.to(middleX - r(0.02, 0.16), r(0.42, 0.55));
    } else {
      pen.to(middleX + r(0.02, 0.1), r(0.45, 0.55));
    }
    pen.to(foot, 1);
    if (chance(0.05)) {
      pen.to(foot + r(0.05, 0.15), r(0.95, 1.0));
    }
    if (chance(0.36)) {
      double height = r(0.38, 0.66);
      double centre = right + (foot - right) * height - 0.04 + r(-0.06, 0.06);
      double tilt = r(-0.09, 0.05);
      pen.at(centre - r(0.14, 0.42), height - tilt).to(centre + r(0.16, 0.48), height + tilt);
    }
  }

  private void eight() {
    double waist = r(0.38, 0.64);
    double upper = r(0.22, 0.46);
    double lower = chance(0.8) ? r(0.26, 0.48) : r(0.1, 0.28);
    double form = random.nextDouble();
    if (form < 0.7) {
      // One stroke with a crossing, begun at the upper right, the top or the middle.
      double[] x = {0.5 + upper * r(0.55, 0.85), 0.5 + upper * r(-0.1, 0.1), 0.5 - upper, 0.5 - upper * r(0.4, 0.7), 0.5,
          0.5 + lower * r(0.6, 0.8), 0.5 + lower, 0.5 + lower * r(0.4, 0.6), 0.5 + lower * r(-0.15, 0.15),
          0.5 - lower * r(0.6, 0.8), 0.5 - lower, 0.5 - lower * r(0.5, 0.7), 0.5 + r(-0.04, 0.04),
          0.5 + upper * r(0.6, 0.8), 0.5 + upper * r(0.9, 1.05)};
      double under = 1 - waist;
      double[] y = {waist * r(0.1, 0.3), r(-0.02, 0.02), waist * r(0.4, 0.6), waist * r(0.75, 0.85), waist + r(0.0, 0.05),
          waist + under * r(0.2, 0.3), waist + under * r(0.5, 0.6), 1 - under * r(0.06, 0.12), 1, 1 - under * r(0.06, 0.14),
          waist + under * r(0.5, 0.65), waist + under * r(0.2, 0.3), waist + r(-0.05, 0.02),
          waist * r(0.65, 0.8), waist * r(0.35, 0.5)};
      double begin = random.nextDouble();
      int first = begin < 0.65 ? 0 : begin < 0.85 ? 1 : 4;
      pen.at(x[first], y[first]);
      for (int i = first + 1; i < x.length; i++) {
        pen.to(x[i], y[i]);
      }
      // The last knot leads back to the start: closed, crossed, or left open.
      double end = random.nextDouble();
      if (first == 4) {
        for (int i = 0; i < 4; i++) {
          pen.to(x[i], y[i]);
        }
        pen.to(x[4] + r(-0.06, 0.06), y[4] + r(-0.03, 0.06));
      } else if (end < 0.55) {
        pen.to(x[first] + r(-0.06, 0.04), y[first] + r(-0.03, 0.05));
      } else if (end < 0.8) {
        pen.to(x[first] + r(0.0, 0.1), y[first] - r(0.0, 0.08));
      }
    } else {
      // Two rings, the upper often smaller; they touch or overlap a little.
      double lean = r(-0.04, 0.08);
      double start = r(-120, -20);
      double turn = chance(0.8) ? -1 : 1;
      pen.lift().arc(0.5 + lean, waist / 2, upper * r(0.85, 1), waist / 2 + 0.01, start, start + turn * r(345, 385));
      start = chance(0.7) ? r(-120, -60) : r(-180, 180);
      pen.lift().arc(0.5, (1 + waist) / 2 - 0.01, lower, (1 - waist) / 2 + 0.01, start, start + turn * r(345, 385));
    }
  }

  private void nine() {
    double height = r(0.3, 0.6);
    double rx = r(0.24, 0.44);
    double centre = r(0.4, 0.5);
    double right = centre + rx;
    double middle = height / 2;
    double begin = random.nextDouble();
    boolean apart = chance(0.16);
    // The bowl, anticlockwise from the upper right.
    if (begin < 0.8) {
      pen.at(right - r(-0.02, 0.1), middle * r(0.3, 1.0));
    } else {
      pen.at(right + r(0.0, 0.12), r(-0.04, 0.04)).to(right - 0.12, r(0.0, 0.05));
    }
    pen.to(centre + rx * r(-0.1, 0.25), r(-0.02, 0.03)).to(centre - rx * r(0.7, 0.85), middle * r(0.4, 0.6));
    pen.to(centre - rx, middle * r(1.0, 1.3)).to(centre - rx * r(0.4, 0.6), height * r(0.93, 1.0));
    pen.to(centre + rx * r(-0.1, 0.2), height + r(-0.02, 0.02)).to(right - rx * r(0.2, 0.4), height * r(0.7, 0.85));
    double up = middle * r(0.3, 0.9);
    double stemTop = right + r(-0.03, 0.05);
    if (apart) {
      pen.to(right, up);
      pen.at(stemTop, r(-0.03, 0.1));
    } else if (chance(0.55)) {
      pen.corner(stemTop, up);
    } else {
      pen.to(stemTop - 0.02, up + 0.03).to(stemTop, up + 0.1);
    }
    double stem = random.nextDouble();
    if (stem < 0.34) {
      pen.to(stemTop + r(-0.06, 0.02), 0.55).to(stemTop + r(-0.2, 0.04), 1);
    } else if (stem < 0.6) {
      pen.to(stemTop - r(0.0, 0.06), r(0.5, 0.6)).to(stemTop - r(0.1, 0.2), r(0.76, 0.84)).to(r(0.2, 0.5), 1);
    } else if (stem < 0.95) {
      // The hook: flat along the line, or curling up, sometimes far to the left.
      pen.to(stemTop, r(0.52, 0.62)).to(stemTop - r(0.02, 0.12), r(0.8, 0.9)).to(r(0.35, 0.55), r(0.96, 1.02));
      double reach = r(-0.22, 0.12);
      pen.to(reach + r(0.1, 0.18), r(0.92, 1.0)).to(reach, chance(0.4) ? r(0.88, 1.02) : r(0.68, 0.9));
    } else {
      pen.to(stemTop - 0.04, 0.5).to(stemTop - 0.1, 0.9);
      turn(stemTop - 0.04, 1, 0.3);
      pen.to(stemTop + r(0.06, 0.16), r(0.93, 1.0));
    }
  }
}
