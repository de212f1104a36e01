package dev.gradus.data;

import dev.gradus.GradusException;
import dev.gradus.tensor.Shape;
import dev.gradus.tensor.Tensor;
import java.awt.image.BufferedImage;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.MemoryCacheImageInputStream;

/// Reads a picture from a PNG, JPEG, BMP or GIF file as an input to predict from.
///
/// The result is `F32 [height, width, channels]` with values 0 (black) to 1 (white); 1 channel is grey, 3 are red, green
/// and blue. Colour becomes grey by ITU-R BT.601 luma, `0.299 r + 0.587 g + 0.114 b`; transparent places show white
/// paper. The first picture of a file with several is taken; a JPEG's Exif note that it should be turned is heeded.
/// Values are those of the JDK's decoders, which may differ in a JPEG's last bit from one JDK to another.
///
/// All throw [GradusException] if the file is missing, is no such picture, is broken, has more than [#MAX_PIXELS], has more than
/// 16 Mi pixels and 200 for each byte of its file, can't have as many as it claims in so few bytes, or takes more memory than there is;
/// sizes are checked before anything is decoded.
public final class Images {
  /// The most pixels that are decoded: 64 megapixels.
  public static final long MAX_PIXELS = 64L << 20;
  private static final long MAX_FILE = 512L << 20;
  /// Up to so many pixels a file may be as small as it likes: a plain white page is.
  private static final long ALWAYS = 16L << 20;
  /// Photographs and drawings stay below 50.
  private static final long PIXELS_PER_BYTE = 200;
  /// No format packs better: deflate makes one byte of 1032, each of which may be eight pixels.
  private static final long MOST_PIXELS_PER_BYTE = 8 * 1032;
  private static final Set<String> FORMATS = Set.of("png", "jpeg", "jpg", "bmp", "gif");

  /// What to do with a picture that has another height or width than is wanted.
  public enum Fit {
    /// Refuse it.
    EXACT,
    /// Stretch or squeeze each axis to the wanted length: averages over areas where it shrinks, blends linearly where
    /// it grows. The aspect is not kept.
    STRETCH
  }

  /// Whether dark and bright change places. Digits photographed as dark ink on white paper need it for a model that
  /// learned from bright ink on black.
  public enum Polarity {
    /// As in the file.
    AS_IS,
    /// Every value v becomes 1 - v.
    INVERT,
    /// Inverted if the picture's outermost pixels are on average brighter than 0.5: for models whose training images
    /// have a dark background.
    DARK_BACKGROUND
  }

  private Images() {}

  /// A picture of exactly the wanted shape, as it is in the file.
  public static Tensor read(Path file, Shape shape) {
    return read(file, shape, Fit.EXACT, Polarity.AS_IS);
  }

  /// A picture of the wanted shape `[height, width, 1 or 3]`.
  ///
  /// @throws ImageSizeException if the size differs and `fit` is [Fit#EXACT]
  public static Tensor read(Path file, Shape shape, Fit fit, Polarity polarity) {
    requireShape(shape);
    return inMemory(file, () -> fitted(file, shape, fit, polarity));
  }

  /// Fails if pictures can't have this shape.
  static void requireShape(Shape shape) {
    if (shape.rank() != 3 || !shape.isFixed() || shape.length(2) != 1 && shape.length(2) != 3
        || shape.length(0) < 1 || shape.length(1) < 1 || (long) shape.length(0) * shape.length(1) > MAX_PIXELS) {
      throw new GradusException("a picture can be read as [height, width, 1] (grey) or [height, width, 3] (colour)"
          + " of at most " + MAX_PIXELS + " pixels, not as " + shape);
    }
  }

  /// What `reading` gives.
  static Tensor inMemory(Path file, Supplier<Tensor> reading) {
    try {
      return reading.get();
    } catch (OutOfMemoryError full) {
      throw new GradusException("the picture " + file + " takes more memory than the heap of "
          + (Runtime.getRuntime().maxMemory() >> 20) + " MiB has left; make it smaller, or give Java more (-Xmx)", full);
    }
  }

  private static Tensor fitted(Path file, Shape shape, Fit fit, Polarity polarity) {
    int height = shape.length(0);
    int width = shape.length(1);
    Orientation orientation = orientation(file);
    BufferedImage picture = decode(file, height, width, fit, orientation);
    float[] values = orientation.apply(
        Pixels.values(picture, shape.length(2)), picture.getHeight(), picture.getWidth(), shape.length(2));
    values = Resample.stretch(values, orientation.turns() ? picture.getWidth() : picture.getHeight(),
        orientation.turns() ? picture.getHeight() : picture.getWidth(), shape.length(2), height, width);
    if (polarity == Polarity.INVERT || polarity == Polarity.DARK_BACKGROUND && Pixels.border(values, height, width) > 0.5) {
      for (int i = 0; i < values.length; i++) {
        values[i] = 1 - values[i];
      }
    }
    return Tensor.of(shape, values);
  }

