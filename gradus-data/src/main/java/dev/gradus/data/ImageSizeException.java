package dev.gradus.data;

import dev.gradus.GradusException;
import java.nio.file.Path;

/// A picture of another size than the wanted one.
public final class ImageSizeException extends GradusException {
  private static final long serialVersionUID = 1L;

  ImageSizeException(Path file, int width, int height, int wantedWidth, int wantedHeight) {
    super("the picture " + file + " has " + width + " x " + height + " pixels (width x height), but " + wantedWidth
        + " x " + wantedHeight + " are wanted. Resize it, or ask for it to be stretched");
  }
}
