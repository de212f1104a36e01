package dev.gradus.cli.recipe;

import dev.gradus.GradusException;
import dev.gradus.data.Nearest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// The recipes that come with the command: YAML files beside this class.
public final class BuiltIn {
  private static final List<String> NAMES = List.of("digits", "digits-mlp", "fashion-mnist", "fashion-mnist-best", "spirals");

  private BuiltIn() {}

  /// Their names.
  public static List<String> names() {
    return NAMES;
  }

  /// The text of one.
  ///
  /// @throws GradusException if there is none of that name; it names the nearest
  public static String yaml(String name) {
    if (!NAMES.contains(name)) {
      throw new GradusException("unknown recipe \"" + name + "\"" + Nearest.hint(name, NAMES) + "; built in are "
          + String.join(", ", NAMES) + "; a file's name ends in .yaml");
    }
    try (InputStream in = BuiltIn.class.getResourceAsStream(name + ".yaml")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// What one is about: the comment on its first line.
  public static String about(String name) {
    return yaml(name).lines().findFirst().orElseThrow().replaceFirst("^# *", "");
  }
}
