package dev.gradus.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `gradus lab`: what the course claims, put to the test.
@Command(
    name = "lab",
    description = "Put what a first course on neural networks claims to the test: train, measure, draw, judge.",
    subcommands = {LabListCommand.class, LabRunCommand.class},
    synopsisSubcommandLabel = "COMMAND",
    footer = {"", "Examples:", "  gradus lab list", "  gradus lab run learning-rate --quick"})
final class LabCommand implements Action {
  @Mixin
  private CommonOptions common;

  @Spec
  private CommandSpec spec;

  LabCommand() {}

  /// Without a subcommand: the help.
  @Override
  public Object run(Screen screen) {
    return Main.help(spec, screen);
  }
}
