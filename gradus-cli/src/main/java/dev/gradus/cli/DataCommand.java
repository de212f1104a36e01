package dev.gradus.cli;

import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `gradus data`: what a recipe learns from.
@Command(
    name = "data",
    description = "Look at what a recipe learns from.",
    subcommands = PreviewCommand.class,
    synopsisSubcommandLabel = "COMMAND",
    footer = {"", "Example:", "  gradus data preview digits"})
final class DataCommand implements Action {
  @Mixin
  private CommonOptions common;

  @Spec
  private CommandSpec spec;

  DataCommand() {}

  /// Without a subcommand: the help.
  @Override
  public Object run(Screen screen) {
    if (!screen.json()) {
      spec.commandLine().usage(screen.out());
    }
    return Map.of("commands", List.copyOf(spec.subcommands().keySet()));
  }
}
