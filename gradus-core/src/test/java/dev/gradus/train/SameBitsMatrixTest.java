package dev.gradus.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gradus.backend.Backend;
import dev.gradus.backend.Execution;
import dev.gradus.backend.Widths;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The first promise under the JVM's own choices: compilers, instruction sets, heaps. [SameBitsTest] has threads and widths one at a
/// time; the whole matrix is slow.
class SameBitsMatrixTest {
  private static final List<String> VECTORS = List.of("--add-modules", "jdk.incubator.vector");

  private static List<String> expected;

  @BeforeAll
  static void trainReadably() {
    expected = TrainingFingerprints.of(new Execution(Backend.SCALAR, 1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"-XX:TieredStopAtLevel=1", "-XX:UseAVX=2"})
  void compilerAndInstructionsChangeNoBit(String flag) throws Exception {
    assertThat(withVectors(List.of(flag, "-Xmx512m"), 2)).isEqualTo(expected);
  }

  @Test
  void interpretedKernelsGiveTheSameBits() throws Exception {
    assertThat(lines(List.of("-Xint", "-Xmx512m"), "2", "USUAL", "MLP")).isEqualTo(List.of("SCALAR", expected.getFirst()));
  }

  @Tag("slow")
  @ParameterizedTest
  @ValueSource(ints = {128, 256, 512})
  void everyWidthAndNumberOfThreadsGivesTheSameBits(int bits) throws Exception {
    for (int threads : new int[] {1, 2, 3, 5}) {
      for (String heap : List.of("-Xmx64m", "-Xmx2g")) {
        assertThat(withVectors(List.of("-Dgradus.vector.bits=" + bits, heap), threads))
            .as("%d bits, %d threads, %s", bits, threads, heap).isEqualTo(expected);
      }
    }
  }

  @Tag("slow")
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5})
  void withoutTheVectorModuleEveryNumberOfThreadsGivesTheSameBits(int threads) throws Exception {
    for (String heap : List.of("-Xmx64m", "-Xmx2g")) {
      List<String> all = new ArrayList<>(expected);
      all.addFirst("SCALAR");
      assertThat(lines(List.of(heap), Integer.toString(threads))).as(heap).isEqualTo(all);
    }
  }

  @Tag("slow")
  @ParameterizedTest
  @ValueSource(strings = {
    "-XX:TieredStopAtLevel=1", "-XX:-TieredCompilation", "-XX:UseAVX=0", "-XX:UseAVX=1", "-XX:UseAVX=2", "-XX:UseAVX=3"
  })
  void everyFlagGivesTheSameBits(String flag) throws Exception {
    for (int threads : new int[] {1, 2, 3, 5}) {
      assertThat(withVectors(List.of(flag, "-Xmx512m"), threads)).as("%s, %d threads", flag, threads).isEqualTo(expected);
    }
    List<String> all = new ArrayList<>(expected);
    all.addFirst("SCALAR");
    assertThat(lines(List.of(flag, "-Xmx512m"), "2")).as("%s without vectors", flag).isEqualTo(all);
  }

  @Tag("slow")
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5})
  void interpretedKernelsGiveTheSameBitsOnEveryNumberOfThreads(int threads) throws Exception {
    List<String> brief = TrainingFingerprints.of(new Execution(Backend.SCALAR, 1), TrainingFingerprints.Length.BRIEF, List.of(Nets.values()));
    for (String backend : List.of("SCALAR", "VECTOR")) {
      List<String> flags = new ArrayList<>(List.of("-Xint", "-Xmx512m"));
      flags.addAll(backend.equals("VECTOR") ? VECTORS : List.of());
      List<String> all = new ArrayList<>(brief);
      all.addFirst(backend);
      assertThat(lines(flags, Integer.toString(threads), "BRIEF")).as("%s, %d threads", backend, threads).isEqualTo(all);
    }
  }

  private static List<String> withVectors(List<String> flags, int threads) throws Exception {
    List<String> all = new ArrayList<>(VECTORS);
    all.addAll(flags);
    List<String> lines = lines(all, Integer.toString(threads));
    assertThat(lines.getFirst()).isEqualTo("VECTOR");
    return lines.subList(1, lines.size());
  }

  /// What the trainings print, without what the JVM says of flags that this machine hasn't.
  private static List<String> lines(List<String> flags, String... arguments) throws Exception {
    return Widths.fork(flags, TrainingFingerprints.class, arguments).stream().filter(line -> !line.contains("warning:")).toList();
  }
}
