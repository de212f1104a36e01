package dev.gradus.op;

/// How a filter or a pool slides over an image's height and width: size, stride, zero padding and dilation, in pixels.
///
/// Output size along an axis: floor((size + padBefore + padAfter - dilation * (kernel - 1) - 1) / stride) + 1
public record Window(
    int height,
    int width,
    int strideY,
    int strideX,
    int padTop,
    int padBottom,
    int padLeft,
    int padRight,
    int dilationY,
    int dilationX) {

  /// The number of output rows for an image of `rows`; below 1 if the window doesn't fit.
  public int outputRows(int rows) {
    return Math.floorDiv(rows + padTop + padBottom - dilationY * (height - 1) - 1, strideY) + 1;
  }

  /// The number of output columns for an image of `columns`; below 1 if the window doesn't fit.
  public int outputColumns(int columns) {
    return Math.floorDiv(columns + padLeft + padRight - dilationX * (width - 1) - 1, strideX) + 1;
  }
}
