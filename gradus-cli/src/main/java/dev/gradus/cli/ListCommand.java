package dev.gradus.cli;

import dev.gradus.GradusException;
import dev.gradus.cli.recipe.Listing;
import dev.gradus.data.Nearest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `gradus list [WHAT]`: all that a recipe can name.
@Command(
    name = "list",
    description = {
      "List what a recipe can name: units, outputs, losses, optimizers, schedules, initializers, regularizers, layers, models,"
          + " metrics.",
      "",
      "After each name: its options with what they are if left out, those in brackets being none, the others required."
          + " Data sets that have a name: gradus data list."
    },
    footer = {"", "Examples:", "  gradus list", "  gradus list losses", "  gradus list relu"})
final class ListCommand implements Action {
  @Mixin
  private CommonOptions common;

  @Parameters(paramLabel = "WHAT", arity = "0..1", description = "A group such as losses, or a part of a name such as relu.")
  private Optional<String> what = Optional.empty();

  ListCommand() {}

  @Override
  public Object run(Screen screen) {
    List<Listing.Group> all = Listing.groups();
    List<Listing.Group> chosen = all.stream().map(group -> what.map(part -> matching(group, part)).orElse(group)).toList();
    if (chosen.stream().allMatch(group -> group.things().isEmpty())) {
      String asked = what.orElseThrow();
      List<String> names = all.stream()
          .flatMap(group -> Stream.concat(Stream.of(group.key()), group.things().stream().map(Listing.Thing::name))).toList();
      throw new GradusException(
          "nothing is called \"" + asked + "\"" + Nearest.hint(asked, names) + "; gradus list shows all that there is, gradus data list the data sets");
    }
    Map<String, List<String>> report = new LinkedHashMap<>();
    int width = chosen.stream().flatMap(group -> group.things().stream()).mapToInt(thing -> thing.name().length()).max().orElse(0);
    boolean first = true;
    for (Listing.Group group : chosen) {
      report.put(group.key(), group.things().stream().map(Listing.Thing::name).toList());
      if (group.things().isEmpty()) {
        continue;
      }
      if (!first) {
        screen.say("");
      }
      first = false;
      screen.say(group.title() + (group.shared().isEmpty() ? "" : ", each also with " + String.join(", ", group.shared())));
      for (Listing.Thing thing : group.things()) {
        screen.say("  " + thing.name() + " ".repeat(width - thing.name().length() + 2) + thing.about()
            + (thing.options().isEmpty() ? "" : "  (" + thing.options() + ")"));
      }
    }
    if (what.isEmpty()) {
      screen.say("");
      screen.say("data: and --data take public sets too, such as fashion-mnist and iris: gradus data list shows them");
    }
    return report;
  }

  /// The whole group if it is called so, else those of its things that have the part in their names.
  private static Listing.Group matching(Listing.Group group, String part) {
    String small = part.toLowerCase(Locale.ROOT);
    return group.key().equals(small)
        ? group
        : new Listing.Group(group.key(), group.title(), group.shared(),
            group.things().stream().filter(thing -> thing.name().toLowerCase(Locale.ROOT).contains(small)).toList());
  }
}
