package dev.gradus.model;

import dev.gradus.GradusException;
import dev.gradus.dataset.Examples;
import dev.gradus.dataset.Field;
import dev.gradus.graph.Graph;
import dev.gradus.graph.Value;
import dev.gradus.op.Type;
import dev.gradus.tensor.ShapeException;
import java.util.Collection;
import java.util.List;

/// Whether a data set has the fields that a model needs.
final class Fields {
  private Fields() {}

  /// Fails unless every input of the model is there, with its type and shape.
  static void checkInputs(Model model, Examples data) {
    model.inputs().forEach((name, type) -> {
      Field field = named(data.inputs(), name, "inputs", model.inputs().keySet());
      if (!type(field).equals(type)) {
        throw new ShapeException(name.equals(Model.INPUT)
            ? "the model takes inputs of shape " + type.shape() + ", but the data set has " + field.shape()
            : "the model takes \"" + name + "\" as " + type + ", but the data set has " + type(field));
      }
    });
  }

  /// Fails unless there is a target, of the right type and shape, for every output that a model was trained for.
  static void checkTargets(Graph evaluation, Examples data) {
    List<String> outputs = Names.outputs(Model.OUTPUT, evaluation);
    for (String output : outputs) {
      Field field = target(data, output, outputs);
      Value target = evaluation.inputs().get(Names.label(Model.TARGET, output));
      Type expected = target == null ? type(field) : new Type(target.dtype(), target.shape().without(0));
      if (!type(field).equals(expected)) {
        throw new ShapeException("the model was trained for targets " + Names.phrase("", output) + (output.equals(Model.OUTPUT) ? "" : " ")
            + expected + ", but the data set has " + type(field));
      }
    }
  }

  /// The target for an output.
  static Field target(Examples data, String output, Collection<String> learnt) {
    return named(data.targets(), output, "targets", learnt);
  }

  private static Type type(Field field) {
    return new Type(field.type(), field.shape());
  }

  private static Field named(List<Field> fields, String name, String what, Collection<String> wanted) {
    return fields.stream().filter(field -> field.name().equals(name)).findFirst().orElseThrow(() -> new GradusException(
        "the model needs the " + what + " " + Names.quoted(wanted) + ", but the data set has "
            + Names.quoted(fields.stream().map(Field::name).toList())));
  }
}
