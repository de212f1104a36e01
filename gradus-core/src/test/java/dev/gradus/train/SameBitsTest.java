package dev.gradus.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gradus.backend.Backend;
import dev.gradus.backend.Execution;
import dev.gradus.backend.Widths;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The first promise: same seed, same bits. The readable backend on one thread is what all others are held to.
class SameBitsTest {
  private static List<String> expected;

  @BeforeAll
  static void trainReadably() {
    expected = TrainingFingerprints.of(new Execution(Backend.SCALAR, 1));
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3})
  void scalarTrainingGivesTheSameBitsOnThreads(int threads) {
    assertThat(TrainingFingerprints.of(new Execution(Backend.SCALAR, threads))).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void vectorTrainingGivesTheScalarBitsOnThreads(int threads) {
    assertThat(TrainingFingerprints.of(new Execution(Backend.VECTOR, threads))).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(ints = {128, 256, 512})
  void trainingGivesTheScalarBitsWithVectorsOfBits(int bits) throws Exception {
    List<String> lines = Widths.run(bits, TrainingFingerprints.class);
    assertThat(lines.getFirst()).isEqualTo("VECTOR");
    assertThat(lines.subList(1, lines.size())).isEqualTo(expected);
  }

  @Test
  void withoutTheVectorModuleTrainingFallsBackToScalarWithTheSameBits() throws Exception {
    List<String> lines = Widths.runWithoutVectors(TrainingFingerprints.class);
    assertThat(lines.getFirst()).isEqualTo("SCALAR");
    assertThat(lines.subList(1, lines.size())).isEqualTo(expected);
  }

  /// Not a golden: our own output, held so that a change of bits is a decision and not an accident.
  @ParameterizedTest
  @EnumSource
  void fingerprintIsWhatItWas(Nets net) {
    String held = switch (net) {
      case MLP -> "ed7b523ed0258751ed0fbfc97e32b833cc85f0d346e2898127efe14de1210c2c";
      case CNN -> "f288899ed379fae55757745c88ffc8bb89b57c33580974606e4e85f9f4f0bdd2";
      case GROUPED -> "a505ad021a72cb003410453ac93dbc53190f021340e8c13d3df0ba3ffa2f8cfe";
      case UNITS -> "e59d298a170f392ce3fcd0a10e9a937ddc8c188ec0cc54af88164bf62d55cc2f";
      case IMAGES -> "55f370f20b43cff84123d965d899ca51e0602f7cf9774b3f0403b4e8992f1ea4";
      case SEQUENCES -> "8a3172f006d4bfe1b55afd82303a58329507f090dc8071187331679a114772b2";
      case TOKENS -> "579d67df694c33f1c68f4d9def40edad0be245f38d273e3fa7cd76ee47063f3a";
    };
    assertThat(expected.get(net.ordinal()).split(" ")[1]).isEqualTo(held);
  }

  @Test
  void anotherSeedGivesOtherBits() {
    var alike = Nets.MLP.model();
    var other = Nets.MLP.model();
    Execution execution = new Execution(Backend.VECTOR, 1);
    Nets.MLP.trainer(alike, execution).fit(Nets.MLP.data(40));
    Nets.MLP.trainer(other, execution).seed(dev.gradus.random.Seed.seed(43)).fit(Nets.MLP.data(40));
    assertThat(other.weightsSha256()).isNotEqualTo(alike.weightsSha256());
  }

  @Test
  void trainingsSideBySideGiveTheBitsOfTrainingsAlone() {
    try (ExecutorService both = Executors.newFixedThreadPool(2)) {
      List<CompletableFuture<List<String>>> runs = List.of(
          CompletableFuture.supplyAsync(() -> TrainingFingerprints.of(new Execution(Backend.VECTOR, 2)), both),
          CompletableFuture.supplyAsync(() -> TrainingFingerprints.of(new Execution(Backend.VECTOR, 1)), both));
      for (var run : runs) {
        assertThat(run.join()).isEqualTo(expected);
      }
    }
  }
}
