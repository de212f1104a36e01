package dev.gradus;

import dev.gradus.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Numbers that independent programs computed: the scripts in the resource folder `goldens` say which, and write them.
public final class Goldens {
  private Goldens() {}

  /// One case.
  ///
  /// @param name what it is a case of; a word, or more where a word has several
  public record Case(String name, Json.Obj members) {
    /// An array of numbers, whole rows one after another.
    public double[] numbers(String member) {
      return members.get(member).items().stream().mapToDouble(Json::real).toArray();
    }

    /// An array of numbers as the float32 that they are nearest to.
    public float[] floats(String member) {
      return Trial.rounded(numbers(member));
    }

    /// An array of whole numbers.
    public int[] integers(String member) {
      return members.get(member).items().stream().mapToInt(item -> (int) item.real()).toArray();
    }

    /// Whether the case has a member.
    public boolean has(String member) {
      return members.members().containsKey(member);
    }

    @Override
    public String toString() {
      return name;
    }
  }

  /// All cases of a kind, such as `losses`.
  public static List<Case> of(String kind) {
    try (InputStream in = Goldens.class.getResourceAsStream("/goldens/" + kind + ".json")) {
      return Json.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8)).items().stream()
          .map(item -> new Case(item.object().get("name").text(), item.object())).toList();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
