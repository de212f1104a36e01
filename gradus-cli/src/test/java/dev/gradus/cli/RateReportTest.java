package dev.gradus.cli;

import static dev.gradus.cli.Ran.gradus;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gradus.train.RateSweep;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class RateReportTest {
  @TempDir
  Path folder;

  @Test
  void barsAreAsLongAsTheLossAndTheProposalIsLast() {
    RateReport report = RateReport.of(new RateSweep(List.of(
        new RateSweep.Point(1e-3, 2, 2), new RateSweep.Point(1e-2, 0.4, 0.4), new RateSweep.Point(1e-1, 99, 99)), true));
    assertThat(report.lines()).containsExactly(
        " 1.0e-03        2.000  " + "#".repeat(25),
        " 1.0e-02       0.4000  " + "#".repeat(5),
        " 1.0e-01        99.00  " + "#".repeat(50),
        "",
        "Proposed: --learning-rate 1.0e-03, a tenth of the rate where the loss was lowest");
    assertThat(report.values()).containsEntry("proposed_learning_rate", 1e-3).containsEntry("diverged", true);
  }

  @Test
  void aLossThatNeverFallsProposesNothing() {
    RateReport report = RateReport.of(new RateSweep(List.of(new RateSweep.Point(1e-3, 2, 2), new RateSweep.Point(1e-2, 3, 3)), false));
    assertThat(report.values()).doesNotContainKey("proposed_learning_rate");
    assertThat(report.lines()).endsWith("No rate to propose: the loss never fell. Another optimizer, model or initializer?",
        "The sweep reached its highest rate before the loss had grown to four times its lowest.");
  }

  @Test
  void theCommandProposesARateAndKeepsNothing() {
    Ran ran = gradus("train", "spirals", "--find-learning-rate", "--out", folder.resolve("runs").toString(), "--json");
    assertThat(ran.status()).as(ran.err()).isZero();
    JsonNode found = ran.json();
    assertThat(found.get("proposed_learning_rate").asDouble()).isBetween(1e-5, 1.0);
    assertThat(found.get("points").size()).isBetween(20, 100);
    assertThat(found.get("points").get(0).propertyNames()).containsExactly("rate", "loss", "smoothed");
    assertThat(folder.resolve("runs")).doesNotExist();
    Ran shown = gradus("train", "spirals", "--find-learning-rate", "--out", folder.resolve("runs").toString());
    assertThat(shown.out()).contains("Proposed: --learning-rate ", "    rate         loss\n 1.0e-06  ");
  }
}
