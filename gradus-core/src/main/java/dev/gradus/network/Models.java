package dev.gradus.network;

import static dev.gradus.layer.Layers.averagePool;
import static dev.gradus.layer.Layers.batchNorm;
import static dev.gradus.layer.Layers.conv2d;
import static dev.gradus.layer.Layers.dense;
import static dev.gradus.layer.Layers.denseNetBlock;
import static dev.gradus.layer.Layers.depthwiseConv2d;
import static dev.gradus.layer.Layers.flatten;
import static dev.gradus.layer.Layers.globalAveragePool;
import static dev.gradus.layer.Layers.layer;
import static dev.gradus.layer.Layers.maxPool;
import static dev.gradus.layer.Layers.relu;
import static dev.gradus.layer.Layers.residual;
import static dev.gradus.layer.Layers.sequential;

import dev.gradus.GradusException;
import dev.gradus.initializer.Initializers;
import dev.gradus.layer.Layer;
import dev.gradus.layer.Padding;
import dev.gradus.layer.Sequential;
import java.util.ArrayList;
import java.util.List;

/// The networks, for static import:
///
///     Model model = Model.create(resnet(20, 10), Shape.of(32, 32, 3), seed(42));
///
/// All give raw outputs, logits for a loss from logits. In the tables s is the input's height and width, c its channels and
/// k the classes; a convolution before a batch normalisation has no bias. Kernels before ReLU start from He normal.
public final class Models {
  private static final Padding ONE = Padding.of(1);

  private Models() {}

  /// Fully connected layers of so many units, the last the outputs, with ReLU between. See [Mlp] for its options.
  public static Mlp mlp(int... units) {
    return new Mlp(units);
  }

  /// A small convolution network for digits and pictures of their size.
  ///
  ///     layer                       output for 28 × 28 × 1   parameters
  ///     conv 5×5, 32, ReLU          28 × 28 × 32             25 · c · 32 + 32
  ///     max pool 2                  14 × 14 × 32
  ///     conv 5×5, 64, ReLU          14 × 14 × 64             51,264
  ///     max pool 2                  7 × 7 × 64
  ///     dense 1024, ReLU            1024                     7 · 7 · 64 · 1024 + 1024
  ///     dense k                     k                        1024 · k + k
  ///
  /// Shapes: x [N, s, s, c] -> logits [N, k]. Parameters: 3,274,634 for 28 × 28 × 1 and 10 classes
  /// Source: LeCun, Bottou, Bengio and Haffner 1998, "Gradient-based learning applied to document recognition",
  /// doi:10.1109/5.726791. Deviation: LeNet-5's plan alone (convolution, pooling, both again, dense). It had 6 and 16
  /// filters without padding, the second layer's partly connected, learned subsampling, tanh, dense layers of 120 and 84 and
  /// radial basis functions at the end; here ReLU, max pooling and the widths of later tutorials.
  public static Sequential lenet(int classes) {
    return sequential(
        conv2d(32, 5), relu(), maxPool(2),
        conv2d(64, 5), relu(), maxPool(2),
        flatten(), dense(1024).initializer(Initializers.heNormal()), relu(),
        dense(classes));
  }

  /// Pairs of 3×3 convolutions, twice as wide after each halving of the image.
  ///
  ///     layer                           output for 32 × 32 × 3   parameters
  ///     (conv 3×3, 64, norm, ReLU) × 2  32 × 32 × 64             9 · c · 64 + 128 and 36,992
  ///     max pool 2                      16 × 16 × 64
  ///     (conv 3×3, 128, norm, ReLU) × 2 16 × 16 × 128            73,984 and 147,712
  ///     max pool 2                      8 × 8 × 128
  ///     (conv 3×3, 256, norm, ReLU) × 2 8 × 8 × 256              295,424 and 590,336
  ///     global average pool             256
  ///     dense k                         k                        256 · k + k
  ///
  /// Shapes: x [N, s, s, c] -> logits [N, k]. Parameters: 1,148,874 for 3 channels and 10 classes
  /// Source: Simonyan and Zisserman 2015, arXiv:1409.1556. Deviation: three stages of two convolutions instead of five of up
  /// to three, for images of about 32 × 32; batch normalisation; a global average instead of three dense layers.
  public static Sequential vgg(int classes) {
    List<Layer> layers = new ArrayList<>();
    for (int filters : List.of(64, 128, 256)) {
      if (!layers.isEmpty()) {
        layers.add(maxPool(2));
      }
      for (int i = 0; i < 2; i++) {
        layers.addAll(List.of(conv2d(filters, 3).withoutBias(), batchNorm(), relu()));
      }
    }
    layers.addAll(List.of(globalAveragePool(), dense(classes)));
    return new Sequential(layers);
  }

