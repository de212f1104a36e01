package dev.gradus.backend.scalar;

import dev.gradus.backend.Binding;
import dev.gradus.backend.Kernel;
import dev.gradus.backend.Kernels;
import dev.gradus.backend.LoopKernel;
import dev.gradus.backend.OpSizes;
import dev.gradus.backend.Sizing;
import dev.gradus.backend.Slice;
import dev.gradus.backend.Strides;
import dev.gradus.graph.Value;
import dev.gradus.op.ArgMax;
import dev.gradus.op.AveragePool2d;
import dev.gradus.op.AveragePool2dGradient;
import dev.gradus.op.Binary;
import dev.gradus.op.Broadcast;
import dev.gradus.op.Cast;
import dev.gradus.op.Concat;
import dev.gradus.op.Constant;
import dev.gradus.op.Conv2d;
import dev.gradus.op.Conv2dFilterGradient;
import dev.gradus.op.Conv2dInputGradient;
import dev.gradus.op.Custom;
import dev.gradus.op.Gather;
import dev.gradus.op.Input;
import dev.gradus.op.Length;
import dev.gradus.op.MatMul;
import dev.gradus.op.MaxPool2d;
import dev.gradus.op.MaxPool2dGather;
import dev.gradus.op.MaxPool2dScatter;
import dev.gradus.op.Narrow;
import dev.gradus.op.OneHot;
import dev.gradus.op.Pad;
import dev.gradus.op.Random;
import dev.gradus.op.Reduce;
import dev.gradus.op.Reshape;
import dev.gradus.op.Scan;
import dev.gradus.op.ScatterAdd;
import dev.gradus.op.Select;
import dev.gradus.op.StopGradient;
import dev.gradus.op.ToIndex;
import dev.gradus.op.Transpose;
import dev.gradus.op.Unary;
import dev.gradus.op.Variable;
import dev.gradus.plan.Step;
import java.util.List;

/// The readable kernels: one for each op.
public final class ScalarKernels implements Kernels {
  @Override
  public long scratch(Step step, Sizing sizing) {
    return switch (step) {
      case Step.Elementwise _ -> 0;
      case Step.Reduction r -> ScalarReduce.scratch(r.kind(), r.source(), sizing.dims(r.space()), r.first(), r.last(), sizing.threads());
      case Step.Loop l -> LoopKernel.scratch(l, sizing, this);
      case Step.Call(Value y, var _) -> switch (y.op()) {
        case Conv2d op -> ScalarConv2d.scratch(OpSizes.forward(op, y, sizing), sizing.threads());
        case Conv2dInputGradient op -> ScalarConv2dInputGradient.scratch(OpSizes.inputGradient(op, y, sizing), sizing.threads());
        case Conv2dFilterGradient op -> ScalarConv2dFilterGradient.scratch(OpSizes.filterGradient(op, y, sizing), sizing.threads());
        default -> 0;
      };
    };
  }

  @Override
  public Kernel bind(Step step, Binding binding) {
    return switch (step) {
      case Step.Elementwise e -> new ScalarElementwise(
          e.program(), binding.dims(e.space()), binding.operands(e.views(), e.space()), slices(e.writes(), binding));
      case Step.Reduction r -> new ScalarReduce(
          r.kind(), r.source(), binding.dims(r.space()), r.first(), r.last(), binding.operands(r.views(), r.space()),
          binding.slice(r.write()), binding.scratch());
      case Step.Loop l -> new LoopKernel(l, binding, this);
      case Step.Call call -> call(call.value(), binding);
    };
  }

  private static List<Slice> slices(List<Value> values, Binding binding) {
    return values.stream().map(binding::slice).toList();
  }

