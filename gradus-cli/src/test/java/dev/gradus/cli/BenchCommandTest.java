package dev.gradus.cli;

import static dev.gradus.cli.Ran.gradus;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// The command with a process for each contender, at a size that says nothing about speed.
class BenchCommandTest {
  @Test
  void theReportHasEveryFigureWithItsNeighbours() {
    Ran ran = gradus("bench", "--tiny", "--workload", "mlp", "--threads", "1", "--json");
    assertThat(ran.status()).as(ran.err()).isZero();
    assertThat(ran.out().lines()).hasSize(1);
    assertThat(ran.json().propertyNames()).containsExactly("command", "system", "java", "processors", "rounds", "seconds",
        "warm_up_seconds", "results");
    JsonNode results = ran.json().get("results");
    assertThat(results.valueStream().map(row -> row.get("metric").asString()).toList())
        .containsExactly("training", "allocated in a step");
    JsonNode row = results.get(0);
    assertThat(row.propertyNames()).containsExactly("workload", "metric", "unit", "value", "min", "max", "threads", "of_peak", "peer",
        "peer_value", "peer_min", "peer_max", "ratio");
    assertThat(row.get("workload").asString()).isEqualTo("mlp");
    assertThat(row.get("unit").asString()).isEqualTo("images/s");
    assertThat(row.get("threads").asInt()).isEqualTo(1);
    assertThat(row.get("value").asDouble()).isBetween(row.get("min").asDouble(), row.get("max").asDouble()).isPositive();
    assertThat(row.get("of_peak").asDouble()).isPositive();
    assertThat(row.get("peer").isNull()).isTrue();
    assertThat(row.get("ratio").isNull()).isTrue();
    assertThat(results.get(1).get("of_peak").isNull()).isTrue();
  }

  @Test
  void whatIsWrongIsSaidBeforeAnythingIsMeasured() {
    assertThat(gradus("bench", "--workload", "gem").line()).isEqualTo("gradus: unknown workload \"gem\" (did you mean gemm?); there"
        + " are peak, gemm, conv, mlp, lenet, vgg, resnet20, resnet20-augmented, infer-mlp, infer-vgg, startup");
    assertThat(gradus("bench", "--rounds", "0").line()).isEqualTo("gradus: --rounds is at least 1, not 0");
    assertThat(gradus("bench", "--threads", "0").line()).isEqualTo("gradus: --threads is 1 to 1024, not 0");
  }

  @Test
  void startupMeasuresAFreshProcess() {
    Ran ran = gradus("bench", "--tiny", "--workload", "startup", "--threads", "1", "--json");
    assertThat(ran.status()).as(ran.err()).isZero();
    JsonNode results = ran.json().get("results");
    assertThat(results.get(0).get("metric").asString()).isEqualTo("start to end");
    assertThat(results.get(0).get("value").asDouble()).isBetween(0.05, 60.0);
    assertThat(results.valueStream().filter(row -> row.get("metric").asString().equals("jars")).findFirst().orElseThrow()
        .get("value").asDouble()).isBetween(0.1, 20.0);
  }
}
