package dev.gradus.bench;

import dev.gradus.model.Model;
import dev.gradus.tensor.Tensor;
import java.util.Iterator;
import java.util.Map;

/// A model's variables one after another, in the order of its layers, laid out as the peers want them: images as channel, row,
/// column; filters as filter, channel, row, column; matrices as output, input.
final class Weights {
  private final Iterator<Map.Entry<String, Tensor>> rest;

  Weights(Model model) {
    rest = model.variables().entrySet().iterator();
  }

  private Tensor next(String name) {
    Map.Entry<String, Tensor> entry = rest.next();
    if (!entry.getKey().endsWith("/" + name)) {
      throw new IllegalStateException("expected the variable " + name + ", not " + entry.getKey());
    }
    return entry.getValue();
  }

  /// A vector as it is.
  float[] vector(String name) {
    return next(name).floats();
  }

  /// A dense layer's kernel, whose inputs are `channels` of `pixels` each: 1 for plain numbers.
  float[] kernel(int pixels) {
    Tensor kernel = next("kernel");
    int inputs = kernel.shape().length(0);
    int outputs = kernel.shape().length(1);
    int channels = inputs / pixels;
    float[] turned = new float[inputs * outputs];
    for (int pixel = 0; pixel < pixels; pixel++) {
      for (int channel = 0; channel < channels; channel++) {
        for (int output = 0; output < outputs; output++) {
          turned[output * inputs + channel * pixels + pixel] = kernel.floats()[(pixel * channels + channel) * outputs + output];
        }
      }
    }
    return turned;
  }

  /// A convolution's filters.
  float[] filter() {
    Tensor filter = next("filter");
    int taps = filter.shape().length(0) * filter.shape().length(1);
    int channels = filter.shape().length(2);
    int filters = filter.shape().length(3);
    float[] turned = new float[filter.size()];
    for (int tap = 0; tap < taps; tap++) {
      for (int channel = 0; channel < channels; channel++) {
        for (int output = 0; output < filters; output++) {
          turned[(output * channels + channel) * taps + tap] = filter.floats()[(tap * channels + channel) * filters + output];
        }
      }
    }
    return turned;
  }

  /// Fails unless all were taken.
  void end() {
    if (rest.hasNext()) {
      throw new IllegalStateException("nobody took the variable " + rest.next().getKey());
    }
  }

  /// Images with their channels first.
  static float[] images(float[] images, int pixels, int channels) {
    float[] turned = new float[images.length];
    for (int start = 0; start < images.length; start += pixels * channels) {
      for (int pixel = 0; pixel < pixels; pixel++) {
        for (int channel = 0; channel < channels; channel++) {
          turned[start + channel * pixels + pixel] = images[start + pixel * channels + channel];
        }
      }
    }
    return turned;
  }
}
