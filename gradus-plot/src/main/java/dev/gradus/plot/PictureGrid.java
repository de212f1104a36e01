package dev.gradus.plot;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Small pictures in rows, each with a caption.
public final class PictureGrid implements Exhibit {
  private static final double GAP = 8;

  private final Words words;
  private final List<Pixels> pictures = new ArrayList<>();
  private int columns = 6;

  private record Pixels(Text caption, int height, int width, int[] colours) {}

  /// Without pictures.
  public PictureGrid(Words words) {
    this.words = words;
  }

  @Override
  public Words words() {
    return words;
  }

  /// How many stand side by side; 6 by default.
  public PictureGrid columns(int count) {
    columns = count;
    return this;
  }

  /// A picture in greys, from black for 0 to white for 1.
  public PictureGrid grey(Text caption, int height, int width, double... pixels) {
    return add(caption, height, width, Arrays.stream(pixels).mapToInt(Colours::grey).toArray());
  }

  /// A picture of weights: blue below 0, white at 0, brown above; the largest size has the full colour.
  public PictureGrid signed(Text caption, int height, int width, double... weights) {
    double most = Arrays.stream(weights).map(Math::abs).max().orElse(1);
    double scale = most == 0 ? 1 : most;
    return add(caption, height, width, Arrays.stream(weights).mapToInt(weight -> Colours.signed(0.5 + 0.5 * weight / scale)).toArray());
  }

  /// A picture of strengths, from dark for the least to light for the largest.
  public PictureGrid strength(Text caption, int height, int width, double... values) {
    double least = Arrays.stream(values).min().orElse(0);
    double most = Arrays.stream(values).max().orElse(1);
    double span = most > least ? most - least : 1;
    return add(caption, height, width, Arrays.stream(values).mapToInt(value -> Colours.sequence((value - least) / span)).toArray());
  }

  private PictureGrid add(Text caption, int height, int width, int[] colours) {
    if (colours.length != height * width) {
      throw new IllegalArgumentException("a picture of " + height + " × " + width + " has " + height * width + " pixels, not " + colours.length);
    }
    pictures.add(new Pixels(caption, height, width, colours));
    return this;
  }

  @Override
  public Tag drawing() {
    Svg svg = Svg.root();
    double cell = (Svg.WIDTH - 8 - GAP * (columns - 1)) / columns;
    double y = 4;
    for (int from = 0; from < pictures.size(); from += columns) {
      List<Pixels> row = pictures.subList(from, Math.min(pictures.size(), from + columns));
      double tallest = row.stream().mapToDouble(picture -> cell * picture.height / picture.width).max().orElse(cell);
      int lines = row.stream().mapToInt(picture -> Svg.lines(picture.caption, cell)).max().orElse(1);
      for (int i = 0; i < row.size(); i++) {
        Pixels picture = row.get(i);
        double x = 4 + i * (cell + GAP);
        svg.image(x, y, cell, cell * picture.height / picture.width, "pixels", Picture.address(picture.width, picture.height, picture.colours));
        svg.text(x + cell / 2, y + tallest + 14, "middle", "caption", picture.caption, cell);
      }
      y += tallest + Svg.LINE * lines + GAP;
    }
    return svg.finish(y, words.title());
  }
}
