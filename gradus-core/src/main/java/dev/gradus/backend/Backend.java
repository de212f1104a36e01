package dev.gradus.backend;

import dev.gradus.backend.reference.ReferenceExecutable;
import dev.gradus.backend.scalar.ScalarKernels;
import dev.gradus.graph.Graph;
import dev.gradus.plan.Layout;
import dev.gradus.plan.Plan;
import dev.gradus.tensor.Tensor;
import java.lang.reflect.InvocationTargetException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/// A way to run plans.
public enum Backend {
  /// Plain loops in double precision: slow, the oracle.
  REFERENCE,
  /// Float32, one readable loop for each op: the arithmetic contract.
  SCALAR,
  /// Float32 on the vector unit, fused and tiled: the same bits as `SCALAR`, much sooner.
  VECTOR;

  /// The name of the flag without which [#VECTOR] can't run.
  public static final String VECTOR_FLAG = "--add-modules jdk.incubator.vector";

  private static final AtomicBoolean TOLD = new AtomicBoolean();

  private static final String VECTOR_KERNELS = "dev.gradus.backend.vector.VectorKernels";

  /// The fastest that this JVM can run: `VECTOR` if it was started with [#VECTOR_FLAG], else `SCALAR`, with the same bits.
  public static Backend best() {
    return vectorAvailable() ? VECTOR : SCALAR;
  }

  /// Whether the JVM was started with the vector module.
  public static boolean vectorAvailable() {
    return ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();
  }

  /// What to tell the user of a JVM without the vector module, once: empty from the second call on, and where the module is.
  /// [Execution#best()] logs it, unless a program that has its own way to say it asks for it before.
  public static Optional<String> vectorNote() {
    return vectorAvailable() || TOLD.getAndSet(true) ? Optional.empty()
        : Optional.of("Computing without vectors: the same results, but slower. Start Java with " + VECTOR_FLAG);
  }

  /// How many float32 numbers it computes on at once; 1 without vectors. It changes the speed and never a bit.
  public int lanes() {
    return switch (this) {
      case REFERENCE, SCALAR -> 1;
      case VECTOR -> kernels().lanes();
    };
  }

  /// Plans a graph as suits this backend.
  public Plan plan(Graph graph) {
    return this == VECTOR ? Plan.of(graph) : Plan.unfused(graph);
  }

  /// Runs a graph once, for looking at what it does. Symbols get their values from the inputs' shapes.
  ///
  /// @param inputs a tensor for each input by name
  /// @param variables a tensor for each variable by path; those that the graph updates change in place
  /// @return the outputs by name
  /// @throws dev.gradus.tensor.ShapeException if a tensor is missing or doesn't fit
  public Map<String, Tensor> run(Graph graph, Map<String, Tensor> inputs, Map<String, Tensor> variables) {
    return OneRun.run(this, graph, inputs, variables);
  }

  /// What binding a plan would take from the heap.
  ///
  /// @param sizes the value of each shape symbol, such as N = 64
  public Memory memory(Plan plan, Map<Character, Integer> sizes, int threads) {
    return switch (this) {
      case REFERENCE -> ReferenceExecutable.memory(plan, sizes);
      case SCALAR, VECTOR -> FloatExecutable.memory(plan, Layout.of(plan, sizes), new Sizing(sizes, threads), kernels());
    };
  }

  /// Binds a plan to sizes, variables and memory.
  ///
  /// @param sizes the value of each shape symbol, such as N = 64
  /// @param variables each variable's numbers by its path; a run changes those that the graph updates
  /// @throws MemoryException if the heap has no room, before anything is computed
  public Executable bind(
      Plan plan, Map<Character, Integer> sizes, Map<String, float[]> variables, Workers workers, Arena arena) {
    return bind(plan, sizes, variables, workers, arena, Optional.empty());
  }

  /// Binds a plan whose variables stay as they are: `prepared` keeps what kernels make of them.
  ///
  /// @throws MemoryException if the heap has no room, before anything is computed
  public Executable bind(
      Plan plan, Map<Character, Integer> sizes, Map<String, float[]> variables, Workers workers, Arena arena, Prepared prepared) {
    return bind(plan, sizes, variables, workers, arena, Optional.of(prepared));
  }

  private Executable bind(
      Plan plan, Map<Character, Integer> sizes, Map<String, float[]> variables, Workers workers, Arena arena,
      Optional<Prepared> prepared) {
    return switch (this) {
      case REFERENCE -> new ReferenceExecutable(plan, sizes, variables);
      case SCALAR, VECTOR -> new FloatExecutable(plan, sizes, variables, workers, kernels(), arena, prepared);
    };
  }

  private Kernels kernels() {
    if (this != VECTOR) {
      return new ScalarKernels();
    }
    if (!vectorAvailable()) {
      throw new IllegalStateException("the vector backend needs the JVM flag " + VECTOR_FLAG);
    }
    try {
      // By name: a class that mentions the vector module can't be linked where the module is missing.
      return (Kernels) Class.forName(VECTOR_KERNELS).getConstructor().newInstance();
    } catch (InvocationTargetException thrown) {
      if (thrown.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException(thrown.getCause());
    } catch (ReflectiveOperationException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
