package dev.gradus.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gradus.Trial;
import dev.gradus.backend.Backend;
import dev.gradus.backend.Workers;
import dev.gradus.graph.Graph;
import dev.gradus.graph.Value;
import dev.gradus.op.Variable;
import dev.gradus.tensor.DType;
import dev.gradus.tensor.Dim;
import dev.gradus.tensor.Shape;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlanTest {
  private static final int GRAPHS = 400;

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void fusingChangesNoBitAndUpdatesTakeEffectAtTheEnd(int threads) throws Exception {
    try (Workers workers = new Workers(threads)) {
      for (long seed = 0; seed < GRAPHS; seed++) {
        Graph graph = RandomGraphs.of(seed);
        Trial trial = RandomGraphs.trial(seed, new int[] {7, 1, 2, 0}[(int) (seed % 4)]);
        // Two steps, so that the second reads what the first wrote.
        for (int step = 0; step < 2; step++) {
          Trial.Outcome expected = trial.expected(graph, workers);
          for (Backend backend : List.of(Backend.SCALAR, Backend.VECTOR)) {
            for (Plan plan : List.of(Plan.of(graph), Plan.unfused(graph))) {
              assertThat(trial.run(plan, backend, workers).bits())
                  .as("seed %d, step %d, %s, plan\n%s", seed, step, backend, plan)
                  .isEqualTo(expected.bits());
            }
          }
          trial = trial.after(expected);
        }
      }
    }
  }
}
