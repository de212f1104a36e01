package dev.gradus.backend;

/// One step of a plan, bound to sizes and memory: running it reads its operands and writes its result, allocating
/// nothing.
@FunctionalInterface
public interface Kernel {
  /// Computes, sharing the work among `workers`.
  void run(Workers workers);
}
