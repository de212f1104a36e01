package dev.gradus.data.digits;

import java.util.ArrayList;
import java.util.List;

/// Writes down a skeleton: strokes of knots that a curve will pass through. x grows to the right and y downwards; a
/// digit fills about 0 to 1 both ways, and its true width is decided later.
final class Pen {
  /// One knot: a place and whether the stroke turns sharply there.
  record Knot(double x, double y, boolean corner) {}

  private final List<List<Knot>> strokes = new ArrayList<>();

  List<List<Knot>> strokes() {
    return strokes;
  }

  /// Lifts the pen and puts it down at a place.
  Pen at(double x, double y) {
    strokes.add(new ArrayList<>());
    return to(x, y);
  }

  /// Goes on smoothly through a place.
  Pen to(double x, double y) {
    strokes.getLast().add(new Knot(x, y, false));
    return this;
  }

  /// Goes on to a place and turns sharply there.
  Pen corner(double x, double y) {
    strokes.getLast().add(new Knot(x, y, true));
    return this;
  }

  /// Goes along an ellipse, from one angle to another in degrees: 0 is right, 90 is down.
  Pen arc(double centreX, double centreY, double radiusX, double radiusY, double from, double to) {
    int steps = Math.max(2, (int) (Math.abs(to - from) / 40) + 1);
    for (int i = 0; i <= steps; i++) {
      double angle = Math.PI / 180 * (from + (to - from) * i / steps);
      to(centreX + radiusX * StrictMath.cos(angle), centreY + radiusY * StrictMath.sin(angle));
    }
    return this;
  }

  /// Lifts the pen, so that the next [#arc] begins a stroke.
  Pen lift() {
    strokes.add(new ArrayList<>());
    return this;
  }
}
