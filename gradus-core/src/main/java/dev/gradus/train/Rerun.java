package dev.gradus.train;

import dev.gradus.backend.Arena;
import dev.gradus.backend.Executable;
import dev.gradus.backend.Execution;
import dev.gradus.backend.Workers;
import dev.gradus.dataset.Examples;
import dev.gradus.graph.Graph;
import dev.gradus.layer.Scope;
import dev.gradus.model.Batches;
import java.util.Map;
import java.util.function.IntFunction;

/// Runs graphs on the batches of a training once more, away from it.
///
/// @param view the training examples as an epoch sees them
/// @param order the order in which an epoch goes over them
/// @param rows which row of the data given to the trainer each training example is
record Rerun(Execution execution, Workers workers, long seed, IntFunction<Examples> view, IntFunction<int[]> order, int[] rows) {
  /// The examples of one step.
  ///
  /// @param step its number, from 1
  /// @param from where in the epoch's order they begin
  record Batch(long step, int epoch, int from, int count, double rate) {}

  /// A graph for batches of a size.
  Executable bind(Graph graph, int count, Map<String, float[]> variables) {
    return execution.backend().bind(execution.backend().plan(graph), Map.of('N', count), variables, workers, new Arena());
  }

  /// Gives an executable a batch, and runs it.
  void run(Executable executable, Batch batch) {
    Batches.fill(executable, view.apply(batch.epoch()), order.apply(batch.epoch()), batch.from(), batch.count(), workers);
    setScalars(executable, batch.step(), batch.rate(), seed);
    executable.run();
  }

  /// Which row of the data an example of a batch is.
  int row(Batch batch, int place) {
    return rows[order.apply(batch.epoch())[batch.from() + place]];
  }

  /// Gives a training step what it takes beside examples.
  ///
  /// @param step its number, from 1
  static void setScalars(Executable executable, long step, double rate, long seed) {
    set(executable, TrainingStep.LEARNING_RATE, (float) rate);
    set(executable, TrainingStep.STEP, step);
    if (executable.takes(Scope.RANDOM_INPUT)) {
      int[] counter = executable.intInput(Scope.RANDOM_INPUT);
      counter[0] = (int) seed;
      counter[1] = (int) (seed >>> 32);
      counter[2] = (int) (step - 1);
      counter[3] = 0;
    }
  }

  private static void set(Executable executable, String input, float value) {
    if (executable.takes(input)) {
      var slot = executable.input(input);
      slot.array()[slot.offset()] = value;
    }
  }

  /// An output that is one number.
  static float number(Executable executable, String output) {
    var slot = executable.output(output);
    return slot.array()[slot.offset()];
  }
}
