package dev.gradus.output;

import dev.gradus.GradusException;
import dev.gradus.layer.Dense;
import dev.gradus.layer.Layers;
import dev.gradus.loss.Loss;
import dev.gradus.model.Model;
import dev.gradus.tensor.Shape;
import dev.gradus.tensor.ShapeException;

/// What a network ends with: so many raw outputs, and the loss that reads them and links them to predictions.
///
/// @param name in messages, such as `"categorical"`
/// @param outputs how many raw outputs there are for one example
/// @param loss what compares them with the target; its prediction is the link function's result
public record OutputUnit(String name, int outputs, Loss loss) {
  public OutputUnit {
    if (outputs < 1) {
      throw new GradusException("output unit " + name + " needs at least 1 output, not " + outputs);
    }
  }

  /// The last layer: a fully connected one of so many units, without an activation, for the loss has the link.
  public Dense layer() {
    return Layers.dense(outputs);
  }

  /// Fails unless the model ends with so many outputs.
  ///
  /// @throws ShapeException if it doesn't, with both shapes
  public void check(Model model) {
    if (!model.outputShape().equals(Shape.of(outputs))) {
      throw new ShapeException("output unit " + name + " reads " + outputs + " raw outputs, but the model gives outputs of shape "
          + model.outputShape() + ". End the network with the unit's layer()?");
    }
  }
}
