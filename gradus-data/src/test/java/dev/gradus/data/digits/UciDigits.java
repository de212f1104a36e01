package dev.gradus.data.digits;

import dev.gradus.dataset.Dataset;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/// The 1,797 real handwritten digits of UCI's optdigits (Alpaydin and Kaynak 1998), 8 x 8 counts of 0 to 16, and a
/// nearest-neighbour vote that learns from our own digits alone. A guide to how real ours look, not a goal to tune for.
final class UciDigits {
  static final int AREA = 64;

  private UciDigits() {}

  /// Reads the file: a header, then 64 counts and the digit on each line.
  static List<int[]> read(Path csv) throws IOException {
    try (var lines = Files.lines(csv)) {
      return lines.skip(1).map(line -> {
        String[] parts = line.split(",");
        int[] row = new int[parts.length];
        for (int i = 0; i < row.length; i++) {
          row[i] = Integer.parseInt(parts[i]);
        }
        return row;
      }).toList();
    }
  }

  /// Our images in UCI's manner: slant removed, box scaled to 32 rows (at most 24 columns), black or white, and the ink
  /// of each 4 x 4 square counted.
  static int[] counts(float[] image) {
    int side = 28;
    float most = 0;
    double mass = 0;
    double sumX = 0;
    double sumY = 0;
    for (int i = 0; i < image.length; i++) {
      most = Math.max(most, image[i]);
      mass += image[i];
      sumX += image[i] * (i % side);
      sumY += image[i] * (i / side);
    }
    double centreX = sumX / mass;
    double centreY = sumY / mass;
    double xy = 0;
    double yy = 0;
    for (int i = 0; i < image.length; i++) {
      xy += image[i] * (i % side - centreX) * (i / side - centreY);
      yy += image[i] * (i / side - centreY) * (i / side - centreY);
    }
    double shear = xy / yy;
    // The box of the upright ink, from samples four times as fine.
    double left = 99;
    double right = -99;
    double top = 99;
    double bottom = -99;
    for (int v = 0; v < side * 4; v++) {
      for (int u = -40; u < side * 4 + 40; u++) {
        double y = (v + 0.5) / 4 - 0.5;
        double x = (u + 0.5) / 4 - 0.5;
        if (at(image, x + shear * (y - centreY), y) > most / 2) {
          left = Math.min(left, x);
          right = Math.max(right, x);
          top = Math.min(top, y);
          bottom = Math.max(bottom, y);
        }
      }
    }
    double scale = Math.max((bottom - top) / 32, (right - left) / 24);
    double startX = (left + right) / 2 - 16 * scale;
    double startY = (top + bottom) / 2 - 16 * scale;
    int[] counts = new int[AREA];
    for (int v = 0; v < 32; v++) {
      for (int u = 0; u < 32; u++) {
        double y = startY + (v + 0.5) * scale;
        double x = startX + (u + 0.5) * scale;
        if (at(image, x + shear * (y - centreY), y) > most / 2) {
          counts[v / 4 * 8 + u / 4]++;
        }
      }
    }
    return counts;
  }

  /// The grey value between pixels.
  private static double at(float[] image, double x, double y) {
    int column = (int) Math.floor(x);
    int row = (int) Math.floor(y);
    if (column < 0 || row < 0 || column > 26 || row > 26) {
      return 0;
    }
    double px = x - column;
    double py = y - row;
    int place = row * 28 + column;
    double above = image[place] + (image[place + 1] - image[place]) * px;
    double below = image[place + 28] + (image[place + 29] - image[place + 28]) * px;
    return above + (below - above) * py;
  }

  /// All of a set's images as counts.
  static int[][] counts(Dataset digits) {
    return IntStream.range(0, digits.size()).parallel().mapToObj(i -> {
      float[] image = new float[28 * 28];
      digits.readInput(i, image, 0);
      return counts(image);
    }).toArray(int[][]::new);
  }

  /// The vote of the `k` nearest rows.
  static int vote(int[][] rows, Dataset digits, int[] query, int k) {
    int[] nearest = new int[k];
    int[] distances = new int[k];
    Arrays.fill(distances, Integer.MAX_VALUE);
    for (int i = 0; i < rows.length; i++) {
      int distance = 0;
      int[] row = rows[i];
      for (int j = 0; j < AREA; j++) {
        int gap = row[j] - query[j];
        distance += gap * gap;
      }
      int place = k;
      while (place > 0 && distance < distances[place - 1]) {
        place--;
      }
      for (int j = k - 1; j > place; j--) {
        distances[j] = distances[j - 1];
        nearest[j] = nearest[j - 1];
      }
      if (place < k) {
        distances[place] = distance;
        nearest[place] = i;
      }
    }
    double[] votes = new double[10];
    for (int i = 0; i < k; i++) {
      votes[digits.readLabel(nearest[i])] += 1 / (1.0 + distances[i]);
    }
    int best = 0;
    for (int i = 1; i < 10; i++) {
      best = votes[i] > votes[best] ? i : best;
    }
    return best;
  }

  /// What the vote says of each real digit.
  static int[] predict(Dataset digits, List<int[]> real) {
    int[][] rows = counts(digits);
    return IntStream.range(0, real.size()).parallel().map(i -> vote(rows, digits, real.get(i), 5)).toArray();
  }

  /// Prints the score, the confusions and some mistakes: `UciDigits CSV [SEED]`.
  static void main(String[] args) throws IOException {
    List<int[]> real = read(Path.of(args[0]));
    Dataset digits = Digits.train(args.length > 1 ? Long.parseLong(args[1]) : 1);
    int[] said = predict(digits, real);
    int[][] confusion = new int[10][10];
    int right = 0;
    StringBuilder[] lines = new StringBuilder[9];
    int wrong = 0;
    for (int i = 0; i < said.length; i++) {
      int label = real.get(i)[AREA];
      confusion[label][said[i]]++;
      if (said[i] == label) {
        right++;
        continue;
      }
      if (wrong++ % 8 == 0) {
        print(lines);
        for (int y = 0; y < 9; y++) {
          lines[y] = new StringBuilder();
        }
      }
      lines[8].append(String.format("%d read as %d          ", label, said[i]));
      for (int y = 0; y < 8; y++) {
        for (int x = 0; x < 8; x++) {
          lines[y].append(" .:-=+*#%@@@@@@@@".substring(real.get(i)[y * 8 + x]).substring(0, 1).repeat(2));
        }
        lines[y].append("    ");
      }
    }
    print(lines);
    for (int[] row : confusion) {
      System.out.println(Arrays.toString(row));
    }
    System.out.printf("%.2f%%%n", 100.0 * right / said.length);
  }

  private static void print(StringBuilder[] lines) {
    for (StringBuilder line : lines) {
      if (line != null) {
        System.out.println(line);
      }
    }
  }
}
