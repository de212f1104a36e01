package dev.gradus.data;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/// How a JPEG says that it should be turned to be looked at: the tag Orientation of its Exif part. Cameras store what the sensor saw.
///
/// Source: CIPA DC-008, "Exif", tag 0x0112. Deviation: only in the first 64 KiB of a JPEG; what is broken counts as no note.
enum Orientation {
  /// As it is stored.
  UPRIGHT,
  MIRRORED,
  UPSIDE_DOWN,
  MIRRORED_UPSIDE_DOWN,
  /// Rows and columns change places.
  TRANSPOSED,
  /// To be turned a quarter clockwise.
  QUARTER,
  /// Rows and columns change places, from the other corner.
  TRANSVERSE,
  /// To be turned a quarter counterclockwise.
  THREE_QUARTERS;

  /// How much of a file to give to [#of].
  static final int BEGINNING = 1 << 16;
  private static final byte[] EXIF = "Exif\0\0".getBytes(StandardCharsets.US_ASCII);
  private static final int TAG = 0x0112;

  /// What the beginning of a file says.
  static Orientation of(byte[] beginning) {
    ByteBuffer in = ByteBuffer.wrap(beginning);
    if (in.remaining() < 4 || in.getShort() != (short) 0xffd8) {
      return UPRIGHT;
    }
    while (in.remaining() >= 4 && (in.get() & 0xff) == 0xff) {
      int marker = in.get() & 0xff;
      int length = (in.getShort() & 0xffff) - 2;
      // The picture's own data begin at 0xda.
      if (marker == 0xda || length < 0 || length > in.remaining()) {
        return UPRIGHT;
      }
      ByteBuffer part = in.slice(in.position(), length);
      in.position(in.position() + length);
      if (marker == 0xe1 && length > EXIF.length && part.slice(0, EXIF.length).equals(ByteBuffer.wrap(EXIF))) {
        return of(part.slice(EXIF.length, length - EXIF.length));
      }
    }
    return UPRIGHT;
  }

  /// The first directory of a TIFF structure.
  private static Orientation of(ByteBuffer tiff) {
    if (tiff.remaining() < 8) {
      return UPRIGHT;
    }
    tiff.order(tiff.getShort(0) == 0x4949 ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    int at = tiff.getInt(4);
    if (at < 8 || at > tiff.limit() - 2) {
      return UPRIGHT;
    }
    int entries = tiff.getShort(at) & 0xffff;
    for (int i = 0; i < entries && at + 2 + 12 * (i + 1) <= tiff.limit(); i++) {
      int entry = at + 2 + 12 * i;
      if ((tiff.getShort(entry) & 0xffff) == TAG) {
        int value = tiff.getShort(entry + 8) & 0xffff;
        return value >= 1 && value <= values().length ? values()[value - 1] : UPRIGHT;
      }
    }
    return UPRIGHT;
  }

  /// Whether height and width change places.
  boolean turns() {
    return ordinal() >= TRANSPOSED.ordinal();
  }

  /// The values `[height, width, channels]` of a stored picture as it should be looked at, `[width, height, channels]` if it [#turns].
  float[] apply(float[] values, int height, int width, int channels) {
    if (this == UPRIGHT) {
      return values;
    }
    float[] turned = new float[values.length];
    int rows = turns() ? width : height;
    int columns = turns() ? height : width;
    for (int y = 0; y < rows; y++) {
      for (int x = 0; x < columns; x++) {
        int from = switch (this) {
          case UPRIGHT -> y * width + x;
          case MIRRORED -> y * width + width - 1 - x;
          case UPSIDE_DOWN -> (height - 1 - y) * width + width - 1 - x;
          case MIRRORED_UPSIDE_DOWN -> (height - 1 - y) * width + x;
          case TRANSPOSED -> x * width + y;
          case QUARTER -> (height - 1 - x) * width + y;
          case TRANSVERSE -> (height - 1 - x) * width + width - 1 - y;
          case THREE_QUARTERS -> x * width + width - 1 - y;
        };
        System.arraycopy(values, from * channels, turned, (y * columns + x) * channels, channels);
      }
    }
    return turned;
  }
}
