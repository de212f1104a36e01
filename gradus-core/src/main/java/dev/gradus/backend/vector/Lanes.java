package dev.gradus.backend.vector;

import dev.gradus.GradusException;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/// How many float32 numbers a vector holds: what the machine prefers, or what `-Dgradus.vector.bits` says.
///
/// The width changes the speed and never a result.
final class Lanes {
  /// The system property that overrides the width: 128, 256 or 512.
  static final String BITS = "gradus.vector.bits";

  /// The vectors that every kernel uses.
  static final VectorSpecies<Float> SPECIES = species(System.getProperty(BITS));

  /// Lanes of a vector.
  static final int LANES = SPECIES.length();

  /// Columns of a tile: two vectors.
  static final int PANEL = 2 * LANES;

  private Lanes() {}

  /// Panels that cover `columns`.
  static int panels(int columns) {
    return Math.ceilDiv(columns, PANEL);
  }

  /// `floats` rounded up to a cache line, so that each part of the scratch begins on one if the first does.
  static long line(long floats) {
    return Math.ceilDiv(floats, 16) * 16L;
  }

  /// The species that the property asks for; the machine's own if `bits` is null.
  static VectorSpecies<Float> species(String bits) {
    if (bits == null) {
      int preferred = FloatVector.SPECIES_PREFERRED.vectorBitSize();
      return VectorSpecies.of(float.class, VectorShape.forBitSize(Math.clamp(preferred, 128, 512)));
    }
    return switch (bits) {
      case "128", "256", "512" -> VectorSpecies.of(float.class, VectorShape.forBitSize(Integer.parseInt(bits)));
      default -> throw new GradusException(
          "Vector width: -D" + BITS + " must be 128, 256 or 512, not \"" + bits
              + "\". Leave it out to use what the machine prefers.");
    };
  }
}
