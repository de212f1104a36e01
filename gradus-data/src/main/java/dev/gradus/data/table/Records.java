package dev.gradus.data.table;

import dev.gradus.GradusException;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;

/// Tables from Java records: each component is a column.
///
///     record House(double size, String town, LocalDate built, Double price) {}
///     RowSource rows = Records.of(House.class, houses.stream());
///
/// The stream is gone over once, and its records are kept as texts in a temporary file: the heap holds none of them. Null is a missing
/// value; what is no number, text or date of Java is taken as its `toString`.
public final class Records {
  private Records() {}

  /// The records of a stream.
  ///
  /// @throws GradusException if the type has no components, or its module doesn't let them be read
  public static <R extends Record> RowSource of(Class<R> type, Stream<? extends R> records) {
    RecordComponent[] components = type.getRecordComponents();
    if (components.length == 0) {
      throw new GradusException("the record " + type.getSimpleName() + " has no components to be columns");
    }
    List<Method> accessors = Arrays.stream(components).map(RecordComponent::getAccessor).toList();
    try {
      // A record of a package's own is read too, where its module allows it.
      accessors.forEach(accessor -> accessor.setAccessible(true));
    } catch (RuntimeException closed) {
      throw new GradusException("the components of " + type.getName() + " can't be read: open its package to dev.gradus.data, or make the"
          + " record public in an exported package", closed);
    }
    List<String> names = Arrays.stream(components).map(RecordComponent::getName).toList();
    try {
      return Spool.of(type.getSimpleName(), names, (Spool.Sink sink) -> {
        for (Iterator<? extends R> each = records.iterator(); each.hasNext();) {
          R record = each.next();
          List<String> fields = new ArrayList<>(names.size());
          for (Method accessor : accessors) {
            fields.add(Texts.of(value(accessor, record)));
          }
          sink.row(fields);
        }
      });
    } catch (IOException failed) {
      throw new GradusException("can't keep records of " + type.getSimpleName() + " in a temporary file: " + failed.getMessage(), failed);
    }
  }

  private static Object value(Method accessor, Record record) {
    try {
      return accessor.invoke(record);
    } catch (InvocationTargetException thrown) {
      throw new GradusException("the accessor " + accessor.getName() + " of " + record.getClass().getSimpleName() + " failed: "
          + thrown.getCause(), thrown);
    } catch (IllegalAccessException impossible) {
      throw new AssertionError(impossible);
    }
  }
}
