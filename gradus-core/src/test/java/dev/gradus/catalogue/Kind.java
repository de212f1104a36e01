package dev.gradus.catalogue;

import dev.gradus.activation.Activations;
import dev.gradus.initializer.Initializers;
import dev.gradus.layer.Layers;
import dev.gradus.loss.Losses;
import dev.gradus.metric.Metrics;
import dev.gradus.metric.SetMetrics;
import dev.gradus.network.Models;
import dev.gradus.optimizer.Constraints;
import dev.gradus.optimizer.Optimizers;
import dev.gradus.optimizer.Schedules;
import dev.gradus.optimizer.Transforms;
import dev.gradus.output.OutputUnits;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// The kinds of things that Gradus offers, each by the class whose public methods make them.
public enum Kind {
  ACTIVATIONS(Activations.class, Gradient.CHECKED),
  LAYERS(Layers.class, Gradient.CHECKED),
  OUTPUTS(OutputUnits.class, Gradient.CHECKED),
  LOSSES(Losses.class, Gradient.CHECKED),
  MODELS(Models.class, Gradient.CHECKED),
  /// An update of weights is the end: nothing is differentiated through it.
  OPTIMIZERS(Optimizers.class, Gradient.NONE),
  TRANSFORMS(Transforms.class, Gradient.NONE),
  CONSTRAINTS(Constraints.class, Gradient.NONE),
  /// Numbers of the host.
  SCHEDULES(Schedules.class, Gradient.NONE),
  /// First values, drawn before there is a graph.
  INITIALIZERS(Initializers.class, Gradient.NONE),
  /// Nothing learns from a metric.
  METRICS(Metrics.class, Gradient.NONE),
  SET_METRICS(SetMetrics.class, Gradient.NONE);

  /// Whether things of a kind have a gradient to be checked.
  enum Gradient { CHECKED, NONE }

  final Class<?> factories;
  final Gradient gradient;

  Kind(Class<?> factories, Gradient gradient) {
    this.factories = factories;
    this.gradient = gradient;
  }

  /// What there is of the kind, by the names of the methods.
  Set<String> names() {
    return methods().stream().map(Method::getName).collect(Collectors.toCollection(TreeSet::new));
  }

  /// The methods that make the thing of this name, first those of the fewest parameters.
  List<Method> methods(String name) {
    return methods().stream().filter(method -> method.getName().equals(name)).toList();
  }

  private List<Method> methods() {
    return Arrays.stream(factories.getDeclaredMethods()).filter(method -> Modifier.isPublic(method.getModifiers()))
        .sorted(Comparator.comparing(Method::getParameterCount).thenComparing(Method::toString)).toList();
  }
}
