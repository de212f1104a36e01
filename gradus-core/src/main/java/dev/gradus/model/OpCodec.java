package dev.gradus.model;

import dev.gradus.GradusException;
import dev.gradus.json.Json;
import dev.gradus.json.JsonException;
import dev.gradus.op.Custom;
import dev.gradus.op.CustomOp;
import dev.gradus.op.Op;
import dev.gradus.op.ScanBody;
import dev.gradus.op.Type;
import dev.gradus.op.Window;
import dev.gradus.tensor.Dim;
import dev.gradus.tensor.Shape;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToIntFunction;

/// Ops as JSON. An op is a record, so its components are its attributes: a new op needs nothing here.
///
/// What a file may name is fixed beforehand: the ops that [Op] permits, and the custom ops that the caller passes.
final class OpCodec {
  private static final Map<String, Class<?>> KNOWN = new LinkedHashMap<>();

  static {
    for (Class<?> op : Op.class.getPermittedSubclasses()) {
      KNOWN.put(op.getSimpleName(), op);
    }
  }

  private final Map<String, Function<String, CustomOp>> custom;

  OpCodec(Map<String, Function<String, CustomOp>> custom) {
    this.custom = Map.copyOf(custom);
  }

  /// @param bodies gives the number under which a scan's body is written
  static Json write(Op op, ToIntFunction<ScanBody> bodies) {
    if (op instanceof Custom(CustomOp custom)) {
      Map<String, Json> attributes = new LinkedHashMap<>();
      attributes.put("name", Json.of(custom.name()));
      attributes.put("attributes", Json.of(custom.attributes()));
      return new Json.Obj(attributes);
    }
    return writeRecord((Record) op, bodies);
  }

  private static Json writeRecord(Record value, ToIntFunction<ScanBody> bodies) {
    Map<String, Json> attributes = new LinkedHashMap<>();
    for (RecordComponent component : value.getClass().getRecordComponents()) {
      try {
        attributes.put(component.getName(), writeAttribute(component.getAccessor().invoke(value), bodies));
      } catch (ReflectiveOperationException impossible) {
        throw new IllegalStateException(impossible);
      }
    }
    return new Json.Obj(attributes);
  }

  private static Json writeAttribute(Object value, ToIntFunction<ScanBody> bodies) {
    return switch (value) {
      case Integer number -> Json.of(number.longValue());
      case Double number -> Json.of(number.doubleValue());
      case Boolean flag -> new Json.Bool(flag);
      case String text -> Json.of(text);
      case Enum<?> constant -> Json.of(constant.name());
      case Dim dim -> Json.of(dim.toString());
      case Shape shape -> new Json.Arr(shape.dims().stream().map(dim -> writeAttribute(dim, bodies)).toList());
      case List<?> list -> new Json.Arr(list.stream().map(item -> writeAttribute(item, bodies)).toList());
      case Window window -> writeRecord(window, bodies);
      case Type type -> writeRecord(type, bodies);
      case ScanBody body -> Json.of(bodies.applyAsInt(body));
      default -> throw new IllegalStateException("no JSON for an attribute of " + value.getClass());
    };
  }

  /// @param bodies the bodies of scans, by number
  Op read(String name, Json.Obj attributes, List<ScanBody> bodies) {
    Class<?> kind = KNOWN.get(name);
    if (kind == null) {
      throw new JsonException("unknown op \"" + GradusException.excerpt(name) + "\"");
    }
    if (kind == Custom.class) {
      String customName = attributes.get("name").text();
      Function<String, CustomOp> maker = custom.get(customName);
      if (maker == null) {
        throw new JsonException(
            "custom op \"" + GradusException.excerpt(customName) + "\" is not among those passed to load: "
                + custom.keySet() + ". Pass it?");
      }
      return new Custom(maker.apply(attributes.get("attributes").text()));
    }
    return (Op) readRecord(kind, attributes, bodies);
  }

  private static Object readRecord(Class<?> kind, Json.Obj attributes, List<ScanBody> bodies) {
    RecordComponent[] components = kind.getRecordComponents();
    Class<?>[] types = new Class<?>[components.length];
    Object[] values = new Object[components.length];
    for (int i = 0; i < components.length; i++) {
      types[i] = components[i].getType();
      values[i] = readAttribute(types[i], attributes.get(components[i].getName()), bodies);
    }
    try {
      Constructor<?> constructor = kind.getDeclaredConstructor(types);
      return constructor.newInstance(values);
    } catch (InvocationTargetException thrown) {
      if (thrown.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException(thrown.getCause());
    } catch (ReflectiveOperationException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static Object readAttribute(Class<?> type, Json json, List<ScanBody> bodies) {
    if (type == int.class) {
      return json.integer();
    } else if (type == double.class) {
      return json.real();
    } else if (type == boolean.class) {
      return json.bool();
    } else if (type == String.class) {
      return json.text();
    } else if (type == Dim.class) {
      return dim(json.text());
    } else if (type == Shape.class) {
      return new Shape(json.items().stream().map(item -> dim(item.text())).toList());
    } else if (type == List.class) {
      return json.items().stream().map(Json::integer).toList();
    } else if (type == Window.class || type == Type.class) {
      return readRecord(type, json.object(), bodies);
    } else if (type == ScanBody.class) {
      int number = json.integer();
      if (number < 0 || number >= bodies.size()) {
        throw new JsonException("body number " + number + " is not among the " + bodies.size() + " before it");
      }
      return bodies.get(number);
    } else if (type.isEnum()) {
      for (Object constant : type.getEnumConstants()) {
        if (((Enum<?>) constant).name().equals(json.text())) {
          return constant;
        }
      }
      throw new JsonException("unknown " + type.getSimpleName() + " \"" + GradusException.excerpt(json.text()) + "\"");
    }
    throw new IllegalStateException("no attribute of " + type);
  }

  private static Dim dim(String text) {
    int letters = 0;
    while (letters < text.length() && Character.isDigit(text.charAt(letters))) {
      letters++;
    }
    try {
      int factor = letters == 0 ? 1 : Integer.parseInt(text.substring(0, letters));
      String symbols = text.substring(letters);
      if (text.isEmpty() || !symbols.chars().allMatch(c -> c >= 'A' && c <= 'Z')) {
        throw new JsonException("\"" + GradusException.excerpt(text) + "\" is not the length of an axis");
      }
      return new Dim(factor, symbols);
    } catch (NumberFormatException wrong) {
      throw new JsonException("\"" + GradusException.excerpt(text) + "\" is not the length of an axis");
    }
  }
}
