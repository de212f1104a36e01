package dev.gradus.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gradus.backend.Widths;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The third promise: a warmed-up step allocates nothing of the batch's size.
class StepAllocationTest {
  /// A few objects of fixed size, such as a lambda for each kernel, are fine. The inputs of a batch of 256 have 9 KiB or
  /// more in each of the networks.
  private static final long BYTES_PER_STEP = 4096;

  @Test
  void warmStepAllocatesNothingOfTheBatchsSize() throws Exception {
    List<String> lines = Widths.fork(
        List.of("--add-modules", "jdk.incubator.vector", "-Xmx512m", "-Xbatch", "-XX:CompileThresholdScaling=0.02"),
        StepAllocations.class);
    assertThat(lines).hasSize(16).allSatisfy(
        line -> assertThat(Long.parseLong(line.split(" ")[3])).as(line).isBetween(0L, BYTES_PER_STEP));
  }
}
