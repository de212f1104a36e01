package dev.gradus.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gradus.backend.Backend;
import dev.gradus.backend.Execution;
import dev.gradus.model.Model;
import dev.gradus.optimizer.Constraints;
import dev.gradus.optimizer.Optimizer;
import dev.gradus.optimizer.Optimizers;
import dev.gradus.optimizer.Schedules;
import dev.gradus.optimizer.Transforms;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Optimizers and schedules within the trainer.
class OptimizedTrainingTest {
  private static final Execution ONE = new Execution(Backend.SCALAR, 1);

  /// A rate so low that nothing changes in float32 but the first time is a plateau: the rate is lowered after each epoch.
  @Test
  void aPlateauOfTheValidationLossLowersTheRateEachTimeFitIsCalled() {
    Trainer trainer = Nets.MLP.trainer(Nets.MLP.model(), ONE).optimizer(Optimizers.gradientDescent(1e-30))
        .schedule(Schedules.reduceOnPlateau(0.5, 1)).epochs(4).batchSize(Trainer.WHOLE_SET).validationSplit(0.25);
    List<Double> rates = new ArrayList<>();
    trainer.listener(new Listener() {
      @Override
      public void stepFinished(Training training) {
        rates.add(training.learningRate());
      }
    });
    trainer.fit(Nets.MLP.data(60));
    trainer.fit(Nets.MLP.data(60));
    assertThat(rates).containsExactly(1e-30, 1e-30, 5e-31, 2.5e-31, 1e-30, 1e-30, 5e-31, 2.5e-31);
  }

  /// Every optimizer trains a network on the fast backend with many threads as on the plain one, to the bit.
  @ParameterizedTest
  @ValueSource(strings = {"adaGrad", "adaDelta", "rmsProp", "centredRmsProp", "rprop", "amsGrad", "adaMax", "nadam", "adamW", "lion", "lamb"})
  void optimizersGiveTheSameBitsOnBothBackends(String name) throws Exception {
    Optimizer optimizer = (Optimizer) Optimizers.class.getMethod(name, double.class).invoke(null, 0.01);
    Optimizer full = optimizer.before(Transforms.clipByGlobalNorm(1))
        .constrained(Constraints.maxNorm(1)).accumulating(2);
    List<String> hashes = new ArrayList<>();
    for (Execution execution : List.of(ONE, new Execution(Backend.VECTOR, 2))) {
      Model model = Nets.CNN.model();
      Nets.CNN.trainer(model, execution).optimizer(full).averageWeights(0.9).epochs(2).batchSize(16).fit(Nets.CNN.data(64));
      hashes.add(model.weightsSha256());
    }
    assertThat(hashes.getFirst()).isEqualTo(hashes.getLast());
  }
}
