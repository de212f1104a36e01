package dev.gradus.cli;

import dev.gradus.data.named.NamedSet;
import dev.gradus.data.named.NamedSets;
import dev.gradus.data.named.Remote;
import dev.gradus.data.named.Shelf;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `gradus data list`: the public data sets that can be fetched by name.
@Command(
    name = "list",
    description = "Show the public data sets that can be fetched by name. --json also gives homes, addresses and SHA-256 sums.",
    footer = {"", "Example:", "  gradus data list"})
final class ListSetsCommand implements Action {
  @Mixin
  private CommonOptions common;

  ListSetsCommand() {}

  @Override
  public Object run(Screen screen) {
    Shelf shelf = Shelf.usual();
    screen.say(line("NAME", "HERE", "EXAMPLES", "TO FETCH", "WHAT, LICENCE"));
    for (NamedSet set : NamedSets.sets()) {
      screen.say(line(set.name(), shelf.has(set) ? "yes" : "", Figures.count(set.contents().examples()),
          set.bytes().isPresent() ? Figures.bytes(set.bytes().getAsLong()) : "small", set.about() + "; licence: " + set.licence()));
    }
    screen.say("");
    screen.say("They are fetched to " + shelf.root() + ". Generated sets, such as digits, need no fetching: see gradus recipes.");
    Map<String, Object> report = new LinkedHashMap<>();
    report.put("cache", shelf.root().toString());
    report.put("sets", NamedSets.sets().stream().map(set -> described(set, shelf)).toList());
    return report;
  }

  private static String line(String name, String here, String examples, String size, String about) {
    return String.format(Locale.ROOT, "%-20s %-4s %9s %9s  %s", name, here, examples, size, about);
  }

  private static Map<String, Object> described(NamedSet set, Shelf shelf) {
    Map<String, Object> described = new LinkedHashMap<>();
    described.put("name", set.name());
    described.put("about", set.about());
    described.put("home", set.home());
    described.put("licence", set.licence());
    described.put("examples", set.contents().examples());
    put(described, set.bytes());
    described.put("here", shelf.has(set));
    described.put("folder", shelf.folder(set).toString());
    List<Map<String, Object>> files = set.files().stream().map(ListSetsCommand::described).toList();
    described.put("files", files);
    return described;
  }

  private static Map<String, Object> described(Remote file) {
    Map<String, Object> described = new LinkedHashMap<>();
    described.put("name", file.name());
    put(described, file.bytes());
    described.put("sha256", file.sha256());
    described.put("places", file.places().stream().map(Object::toString).toList());
    return described;
  }

  private static void put(Map<String, Object> described, OptionalLong bytes) {
    bytes.ifPresent(count -> described.put("bytes", count));
  }
}
