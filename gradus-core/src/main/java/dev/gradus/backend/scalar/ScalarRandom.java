package dev.gradus.backend.scalar;

import dev.gradus.backend.Kernel;
import dev.gradus.backend.Slice;
import dev.gradus.backend.Strides;
import dev.gradus.backend.Workers;
import dev.gradus.op.Random;
import dev.gradus.backend.RandomBits;

/// Random numbers, a row at a time. Who computes a row changes nothing: they are a function of where they are.
final class ScalarRandom implements Kernel {
  /// Four are used; the rest keeps the threads' words on cache lines of their own.
  private static final int WORDS = 36;

  private final int rows;
  private final Workers.Task task;

  ScalarRandom(Random op, int[] counter, int[] dims, Slice to, int threads) {
    int size = Strides.size(dims);
    rows = op.batched() ? dims[0] : 1;
    int length = rows == 0 ? 0 : size / rows;
    RandomBits bits = new RandomBits(op.distribution(), op.stream(), op.batched());
    int[][] words = new int[threads][WORDS];
    task = (row, worker) -> bits.fill(counter, row, length, to.array(), to.offset() + row * length, words[worker]);
  }

  @Override
  public void run(Workers workers) {
    workers.run(rows, task);
  }
}