  private static Kernel call(Value y, Binding b) {
    Slice scratch = b.scratch();
    return switch (y.op()) {
      case Length(var dim) -> {
        Slice to = b.slice(y);
        float length = dim.resolve(b.sizing().sizes());
        yield _ -> to.array()[to.offset()] = length;
      }
      case Random op -> new ScalarRandom(
          op, b.integers(y.input(0)), b.dims(y.shape()), b.slice(y), b.sizing().threads());
      case Cast _ -> Labels.cast(b.integers(y.input(0)), b.slice(y));
      case OneHot(int depth) -> Labels.oneHot(b.integers(y.input(0)), depth, b.slice(y));
      case ArgMax _ -> Labels.argMax(b.slice(y.input(0)), y.input(0).shape().length(-1), b.integers(y));
      case Transpose(List<Integer> order) -> {
        int[] from = Strides.dense(b.dims(y.input(0).shape()));
        yield move(y, b, order.stream().mapToInt(axis -> from[axis]).toArray(), 0);
      }
      case Narrow(int axis, int start, int _) -> {
        int[] from = Strides.dense(b.dims(y.input(0).shape()));
        yield move(y, b, from, start * from[axis]);
      }
      case Pad(int axis, int before, int _) -> pad(y, b, axis, before);
      case Concat(int axis) -> concat(y, b, axis);
      case MatMul op -> new ScalarMatMul(
          OpSizes.matmul(op, y, b.sizing()), b.slice(y.input(0)), b.slice(y.input(1)), b.slice(y), scratch);
      case Conv2d op -> ScalarConv2d.of(
          OpSizes.forward(op, y, b.sizing()), b.slice(y.input(0)), b.slice(y.input(1)), b.slice(y), scratch);
      case Conv2dInputGradient op -> ScalarConv2dInputGradient.of(
          OpSizes.inputGradient(op, y, b.sizing()), b.slice(y.input(0)), b.slice(y.input(1)), b.slice(y), scratch);
      case Conv2dFilterGradient op -> ScalarConv2dFilterGradient.of(
          OpSizes.filterGradient(op, y, b.sizing()), b.slice(y.input(0)), b.slice(y.input(1)), b.slice(y), scratch);
      case MaxPool2d(var window) ->
          ScalarPool.max(OpSizes.pool(window, y.input(0), b.sizing()), b.slice(y.input(0)), b.slice(y));
      case MaxPool2dScatter(var window) -> ScalarPool.maxScatter(
          OpSizes.pool(window, y.input(0), b.sizing()), b.slice(y.input(0)), b.slice(y.input(1)), b.slice(y));
      case MaxPool2dGather(var window) -> ScalarPool.maxGather(
          OpSizes.pool(window, y.input(0), b.sizing()), b.slice(y.input(0)), b.slice(y.input(1)), b.slice(y));
      case AveragePool2d(var window) ->
          ScalarPool.average(OpSizes.pool(window, y.input(0), b.sizing()), b.slice(y.input(0)), b.slice(y));
      case AveragePool2dGradient(var window, int _, int _) ->
          ScalarPool.averageGradient(OpSizes.pool(window, y, b.sizing()), b.slice(y.input(0)), b.slice(y));
      case ToIndex _ -> ScalarRows.toIndex(y, b);
      case Gather _ -> ScalarRows.gather(y, b);
      case ScatterAdd _ -> ScalarRows.scatterAdd(y, b);
      case Custom(var op) -> new CustomKernel(op, y, b);
      case Input _, Variable _, Constant _, Scan _, Unary _, Binary _, Select _, StopGradient _, Broadcast _, Reshape _, Reduce _ ->
          throw new IllegalStateException("a plan has no such step of its own: " + y);
    };
  }

  private static Kernel move(Value y, Binding b, int[] fromStrides, int start) {
    Slice from = b.slice(y.input(0));
    int[] dims = b.dims(y.shape());
    return new StridedCopy(dims, new Slice(from.array(), from.offset() + start), fromStrides, b.slice(y), Strides.dense(dims));
  }

  private static Kernel pad(Value y, Binding b, int axis, int before) {
    int[] from = b.dims(y.input(0).shape());
    int[] to = b.dims(y.shape());
    int[] strides = Strides.dense(to);
    Slice target = b.slice(y);
    int end = target.offset() + Strides.size(to);
    Kernel copy = new StridedCopy(
        from, b.slice(y.input(0)), Strides.dense(from), new Slice(target.array(), target.offset() + before * strides[axis]), strides);
    return workers -> {
      java.util.Arrays.fill(target.array(), target.offset(), end, 0f);
      copy.run(workers);
    };
  }

  private static Kernel concat(Value y, Binding b, int axis) {
    int[] strides = Strides.dense(b.dims(y.shape()));
    Slice target = b.slice(y);
    Kernel[] parts = new Kernel[y.inputs().size()];
    int start = 0;
    for (int i = 0; i < parts.length; i++) {
      int[] from = b.dims(y.input(i).shape());
      parts[i] = new StridedCopy(
          from, b.slice(y.input(i)), Strides.dense(from), new Slice(target.array(), target.offset() + start * strides[axis]), strides);
      start += from[axis];
    }
    return workers -> {
      for (Kernel part : parts) {
        part.run(workers);
      }
    };
  }
}
