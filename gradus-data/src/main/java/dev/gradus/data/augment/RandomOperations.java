package dev.gradus.data.augment;

import dev.gradus.data.augment.Change.Picture;
import dev.gradus.data.augment.Moves.Affine;
import dev.gradus.random.RandomStream;
import java.util.List;

/// RandAugment's operations, of which each example gets some at a strength.
final class RandomOperations {
  enum Operation { IDENTITY, ROTATE, SHEAR_X, SHEAR_Y, SHIFT_X, SHIFT_Y, BRIGHTNESS, CONTRAST, POSTERIZE, SOLARIZE, SATURATION }

  private RandomOperations() {}

  /// Those that pictures of so many channels can have.
  static List<Operation> of(Picture picture) {
    List<Operation> all = List.of(Operation.values());
    return picture.channels() == 3 ? all : all.subList(0, all.size() - 1);
  }

  /// Does `count` drawn ones, each at `level` in [0, 1].
  static Change some(Picture picture, int count, double level) {
    List<Operation> operations = of(picture);
    return (random, values, at, scratch) -> {
      for (int i = 0; i < count; i++) {
        apply(operations.get(random.nextInt(operations.size())), picture, level, random, values, at, scratch);
      }
    };
  }

  static void apply(Operation operation, Picture picture, double level, RandomStream random, float[] values, int at, float[] scratch) {
    double signed = (random.nextBits() & 1) == 0 ? level : -level;
    switch (operation) {
      case IDENTITY -> {
      }
      case ROTATE -> Moves.affine(picture, rotation(30 * signed), 0, 0, values, at, scratch);
      case SHEAR_X -> Moves.affine(picture, new Affine(1, 0.3 * signed, 0, 1), 0, 0, values, at, scratch);
      case SHEAR_Y -> Moves.affine(picture, new Affine(1, 0, 0.3 * signed, 1), 0, 0, values, at, scratch);
      case SHIFT_X -> Moves.affine(picture, new Affine(1, 0, 0, 1), 0.45 * signed * picture.width(), 0, values, at, scratch);
      case SHIFT_Y -> Moves.affine(picture, new Affine(1, 0, 0, 1), 0, 0.45 * signed * picture.height(), values, at, scratch);
      case BRIGHTNESS -> Colours.brightness(picture, (float) (1 + 0.9 * signed), values, at);
      case CONTRAST -> Colours.contrast(picture, (float) (1 + 0.9 * signed), values, at);
      case SATURATION -> Colours.saturation(picture, (float) (1 + 0.9 * signed), values, at);
      case POSTERIZE -> Colours.posterize(picture, 8 - (int) Math.rint(4 * level), values, at);
      case SOLARIZE -> Colours.solarize(picture, (float) (1 - level), values, at);
    }
  }

  /// Turns a picture by so many degrees, anticlockwise.
  static Affine rotation(double degrees) {
    double radians = degrees * (StrictMath.PI / 180);
    double cosine = StrictMath.cos(radians);
    double sine = StrictMath.sin(radians);
    return new Affine(cosine, -sine, sine, cosine);
  }
}
