package dev.gradus.backend;

import dev.gradus.op.Window;

/// The sizes of a pooling step: images [batch, height, width, channels] seen through `window`.
public record PoolSize(int batch, int height, int width, int channels, Window window) {
  /// Output rows of an image.
  public int outputHeight() {
    return window.outputRows(height);
  }

  /// Output columns of an image.
  public int outputWidth() {
    return window.outputColumns(width);
  }

  /// The image row under the first tap of output row `oh`; negative in the padding.
  public int top(int oh) {
    return oh * window.strideY() - window.padTop();
  }

  /// The image column under the first tap of output column `ow`; negative in the padding.
  public int left(int ow) {
    return ow * window.strideX() - window.padLeft();
  }

  /// The first row of taps inside the image, for a window at `top`.
  public int firstRow(int top) {
    return top >= 0 ? 0 : Math.ceilDiv(-top, window.dilationY());
  }

  /// One past the last row of taps inside the image, for a window at `top`; not above `firstRow` if there is none.
  public int endRow(int top) {
    return Math.min(window.height(), Math.ceilDiv(height - top, window.dilationY()));
  }

  /// The first column of taps inside the image, for a window at `left`.
  public int firstColumn(int left) {
    return left >= 0 ? 0 : Math.ceilDiv(-left, window.dilationX());
  }

  /// One past the last column of taps inside the image, for a window at `left`.
  public int endColumn(int left) {
    return Math.min(window.width(), Math.ceilDiv(width - left, window.dilationX()));
  }

  /// How many taps of the window of output (oh, ow) are inside the image.
  public int taps(int oh, int ow) {
    int rows = Math.max(0, endRow(top(oh)) - firstRow(top(oh)));
    return rows * Math.max(0, endColumn(left(ow)) - firstColumn(left(ow)));
  }

  /// Whether windows of neighbouring output rows share no image row.
  public boolean rowsApart() {
    return window.strideY() > window.dilationY() * (window.height() - 1);
  }

  /// The index of channel 0 of image pixel (h, w) of image n.
  public int inputAt(int n, int h, int w) {
    return ((n * height + h) * width + w) * channels;
  }

  /// The index of channel 0 of output pixel (oh, ow) of image n.
  public int outputAt(int n, int oh, int ow) {
    return ((n * outputHeight() + oh) * outputWidth() + ow) * channels;
  }
}
