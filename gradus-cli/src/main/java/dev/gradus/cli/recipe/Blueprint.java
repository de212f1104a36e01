package dev.gradus.cli.recipe;

import dev.gradus.GradusException;
import dev.gradus.backend.Execution;
import dev.gradus.backend.Memory;
import dev.gradus.dataset.Augmentation;
import dev.gradus.dataset.Dataset;
import dev.gradus.layer.Layer;
import dev.gradus.layer.Sequential;
import dev.gradus.loss.Loss;
import dev.gradus.metric.Metric;
import dev.gradus.metric.SetMetric;
import dev.gradus.model.Model;
import dev.gradus.optimizer.Optimizer;
import dev.gradus.optimizer.Schedule;
import dev.gradus.output.OutputUnit;
import dev.gradus.random.Seed;
import dev.gradus.train.EarlyStopping;
import dev.gradus.train.Trainer;
import java.util.List;
import java.util.Optional;

/// A recipe with each name in it turned into what it names.
///
/// @param metrics measured while training, too
/// @param setMetrics measured on the test set only
public record Blueprint(
    Recipe recipe, Source source, Layer net, Loss loss, Optimizer optimizer, Schedule schedule, List<Metric> metrics,
    List<SetMetric> setMetrics, Optional<Augmentation> augmentation, Optional<EarlyStopping> earlyStopping) {
  public Blueprint {
    metrics = List.copyOf(metrics);
    setMetrics = List.copyOf(setMetrics);
  }

  /// What the recipe describes.
  ///
  /// @throws GradusException if it names something unknown or gives it wrong options, with the line
  public static Blueprint of(Recipe recipe) {
    Sequential layers = KnownLayers.stack(recipe.model());
    Optional<OutputUnit> output = recipe.output().map(KnownOutputs::unit);
    Loss loss = output.map(OutputUnit::loss).orElseGet(() -> KnownTraining.loss(recipe.loss().orElseThrow()));
    List<Metric> metrics = recipe.metrics().stream().filter(entry -> !KnownTraining.needsWholeSet(entry))
        .map(entry -> KnownTraining.metric(entry, loss)).toList();
    recipe.weights().ifPresent(KnownTraining::checkWeights);
    recipe.shuffle().ifPresent(KnownTraining::shuffle);
    recipe.loading().ifPresent(KnownTraining::loading);
    return new Blueprint(
        recipe,
        DataSets.source(recipe.data()),
        output.isPresent() ? KnownOutputs.ending(layers, output.get(), recipe.output().get()) : layers,
        loss,
        KnownTraining.optimizer(recipe.optimizer()),
        KnownTraining.schedule(recipe.schedule()),
        metrics,
        setMetrics(recipe),
        recipe.augment().stream().map(KnownAugmentations::augmentation).reduce(Augmentation::then),
        recipe.earlyStopping().map(entry -> KnownTraining.earlyStopping(entry, metrics, recipe.validationSplit())));
  }

  /// Each augmentation by itself.
  public List<Augmentation> augmentations() {
    return recipe.augment().stream().map(KnownAugmentations::augmentation).toList();
  }

  /// Training examples with the recipe's weights.
  ///
  /// @throws GradusException if they can't have such weights, with the recipe's line
  public Dataset weighted(Dataset examples) {
    return recipe.weights().map(entry -> KnownTraining.weighted(entry, examples)).orElse(examples);
  }

  /// The recipe's metrics of whole sets.
  public static List<SetMetric> setMetrics(Recipe recipe) {
    return recipe.metrics().stream().filter(KnownTraining::needsWholeSet).map(KnownTraining::setMetric).toList();
  }

  /// Fails if a metric of whole sets does not fit the model, which otherwise would be found after the training only.
  ///
  /// @throws GradusException with the recipe's line
  public void checkSetMetrics(Model model, Dataset like, Execution execution) {
    if (!setMetrics.isEmpty() && like.size() > 0) {
      model.evaluate(like.select(new int[] {0}), execution, setMetrics);
    }
  }

  /// A new model for examples like these, ready to learn.
  ///
  /// @throws GradusException if a layer doesn't fit, with its path, both shapes and the recipe's line
  public Model model(Dataset like) {
    Place last = recipe.output().orElse(recipe.model().getLast()).where();
    // What is not about one layer alone: those tell their lines.
    Model model = new Place(last.file(), 0).locating(() -> Model.create(net, like.inputShape(), Seed.seed(recipe.seed())));
    return last.locating(() -> {
      model.learns(loss, metrics, like);
      return model;
    });
  }

  /// A trainer as the recipe says, which computes the gradients' norms for the run's receipt: so they are in [#memory] too.
  public Trainer trainer(Model model, Execution execution) {
    Trainer trainer = Trainer.of(model).loss(loss).optimizer(optimizer).schedule(schedule).metrics(metrics.toArray(Metric[]::new))
        .epochs(recipe.epochs()).batchSize(recipe.batchSize()).validationSplit(recipe.validationSplit()).execution(execution)
        .gradientNorms(true);
    augmentation.ifPresent(trainer::augmentation);
    earlyStopping.ifPresent(trainer::earlyStopping);
    recipe.averageWeights().ifPresent(trainer::averageWeights);
    recipe.shuffle().map(KnownTraining::shuffle).ifPresent(trainer::shuffle);
    recipe.loading().map(KnownTraining::loading).ifPresent(trainer::loading);
    return trainer;
  }

  /// What training will take from the heap with so many training examples.
  public Memory memory(Model model, Dataset like, int trainingExamples, Execution execution) {
    return trainer(model, execution).validationSplit(0).memory(StandIn.of(like, trainingExamples, recipe.weights().isPresent()));
  }

  /// How many of `examples` are held back for validation.
  public int validationExamples(int examples) {
    return (int) Math.round(examples * recipe.validationSplit());
  }
}
