package dev.gradus.cli.recipe;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/// What stands after a key in YAML, and where.
public sealed interface Value {
  /// Where it stands.
  Place where();

  /// A text such as `digits`.
  record Text(String text, Place where) implements Value {}

  /// A whole number.
  record Whole(long number, Place where) implements Value {}

  /// A number with a fraction or an exponent.
  record Real(double number, Place where) implements Value {}

  /// `true` or `false`.
  record Truth(boolean truth, Place where) implements Value {}

  /// A key with nothing after it.
  record Nothing(Place where) implements Value {}

  /// A list.
  record Items(List<Value> items, Place where) implements Value {
    public Items {
      items = List.copyOf(items);
    }
  }

  /// Keys and values, in their order.
  record Keyed(SequencedMap<String, Value> values, Place where) implements Value {}

  /// Any value for an option that is missing by the message that it is "a number", "a list of layers" and so on; 34 is a depth
  /// that each network can have.
  static Value anyOf(String expected) {
    Place where = Place.OUTSIDE;
    return switch (expected) {
      case "a number" -> new Real(0.5, where);
      case "a text" -> new Text("any", where);
      case "a layer" -> new Text("relu", where);
      case "a recurrent layer" -> new Keyed(new LinkedHashMap<>(Map.of("lstm", new Whole(34, where))), where);
      case "a metric" -> new Text("accuracy", where);
      case "a list of layers" -> new Items(List.of(new Text("relu", where)), where);
      case null -> new Text("zeros", where);
      default -> new Whole(34, where);
    };
  }

  /// What it is, for messages.
  default String described() {
    return switch (this) {
      case Text text -> "the text \"" + text.text() + "\"";
      case Whole whole -> "the number " + whole.number();
      case Real real -> "the number " + real.number();
      case Truth truth -> String.valueOf(truth.truth());
      case Nothing _ -> "nothing";
      case Items _ -> "a list";
      case Keyed _ -> "a group of keys";
    };
  }

  /// As plain text, numbers, lists and maps, for writing.
  default Object plain() {
    return switch (this) {
      case Text text -> text.text();
      case Whole whole -> whole.number();
      case Real real -> real.number();
      case Truth truth -> truth.truth();
      case Nothing _ -> "";
      case Items items -> {
        List<Object> plain = new ArrayList<>();
        items.items().forEach(item -> plain.add(item.plain()));
        yield plain;
      }
      case Keyed keyed -> {
        Map<String, Object> plain = new LinkedHashMap<>();
        keyed.values().forEach((key, value) -> plain.put(key, value.plain()));
        yield plain;
      }
    };
  }
}
