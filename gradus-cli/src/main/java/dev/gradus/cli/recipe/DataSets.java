package dev.gradus.cli.recipe;

import dev.gradus.GradusException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/// The form of a recipe's `data`: a set's name, alone (`data: digits`) or as `set` with its options beside it.
///
/// `digits`, `spirals`, `moons`, `circles` and `xor` are generated: `train` and `test` count their examples; the toys
/// have `noise`, the spirals also `classes`. `idx` is read from `folder`, and `classes` lists its names.
final class DataSets {
  private static final Map<String, List<String>> OPTIONS = sets();

  private DataSets() {}

  private static Map<String, List<String>> sets() {
    Map<String, List<String>> sets = new LinkedHashMap<>();
    sets.put("digits", List.of("train", "test"));
    sets.put("idx", List.of("folder", "classes"));
    sets.put("spirals", List.of("train", "test", "noise", "classes"));
    sets.put("moons", List.of("train", "test", "noise"));
    sets.put("circles", List.of("train", "test", "noise"));
    sets.put("xor", List.of("train", "test", "noise"));
    return sets;
  }

  /// The set that `value` writes, named by the entry's name.
  static Entry entry(Value value) {
    Entry entry = switch (value) {
      case Value.Text text -> Entry.bare(text.text(), text.where());
      case Value.Keyed keyed -> {
        if (!(keyed.values().get("set") instanceof Value.Text set)) {
          throw keyed.where().error("data names its set, such as set: digits");
        }
        SequencedMap<String, Value> options = new LinkedHashMap<>(keyed.values());
        options.remove("set");
        yield new Entry(set.text(), options, set.where());
      }
      default -> throw value.where().error("expected a data set, such as {set: digits}, not " + value.described());
    };
    List<String> known = OPTIONS.get(entry.name());
    if (known == null) {
      throw entry.unknown("data set", OPTIONS.keySet());
    }
    return entry.takingNamed(known.toArray(String[]::new));
  }

  static Entry inFolder(Entry data, Path folder) {
    if (!OPTIONS.get(data.name()).contains("folder")) {
      throw new GradusException("the data set " + data.name() + " is generated: it takes no folder");
    }
    return data.with("folder", new Value.Text(folder.toString(), Place.OUTSIDE));
  }

  static Object plain(Entry data) {
    Map<String, Object> plain = new LinkedHashMap<>();
    plain.put("set", data.name());
    data.options().forEach((key, value) -> plain.put(key, value.plain()));
    return plain;
  }
}
