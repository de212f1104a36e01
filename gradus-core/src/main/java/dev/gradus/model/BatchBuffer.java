package dev.gradus.model;

import dev.gradus.backend.Executable;
import dev.gradus.dataset.Examples;
import dev.gradus.dataset.Field;
import dev.gradus.tensor.DType;
import java.util.ArrayList;
import java.util.List;

/// Room for a batch beside an executable's own inputs, so that examples can be read while it runs. Rows may be read by many threads.
public final class BatchBuffer {
  /// One input or target of the executable.
  ///
  /// @param place of its field among the examples' inputs or targets
  private record Part(String label, boolean target, int place, int size, float[] numbers, int[] integers) {
    void read(Field field, int index, int row) {
      if (integers.length > 0) {
        field.read(index, integers, row * size);
      } else {
        field.read(index, numbers, row * size);
      }
    }
  }

  private final List<Part> parts = new ArrayList<>();
  private final Field[] fields;

  /// Room for `rows` examples such as `data`, of which it has what `executable` takes.
  public BatchBuffer(Executable executable, Examples data, int rows) {
    add(executable, Model.INPUT, false, data.inputs(), rows);
    add(executable, Model.TARGET, true, data.targets(), rows);
    fields = new Field[parts.size()];
  }

  private void add(Executable executable, String kind, boolean target, List<Field> fields, int rows) {
    for (int place = 0; place < fields.size(); place++) {
      Field field = fields.get(place);
      String label = Names.label(kind, field.name());
      int size = field.shape().size();
      int count = Math.multiplyExact(rows, size);
      boolean integers = field.type() == DType.I32;
      if (executable.takes(label)) {
        parts.add(new Part(label, target, place, size, new float[integers ? 0 : count], new int[integers ? count : 0]));
      }
    }
  }

  /// How many bytes the room for `rows` such examples takes at most.
  public static long bytes(Examples data, int rows) {
    long each = 0;
    for (List<Field> some : List.of(data.inputs(), data.targets())) {
      each += some.stream().mapToLong(field -> field.shape().size()).sum();
    }
    return each * rows * Float.BYTES;
  }

  /// Says from what the rows are read from now on: examples of the same fields.
  public void begin(Examples data) {
    List<Field> inputs = data.inputs();
    List<Field> targets = data.targets();
    for (int i = 0; i < fields.length; i++) {
      Part part = parts.get(i);
      fields[i] = (part.target() ? targets : inputs).get(part.place());
    }
  }

  /// Reads example `index` into a row.
  public void read(int index, int row) {
    for (int i = 0; i < fields.length; i++) {
      parts.get(i).read(fields[i], index, row);
    }
  }

  /// Gives the first `rows` rows to an executable.
  public void copyInto(Executable executable, int rows) {
    for (Part part : parts) {
      if (part.integers().length > 0) {
        System.arraycopy(part.integers(), 0, executable.intInput(part.label()), 0, rows * part.size());
      } else {
        var into = executable.input(part.label());
        System.arraycopy(part.numbers(), 0, into.array(), into.offset(), rows * part.size());
      }
    }
  }
}
