package dev.gradus.data.named;

import dev.gradus.GradusException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/// Brings public data sets to the shelf.
public final class Fetch {
  private final Shelf shelf;
  private final Optional<URI> mirror;
  private final Download download;

  Fetch(Shelf shelf, Optional<URI> mirror, Download download) {
    this.shelf = shelf;
    this.mirror = mirror;
    this.download = download;
  }

  /// From the sets' homes, or from the mirror that the property `gradus.mirror` or the variable `GRADUS_MIRROR` names, which has the files
  /// as `MIRROR/FOLDER/FILE`.
  ///
  /// @throws GradusException if that is no address
  public Fetch(Shelf shelf) {
    this(shelf, usualMirror(), Download.usual());
  }

  /// Looks on while files arrive, one after another.
  public interface Watcher {
    /// Sees nothing.
    Watcher SILENT = new Watcher() {};

    /// A file begins to arrive, of which some may be there from before.
    default void begins(String file, long had, OptionalLong bytes) {}

    /// So many of its bytes are there.
    default void arrived(long bytes) {}

    /// A file is there and is the published one.
    ///
    /// @param before whether it was there from the beginning, put by an earlier command or by hand
    default void there(String file, boolean before) {}

    /// The files are there, and what is to be read is made of them.
    default void making() {}

    /// Whether to stop.
    default boolean stopped() {
      return false;
    }
  }

  /// What was done.
  ///
  /// @param folder what a reader takes
  /// @param fetched the files that were fetched now
  /// @param before the files that were there before
  public record Fetched(Path folder, List<String> fetched, List<String> before) {
    public Fetched {
      fetched = List.copyOf(fetched);
      before = List.copyOf(before);
    }
  }

  private static Optional<URI> usualMirror() {
    String given = System.getProperty("gradus.mirror", System.getenv().getOrDefault("GRADUS_MIRROR", ""));
    if (given.isEmpty()) {
      return Optional.empty();
    }
    if (!given.matches("https?://[^\\s/]+(/\\S*)?")) {
      throw new GradusException("GRADUS_MIRROR is an address such as https://files.example.org/sets, not \"" + GradusException.excerpt(given) + "\"");
    }
    return Optional.of(URI.create(given.endsWith("/") ? given : given + "/"));
  }

  /// Fetches what isn't there, checks all by SHA-256, and makes what a reader takes.
  ///
  /// @throws GradusException if it can't: which files to put where, or which file is wrong
  /// @throws java.util.concurrent.CancellationException if the watcher stops it; what has arrived is kept
  public Fetched fetch(NamedSet set, Watcher watcher) throws InterruptedException {
    Path folder = shelf.folder(set);
    Path into = shelf.fetchedFolder(set);
    List<String> fetched = new ArrayList<>();
    List<String> before = new ArrayList<>();
    if (!(set.making() instanceof Making.AsFetched) && shelf.made(set)) {
      set.check(folder);
      return new Fetched(folder, List.of(), set.making().ready());
    }
    try {
      Files.createDirectories(into);
      for (Remote file : set.files()) {
        Path target = into.resolve(file.name());
        boolean there = Files.isRegularFile(target);
        if (there) {
          Shelf.verify(target, file);
        } else {
          download.file(file, places(set, file), target, watcher);
        }
        (there ? before : fetched).add(file.name());
        watcher.there(file.name(), there);
      }
    } catch (Download.Failed failed) {
      throw byHand(set, failed);
    } catch (IOException failed) {
      throw new GradusException("can't keep " + set.name() + " in " + into + ": " + failed.getMessage(), failed);
    }
    if (!shelf.made(set)) {
      watcher.making();
    }
    Made.of(set, into, folder);
    set.check(folder);
    return new Fetched(folder, fetched, before);
  }

  private List<URI> places(NamedSet set, Remote file) {
    return mirror.map(base -> List.of(base.resolve(set.folder() + "/" + file.name()))).orElse(file.places());
  }

  private GradusException byHand(NamedSet set, Download.Failed failed) {
    List<Remote> missing = shelf.missing(set);
    return new GradusException("can't fetch " + set.name() + ": " + failed.getMessage() + (failed.nobody ? " (is there a network?)" : "") + ". Put "
        + toPut(missing) + " into " + shelf.fetchedFolder(set) + " by other means, and the same command checks and takes "
        + (missing.size() == 1 ? "it" : "them"));
  }

  /// The files and where they are, their common address but once.
  private static String toPut(List<Remote> files) {
    String base = files.getFirst().places().getFirst().resolve(".").toString();
    if (files.size() > 1 && files.stream().allMatch(file -> file.places().getFirst().toString().equals(base + file.name()))) {
      return Shelf.names(files) + " (from " + base + ")";
    }
    return files.stream().map(file -> file.name() + " (" + file.places().getFirst() + ")").collect(Collectors.joining(", "));
  }
}
