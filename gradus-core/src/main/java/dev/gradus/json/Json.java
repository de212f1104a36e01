package dev.gradus.json;

import java.util.List;
import java.util.Map;

/// A JSON value, for the header of model files. Core has no dependencies, so it brings these two hundred lines.
public sealed interface Json {
  /// An object, its members in order.
  record Obj(Map<String, Json> members) implements Json {
    /// The member of a name.
    ///
    /// @throws JsonException if there is none
    public Json get(String name) {
      Json member = members.get(name);
      if (member == null) {
        throw new JsonException("there is no \"" + name + "\" among " + members.keySet());
      }
      return member;
    }
  }

  /// An array.
  record Arr(List<Json> items) implements Json {}

  /// A text.
  record Str(String text) implements Json {}

  /// A number, as it is written.
  record Num(String digits) implements Json {}

  /// True or false.
  record Bool(boolean value) implements Json {}

  /// Nothing.
  record Null() implements Json {}

  /// A whole number.
  static Json of(long number) {
    return new Num(Long.toString(number));
  }

  /// A number that reads back as the same double.
  static Json of(double number) {
    return Double.isFinite(number) ? new Num(Double.toString(number)) : new Str(Double.toString(number));
  }

  /// A text.
  static Json of(String text) {
    return new Str(text);
  }

  /// This value as an object.
  default Obj object() {
    if (this instanceof Obj object) {
      return object;
    }
    throw new JsonException("expected an object, got " + brief());
  }

  /// This value as an array's items.
  default List<Json> items() {
    if (this instanceof Arr array) {
      return array.items();
    }
    throw new JsonException("expected an array, got " + brief());
  }

  /// This value as a text.
  default String text() {
    if (this instanceof Str text) {
      return text.text();
    }
    throw new JsonException("expected a text, got " + brief());
  }

  /// This value as a whole number within long's range.
  default long number() {
    if (this instanceof Num number) {
      try {
        return Long.parseLong(number.digits());
      } catch (NumberFormatException notWhole) {
        throw new JsonException("expected a whole number, got " + brief());
      }
    }
    throw new JsonException("expected a whole number, got " + brief());
  }

  /// This value as a whole number within int's range.
  default int integer() {
    long number = number();
    if (number != (int) number) {
      throw new JsonException(number + " is too large for a 32-bit number");
    }
    return (int) number;
  }

  /// This value as a double.
  default double real() {
    try {
      return switch (this) {
        case Num number -> Double.parseDouble(number.digits());
        case Str text -> Double.parseDouble(text.text());
        case Obj _, Arr _, Bool _, Null _ -> throw new JsonException("expected a number, got " + brief());
      };
    } catch (NumberFormatException notNumber) {
      throw new JsonException("expected a number, got " + brief());
    }
  }

  /// This value as true or false.
  default boolean bool() {
    if (this instanceof Bool bool) {
      return bool.value();
    }
    throw new JsonException("expected true or false, got " + brief());
  }

  private String brief() {
    String text = write();
    return text.length() > 60 ? text.substring(0, 60) + "…" : text;
  }

  /// The text of this value, without white space.
  default String write() {
    StringBuilder out = new StringBuilder();
    JsonWriter.write(this, out);
    return out.toString();
  }

  /// Reads a text.
  ///
  /// @throws JsonException naming the position where it is not JSON
  static Json parse(String text) {
    return new JsonParser(text).parse();
  }
}