  /// A residual network of so many layers: for small images with 8, 20 or any 6n + 2, for large ones with 18 or 34.
  ///
  /// With 6n + 2, three stages of n blocks; a block is conv, norm, ReLU, conv, norm, plus the way around, then ReLU:
  ///
  ///     layer                      output for 32 × 32 × 3   parameters
  ///     conv 3×3, 16, norm, ReLU   32 × 32 × 16             9 · c · 16 + 32
  ///     n blocks of 16             32 × 32 × 16             4,672 each
  ///     n blocks of 32             16 × 16 × 32             13,952, then 18,560 each
  ///     n blocks of 64             8 × 8 × 64               55,552, then 73,984 each
  ///     global average pool        64
  ///     dense k                    k                        64 · k + k
  ///
  /// The ways around are the identity; where a stage halves the image, every second pixel with zeros for the new channels
  /// (the paper's option A). Parameters for 3 channels and 10 classes: 75,290 for 8 layers, 269,722 for 20.
  ///
  /// With 18 or 34, four stages of 64, 128, 256 and 512 filters and 2, 2, 2, 2 or 3, 4, 6, 3 blocks:
  ///
  ///     layer                      output for 224 × 224 × 3  parameters
  ///     conv 7×7 / 2, norm, ReLU   112 × 112 × 64            49 · c · 64 + 128
  ///     max pool 3 / 2             56 × 56 × 64
  ///     blocks of 64               56 × 56 × 64              73,984 each
  ///     blocks of 128              28 × 28 × 128             230,144, then 295,424 each
  ///     blocks of 256              14 × 14 × 256             919,040, then 1,180,672 each
  ///     blocks of 512              7 × 7 × 512               3,673,088, then 4,720,640 each
  ///     global average pool        512
  ///     dense k                    k                         512 · k + k
  ///
  /// Where a stage halves the image, the way around is a 1×1 convolution and norm (option B). Parameters for 3 channels and
  /// 1000 classes: 11,689,512 for 18 layers, 21,797,672 for 34.
  ///
  /// Shapes: x [N, s, s, c] -> logits [N, k]
  /// Source: He, Zhang, Ren and Sun 2016, arXiv:1512.03385, section 4.2 (6n + 2) and table 1 (18 and 34). Deviation: none in
  /// the layers; the paper has no 8.
  ///
  /// @param depth convolutions and dense layers in a row
  public static Sequential resnet(int depth, int classes) {
    return switch (depth) {
      case 18 -> largeResnet(new int[] {2, 2, 2, 2}, classes);
      case 34 -> largeResnet(new int[] {3, 4, 6, 3}, classes);
      default -> {
        if (depth < 8 || depth % 6 != 2) {
          throw new GradusException("resnet's depth must be 18, 34 or 6n + 2, such as 8 or 20, not " + depth);
        }
        yield smallResnet((depth - 2) / 6, classes);
      }
    };
  }

  private static Sequential smallResnet(int blocks, int classes) {
    List<Layer> layers = new ArrayList<>(List.of(conv2d(16, 3).withoutBias(), batchNorm(), relu()));
    for (int filters : List.of(16, 32, 64)) {
      for (int i = 0; i < blocks; i++) {
        layers.add(i == 0 && filters > 16 ? residual(block(filters, 2), padded(filters)) : residual(block(filters, 1)));
        layers.add(relu());
      }
    }
    layers.addAll(List.of(globalAveragePool(), dense(classes)));
    return new Sequential(layers);
  }

  private static Sequential largeResnet(int[] blocks, int classes) {
    List<Layer> layers = new ArrayList<>(List.of(
        conv2d(64, 7).stride(2).padding(Padding.of(3)).withoutBias(), batchNorm(), relu(), maxPool(3).stride(2).padding(ONE)));
    for (int stage = 0; stage < blocks.length; stage++) {
      int filters = 64 << stage;
      for (int i = 0; i < blocks[stage]; i++) {
        layers.add(i == 0 && stage > 0 ? residual(block(filters, 2), projected(filters)) : residual(block(filters, 1)));
        layers.add(relu());
      }
    }
    layers.addAll(List.of(globalAveragePool(), dense(classes)));
    return new Sequential(layers);
  }

  private static Sequential block(int filters, int stride) {
    // Explicit, as SAME would put a strided convolution's one row of zeros below: the paper's programs have one on each side.
    return sequential(
        conv2d(filters, 3).stride(stride).padding(ONE).withoutBias(), batchNorm(), relu(),
        conv2d(filters, 3).padding(ONE).withoutBias(), batchNorm());
  }

  /// Option A: nothing to learn.
  private static Layer padded(int filters) {
    Layer everySecond = maxPool(1).stride(2);
    return layer("shortcut", (scope, x) -> everySecond.apply(scope, x).pad(3, 0, filters - x.shape().length(3)));
  }

  /// Option B.
  private static Layer projected(int filters) {
    return sequential(conv2d(filters, 1).stride(2).padding(Padding.VALID).withoutBias(), batchNorm());
  }

