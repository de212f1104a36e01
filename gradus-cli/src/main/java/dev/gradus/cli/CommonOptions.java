package dev.gradus.cli;

import picocli.CommandLine.Option;

/// The options of every command.
final class CommonOptions {
  @Option(names = "--json", description = "Print one JSON object, and nothing else, on standard output.")
  boolean json;

  @Option(names = "--debug", description = "Print the stack trace of a failure.")
  boolean debug;

  @Option(names = {"-h", "--help"}, usageHelp = true, description = "Show this help.")
  boolean help;

  @Option(names = {"-V", "--version"}, versionHelp = true, description = "Show the version.")
  boolean version;
}
