package dev.gradus.output;

import dev.gradus.GradusException;
import dev.gradus.layer.Dense;
import dev.gradus.layer.Layers;
import dev.gradus.layer.Mode;
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

  /// Fails unless the only output of the model is of this unit.
  ///
  /// @throws ShapeException if it isn't, with both shapes
  public void check(Model model) {
    check(model.outputShape(), "the model gives outputs");
  }

  /// Fails unless an output of the model is of this unit.
  ///
  /// @throws ShapeException if it isn't, with both shapes
  public void check(Model model, String output) {
    check(model.output(Mode.INFERENCE, output).shape().without(0),
        output.equals(Model.OUTPUT) ? "the model gives outputs" : "the model gives \"" + output + "\"");
  }

  private void check(Shape given, String what) {
    if (!given.equals(Shape.of(outputs))) {
      throw new ShapeException("output unit " + name + " reads " + outputs + " raw outputs, but " + what + " of shape " + given
          + ". End the network with the unit's layer()?");
    }
  }
}
