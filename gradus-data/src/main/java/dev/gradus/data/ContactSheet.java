package dev.gradus.data;

import dev.gradus.GradusException;
import dev.gradus.tensor.Shape;
import dev.gradus.tensor.ShapeException;
import dev.gradus.tensor.Tensor;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import javax.imageio.ImageIO;

/// A page of pictures in rows and columns with titles, as a PNG to look at.
///
/// Its letters are its own: machines without a screen often have no fonts.
public final class ContactSheet {
  private static final int GAP = 6;
  private static final int LETTER = 8;
  private static final int TITLE = 18;
  private static final int LEAST = 64;

  /// Each letter's five rows of three dots, an octal digit each.
  private static final Map<Character, String> LETTERS = new TreeMap<>();

  static {
    String forms = "A25755 B65656 C34443 D65556 E74647 F74644 G34553 H55755 I72227 J11152 K55655 L44447 M57755"
        + " N65555 O25552 P65644 Q25563 R65655 S34216 T72222 U55557 V55552 W55775 X55255 Y55222 Z71247"
        + " 075557 126227 261247 361216 455711 574616 634652 771122 825252 925316 .00002 /11244 -00700"
        + " =07070 +02720 :02020 ,00024 _00007";
    for (String form : forms.split(" ")) {
      LETTERS.put(form.charAt(0), form.substring(1));
    }
  }

  private ContactSheet() {}

  /// Writes a page.
  ///
  /// @param titles of the columns
  /// @param labels of the rows
  /// @param rows pictures `[height, width, channels]` of one shape, of values 0 (black) to 1, cut off; of other than three channels
  ///     the first is shown
  /// @throws GradusException if the file can't be written
  public static void write(Path file, List<String> titles, List<String> labels, List<List<Tensor>> rows) {
    Shape shape = rows.getFirst().getFirst().shape();
    if (shape.rank() != 3) {
      throw new ShapeException("a contact sheet shows pictures [height, width, channels], got " + shape);
    }
    int scale = Math.max(1, Math.ceilDiv(LEAST, Math.max(shape.length(0), shape.length(1))));
    int width = shape.length(1) * scale;
    int cell = Math.max(width, longest(titles) * LETTER) + GAP;
    int margin = longest(labels) * LETTER + 2 * GAP;
    int high = shape.length(0) * scale + GAP;
    BufferedImage page = new BufferedImage(margin + cell * titles.size(), TITLE + high * rows.size(), BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < page.getHeight(); y++) {
      for (int x = 0; x < page.getWidth(); x++) {
        page.setRGB(x, y, 0x303030);
      }
    }
    for (int column = 0; column < titles.size(); column++) {
      text(page, titles.get(column), margin + column * cell, 4);
    }
    for (int row = 0; row < rows.size(); row++) {
      int top = TITLE + row * high;
      text(page, labels.get(row), GAP, top + 4);
      for (int column = 0; column < titles.size(); column++) {
        picture(page, rows.get(row).get(column), shape, scale, margin + column * cell, top);
      }
    }
    try {
      if (!ImageIO.write(page, "png", file.toFile())) {
        throw new GradusException("this Java can't write PNG files");
      }
    } catch (IOException e) {
      throw new GradusException("can't write " + file + ": " + e.getMessage(), e);
    }
  }

  private static int longest(List<String> texts) {
    return texts.stream().mapToInt(String::length).max().orElse(0);
  }

  private static void picture(BufferedImage page, Tensor picture, Shape shape, int scale, int left, int top) {
    float[] values = picture.floats();
    int channels = shape.length(2);
    for (int y = 0; y < shape.length(0) * scale; y++) {
      for (int x = 0; x < shape.length(1) * scale; x++) {
        int at = (y / scale * shape.length(1) + x / scale) * channels;
        int red = level(values[at]);
        page.setRGB(left + x, top + y, channels == 3 ? red << 16 | level(values[at + 1]) << 8 | level(values[at + 2]) : red * 0x010101);
      }
    }
  }

  private static int level(float value) {
    return Math.round(255 * Math.max(0, Math.min(1, value)));
  }

  private static void text(BufferedImage page, String text, int left, int top) {
    String upper = text.toUpperCase(Locale.ROOT);
    for (int i = 0; i < upper.length(); i++) {
      String rows = LETTERS.getOrDefault(upper.charAt(i), "00000");
      for (int y = 0; y < 10; y++) {
        for (int x = 0; x < 6; x++) {
          if ((rows.charAt(y / 2) - '0' >> 2 - x / 2 & 1) != 0) {
            page.setRGB(left + i * LETTER + x, top + y, 0xffffff);
          }
        }
      }
    }
  }
}
