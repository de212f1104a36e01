package dev.gradus.cli;

import dev.gradus.GradusException;
import dev.gradus.data.Nearest;
import dev.gradus.lab.Experiment;
import dev.gradus.lab.Lab;
import dev.gradus.lab.Result;
import dev.gradus.lab.Setting.Length;
import dev.gradus.lab.Setting;
import dev.gradus.lab.course.Course;
import dev.gradus.lab.page.Site;
import dev.gradus.plot.Language;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `gradus lab run NAME|all`: trains, measures, draws and judges.
@Command(
    name = "run",
    description = {
      "Run an experiment, or all: train over several seeds, print the figures with their spread and the verdict, write a page.",
      "",
      "Pages are single HTML files that need no network, in English and Korean; all of them get an index.html. Same seed, same figures."
    },
    footer = {
      "", "Examples:", "  gradus lab run learning-rate", "  gradus lab run all --quick --out lab", "  gradus lab run momentum --quick --json"
    })
final class LabRunCommand implements Action {
  private static final String ALL = "all";

  @Mixin
  private CommonOptions common;

  @Parameters(paramLabel = "NAME", description = "An experiment, as gradus lab list names it, or all.")
  private String name;

  @Option(names = "--quick",
      description = "Less training and 3 seeds instead of 5: all in some minutes, with verdicts that may be inconclusive.")
  private boolean quick;

  @Option(names = "--seed", paramLabel = "S", description = "From which all seeds follow. Default: 42.")
  private long seed = 42;

  @Option(names = "--out", paramLabel = "DIR", description = "Where to write the pages, over those of an earlier run. Default: lab.")
  private Path out = Path.of("lab");

  @Option(names = "--threads", paramLabel = "N", description = "How many threads. Default: all processors. It changes no figure.")
  private Optional<Integer> threads = Optional.empty();

  @Option(names = "--language", paramLabel = "LANGUAGE", converter = LabLanguage.class,
      description = "What is printed: en or ko. Default: en.")
  private Language language = Language.ENGLISH;

  @Option(names = "--contents", paramLabel = "FILE",
      description = "With all: also write a table of contents as Markdown, its pictures in images/lab beside it.")
  private Optional<Path> contents = Optional.empty();

  @Option(names = "--tiny", hidden = true, description = "Next to no training: for tests.")
  private boolean tiny;

  LabRunCommand() {}

  @Override
  public Object run(Screen screen) {
    List<Experiment> chosen = name.equals(ALL) ? Course.experiments() : List.of(named());
    if (contents.isPresent() && !name.equals(ALL)) {
      throw new GradusException("--contents goes with all, not with " + name);
    }
    if (Files.exists(out) && !Files.isDirectory(out)) {
      throw new GradusException("--out " + out + " is a file; name a folder for the pages");
    }
    Setting setting = new Setting(tiny ? Length.TINY : quick ? Length.QUICK : Length.FULL, seed, Compute.on(threads, screen).threads());
    Site site = name.equals(ALL) ? Site.whole(out) : Site.loose(out);
    LabReport report = new LabReport(screen, language);
    List<Result> results = new ArrayList<>();
    long start = System.nanoTime();
    for (Experiment experiment : chosen) {
      screen.note("[" + (results.size() + 1) + "/" + chosen.size() + "] " + experiment.name() + " …");
      Result result = Lab.run(experiment, setting);
      Path page = site.write(result);
      report.tell(result, page);
      results.add(result);
    }
    double seconds = (System.nanoTime() - start) * 1e-9;
    if (name.equals(ALL)) {
      Path index = site.index(results);
      report.verdicts(results);
      screen.say("Pages: " + index);
      contents.ifPresent(file -> screen.say("Contents: " + site.contents(results, file)));
    }
    Map<String, Object> told = new LinkedHashMap<>();
    told.put("experiments", results.stream().map(report::plain).toList());
    told.put("pages", out.toString());
    told.put("seconds", seconds);
    return told;
  }

  private Experiment named() {
    List<String> names = new ArrayList<>(Course.experiments().stream().map(Experiment::name).toList());
    names.add(ALL);
    if (!names.contains(name)) {
      throw new GradusException(
          "no experiment is called \"" + name + "\"" + Nearest.hint(name, names) + "; gradus lab list shows all that there are");
    }
    return Course.experiment(name);
  }
}
