package dev.gradus.data;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/// Where the real data lie that some tests read: the system property GRADUS_DATA, else the environment variable of that
/// name, else what the build says.
public final class SharedData {
  private SharedData() {}

  /// A file or folder there; the calling test is skipped, with the reason, if there is none.
  public static Path require(String name) {
    String built = System.getProperty("gradus.data.default", "");
    String root = System.getProperty("GRADUS_DATA", System.getenv().getOrDefault("GRADUS_DATA", built));
    assumeTrue(!root.isEmpty(), "no data folder: neither GRADUS_DATA nor gradus.data.default is set");
    Path path = Path.of(root).resolve(name);
    assumeTrue(Files.exists(path), "there is no " + name + " in the data folder " + root + " (set GRADUS_DATA)");
    return path;
  }
}
