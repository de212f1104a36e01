package dev.gradus.cli.bench;

import dev.gradus.op.Conv2d;
import dev.gradus.op.Conv2dFilterGradient;
import dev.gradus.op.Conv2dInputGradient;
import dev.gradus.op.Window;
import dev.gradus.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/// The convolutions of the networks. A network's first has no input gradient, as nobody asks for one.
final class Conv {
  private static final String VGG = "vgg's 3 × 3, all";
  private static final String OTHERS = "5 × 5 and strided, all";
  private static final String RESNET = "resnet20's 3 × 3, stride 1, all";

  private Conv() {}

  static List<KernelCase> cases(Scale scale) {
    List<KernelCase> cases = new ArrayList<>();
    int batch = scale.batch(64);
    if (scale == Scale.TINY) {
      layer(cases, VGG, batch, 8, 16, 16, 3, 1);
      layer(cases, OTHERS, batch, 8, 1, 4, 5, 1);
      return cases;
    }
    layer(cases, VGG, batch, 32, 3, 64, 3, 1);
    layer(cases, VGG, batch, 32, 64, 64, 3, 1);
    layer(cases, VGG, batch, 16, 64, 128, 3, 1);
    layer(cases, VGG, batch, 16, 128, 128, 3, 1);
    layer(cases, VGG, batch, 8, 128, 256, 3, 1);
    layer(cases, VGG, batch, 8, 256, 256, 3, 1);
    layer(cases, OTHERS, batch, 28, 1, 32, 5, 1);
    layer(cases, OTHERS, batch, 14, 32, 64, 5, 1);
    layer(cases, RESNET, batch, 32, 3, 16, 3, 1);
    layer(cases, RESNET, batch, 32, 16, 16, 3, 1);
    layer(cases, OTHERS, batch, 32, 16, 32, 3, 2);
    layer(cases, RESNET, batch, 16, 32, 32, 3, 1);
    layer(cases, OTHERS, batch, 16, 32, 64, 3, 2);
    layer(cases, RESNET, batch, 8, 64, 64, 3, 1);
    return cases;
  }

  private static void layer(List<KernelCase> cases, String group, int batch, int side, int in, int out, int size, int stride) {
    int pad = size / 2;
    Window window = new Window(size, size, stride, stride, pad, pad, pad, pad, 1, 1);
    int outSide = window.outputRows(side);
    Shape x = Shape.of(batch, side, side, in);
    Shape filter = Shape.of(size, size, in, out);
    Shape y = Shape.of(batch, outSide, outSide, out);
    double flops = 2.0 * y.size() * size * size * in;
    String name = side + "² × " + in + " to " + out + ", " + size + " × " + size + (stride == 1 ? "" : " / " + stride);
    cases.add(new KernelCase(name, group, new Conv2d(window, 1), x, filter, y, flops));
    if (in > 3) {
      cases.add(new KernelCase(name + ", input gradient", group, new Conv2dInputGradient(window, 1, side, side), y, filter, x, flops));
    }
    cases.add(new KernelCase(name + ", filter gradient", group, new Conv2dFilterGradient(window, 1), x, y, filter, flops));
  }
}
