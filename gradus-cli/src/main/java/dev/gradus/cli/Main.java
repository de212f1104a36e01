package dev.gradus.cli;

import dev.gradus.data.Nearest;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/// The command `gradus`: finds the subcommand, runs it, and turns whatever happens into output and an exit status.
@Command(
    name = "gradus",
    description = "Deep learning in plain Java: define, train, test and use neural networks.",
    subcommands = {
      TrainCommand.class, VerifyCommand.class, EvaluateCommand.class, ReportCommand.class, PredictCommand.class, SummaryCommand.class,
      RecipesCommand.class, ListCommand.class, LabCommand.class, BenchCommand.class, DataCommand.class, FingerprintCommand.class
    },
    synopsisSubcommandLabel = "COMMAND",
    versionProvider = Main.Version.class,
    footer = {"", "Example:", "  gradus train digits", "", "gradus COMMAND --help tells more of a command."})
public final class Main implements Action {
  @Mixin
  private CommonOptions common;

  @Spec
  private CommandSpec spec;

  Main() {}

  /// Runs a command and ends the Java machine with its exit status.
  public static void main(String[] args) {
    CtrlC ctrlC = CtrlC.install();
    int status = Failure.DEFECT;
    try {
      status = run(args, System.out, System.err);
    } finally {
      ctrlC.finished();
    }
    System.exit(status);
  }

  /// Runs a command.
  ///
  /// @return the exit status: 0, or a [Failure]'s
  static int run(String[] args, PrintStream out, PrintStream err) {
    return run(args, out, err, new Main());
  }

  /// Runs a command of `root`, whose subcommands are all [Action]s.
  static int run(String[] args, PrintStream out, PrintStream err, Action root) {
    // Before the arguments are read, as they may be what's wrong.
    Screen screen = new Screen(out, err, Arrays.asList(args).contains("--json"));
    boolean debug = Arrays.asList(args).contains("--debug");
    String command = Arrays.stream(args).filter(arg -> !arg.startsWith("-")).findFirst().orElse("gradus");
    try {
      CommandLine line = new CommandLine(root);
      line.getSubcommands().values().forEach(Main::prepare);
      ParseResult parsed;
      try {
        parsed = line.parseArgs(args);
      } catch (UnmatchedArgumentException unmatched) {
        throw suggest(unmatched);
      }
      CommandLine last = parsed.asCommandLineList().getLast();
      if (last.isUsageHelpRequested() || last.isVersionHelpRequested()) {
        if (last.isUsageHelpRequested()) {
          last.usage(out);
        } else {
          last.printVersionHelp(out);
        }
        return 0;
      }
      command = last.getCommandSpec().qualifiedName().replaceFirst("^gradus ", "");
      Object report = ((Action) last.getCommand()).run(screen);
      if (screen.json()) {
        out.println(Json.line(named(command, report)));
      }
      out.flush();
      return 0;
    } catch (Exception | OutOfMemoryError | StackOverflowError | AssertionError | LinkageError thrown) {
      if (debug) {
        thrown.printStackTrace(err);
      }
      Failure failure = Failure.of(thrown);
      err.println("gradus: " + failure.line());
      if (thrown instanceof Diverged diverged) {
        diverged.lines().forEach(err::println);
      }
      if (screen.json()) {
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("command", command);
        if (thrown instanceof Stopped stopped) {
          report.putAll(stopped.report());
        }
        if (thrown instanceof Diverged diverged) {
          report.put("diagnosis", diverged.report());
        }
        if (thrown instanceof Differs differs) {
          report.putAll(differs.report());
        }
        report.put("error", failure.line());
        out.println(Json.line(report));
      }
      out.flush();
      return failure.status();
    }
  }

  /// Without a subcommand: the help.
  @Override
  public Object run(Screen screen) {
    return help(spec, screen);
  }

  /// The help of a command that does nothing without a subcommand.
  static Map<String, Object> help(CommandSpec spec, Screen screen) {
    if (!screen.json()) {
      spec.commandLine().usage(screen.out());
    }
    return Map.of("commands", List.copyOf(spec.subcommands().keySet()));
  }

  /// The report with the command's name before it.
  private static Map<String, Object> named(String command, Object report) {
    Map<String, Object> named = new LinkedHashMap<>();
    named.put("command", command);
    named.putAll(Json.fields(report));
    return named;
  }

  private static void prepare(CommandLine command) {
    command.getCommandSpec().versionProvider(new Version());
    // A point such as -0.5,0.3 looks like an option, but isn't one.
    command.getCommandSpec().parser().unmatchedOptionsArePositionalParams(command.getCommand() instanceof PredictCommand);
    command.getSubcommands().values().forEach(Main::prepare);
  }

  /// The error that says what was probably meant.
  static ParameterException suggest(UnmatchedArgumentException unmatched) {
    CommandLine line = unmatched.getCommandLine();
    String given = unmatched.getUnmatched().getFirst();
    String at = line.getCommandSpec().qualifiedName();
    String what;
    if (given.startsWith("-")) {
      List<String> names = new ArrayList<>();
      line.getCommandSpec().options().forEach(option -> names.addAll(Arrays.asList(option.names())));
      String name = given.replaceFirst("=.*", "");
      what = "unknown option " + name + Nearest.hint(name, names) + "; " + at + " --help lists the options";
    } else if (!line.getSubcommands().isEmpty()) {
      what = "unknown command " + given + Nearest.hint(given, line.getSubcommands().keySet()) + "; " + at
          + " --help lists the commands";
    } else {
      what = "one argument too many: " + given + "; " + at + " --help shows what it takes";
    }
    return new ParameterException(line, what);
  }

  /// The version of the module, and the Java that runs it.
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      var descriptor = Main.class.getModule().getDescriptor();
      String version = descriptor == null ? "unpackaged" : descriptor.rawVersion().orElse("unpackaged");
      return new String[] {
        "gradus " + version + " (Java " + Runtime.version() + ", " + Objects.toString(System.getProperty("java.vendor"), "?")
            + ", " + System.getProperty("os.name") + " " + System.getProperty("os.arch") + ")"
      };
    }
  }
}
