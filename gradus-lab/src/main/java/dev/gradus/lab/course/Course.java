package dev.gradus.lab.course;

import dev.gradus.GradusException;
import dev.gradus.lab.Experiment;
import java.util.ArrayList;
import java.util.List;

/// The experiments in the order of the course.
public final class Course {
  private static final List<Experiment> EXPERIMENTS = all();

  private Course() {}

  // Each has its line beneath its name; the names stay, so that two who add experiments don't meet.
  private static List<Experiment> all() {
    List<Experiment> all = new ArrayList<>();
    // How a network learns.
    // backpropagation
    all.add(new Backpropagation());
    // learning-rate
    all.add(new LearningRate());
    // local-optima
    all.add(new LocalOptima());
    // What a network can be.
    // universal-approximation
    all.add(new UniversalApproximation());
    // depth
    all.add(new Depth());
    // vanishing-gradient
    all.add(new VanishingGradient());
    // relu-family
    all.add(new ReluFamily());
    // output-units
    all.add(new OutputFunctions());
    // When it learns too much.
    // overfitting
    all.add(new Overfitting());
    // dropout
    all.add(new Dropout());
    // augmentation
    all.add(new AugmentedImages());
    // How it steps.
    // batch-size
    all.add(new BatchSize());
    // adaptive-steps
    all.add(new AdaptiveSteps());
    // momentum
    all.add(new Momentum());
    // adam
    all.add(new Adam());
    // Networks for images.
    // convolution
    all.add(new Convolution());
    // translation
    all.add(new Translation());
    // filters
    all.add(new Filters());
    // What keeps depth alive.
    // initialisation
    all.add(new Initialisation());
    // normalisation
    all.add(new Normalisation());
    return List.copyOf(all);
  }

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
