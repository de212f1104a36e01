package dev.gradus.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.gradus.GradusException;
import dev.gradus.backend.Backend;
import dev.gradus.backend.Execution;
import dev.gradus.dataset.Dataset;
import dev.gradus.layer.Mode;
import dev.gradus.model.Model;
import dev.gradus.op.Variable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WeightAveragesTest {
  private static final Execution ONE = new Execution(Backend.SCALAR, 1);

  /// The mean of the weights after each step, written out: each weighs β less than the one after it.
  @ParameterizedTest
  @ValueSource(doubles = {0, 0.5, 0.9})
  void averagesTakeTheWeightsPlaceAtTheEnd(double decay) {
    Model model = Nets.CNN.model();
    Dataset data = Nets.CNN.data(40);
    Map<String, double[]> sums = new LinkedHashMap<>();
    Map<String, float[]> last = new LinkedHashMap<>();
    double[] weight = {0};
    Nets.CNN.trainer(model, ONE).averageWeights(decay).epochs(2).batchSize(16).listener(new Listener() {
      @Override
      public void stepFinished(Training training) {
        weight[0] = decay * weight[0] + 1;
        training.model().variables().forEach((path, tensor) -> {
          double[] sum = sums.computeIfAbsent(path, _ -> new double[tensor.size()]);
          for (int i = 0; i < sum.length; i++) {
            sum[i] = decay * sum[i] + tensor.floats()[i];
          }
          last.put(path, tensor.floats().clone());
        });
      }
    }).fit(data);
    for (Variable variable : model.graph(Mode.TRAINING).variables()) {
      float[] found = model.variables().get(variable.path()).floats();
      for (int i = 0; i < found.length; i++) {
        double expected = variable.role() == Variable.Role.PARAMETER ? sums.get(variable.path())[i] / weight[0] : last.get(variable.path())[i];
        assertThat((double) found[i]).as("%s[%d]", variable.path(), i).isCloseTo(expected, within(1e-6));
      }
    }
  }

  @Test
  void validationAndListenersSeeTheAveragesAndTrainingGoesOnWithoutThem() {
    List<Double> plain = losses(Nets.MLP.trainer(Nets.MLP.model(), ONE));
    List<Double> averaging = losses(Nets.MLP.trainer(Nets.MLP.model(), ONE).averageWeights(0.9));
    assertThat(averaging).isEqualTo(plain);
    Model model = Nets.MLP.model();
    List<String> seen = new ArrayList<>();
    TrainingReport report = Nets.MLP.trainer(model, ONE).averageWeights(0.9).epochs(3).validationSplit(0.25).listener(new Listener() {
      @Override
      public void epochFinished(Training training, EpochReport epoch) {
        seen.add(training.model().weightsSha256());
      }
    }).fit(Nets.MLP.data(60));
    TrainingReport without = Nets.MLP.trainer(Nets.MLP.model(), ONE).epochs(3).validationSplit(0.25).fit(Nets.MLP.data(60));
    assertThat(seen).hasSize(3).doesNotHaveDuplicates();
    assertThat(seen.getLast()).as("what stays").isEqualTo(model.weightsSha256());
    assertThat(report.history().getLast().validation().orElseThrow().loss())
        .isNotEqualTo(without.history().getLast().validation().orElseThrow().loss());
  }

  private static List<Double> losses(Trainer trainer) {
    List<Double> losses = new ArrayList<>();
    trainer.epochs(3).validationSplit(0.25).listener(new Listener() {
      @Override
      public void stepFinished(Training training) {
        losses.add(training.stepLoss());
      }
    }).fit(Nets.MLP.data(60));
    return losses;
  }

  @Test
  void aTrainingStoppedWithinAnEpochEndsWithTheAveragesToo() {
    Model model = Nets.MLP.model();
    List<String> own = new ArrayList<>();
    Nets.MLP.trainer(model, ONE).averageWeights(0.9).batchSize(8).listener(new Listener() {
      @Override
      public void stepFinished(Training training) {
        own.add(training.model().weightsSha256());
        if (training.step() == 3) {
          training.stop("enough");
        }
      }
    }).fit(Nets.MLP.data(60));
    assertThat(own).hasSize(3).doesNotContain(model.weightsSha256());
  }

  @Test
  void refusesADecayThatIsNone() {
    assertThatThrownBy(() -> Nets.MLP.trainer(Nets.MLP.model(), ONE).averageWeights(1)).isExactlyInstanceOf(GradusException.class)
        .hasMessage("the decay of averaged weights must be in [0, 1), not 1.0");
  }
}
