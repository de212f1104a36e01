package dev.gradus.cli;

import dev.gradus.backend.Execution;
import dev.gradus.cli.recipe.Blueprint;
import dev.gradus.dataset.Dataset;
import dev.gradus.model.Evaluation;
import dev.gradus.model.Model;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `gradus report RUN`: tests a run's model and writes its page anew, such as that of a run that was stopped.
@Command(
    name = "report",
    description = "Test a run's model and write its report.html anew: curves, mistakes, calibration, gradients, in one file.",
    footer = {"", "Example:", "  gradus report runs/digits-1"})
final class ReportCommand implements Action {
  @Mixin
  private CommonOptions common;

  @Parameters(paramLabel = "RUN", description = "A run folder.")
  private Path path;

  @Option(names = "--threads", paramLabel = "N",
      description = "Threads to compute with; all processors by default. It changes no bit.")
  private Optional<Integer> threads = Optional.empty();

  ReportCommand() {}

  @Override
  public Object run(Screen screen) throws Exception {
    RunFolder run = RunFolder.open(path);
    Execution execution = Compute.on(threads, screen);
    Model model = Trained.open(path).model();
    Blueprint blueprint = Blueprint.of(run.recipe());
    blueprint.source().check();
    screen.note(blueprint.source().doing() + "…");
    Dataset test = blueprint.source().test(blueprint.recipe().seed());
    Evaluation evaluation = model.evaluate(test, execution, blueprint.setMetrics());
    Path file = RunReport.write(run, model, test, evaluation, execution);
    screen.say("Report: " + file);
    Map<String, Object> report = new LinkedHashMap<>();
    report.put("run", path.toString());
    report.put("report", file.toString());
    report.put("test_metrics", evaluation.metrics());
    report.put("test_loss", evaluation.loss());
    return report;
  }
}
