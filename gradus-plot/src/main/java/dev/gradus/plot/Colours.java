package dev.gradus.plot;

/// Colours of numbers as 0xAARRGGBB, in order of lightness, so that they can be told apart without seeing hues.
final class Colours {
  /// Anchors of viridis by van der Walt and Smith, dedicated to the public domain, dark to light.
  private static final int[] VIRIDIS = {
    0x440154, 0x482878, 0x3e4989, 0x31688e, 0x26828e, 0x1f9e89, 0x35b779, 0x6ece58, 0xb5de2b, 0xfde725
  };
  /// Blue, white, orange: both ends are told apart by all.
  private static final int[] SIGNED = {0x053061, 0x2166ac, 0x67a9cf, 0xf7f7f7, 0xf4a582, 0xd6604d, 0x7f2704};
  private static final int OPAQUE = 0xff000000;

  private Colours() {}

  /// From dark for 0 to light for 1.
  static int sequence(double part) {
    return of(VIRIDIS, part);
  }

  /// From blue for 0 over white for 0.5 to brown for 1.
  static int signed(double part) {
    return of(SIGNED, part);
  }

  static int grey(double part) {
    return rgb(part, part, part);
  }

  /// Of parts from 0 to 1.
  static int rgb(double red, double green, double blue) {
    return OPAQUE | level(red) << 16 | level(green) << 8 | level(blue);
  }

  private static int level(double part) {
    return (int) Math.round(255 * Math.clamp(part, 0, 1));
  }

  private static int of(int[] anchors, double part) {
    double at = (Double.isNaN(part) ? 0 : Math.clamp(part, 0, 1)) * (anchors.length - 1);
    int index = Math.min(anchors.length - 2, (int) at);
    double share = at - index;
    int mixed = OPAQUE;
    for (int shift = 16; shift >= 0; shift -= 8) {
      double from = anchors[index] >> shift & 255;
      double to = anchors[index + 1] >> shift & 255;
      mixed |= (int) Math.round(from + share * (to - from)) << shift;
    }
    return mixed;
  }

  static String css(int colour) {
    return String.format("#%06x", colour & ~OPAQUE);
  }
}
