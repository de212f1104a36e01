package dev.gradus.data.named;

import dev.gradus.GradusException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/// Where the files of public data sets lie on this machine.
///
/// @param root the cache, with a folder for each set
/// @param own a folder of the user's, in which a set's folder counts before the cache's; nothing is written there
public record Shelf(Path root, Optional<Path> own) {
  /// The shelf that properties and variables name: the cache is the property `gradus.cache`, else the variable `GRADUS_CACHE`, else
  /// `gradus` in what the system has for caches (`XDG_CACHE_HOME` or `~/.cache`, `~/Library/Caches`, `%LOCALAPPDATA%`); the user's own
  /// folder is the property or the variable `GRADUS_DATA`.
  public static Shelf usual() {
    return of(key -> System.getProperty(key, ""), key -> System.getenv().getOrDefault(key, ""));
  }

  static Shelf of(UnaryOperator<String> property, UnaryOperator<String> variable) {
    String cache = first(property.apply("gradus.cache"), variable.apply("GRADUS_CACHE"));
    String own = first(property.apply("GRADUS_DATA"), variable.apply("GRADUS_DATA"));
    Path root = cache.isEmpty() ? system(property, variable).resolve("gradus") : Path.of(cache);
    return new Shelf(root.toAbsolutePath().normalize(), own.isEmpty() ? Optional.empty() : Optional.of(Path.of(own)));
  }

  private static Path system(UnaryOperator<String> property, UnaryOperator<String> variable) {
    String os = property.apply("os.name").toLowerCase(Locale.ROOT);
    Path home = Path.of(property.apply("user.home"));
    if (os.startsWith("windows")) {
      String local = variable.apply("LOCALAPPDATA");
      return local.isEmpty() ? home.resolve("AppData").resolve("Local") : Path.of(local);
    }
    if (os.startsWith("mac")) {
      return home.resolve("Library").resolve("Caches");
    }
    String xdg = variable.apply("XDG_CACHE_HOME");
    // The convention has relative paths ignored.
    return !xdg.isEmpty() && Path.of(xdg).isAbsolute() ? Path.of(xdg) : home.resolve(".cache");
  }

  private static String first(String one, String other) {
    return one.isEmpty() ? other : one;
  }

  /// The folder for a set's ready files.
  public Path folder(NamedSet set) {
    return root.resolve(set.name());
  }

  /// The folder for a set's fetched files.
  public Path fetchedFolder(NamedSet set) {
    return root.resolve(set.folder());
  }

  /// Whether the set can be read at once, looking at names alone.
  public boolean has(NamedSet set) {
    return own.filter(path -> Files.isDirectory(path.resolve(set.name()))).isPresent() || made(set)
        || set.files().stream().allMatch(file -> Files.isRegularFile(fetchedFolder(set).resolve(file.name())));
  }

  /// Whether the ready files are in the cache.
  boolean made(NamedSet set) {
    return set.making().ready().stream().allMatch(file -> Files.isRegularFile(folder(set).resolve(file)));
  }

  private Optional<Path> inOwn(NamedSet set) {
    Optional<Path> folder = own.map(path -> path.resolve(set.name())).filter(Files::isDirectory);
    folder.ifPresent(set::check);
    return folder;
  }

  /// The folder with the set's ready files, which are made if only the fetched ones are there. What is read as it was fetched is
  /// checked by its SHA-256, but not what lies in the user's own folder.
  ///
  /// @throws GradusException if they aren't there, saying how to get them, or are not the published ones
  public Path require(NamedSet set) {
    Optional<Path> users = inOwn(set);
    if (users.isPresent()) {
      return users.get();
    }
    Path folder = folder(set);
    boolean asFetched = set.making() instanceof Making.AsFetched;
    if (!asFetched && made(set)) {
      return folder;
    }
    List<Remote> missing = missing(set);
    if (!missing.isEmpty()) {
      throw new GradusException("the data set " + set.name() + " isn't on this machine: gradus data fetch " + set.name() + " brings it"
          + size(set.bytes()).map(size -> " (" + size + ")").orElse("") + ", or put " + names(missing) + " into " + fetchedFolder(set));
    }
    set.files().forEach(file -> verify(fetchedFolder(set).resolve(file.name()), file));
    Made.of(set, fetchedFolder(set), folder);
    return folder;
  }

  /// The files that are to be fetched and are not there.
  List<Remote> missing(NamedSet set) {
    return set.files().stream().filter(file -> !Files.isRegularFile(fetchedFolder(set).resolve(file.name()))).toList();
  }

  static String names(List<Remote> files) {
    return files.stream().map(Remote::name).collect(Collectors.joining(", "));
  }

  /// `30.9 MB`.
  static Optional<String> size(OptionalLong bytes) {
    return bytes.isPresent() ? Optional.of(size(bytes.getAsLong())) : Optional.empty();
  }

  static String size(long bytes) {
    return bytes < 1_000_000 ? String.format(Locale.ROOT, "%.1f kB", bytes / 1e3) : String.format(Locale.ROOT, "%.1f MB", bytes / 1e6);
  }

  /// Fails if a file is not the published one.
  static void verify(Path path, Remote file) {
    try {
      String remedy = ". Delete it, and gradus data fetch brings the right one";
      if (file.bytes().isPresent() && Files.size(path) != file.bytes().getAsLong()) {
        throw new GradusException(
            path + " is not the published file: it has " + Files.size(path) + " bytes, not " + file.bytes().getAsLong() + remedy);
      }
      String found = sha256(path);
      if (!found.equals(file.sha256())) {
        throw new GradusException(path + " is not the published file: its SHA-256 is " + found + ", not " + file.sha256() + remedy);
      }
    } catch (IOException failed) {
      throw new GradusException("can't read " + path + ": " + failed.getMessage(), failed);
    }
  }

  static String sha256(Path path) throws IOException {
    MessageDigest digest;
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new AssertionError("each Java has SHA-256", impossible);
    }
    byte[] piece = new byte[1 << 16];
    try (InputStream in = Files.newInputStream(path)) {
      for (int got = in.read(piece); got >= 0; got = in.read(piece)) {
        digest.update(piece, 0, got);
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }
}
