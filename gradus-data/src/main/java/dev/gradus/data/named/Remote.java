package dev.gradus.data.named;

import dev.gradus.GradusException;
import java.net.URI;
import java.util.List;
import java.util.OptionalLong;

/// A file of a public data set, as its home offers it.
///
/// @param name what it is called on the shelf
/// @param places where it can be fetched, the first that answers is taken
/// @param bytes its size, if it is known from more than hearsay
/// @param sha256 its SHA-256 in hexadecimal
public record Remote(String name, List<URI> places, OptionalLong bytes, String sha256) {
  public Remote {
    places = List.copyOf(places);
    if (!sha256.matches("[0-9a-f]{64}")) {
      throw new GradusException("the SHA-256 of " + name + " has 64 digits of 0 to 9 and a to f, not \"" + sha256 + "\"");
    }
    if (!name.matches("[A-Za-z0-9][A-Za-z0-9._-]*")) {
      throw new GradusException("a file on the shelf has a plain name, not \"" + name + "\"");
    }
  }

  static Remote of(String name, long bytes, String sha256, String... places) {
    return new Remote(name, List.of(places).stream().map(URI::create).toList(), OptionalLong.of(bytes), sha256);
  }

  static Remote ofUnknownSize(String name, String sha256, String... places) {
    return new Remote(name, List.of(places).stream().map(URI::create).toList(), OptionalLong.empty(), sha256);
  }
}
