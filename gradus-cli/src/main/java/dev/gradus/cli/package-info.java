/// The command `gradus`: one class a command, and the frame around them.
///
/// Read first: [Main], which runs a command and turns whatever happens into an exit status, and [Action], which is what
/// a command implements. To add one: a class with picocli's `@Command` that implements [Action] and mixes in
/// [CommonOptions], named in [Main]'s list of subcommands. It prints through its [Screen] and returns its report, which
/// is the JSON object that `--json` prints; it throws [dev.gradus.GradusException] at what its user can mend.
///
/// What a recipe says is read in `dev.gradus.cli.recipe`; this package gives it to the library.
package dev.gradus.cli;
