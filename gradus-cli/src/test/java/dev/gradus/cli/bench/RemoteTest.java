package dev.gradus.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gradus.GradusException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RemoteTest {
  private static final Job JOB = new Job(Workload.MLP, 1, Scale.TINY);

  /// A worker that fails at its second round, and whose libraries print to standard output.
  static final class Failing {
    public static void main(String[] arguments) throws IOException {
      Worker.serve(job -> new Session() {
        private int rounds;

        @Override
        public Map<String, double[]> check() {
          return Map.of("threads", new double[] {job.threads(), 0.5});
        }

        @Override
        public Map<String, Double> round(double seconds) {
          System.out.println("a library greets");
          if (rounds++ > 0) {
            throw new IllegalStateException("no more rounds");
          }
          return Map.of("training", seconds * 2);
        }
      });
    }
  }

  /// A worker that ends at once.
  static final class Ending {
    public static void main(String[] arguments) {
      System.err.println("no such library");
      System.exit(3);
    }
  }

  private static ProcessBuilder process(Class<?> program) {
    return new ProcessBuilder(JavaProcess.likeThis(program));
  }

  @Test
  void asksAndTellsWhatFailed() {
    try (Remote remote = new Remote("torch", process(Failing.class), JOB)) {
      assertThat(remote.check()).containsOnlyKeys("threads");
      assertThat(remote.check().get("threads")).containsExactly(1, 0.5);
      assertThat(remote.round(0.25)).isEqualTo(Map.of("training", 0.5));
      assertThatThrownBy(() -> remote.round(0.25)).isInstanceOf(GradusException.class).hasMessage("torch failed: no more rounds");
    }
  }

  @Test
  void aWorkerThatEndsIsQuoted() {
    assertThatThrownBy(() -> new Remote("torch", process(Ending.class), JOB)).isInstanceOf(GradusException.class)
        .hasMessage("torch ended without an answer; the last that it said: no such library");
  }

  @Test
  void programsStartWithTheSameJavaAndVectors() {
    assertThat(JavaProcess.likeThis(Worker.class)).startsWith(
        java.nio.file.Path.of(System.getProperty("java.home"), "bin", "java").toString())
        .containsSubsequence(List.of("--add-modules", "jdk.incubator.vector")).contains("dev.gradus.cli.bench.Worker");
  }
}
