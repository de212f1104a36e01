package dev.gradus.backend.vector;

import dev.gradus.backend.Binding;
import dev.gradus.backend.ConvSize;
import dev.gradus.backend.Kernel;
import dev.gradus.backend.Kernels;
import dev.gradus.backend.LoopKernel;
import dev.gradus.backend.MatMulSize;
import dev.gradus.backend.OpSizes;
import dev.gradus.backend.Sizing;
import dev.gradus.backend.Slice;
import dev.gradus.backend.scalar.ScalarKernels;
import dev.gradus.graph.Value;
import dev.gradus.op.AveragePool2d;
import dev.gradus.op.AveragePool2dGradient;
import dev.gradus.op.Conv2d;
import dev.gradus.op.Conv2dFilterGradient;
import dev.gradus.op.Conv2dInputGradient;
import dev.gradus.op.MatMul;
import dev.gradus.op.MaxPool2d;
import dev.gradus.op.MaxPool2dGather;
import dev.gradus.op.MaxPool2dScatter;
import dev.gradus.plan.Step;
import dev.gradus.tensor.Shape;

/// The fast kernels, and the readable ones for what has no faster form. Found by name, so that the rest of core links
/// without the vector module.
public final class VectorKernels implements Kernels {
  private final ScalarKernels readable = new ScalarKernels();

  @Override
  public int lanes() {
    return Lanes.LANES;
  }

  @Override
  public long scratch(Step step, Sizing sizing) {
    return switch (step) {
      case Step.Elementwise e -> Math.max(
          readable.scratch(step, sizing), VectorElementwise.scratch(e.program(), sizing.dims(e.space()), sizing.threads()));
      case Step.Reduction r -> Math.max(
          readable.scratch(step, sizing),
          VectorReduce.scratch(r.kind(), r.source(), sizing.dims(r.space()), r.first(), r.last(), sizing.threads()));
      case Step.Loop l -> LoopKernel.scratch(l, sizing, this);
      case Step.Call(Value y, var _) -> switch (y.op()) {
        case MatMul op -> {
          MatMulSize size = OpSizes.matmul(op, y, sizing);
          if (size.m() == 1 && sizing.keeps(y.input(1))) {
            yield RowPanels.scratch(sizing.threads());
          }
          yield sizing.keeps(y.input(1)) ? VectorMatMul.keptScratch(size, sizing.threads()) : VectorMatMul.scratch(size, sizing.threads());
        }
        case Conv2d op -> {
          ConvSize size = OpSizes.forward(op, y, sizing);
          yield VectorConv2d.scratch(size, sizing.threads()) - (sizing.keeps(y.input(1)) ? VectorConv2d.packedFloats(size) : 0);
        }
        case Conv2dInputGradient op -> VectorConv2dInputGradient.scratch(OpSizes.inputGradient(op, y, sizing), sizing.threads());
        case Conv2dFilterGradient op -> VectorConv2dFilterGradient.scratch(OpSizes.filterGradient(op, y, sizing), sizing.threads());
        default -> readable.scratch(step, sizing);
      };
    };
  }

  @Override
  public Kernel bind(Step step, Binding b) {
    return switch (step) {
      case Step.Elementwise e -> warming(step, e.space(), b, new VectorElementwise(
          e.program(), b.dims(e.space()), b.operands(e.views(), e.space()), e.writes().stream().map(b::slice).toList(), b.scratch()));
      case Step.Reduction r -> warming(step, r.space(), b, new VectorReduce(
          r.kind(), r.source(), b.dims(r.space()), r.first(), r.last(), b.operands(r.views(), r.space()), b.slice(r.write()),
          b.scratch()));
      case Step.Loop l -> new LoopKernel(l, b, this);
      case Step.Call(Value y, var _) -> call(step, y, b);
    };
  }

  private Kernel warming(Step step, Shape space, Binding b, Kernel vector) {
    return space.elements().resolve(b.sizing().sizes()) <= Warming.FEW ? new Warming(readable.bind(step, b), vector) : vector;
  }

  private Kernel call(Step step, Value y, Binding b) {
    return switch (y.op()) {
      case MatMul op -> {
        MatMulSize size = OpSizes.matmul(op, y, b.sizing());
        Slice weights = in(y, 1, b);
        var packed = b.kept(y, y.input(1), VectorMatMul.packedFloats(size), into -> VectorMatMul.pack(size, weights, into));
        if (size.m() == 1 && packed.isPresent()) {
          yield new RowPanels(size, in(y, 0, b), packed.get(), b.slice(y), b.scratch());
        }
        if (RowMatMul.fits(size)) {
          yield new RowMatMul(size, in(y, 0, b), weights, b.slice(y));
        }
        yield new VectorMatMul(size, in(y, 0, b), weights, b.slice(y), b.scratch(), packed);
      }
      case Conv2d op -> {
        ConvSize size = OpSizes.forward(op, y, b.sizing());
        Slice weights = in(y, 1, b);
        var packed = b.kept(y, y.input(1), VectorConv2d.packedFloats(size), into -> VectorConv2d.pack(size, weights, into));
        yield new VectorConv2d(size, in(y, 0, b), weights, b.slice(y), b.scratch(), packed);
      }
      case Conv2dInputGradient op -> new VectorConv2dInputGradient(
          OpSizes.inputGradient(op, y, b.sizing()), in(y, 0, b), in(y, 1, b), b.slice(y), b.scratch());
      case Conv2dFilterGradient op -> new VectorConv2dFilterGradient(
          OpSizes.filterGradient(op, y, b.sizing()), in(y, 0, b), in(y, 1, b), b.slice(y), b.scratch());
      case MaxPool2d(var window) -> VectorPool.max(OpSizes.pool(window, y.input(0), b.sizing()), in(y, 0, b), b.slice(y));
      case MaxPool2dScatter(var window) -> VectorPool.maxScatter(
          OpSizes.pool(window, y.input(0), b.sizing()), in(y, 0, b), in(y, 1, b), b.slice(y));
      case MaxPool2dGather(var window) -> VectorPool.maxGather(
          OpSizes.pool(window, y.input(0), b.sizing()), in(y, 0, b), in(y, 1, b), b.slice(y));
      case AveragePool2d(var window) ->
          VectorPool.average(OpSizes.pool(window, y.input(0), b.sizing()), in(y, 0, b), b.slice(y));
      case AveragePool2dGradient(var window, int _, int _) ->
          VectorPool.averageGradient(OpSizes.pool(window, y, b.sizing()), in(y, 0, b), b.slice(y));
      default -> readable.bind(step, b);
    };
  }

  private static Slice in(Value y, int index, Binding b) {
    return b.slice(y.input(index));
  }
}
