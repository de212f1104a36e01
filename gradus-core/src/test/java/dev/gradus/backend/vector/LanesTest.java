package dev.gradus.backend.vector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gradus.GradusException;
import org.junit.jupiter.api.Test;

class LanesTest {
  @Test
  void takesTheWidthAskedFor() {
    assertThat(Lanes.species("128").length()).isEqualTo(4);
    assertThat(Lanes.species("256").length()).isEqualTo(8);
    assertThat(Lanes.species("512").length()).isEqualTo(16);
  }

  @Test
  void takesTheMachinesWidthUnlessAsked() {
    assertThat(Lanes.species(null).length()).isIn(4, 8, 16);
  }

  @Test
  void refusesOtherWidthsAndSaysWhichThereAre() {
    assertThatThrownBy(() -> Lanes.species("1024")).isInstanceOf(GradusException.class).hasMessage(
        "Vector width: -Dgradus.vector.bits must be 128, 256 or 512, not \"1024\". "
            + "Leave it out to use what the machine prefers.");
  }
}
