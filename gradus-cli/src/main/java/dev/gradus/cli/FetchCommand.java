package dev.gradus.cli;

import dev.gradus.GradusException;
import dev.gradus.cli.recipe.BuiltIn;
import dev.gradus.data.Nearest;
import dev.gradus.data.named.Contents;
import dev.gradus.data.named.Fetch;
import dev.gradus.data.named.NamedSet;
import dev.gradus.data.named.NamedSets;
import dev.gradus.data.named.Shelf;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicBoolean;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `gradus data fetch NAME`: brings a public data set to this machine.
@Command(
    name = "fetch",
    description = "Fetch a public data set (gradus data list shows them) to the cache, going on where an earlier fetch broke off, and"
        + " check each file's SHA-256. Files that were put there by hand are checked and taken.",
    footer = {
      "", "The cache is in the system's folder for caches, or in GRADUS_CACHE.", "GRADUS_MIRROR names an address to fetch from instead.",
      "Behind a proxy: GRADUS_JAVA_OPTS='-Dhttps.proxyHost=... -Dhttps.proxyPort=...'", "", "Examples:", "  gradus data fetch fashion-mnist", "  GRADUS_CACHE=/data/sets gradus data fetch cifar-10"
    })
final class FetchCommand implements Action {
  @Mixin
  private CommonOptions common;

  @Parameters(paramLabel = "NAME", description = "The data set.")
  private String name;

  FetchCommand() {}

  @Override
  public Object run(Screen screen) throws InterruptedException {
    NamedSet set = find(name);
    Shelf shelf = Shelf.usual();
    AtomicBoolean stop = new AtomicBoolean();
    CtrlC.listen(() -> stop.set(true));
    FetchProgress progress = new FetchProgress(screen, Terminal.ofStandardError(), stop, System::nanoTime);
    screen.note(set.name() + ": " + set.about() + ". Licence: " + set.licence() + ". Home: " + set.home());
    long begun = System.nanoTime();
    Fetch.Fetched fetched;
    try {
      fetched = new Fetch(shelf).fetch(set, progress);
    } catch (CancellationException stopped) {
      throw new Stopped(stopped.getMessage(), Map.of("name", set.name()));
    } finally {
      progress.tidy();
    }
    double seconds = (System.nanoTime() - begun) / 1e9;
    screen.say(set.name() + " is in " + fetched.folder());
    screen.say("Next: ./gradus data describe " + set.name());
    screen.say("      " + next(set));
    Map<String, Object> report = new LinkedHashMap<>();
    report.put("name", set.name());
    report.put("folder", fetched.folder().toString());
    report.put("fetched", fetched.fetched());
    report.put("there_before", fetched.before());
    report.put("licence", set.licence());
    report.put("home", set.home());
    report.put("seconds", seconds);
    return report;
  }

  private static String next(NamedSet set) {
    return switch (set.contents()) {
      case Contents.Rows rows -> "./gradus train --data " + set.name() + " --target " + rows.target();
      case Contents.Images _ when BuiltIn.names().contains(set.name()) -> "./gradus train " + set.name();
      case Contents.Images _ -> "a recipe learns from it with data: " + set.name();
    };
  }

  /// The set of a name.
  ///
  /// @throws GradusException if there is none; it names the nearest
  static NamedSet find(String name) {
    return NamedSets.named(name).orElseThrow(() -> new GradusException("unknown data set \"" + GradusException.excerpt(name) + "\""
        + Nearest.hint(name, NamedSets.names()) + "; gradus data list shows those that can be fetched"));
  }
}
