package dev.gradus.backend;

/// A plan bound to a batch size, variables and memory: fill the inputs, run, read the outputs; as often as you like.
///
/// Not safe for use by several threads at once: bind one for each.
public interface Executable {
  /// Whether the plan has an input of this name.
  boolean takes(String input);

  /// Where the caller writes a float input before a run.
  Slice input(String name);

  /// Where the caller writes an integer input before a run.
  int[] intInput(String name);

  /// Computes the outputs and gives the variables their new values.
  void run();

  /// Where a float output lies after a run, until the next one.
  Slice output(String name);

  /// Where an integer output lies after a run, until the next one.
  int[] intOutput(String name);

  /// What it takes from the heap.
  Memory memory();
}
