package dev.gradus.cli.recipe;

import dev.gradus.layer.Layer;
import dev.gradus.layer.Layers;
import dev.gradus.layer.Sequential;
import dev.gradus.loss.Losses;
import dev.gradus.output.OutputUnit;
import dev.gradus.output.OutputUnits;
import java.util.ArrayList;
import java.util.List;

/// The output units that a recipe can name: those of [OutputUnits]. One stands for the last layer and the loss.
final class KnownOutputs {
  static final Catalogue<OutputUnit> UNITS = new Catalogue<OutputUnit>("output unit")
      .add("categorical", entry -> OutputUnits.categorical(entry.integer("classes"), Losses.softmaxCrossEntropy()
          .labelSmoothing(entry.number("labelSmoothing", 0)).classWeights(entry.numbers("classWeights"))),
          "classes", "labelSmoothing", "classWeights")
      .add("focal", entry -> OutputUnits.focal(entry.integer("classes"), entry.number("gamma", 2)), "classes", "gamma")
      .add("multiClassHinge", entry -> OutputUnits.multiClassHinge(entry.integer("classes")), "classes")
      .add("distribution", entry -> OutputUnits.distribution(entry.integer("classes")), "classes")
      .add("bernoulli", entry -> OutputUnits.bernoulli(entry.integer("answers"), Losses.binaryCrossEntropy()
          .positiveWeight(entry.numbers("positiveWeight"))), "answers", "positiveWeight")
      .add("binaryFocal", entry -> OutputUnits.binaryFocal(entry.integer("answers"), entry.number("gamma", 2),
          entry.number("alpha", 0.25)), "answers", "gamma", "alpha")
      .add("hinge", entry -> OutputUnits.hinge(entry.integer("answers")), "answers")
      .add("gaussian", entry -> OutputUnits.gaussian(entry.integer("size")), "size")
      .add("gaussianWithVariance", entry -> OutputUnits.gaussianWithVariance(entry.integer("size")), "size")
      .add("laplace", entry -> OutputUnits.laplace(entry.integer("size")), "size")
      .add("huber", entry -> OutputUnits.huber(entry.integer("size"), entry.number("delta", 1)), "size", "delta")
      .add("logCosh", entry -> OutputUnits.logCosh(entry.integer("size")), "size")
      .addNamed("quantile", entry -> OutputUnits.quantile(entry.integer("size"), entry.number("q")), "size", "q")
      .add("poisson", entry -> OutputUnits.poisson(entry.integer("size")), "size")
      .addNamed("mixtureDensity", entry -> OutputUnits.mixtureDensity(entry.integer("components"), entry.integer("size")),
          "components", "size");

  private KnownOutputs() {}

  /// The unit, whose loss tells its place in the recipe.
  static OutputUnit unit(Entry entry) {
    OutputUnit unit = UNITS.make(entry);
    return new OutputUnit(unit.name(), unit.outputs(), new Placed.OfLoss(unit.loss(), entry.where()));
  }

  /// The layers and the unit's own after them.
  static Sequential ending(Sequential layers, OutputUnit unit, Entry entry) {
    List<Layer> all = new ArrayList<>(layers.layers());
    all.add(new Placed.OfLayer(unit.layer(), entry.where()));
    return Layers.sequential(all.toArray(Layer[]::new));
  }
}
