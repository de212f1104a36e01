package dev.gradus.dataset;

import dev.gradus.GradusException;
import dev.gradus.tensor.DType;
import dev.gradus.tensor.Shape;
import dev.gradus.tensor.ShapeException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Examples that are no more than their fields, and perhaps weights.
record Columns(int size, List<Field> inputs, List<Field> targets, Optional<float[]> weights) implements Examples {
  Columns {
    inputs = List.copyOf(inputs);
    targets = List.copyOf(targets);
    if (inputs.isEmpty()) {
      throw new GradusException("a data set needs at least one input");
    }
    check("inputs", inputs, size);
    check("targets", targets, size);
  }

  private static void check(String what, List<Field> fields, int size) {
    Set<String> names = new HashSet<>();
    for (Field field : fields) {
      if (!names.add(field.name())) {
        throw new GradusException("a data set has two " + what + " of the name \"" + field.name() + "\"");
      }
      if (field instanceof TensorField tensor && tensor.examples() != size) {
        throw new ShapeException("a data set of " + size + " examples needs as many in each field along axis 0, but \""
            + field.name() + "\" has shape " + tensor.values().shape());
      }
    }
  }

  /// The examples of some indices.
  static Examples selected(Examples source, int[] indices) {
    int[] kept = Selection.checked(indices.clone(), source.size());
    Optional<float[]> weights = Optional.empty();
    if (source.hasWeights()) {
      float[] chosen = new float[kept.length];
      for (int i = 0; i < kept.length; i++) {
        chosen[i] = source.weight(kept[i]);
      }
      weights = Optional.of(chosen);
    }
    return new Columns(kept.length, chosen(source.inputs(), kept), chosen(source.targets(), kept), weights);
  }

  private static List<Field> chosen(List<Field> fields, int[] indices) {
    return fields.stream().<Field>map(field -> new Chosen(field, indices)).toList();
  }

  @Override
  public boolean hasWeights() {
    return weights.isPresent();
  }

  @Override
  public float weight(int index) {
    return weights.map(each -> each[index]).orElse(1f);
  }

  /// Some examples of a field.
  private record Chosen(Field source, int[] indices) implements Field {
    @Override
    public String name() {
      return source.name();
    }

    @Override
    public DType type() {
      return source.type();
    }

    @Override
    public Shape shape() {
      return source.shape();
    }

    @Override
    public List<String> classes() {
      return source.classes();
    }

    @Override
    public void read(int index, float[] into, int at) {
      source.read(indices[index], into, at);
    }

    @Override
    public void read(int index, int[] into, int at) {
      source.read(indices[index], into, at);
    }
  }
}
