package dev.gradus.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NearestTest {
  private static final List<String> NAMES = List.of("conv2d", "dense", "maxPool", "batchNorm", "fashion-mnist");

  @Test
  void countsEachKindOfEditOnce() {
    assertThat(Nearest.distance("dense", "dense")).isZero();
    assertThat(Nearest.distance("dens", "dense")).isEqualTo(1);
    assertThat(Nearest.distance("densee", "dense")).isEqualTo(1);
    assertThat(Nearest.distance("donse", "dense")).isEqualTo(1);
    assertThat(Nearest.distance("dnese", "dense")).isEqualTo(1);
    assertThat(Nearest.distance("DENSE", "dense")).isZero();
    assertThat(Nearest.distance("kitten", "sitting")).isEqualTo(3);
    assertThat(Nearest.distance("", "abc")).isEqualTo(3);
  }

  @Test
  void findsTheNearestName() {
    assertThat(Nearest.to("conv2", NAMES)).contains("conv2d");
    assertThat(Nearest.to("maxpool", NAMES)).contains("maxPool");
    assertThat(Nearest.hint("batchNrom", NAMES)).isEqualTo(" (did you mean batchNorm?)");
  }

  @Test
  void takesTheStartOfAName() {
    assertThat(Nearest.to("fashion", NAMES)).contains("fashion-mnist");
  }

  @Test
  void saysNothingWhenNoneIsNear() {
    assertThat(Nearest.to("transformer", NAMES)).isEmpty();
    assertThat(Nearest.hint("x", NAMES)).isEmpty();
  }
}