  /// A dense-net of three blocks, in which each layer sees all before it in its block.
  ///
  ///     layer                                  output for 32 × 32 × 3, depth 40, growth 12
  ///     conv 3×3, 16                           32 × 32 × 16
  ///     block of (depth - 4) / 3 layers        32 × 32 × 160
  ///     norm, ReLU, conv 1×1, average pool 2   16 × 16 × 160
  ///     block                                  16 × 16 × 304
  ///     norm, ReLU, conv 1×1, average pool 2   8 × 8 × 304
  ///     block                                  8 × 8 × 448
  ///     norm, ReLU, global average pool        448
  ///     dense k                                k
  ///
  /// Shapes: x [N, s, s, c] -> logits [N, k], s divisible by 4
  /// Parameters: 9 · c · 16, then in a layer that sees m channels 2 · m + 9 · m · growth, in a 1×1 convolution of m channels
  /// m · m + 2 · m, and 2 · m + m · k + k at the end: 1,019,722 for depth 40, growth 12, 3 channels and 10 classes
  /// Source: Huang, Liu, van der Maaten and Weinberger 2017, arXiv:1608.06993, section 3. Deviation: the 1×1 convolutions
  /// follow a ReLU, as in the authors' program; no dropout.
  ///
  /// @param depth convolutions and dense layers in a row: 3n + 4, at least 7; the paper's 40 and 100
  /// @param growth channels that each layer adds, the paper's k = 12 and 24
  public static Sequential densenet(int depth, int growth, int classes) {
    if (depth < 7 || depth % 3 != 1) {
      throw new GradusException("densenet's depth must be 3n + 4, such as 7, 22 or 40, not " + depth);
    }
    int layersInBlock = (depth - 4) / 3;
    int channels = 16;
    List<Layer> layers = new ArrayList<>(List.of(conv2d(channels, 3).withoutBias()));
    for (int block = 0; block < 3; block++) {
      if (block > 0) {
        layers.addAll(List.of(batchNorm(), relu(), conv2d(channels, 1).withoutBias(), averagePool(2)));
      }
      layers.add(denseNetBlock(layersInBlock, growth));
      channels = Math.addExact(channels, Math.multiplyExact(layersInBlock, growth));
    }
    layers.addAll(List.of(batchNorm(), relu(), globalAveragePool(), dense(classes)));
    return new Sequential(layers);
  }

  /// The network of depthwise separable convolutions at its full width. See [#mobilenet(int, double)].
  public static Sequential mobilenet(int classes) {
    return mobilenet(classes, 1);
  }

  /// A network of depthwise separable convolutions, for much accuracy with few weights and little work.
  ///
  ///     layer                                            output for 224 × 224 × 3
  ///     conv 3×3 / 2, 32                                 112 × 112 × 32
  ///     depthwise 3×3, conv 1×1, 64                      112 × 112 × 64
  ///     the same / 2, 128; the same, 128                 56 × 56 × 128
  ///     the same / 2, 256; the same, 256                 28 × 28 × 256
  ///     the same / 2, 512; five times the same, 512      14 × 14 × 512
  ///     the same / 2, 1024; the same, 1024               7 × 7 × 1024
  ///     global average pool                              1024
  ///     dense k                                          k
  ///
  /// Each convolution is followed by norm and ReLU.
  ///
  /// Shapes: x [N, s, s, c] -> logits [N, k]
  /// Parameters: 9 · c · 32 + 64, then from m to n channels 9 · m + 2 · m + m · n + 2 · n, and 1024 · k + k: 4,231,976 for
  /// width 1, 3 channels and 1000 classes
  /// Source: Howard et al. 2017, arXiv:1704.04861, table 1. Deviation: the last of its strides of 2, of a layer whose
  /// output has its input's size, is taken as 1.
  ///
  /// @param width by what all channels are multiplied, the paper's α in (0, 1]; default 1; it also uses 0.75, 0.5 and 0.25
  public static Sequential mobilenet(int classes, double width) {
    if (!(width > 0 && width <= 1)) {
      throw new GradusException("mobilenet's width must be in (0, 1], not " + width);
    }
    List<Layer> layers = new ArrayList<>(List.of(
        conv2d(channels(32, width), 3).stride(2).padding(ONE).withoutBias(), batchNorm(), relu()));
    int before = 32;
    for (int filters : List.of(64, 128, 128, 256, 256, 512, 512, 512, 512, 512, 512, 1024, 1024)) {
      int stride = filters > before && before > 32 ? 2 : 1;
      layers.addAll(List.of(
          depthwiseConv2d(3).stride(stride).padding(ONE).withoutBias(), batchNorm(), relu(),
          conv2d(channels(filters, width), 1).withoutBias(), batchNorm(), relu()));
      before = filters;
    }
    layers.addAll(List.of(globalAveragePool(), dense(classes)));
    return new Sequential(layers);
  }

  private static int channels(int full, double width) {
    return Math.max(1, (int) Math.round(full * width));
  }
}
