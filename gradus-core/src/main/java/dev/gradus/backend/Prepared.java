package dev.gradus.backend;

import dev.gradus.graph.Value;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/// What kernels make of weights once and keep: panels in the order in which a tile reads them, filters transformed.
///
/// One for all executables of a plan that are bound to the same numbers, whatever their batch size and thread. It holds as long as
/// the weights stay as they are: whoever changes them binds anew, with another one.
public final class Prepared {
  private final Map<Value, float[]> kept = new ConcurrentHashMap<>();

  /// Nothing yet.
  public Prepared() {}

  /// What the step of `value` keeps, made by `make` unless another executable has made it already.
  Slice of(Value value, long floats, Consumer<Slice> make) {
    float[] numbers = kept.computeIfAbsent(value, _ -> {
      long length = FloatExecutable.ARENA_START + floats;
      Memory.require(length * Float.BYTES, Map.of());
      float[] made = new float[Math.toIntExact(length)];
      make.accept(new Slice(made, FloatExecutable.ARENA_START));
      return made;
    });
    return new Slice(numbers, FloatExecutable.ARENA_START);
  }
}
