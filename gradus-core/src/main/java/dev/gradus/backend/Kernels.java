package dev.gradus.backend;

import dev.gradus.plan.Step;

/// A backend's kernels: one for each step.
public interface Kernels {
  /// How many floats of working memory the step's kernel needs; known from shapes and the number of threads.
  long scratch(Step step, Sizing sizing);

  /// The step's kernel.
  Kernel bind(Step step, Binding binding);

  /// How many float32 numbers they compute on at once; 1 without vectors.
  default int lanes() {
    return 1;
  }
}
