package dev.gradus.plot;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/// Pictures that lie in the page itself.
public final class Picture {
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
    int[] colours = new int[height * width];
    for (int i = 0; i < colours.length; i++) {
      float red = (values[i * channels] - least) / (most - least);
      colours[i] = channels != 3 ? Colours.grey(red)
          : Colours.rgb(red, (values[i * channels + 1] - least) / (most - least), (values[i * channels + 2] - least) / (most - least));
    }
    return Tag.of("img").with("class", "pixels").with("src", address(width, height, colours)).with("alt", about).with("title", about);
  }

  /// A picture as the address of an image.
  ///
  /// @param colours row by row from the top, 0xAARRGGBB each
  static String address(int width, int height, int[] colours) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB);
    image.setRGB(0, 0, width, height, colours, 0, width);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
      if (!ImageIO.write(image, "png", out)) {
        throw new IllegalStateException("this Java can't write PNG files");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return "data:image/png;base64," + Base64.getEncoder().encodeToString(bytes.toByteArray());
  }
}
