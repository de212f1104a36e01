package dev.gradus.data.augment;

import dev.gradus.tensor.Shape;
import dev.gradus.tensor.ShapeException;

/// How one example is mixed with its partner.
sealed interface Mixture {
  /// λ: how much of the example's own target stays.
  float share();

  /// Mixes the partner's input into the example's own.
  ///
  /// @param own `own[at ...]`, in row-major order; becomes the mixture
  /// @param partner from 0 on
  /// @param shape of both
  void mix(float[] own, int at, float[] partner, Shape shape);

  /// λ · own + (1 - λ) · partner.
  record Blend(float share) implements Mixture {
    @Override
    public void mix(float[] own, int at, float[] partner, Shape shape) {
      float rest = 1 - share;
      for (int i = 0; i < partner.length; i++) {
        own[at + i] = share * own[at + i] + rest * partner[i];
      }
    }
  }

  /// The partner's rows `top` to below `bottom` and columns `left` to below `right`.
  record Patch(int top, int left, int bottom, int right, float share) implements Mixture {
    static void check(Shape shape) {
      if (shape.rank() != 3) {
        throw new ShapeException("cutmix expects inputs [height, width, channels], got " + shape);
      }
    }

    /// The box around a pixel that leaves about a part `kept` of the picture, as much of it as lies inside.
    static Patch around(int row, int column, double kept, int height, int width) {
      double side = Math.sqrt(1 - kept);
      int boxHeight = (int) (height * side);
      int boxWidth = (int) (width * side);
      int top = row - boxHeight / 2;
      int left = column - boxWidth / 2;
      int bottom = Math.min(height, top + boxHeight);
      int right = Math.min(width, left + boxWidth);
      top = Math.max(0, top);
      left = Math.max(0, left);
      long pasted = (long) (bottom - top) * (right - left);
      long all = (long) height * width;
      return new Patch(top, left, bottom, right, (float) ((double) (all - pasted) / all));
    }

    @Override
    public void mix(float[] own, int at, float[] partner, Shape shape) {
      int width = shape.length(1);
      int channels = shape.length(2);
      for (int row = top; row < bottom; row++) {
        int from = (row * width + left) * channels;
        System.arraycopy(partner, from, own, at + from, (right - left) * channels);
      }
    }
  }
}
