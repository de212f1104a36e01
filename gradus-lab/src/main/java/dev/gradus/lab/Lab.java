package dev.gradus.lab;

/// Runs experiments.
public final class Lab {
  private Lab() {}

  /// Runs an experiment and judges what it found by the rule that it stated beforehand.
  public static Result run(Experiment experiment, Setting setting) {
    Rule rule = experiment.rule();
    Notebook notebook = new Notebook(experiment.texts());
    long start = System.nanoTime();
    experiment.run(setting, notebook);
    double seconds = (System.nanoTime() - start) * 1e-9;
    Figures figures = notebook.figures();
    return new Result(experiment, setting, figures, notebook.exhibits(), rule.judge(figures), seconds);
  }
}
