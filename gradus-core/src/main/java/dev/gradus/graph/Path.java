package dev.gradus.graph;

import java.util.function.Supplier;

/// Where in the model the code that is building a graph stands, such as `"encoder/dense_1"`, so that every value and
/// every error can say so without each method taking it along.
public final class Path {
  private static final ScopedValue<String> CURRENT = ScopedValue.newInstance();

  private Path() {}

  /// The current path; empty outside any layer.
  public static String current() {
    return CURRENT.isBound() ? CURRENT.get() : "";
  }

  /// Builds with `path` as the current path.
  public static <T> T at(String path, Supplier<T> builder) {
    return ScopedValue.where(CURRENT, path).call(builder::get);
  }

  /// The path of `name` below `parent`.
  public static String join(String parent, String name) {
    return parent.isEmpty() ? name : parent + "/" + name;
  }

  /// How an error says where it is: ` at "path"`, or nothing at the top.
  public static String phrase(String path) {
    return path.isEmpty() ? "" : " at \"" + path + "\"";
  }
}
