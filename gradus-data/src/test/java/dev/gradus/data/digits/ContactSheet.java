package dev.gradus.data.digits;

import dev.gradus.dataset.Dataset;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/// Writes a page of digits as a PNG to look at: `ContactSheet FILE [SEED [DIGIT or -1 [ROWS [COLUMNS [SCALE]]]]]`.
final class ContactSheet {
  private ContactSheet() {}

  static void main(String[] args) throws IOException {
    long seed = args.length > 1 ? Long.parseLong(args[1]) : 1;
    int digit = args.length > 2 ? Integer.parseInt(args[2]) : -1;
    int rows = args.length > 3 ? Integer.parseInt(args[3]) : 20;
    int columns = args.length > 4 ? Integer.parseInt(args[4]) : 30;
    int scale = args.length > 5 ? Integer.parseInt(args[5]) : 1;
    Dataset digits = Digits.train(seed, rows * columns * 10);
    BufferedImage page = new BufferedImage(columns * 30 * scale, rows * 30 * scale, BufferedImage.TYPE_BYTE_GRAY);
    float[] image = new float[28 * 28];
    int[] seen = new int[10];
    int drawn = 0;
    for (int i = 0; i < digits.size() && drawn < rows * columns; i++) {
      // Without a wanted digit, each row shows one digit.
      int label = digits.readLabel(i);
      int cell;
      if (digit >= 0) {
        if (label != digit) {
          continue;
        }
        cell = drawn;
      } else {
        int place = seen[label]++;
        cell = (label * rows / 10 + place / columns) * columns + place % columns;
        if (place >= rows / 10 * columns) {
          continue;
        }
      }
      drawn++;
      digits.readInput(i, image, 0);
      for (int y = 0; y < 28 * scale; y++) {
        for (int x = 0; x < 28 * scale; x++) {
          int grey = (int) (image[y / scale * 28 + x / scale] * 255);
          page.getRaster().setSample(cell % columns * 30 * scale + x, cell / columns * 30 * scale + y, 0, grey);
        }
      }
    }
    ImageIO.write(page, "png", Path.of(args[0]).toFile());
  }
}
