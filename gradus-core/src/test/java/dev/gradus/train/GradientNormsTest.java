package dev.gradus.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.gradus.backend.Backend;
import dev.gradus.backend.Execution;
import dev.gradus.model.Model;
import dev.gradus.optimizer.Optimizers;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// The norms of the gradients, which a receipt keeps for each step.
class GradientNormsTest {
  @Test
  void areTheLengthsOfTheStepsThatGradientDescentTakes() {
    Model model = Nets.MLP.model();
    Map<String, float[]> before = new LinkedHashMap<>();
    model.arrays().forEach((path, values) -> before.put(path, values.clone()));
    List<String> seen = new ArrayList<>();
    Nets.MLP.trainer(model, new Execution(Backend.VECTOR, 1)).optimizer(Optimizers.gradientDescent(1)).gradientNorms(true)
        .listener(new Listener() {
          @Override
          public void stepFinished(Training training) {
            training.gradientNorms().forEach((path, norm) -> {
              float[] old = before.get(path);
              float[] now = model.arrays().get(path);
              double sum = 0;
              for (int i = 0; i < now.length; i++) {
                sum += Math.pow((double) old[i] - now[i], 2);
              }
              assertThat(Math.sqrt(sum)).as(path).isCloseTo(norm, within(1e-4 * norm + 1e-6));
              seen.add(path);
            });
            training.stop("enough");
          }
        }).fit(Nets.MLP.data(40));
    assertThat(seen).isNotEmpty().doesNotHaveDuplicates();
  }

  @Test
  void haveTheSameBitsEverywhereAndChangeNoOthers() {
    for (Nets net : List.of(Nets.MLP, Nets.CNN)) {
      Model plain = net.model();
      net.trainer(plain, new Execution(Backend.SCALAR, 1)).fit(net.data(40));
      List<Map<String, Float>> expected = null;
      for (Execution execution : List.of(
          new Execution(Backend.SCALAR, 1), new Execution(Backend.VECTOR, 1), new Execution(Backend.VECTOR, 3))) {
        Model model = net.model();
        List<Map<String, Float>> norms = new ArrayList<>();
        net.trainer(model, execution).gradientNorms(true).listener(new Listener() {
          @Override
          public void stepFinished(Training training) {
            norms.add(training.gradientNorms());
          }
        }).fit(net.data(40));
        assertThat(model.weightsSha256()).isEqualTo(plain.weightsSha256());
        expected = expected == null ? norms : expected;
        assertThat(norms).isNotEmpty().isEqualTo(expected);
        assertThat(norms.getFirst()).isNotEmpty();
      }
    }
  }
}
