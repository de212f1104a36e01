package dev.gradus.layer;

import dev.gradus.op.Scan;

/// A layer that goes along sequences step by step, keeping a state.
///
/// Shapes: x [N, T, in] -> y [N, units], the state after the last step, or [N, T, units], that after each. T may be a symbol.
/// A step that the scope's mask ([Scope#mask]) leaves out keeps the state as it was. Before the first step the state is 0.
/// The inputs' product with the kernel is made for all steps at once.
public sealed interface Recurrent extends NamedLayer permits SimpleRnn, Lstm, Gru {
  /// Which steps' outputs a layer gives.
  enum Steps {
    /// That of the last step alone: [N, units].
    LAST,
    /// All: [N, T, units].
    ALL
  }

  /// The size of the state and the output.
  int units();

  /// Which outputs it gives.
  Steps steps();

  /// From which end it goes.
  Scan.Direction direction();

  /// The same layer giving the outputs of all steps, as the next recurrent layer needs them.
  Recurrent sequences();

  /// The same layer going from the other end: the last step is then the first of the sequence. Outputs stay at the place of
  /// their inputs.
  Recurrent reversed();
}
