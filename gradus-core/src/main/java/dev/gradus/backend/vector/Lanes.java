package dev.gradus.backend.vector;

import dev.gradus.GradusException;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/// The vector width in use. Results never depend on it, only speed does.
final class Lanes {
  /// The species of every kernel: `-Dgradus.vector.bits` (128, 256 or 512), else the machine's preferred one.
  static final VectorSpecies<Float> SPECIES = choose(System.getProperty("gradus.vector.bits"));

  /// The number of float lanes: 4, 8 or 16.
  static final int COUNT = SPECIES.length();

  private Lanes() {}

  private static VectorSpecies<Float> choose(String bits) {
    if (bits == null) {
      int preferred = FloatVector.SPECIES_PREFERRED.vectorBitSize();
      if (preferred >= 512) {
        return FloatVector.SPECIES_512;
      }
      return preferred >= 256 ? FloatVector.SPECIES_256 : FloatVector.SPECIES_128;
    }
    return switch (bits) {
      case "128" -> FloatVector.SPECIES_128;
      case "256" -> FloatVector.SPECIES_256;
      case "512" -> FloatVector.SPECIES_512;
      default -> throw new GradusException(
          "System property gradus.vector.bits must be 128, 256 or 512, not \"" + bits + "\". Leave it out to use the"
              + " machine's preferred width.");
    };
  }
}
