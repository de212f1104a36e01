package dev.gradus.data.digits;

import dev.gradus.random.RandomStream;
import java.util.Arrays;

/// Ink on paper, scanned and normalised: from a written line to 28 x 28 grey values.
///
/// The line is drawn on a canvas four times as fine, by distance to it; the canvas is then averaged over 4 x 4 squares.
/// Like MNIST (LeCun, Cortes and Burges 1998) the digit's box is scaled to 20 pixels on its longer side, keeping its
/// aspect, and its centre of mass put in the middle; some sizes and places differ, as they do in other people's sets.
final class Scan {
  static final int SIDE = 28;
  private static final int FINE = 4;
  private static final int CANVAS = 40 * FINE;
  private static final int MARGIN = (CANVAS - SIDE * FINE) / 2;

  private final float[] canvas = new float[CANVAS * CANVAS];
  private final float[] image = new float[SIDE * SIDE];
  private final float[] other = new float[SIDE * SIDE];

  /// A bell-shaped number with mean 0 and standard deviation 1, from one draw: the sum of its four bytes.
  static double bell(RandomStream random) {
    int bits = random.nextBits();
    return ((bits & 0xff) + (bits >>> 8 & 0xff) + (bits >>> 16 & 0xff) + (bits >>> 24) - 510) / 147.8;
  }

  /// Draws `trace` and writes its image to `into[at ...]`; a `bar` has no inside that a thick pen could fill.
  void scan(Trace trace, boolean bar, RandomStream random, byte[] into, int at) {
    Arrays.fill(canvas, 0);
    double box = random.nextDouble() < 0.65 ? 20 : random.uniform(16, 23);
    // The pen's width in pixels of the 20 pixel box: log-normal about 2.6, from a fine pen to a marker.
    double width = Math.max(1.0, Math.min(5, 2.65 * StrictMath.exp(0.38 * bell(random))));
    // A marker's user writes wide enough to keep the holes open, mostly.
    double crowding = random.nextDouble() < 0.12 ? random.uniform(0.28, 0.4) : 0.28;
    place(trace, box, width * box / 20 / 2, bar, crowding);
    draw(trace);
    texture(random);
    develop(random);
    finish(random, into, at);
  }

  /// Moves the line onto the canvas so that its box with the pen's width fills the wanted box.
  private static void place(Trace trace, double box, double penRadius, boolean bar, double crowding) {
    double left = Double.MAX_VALUE;
    double right = -Double.MAX_VALUE;
    double top = Double.MAX_VALUE;
    double bottom = -Double.MAX_VALUE;
    for (int i = 0; i < trace.size; i++) {
      left = Math.min(left, trace.x[i]);
      right = Math.max(right, trace.x[i]);
      top = Math.min(top, trace.y[i]);
      bottom = Math.max(bottom, trace.y[i]);
    }
    double narrow = Math.min(right - left, bottom - top) / Math.max(right - left, bottom - top);
    double most = 0.5 * Math.max(1.4, crowding * box * Math.min(0.8, narrow));
    double radius = bar && narrow < 0.4 ? 1.15 * penRadius : Math.min(penRadius, most);
    double scale = FINE * (box - 2 * radius) / Math.max(right - left, bottom - top);
    for (int i = 0; i < trace.size; i++) {
      trace.x[i] = CANVAS / 2.0 + (trace.x[i] - (left + right) / 2) * scale;
      trace.y[i] = CANVAS / 2.0 + (trace.y[i] - (top + bottom) / 2) * scale;
      trace.radius[i] *= radius * FINE;
    }
  }

  private void draw(Trace trace) {
    for (int i = 0; i < trace.size; i++) {
      int from = trace.down[i] ? i - 1 : i;
      segment(trace.x[from], trace.y[from], trace.radius[from], trace.x[i], trace.y[i], trace.radius[i]);
    }
  }

  private void segment(double ax, double ay, double ar, double bx, double by, double br) {
    double reach = Math.max(ar, br) + 1;
    int left = Math.max(0, (int) (Math.min(ax, bx) - reach));
    int right = Math.min(CANVAS - 1, (int) (Math.max(ax, bx) + reach) + 1);
    int top = Math.max(0, (int) (Math.min(ay, by) - reach));
    int bottom = Math.min(CANVAS - 1, (int) (Math.max(ay, by) + reach) + 1);
    double dx = bx - ax;
    double dy = by - ay;
    double scale = 1 / Math.max(1e-9, dx * dx + dy * dy);
    for (int y = top; y <= bottom; y++) {
      for (int x = left; x <= right; x++) {
        double px = x + 0.5 - ax;
        double py = y + 0.5 - ay;
        double part = Math.max(0, Math.min(1, (px * dx + py * dy) * scale));
        double ox = px - part * dx;
        double oy = py - part * dy;
        double radius = ar + (br - ar) * part;
        double square = ox * ox + oy * oy;
        if (square < (radius + 0.5) * (radius + 0.5)) {
          float ink = (float) Math.min(1, radius + 0.5 - Math.sqrt(square));
          int place = y * CANVAS + x;
          if (ink > canvas[place]) {
            canvas[place] = ink;
          }
        }
      }
    }
  }

