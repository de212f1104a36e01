package dev.gradus.lab.course;

import dev.gradus.GradusException;
import dev.gradus.lab.Experiment;
import java.util.List;

/// The experiments in the order of the course.
public final class Course {
  // Each has its line beneath its heading; the headings stay, so that two who add experiments don't meet.
  private static final List<Experiment> EXPERIMENTS = List.of(
      // How a network learns.
      // backpropagation
      new Backpropagation(),
      // learning-rate
      new LearningRate(),
      // local-optima
      new LocalOptima()
      // What a network can be.
      // universal-approximation
      , new UniversalApproximation()
      // depth
      , new Depth()
      // vanishing-gradient
      , new VanishingGradient()
      // relu-family
      , new ReluFamily()
      // output-units
      , new OutputFunctions()
      // When it learns too much.
      // overfitting
      // dropout
      // augmentation
      // How it steps.
      // batch-size
      , new BatchSize()
      // adaptive-steps
      , new AdaptiveSteps()
      // momentum
      , new Momentum()
      // adam
      , new Adam()
      // Networks for images.
      // convolution
      // translation
      // filters
      // What keeps depth alive.
      // initialisation
      , new Initialisation()
      // normalisation
      , new Normalisation()
      );

  private Course() {}

  /// All of them, in order.
  public static List<Experiment> experiments() {
    return EXPERIMENTS;
  }

  /// The one of a name.
  ///
  /// @throws GradusException if there is none
  public static Experiment experiment(String name) {
    return EXPERIMENTS.stream().filter(experiment -> experiment.name().equals(name)).findFirst()
        .orElseThrow(() -> new GradusException("there is no experiment \"" + name + "\": there are "
            + String.join(", ", EXPERIMENTS.stream().map(Experiment::name).toList())));
  }
}
