package dev.gradus.plot;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import javax.imageio.ImageIO;

/// Pictures that lie in the page itself.
public final class Picture {
  /// Dark blue to yellow, the same for any colour sight. Source: Nuñez, Anderton and Renslow 2018, doi:10.1371/journal.pone.0199239.
  private static final int[] CIVIDIS =
      {0x00224e, 0x123570, 0x3b496c, 0x575d6d, 0x707173, 0x8a8678, 0xa59c74, 0xc3b369, 0xe1cc55, 0xfee838};

  private Picture() {}

  /// A picture as an element, its pixels kept sharp.
  ///
  /// @param values `[height, width, channels]`, 0 (black) to 1; if some are outside, the least becomes 0 and the most 1. Of other than
  ///     three channels the first is shown
  /// @param about what it shows, for those who can't see it
  /// @throws IllegalArgumentException if there are not as many values
  public static Tag of(float[] values, int height, int width, int channels, String about) {
    if (values.length != height * width * channels) {
      throw new IllegalArgumentException("a picture of " + height + " × " + width + " × " + channels + " has not " + values.length + " values");
    }
    float least = 0;
    float most = 1;
    for (float value : values) {
      least = Math.min(least, value);
      most = Math.max(most, value);
    }
    boolean colour = channels == 3;
    BufferedImage image = new BufferedImage(width, height, colour ? BufferedImage.TYPE_INT_RGB : BufferedImage.TYPE_BYTE_GRAY);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        for (int band = 0; band < (colour ? 3 : 1); band++) {
          // Sample by sample: setRGB would take grey for linear light and darken it.
          float value = (values[(y * width + x) * channels + band] - least) / (most - least);
          image.getRaster().setSample(x, y, band, Math.round(255 * Math.clamp(value, 0f, 1f)));
        }
      }
    }
    return Tag.of("img").with("class", "pixels").with("src", uri(image)).with("alt", about).with("title", about);
  }

  /// A picture of shades from 0 to 1, as the address of an image.
  static String heat(double[][] shades) {
    BufferedImage image = new BufferedImage(shades[0].length, shades.length, BufferedImage.TYPE_INT_ARGB);
    for (int y = 0; y < shades.length; y++) {
      for (int x = 0; x < shades[y].length; x++) {
        image.setRGB(x, y, Double.isFinite(shades[y][x]) ? 0xff000000 | colour(Math.clamp(shades[y][x], 0, 1)) : 0);
      }
    }
    return uri(image);
  }

  private static int colour(double share) {
    double place = share * (CIVIDIS.length - 1);
    int low = Math.min((int) place, CIVIDIS.length - 2);
    int mixed = 0;
    for (int shift = 16; shift >= 0; shift -= 8) {
      double from = CIVIDIS[low] >> shift & 0xff;
      double to = CIVIDIS[low + 1] >> shift & 0xff;
      mixed |= (int) Math.round(from + (to - from) * (place - low)) << shift;
    }
    return mixed;
  }

  private static String uri(BufferedImage image) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      if (!ImageIO.write(image, "png", bytes)) {
        throw new IllegalStateException("this Java can't write PNG files");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return "data:image/png;base64," + Base64.getEncoder().encodeToString(bytes.toByteArray());
  }
}
