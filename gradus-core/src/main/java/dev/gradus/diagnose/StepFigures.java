package dev.gradus.diagnose;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// How large things were in one step.
///
/// @param step its number, from 1
/// @param loss of its batch, by the weights before its update
/// @param learningRate of the step
/// @param relativeUpdate ‖Δw‖ / ‖w‖ over all weights; NaN if the weights were all 0
/// @param gradientNorms ‖∂loss/∂w‖ of each layer's weights, by its path, in the network's order
public record StepFigures(long step, double loss, double learningRate, double relativeUpdate, Map<String, Double> gradientNorms) {
  public StepFigures {
    gradientNorms = Collections.unmodifiableMap(new LinkedHashMap<>(gradientNorms));
  }
}
