package dev.gradus.data;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gradus.dataset.Dataset;
import dev.gradus.tensor.Shape;
import dev.gradus.tensor.Tensor;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Reads the real Fashion-MNIST (Xiao, Rasul and Vollgraf 2017). The expected numbers were computed by Python 3:
///
///     b = gzip.open(name).read(); len(b), sum(b[16:]), sum(b[16:16 + 784]), sum(b[-784:])   # images
///     b = gzip.open(name).read(); list(b[8:18]), sum(b[8:])                                 # labels
class FashionMnistTest {
  private static final List<String> NAMES =
      List.of("T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot");

  @Test
  void readsTheTrainingSet() {
    Path folder = SharedData.require("fashion-mnist");
    Dataset train = Idx.train(folder, NAMES);
    assertThat(train.size()).isEqualTo(60_000);
    assertThat(train.inputShape()).isEqualTo(Shape.of(28, 28, 1));
    assertThat(train.classes()).isEqualTo(NAMES);
    assertThat(firstLabels(train)).containsExactly(9, 0, 0, 3, 0, 2, 7, 2, 5, 5);
    assertThat(labelSum(train)).isEqualTo(270_000L);
    assertThat(sum(train, 0)).isEqualTo(76_247L);
    assertThat(sum(train, 59_999)).isEqualTo(16_684L);
    assertThat(sum(Idx.read(folder.resolve("train-images-idx3-ubyte.gz")))).isEqualTo(3_431_114_169L);
  }

  @Test
  void readsTheTestSet() {
    Path folder = SharedData.require("fashion-mnist");
    Dataset test = Idx.test(folder);
    assertThat(test.size()).isEqualTo(10_000);
    assertThat(test.classes()).containsExactly("0", "1", "2", "3", "4", "5", "6", "7", "8", "9");
    assertThat(firstLabels(test)).containsExactly(9, 2, 1, 1, 6, 1, 4, 6, 5, 7);
    assertThat(labelSum(test)).isEqualTo(45_000L);
    assertThat(sum(test, 0)).isEqualTo(33_456L);
    assertThat(sum(test, 9_999)).isEqualTo(24_390L);
    assertThat(sum(Idx.read(folder.resolve("t10k-images-idx3-ubyte.gz")))).isEqualTo(573_469_082L);
  }

  private static int[] firstLabels(Dataset data) {
    int[] labels = new int[10];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = data.readLabel(i);
    }
    return labels;
  }

  private static long labelSum(Dataset data) {
    long sum = 0;
    for (int i = 0; i < data.size(); i++) {
      sum += data.readLabel(i);
    }
    return sum;
  }

  private static long sum(Dataset data, int index) {
    float[] image = new float[28 * 28];
    data.readInput(index, image, 0);
    long sum = 0;
    for (float value : image) {
      sum += Math.round(value * 255);
    }
    return sum;
  }

  private static long sum(Tensor tensor) {
    long sum = 0;
    for (byte value : tensor.bytes()) {
      sum += value & 0xff;
    }
    return sum;
  }
}
