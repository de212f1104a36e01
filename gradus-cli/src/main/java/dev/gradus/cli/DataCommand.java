package dev.gradus.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `gradus data`: what there is to learn from.
@Command(
    name = "data",
    description = "Fetch public data sets, and look at what there is to learn from.",
    subcommands = {ListSetsCommand.class, FetchCommand.class, DescribeCommand.class, PreviewCommand.class},
    synopsisSubcommandLabel = "COMMAND",
    footer = {"", "Examples:", "  gradus data fetch fashion-mnist", "  gradus data describe house.csv", "  gradus data preview digits"})
final class DataCommand implements Action {
  @Mixin
  private CommonOptions common;

  @Spec
  private CommandSpec spec;

  DataCommand() {}

  /// Without a subcommand: the help.
  @Override
  public Object run(Screen screen) {
    return Main.help(spec, screen);
  }
}
