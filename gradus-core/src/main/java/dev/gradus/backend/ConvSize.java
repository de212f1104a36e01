package dev.gradus.backend;

import dev.gradus.op.Window;

/// The sizes of a two-dimensional convolution and of its gradients.
///
/// Images are [batch, height, width, channels], filters [window height, window width, channels / groups, filters],
/// outputs [batch, outHeight, outWidth, filters], all row-major. Group g joins the input channels
/// g * channelsPerGroup .. to the filters g * filtersPerGroup .. .
public record ConvSize(int batch, int height, int width, int channels, int filters, int groups, Window window) {
  public ConvSize {
    assert batch >= 0 && height >= 0 && width >= 0 && channels >= 0 && filters >= 0;
    assert groups >= 1 && channels % groups == 0 && filters % groups == 0;
  }

  /// Rows of an output image; 0 if the window doesn't fit.
  public int outHeight() {
    return Math.max(0, window.outputRows(height));
  }

  /// Columns of an output image; 0 if the window doesn't fit.
  public int outWidth() {
    return Math.max(0, window.outputColumns(width));
  }

  /// Input channels that one filter sees.
  public int channelsPerGroup() {
    return channels / groups;
  }

  /// Filters that see the same input channels.
  public int filtersPerGroup() {
    return filters / groups;
  }

  /// Pixels of one output image.
  public int outPixels() {
    return outHeight() * outWidth();
  }

  /// Multiply-adds of one output element: window height * window width * channels per group.
  public int taps() {
    return window.height() * window.width() * channelsPerGroup();
  }

  /// Elements of the input.
  public long inputElements() {
    return (long) batch * height * width * channels;
  }

  /// Elements of the output.
  public long outputElements() {
    return (long) batch * outPixels() * filters;
  }

  /// Elements of the filters.
  public long filterElements() {
    return (long) taps() * filters;
  }

  /// Multiply-adds of the convolution or of one of its gradients.
  public long work() {
    return outputElements() * taps();
  }

  /// How many images the filter gradient sums in one chain before it begins the next: about 1,024 pixels' worth.
  ///
  /// Part of the arithmetic contract, so it depends on the image's shape alone.
  public int chunkImages() {
    return Math.max(1, 1024 / Math.max(1, outPixels()));
  }

  /// Chunks of images in the batch.
  public int chunks() {
    return Math.ceilDiv(batch, chunkImages());
  }
}
