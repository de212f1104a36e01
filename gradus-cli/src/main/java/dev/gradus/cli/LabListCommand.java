package dev.gradus.cli;

import dev.gradus.lab.Experiment;
import dev.gradus.lab.course.Course;
import dev.gradus.plot.Language;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `gradus lab list`: the experiments in the order of the course.
@Command(
    name = "list",
    description = "List the experiments in the order of the course, with the numbers of the claims that each puts to the test.",
    footer = {"", "Example:", "  gradus lab list"})
final class LabListCommand implements Action {
  @Mixin
  private CommonOptions common;

  @Option(names = "--language", paramLabel = "LANGUAGE", converter = LabLanguage.class, description = "en or ko. Default: en.")
  private Language language = Language.ENGLISH;

  LabListCommand() {}

  @Override
  public Object run(Screen screen) {
    List<Experiment> experiments = Course.experiments();
    int width = experiments.stream().mapToInt(experiment -> experiment.name().length()).max().orElse(0);
    List<Map<String, Object>> listed = new ArrayList<>();
    for (Experiment experiment : experiments) {
      String claims = String.join(", ", experiment.claims().stream().map(String::valueOf).toList());
      String name = experiment.name() + " ".repeat(width - experiment.name().length() + 2);
      screen.say(name + experiment.title().in(language) + " (" + claims + ")");
      Map<String, Object> one = new LinkedHashMap<>();
      one.put("name", experiment.name());
      one.put("title", experiment.title().in(language));
      one.put("claims", experiment.claims());
      one.put("claim", experiment.claim().in(language));
      listed.add(one);
    }
    return Map.of("experiments", listed);
  }
}