  /// Ink that is not even: pale patches, and a dry pen's holes.
  private void texture(RandomStream random) {
    double kind = random.nextDouble();
    if (kind < 0.7) {
      return;
    }
    double depth = kind < 0.85 ? random.uniform(0.1, 0.5) : random.uniform(0.3, 0.75);
    int cell = kind < 0.85 ? 8 + random.nextInt(16) : 3 + random.nextInt(4);
    int cells = CANVAS / cell + 2;
    float[] noise = new float[cells * cells];
    for (int i = 0; i < noise.length; i++) {
      double draw = random.nextDouble();
      noise[i] = (float) (1 - depth * draw * draw);
    }
    for (int y = 0; y < CANVAS; y++) {
      int row = y / cell;
      float py = (float) (y % cell) / cell;
      for (int x = 0; x < CANVAS; x++) {
        if (canvas[y * CANVAS + x] > 0) {
          int place = row * cells + x / cell;
          float px = (float) (x % cell) / cell;
          float above = noise[place] + (noise[place + 1] - noise[place]) * px;
          float below = noise[place + cells] + (noise[place + cells + 1] - noise[place + cells]) * px;
          canvas[y * CANVAS + x] *= above + (below - above) * py;
        }
      }
    }
  }

  /// Averages the canvas into the image, centre of mass in the middle, then shifted as this scanner does.
  private void develop(RandomStream random) {
    double mass = 0;
    double sumX = 0;
    double sumY = 0;
    int left = CANVAS;
    int right = 0;
    int top = CANVAS;
    int bottom = 0;
    for (int y = 0; y < CANVAS; y++) {
      for (int x = 0; x < CANVAS; x++) {
        float ink = canvas[y * CANVAS + x];
        if (ink > 0) {
          mass += ink;
          sumX += ink * (x + 0.5);
          sumY += ink * (y + 0.5);
          left = Math.min(left, x);
          right = Math.max(right, x);
          top = Math.min(top, y);
          bottom = y;
        }
      }
    }
    boolean byBox = random.nextDouble() < 0.15;
    double far = random.nextDouble() < 0.6 ? 0.5 : 2.5;
    double centreX = (byBox ? CANVAS / 2.0 : sumX / mass) + FINE * random.uniform(-far, far);
    double centreY = (byBox ? CANVAS / 2.0 : sumY / mass) + FINE * random.uniform(-far, far);
    int originX = inside((int) (centreX - SIDE * FINE / 2.0 + 0.5), left, right);
    int originY = inside((int) (centreY - SIDE * FINE / 2.0 + 0.5), top, bottom);
    for (int y = 0; y < SIDE; y++) {
      for (int x = 0; x < SIDE; x++) {
        float sum = 0;
        for (int i = 0; i < FINE; i++) {
          for (int j = 0; j < FINE; j++) {
            sum += canvas[(originY + y * FINE + i) * CANVAS + originX + x * FINE + j];
          }
        }
        image[y * SIDE + x] = sum / (FINE * FINE);
      }
    }
  }

  /// The window's origin, moved so that no ink is cut off and the window stays on the canvas.
  private static int inside(int origin, int first, int last) {
    int moved = Math.min(Math.max(origin, last + 1 - SIDE * FINE), first);
    return Math.max(0, Math.min(2 * MARGIN, moved));
  }

  /// Focus, contrast, brightness and the sensor's noise, then whole grey values.
  private void finish(RandomStream random, byte[] into, int at) {
    if (random.nextDouble() < 0.35) {
      blur((float) random.uniform(0.03, 0.2));
    }
    double kind = random.nextDouble();
    double gain = 1;
    double threshold = 0;
    if (kind < 0.15) {
      // Edges cut by a threshold.
      gain = random.uniform(2, 8);
      threshold = random.uniform(0.25, 0.5) - 0.5 / gain;
    } else if (kind < 0.6) {
      gain = random.uniform(1.0, 1.7);
    }
    double bright = random.nextDouble() < 0.82 ? 255 : random.uniform(150, 255);
    double noise = random.nextDouble() < 0.8 ? 0 : random.uniform(2, 20);
    for (int i = 0; i < SIDE * SIDE; i++) {
      double value = bright * Math.max(0, Math.min(1, gain * (image[i] - threshold)));
      if (noise > 0) {
        value += noise * bell(random);
      }
      into[at + i] = (byte) (int) Math.max(0, Math.min(255, value + 0.5));
    }
  }

  private void blur(float side) {
    for (int pass = 0; pass < 2; pass++) {
      float[] from = pass == 0 ? image : other;
      float[] to = pass == 0 ? other : image;
      int stride = pass == 0 ? 1 : SIDE;
      for (int i = 0; i < SIDE * SIDE; i++) {
        int along = pass == 0 ? i % SIDE : i / SIDE;
        float before = along > 0 ? from[i - stride] : 0;
        float after = along < SIDE - 1 ? from[i + stride] : 0;
        to[i] = (1 - 2 * side) * from[i] + side * (before + after);
      }
    }
  }
}
