package dev.gradus.cli;

/// What a command does.
interface Action {
  /// Does it, printing for people through `screen`.
  ///
  /// @return the report, a record or a map, that becomes the last line of standard output with `--json`
  /// @throws Exception whatever went wrong; [Main] says it in one line
  Object run(Screen screen) throws Exception;
}
