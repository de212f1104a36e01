package dev.gradus.model;

import dev.gradus.graph.Graph;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;

/// One number that stands for all that a graph computes: two graphs with the same digest give the same bits.
///
/// SHA-256 over the graph's JSON as a model file has it: ops with their attributes, paths, outputs and updates. A custom op counts
/// by its name and attributes.
public final class GraphDigest {
  private GraphDigest() {}

  /// The digest of a graph, as 64 hexadecimal digits.
  public static String of(Graph graph) {
    return of(GraphCodec.write(Map.of("graph", graph)).write());
  }

  /// The digest of a text.
  static String of(String text) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