  private static Orientation orientation(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new GradusException("there is no picture " + file);
    }
    try (InputStream in = Files.newInputStream(file)) {
      return Orientation.of(in.readNBytes(Orientation.BEGINNING));
    } catch (IOException failed) {
      throw new GradusException("cannot read the picture " + file + ": " + failed.getMessage(), failed);
    }
  }

  private static BufferedImage decode(Path file, int height, int width, Fit fit, Orientation orientation) {
    try {
      if (Files.size(file) > MAX_FILE) {
        throw new GradusException(file + " has " + Files.size(file) + " bytes; pictures of at most " + MAX_FILE
            + " bytes are read");
      }
      // A memory cache: ImageIO's default may write a file of its own.
      try (InputStream bytes = new BufferedInputStream(Files.newInputStream(file));
          MemoryCacheImageInputStream input = new MemoryCacheImageInputStream(bytes)) {
        ImageReader reader = reader(file, input);
        try {
          reader.setInput(input, true, true);
          int actualHeight = reader.getHeight(0);
          int actualWidth = reader.getWidth(0);
          check(file, Files.size(file), actualHeight, actualWidth);
          if (fit == Fit.EXACT) {
            exact(file, orientation.turns() ? actualWidth : actualHeight, orientation.turns() ? actualHeight : actualWidth, height, width);
          }
          List<String> warnings = new ArrayList<>();
          reader.addIIOReadWarningListener((_, warning) -> warnings.add(warning));
          BufferedImage picture = reader.read(0);
          // The JPEG decoder makes up what a file lacks, and only warns.
          if (warnings.stream().anyMatch(warning -> warning.startsWith("Corrupt JPEG data: premature end"))) {
            throw new GradusException("the picture " + file + " breaks off before its end");
          }
          return picture;
        } finally {
          reader.dispose();
        }
      }
    } catch (GradusException ours) {
      throw ours;
    } catch (IOException | RuntimeException failed) {
      // The JDK's decoders answer broken files with all kinds of unchecked exceptions.
      String why = failed instanceof IOException && failed.getMessage() != null ? failed.getMessage() : failed.toString();
      throw new GradusException("cannot read the picture " + file + ": " + GradusException.excerpt(why), failed);
    }
  }

  private static ImageReader reader(Path file, MemoryCacheImageInputStream input) throws IOException {
    Iterator<ImageReader> readers = ImageIO.getImageReaders(input);
    while (readers.hasNext()) {
      ImageReader reader = readers.next();
      if (FORMATS.contains(reader.getFormatName().toLowerCase(Locale.ROOT))) {
        return reader;
      }
      reader.dispose();
    }
    throw new GradusException(file + " is not a PNG, JPEG, BMP or GIF picture");
  }

  private static void check(Path file, long size, int actualHeight, int actualWidth) {
    if (actualHeight < 1 || actualWidth < 1 || (long) actualHeight * actualWidth > MAX_PIXELS) {
      throw new GradusException("the picture " + file + " declares " + actualWidth + " x " + actualHeight
          + " pixels (width x height); at most " + MAX_PIXELS + " pixels are read");
    }
    if ((long) actualHeight * actualWidth > MOST_PIXELS_PER_BYTE * size) {
      throw new GradusException("the picture " + file + " is cut off or lies: it declares " + actualWidth + " x " + actualHeight
          + " pixels (width x height), which don't fit into " + size + " bytes, however well they are packed");
    }
    if ((long) actualHeight * actualWidth > Math.max(ALWAYS, PIXELS_PER_BYTE * size)) {
      throw new GradusException("the picture " + file + " declares " + actualWidth + " x " + actualHeight
          + " pixels (width x height) in " + size + " bytes; beyond " + ALWAYS + " pixels at most " + PIXELS_PER_BYTE
          + " pixels per byte are read. If it is meant, make it smaller");
    }
  }

  private static void exact(Path file, int actualHeight, int actualWidth, int height, int width) {
    if (actualHeight != height || actualWidth != width) {
      throw new ImageSizeException(file, actualWidth, actualHeight, width, height);
    }
  }
}
