package dev.gradus.data.augment;

import static dev.gradus.data.augment.Augmentations.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.gradus.GradusException;
import dev.gradus.data.augment.Change.Picture;
import dev.gradus.dataset.Augmentation;
import dev.gradus.dataset.Dataset;
import dev.gradus.random.RandomStream;
import dev.gradus.tensor.DType;
import dev.gradus.tensor.Shape;
import dev.gradus.tensor.ShapeException;
import dev.gradus.tensor.Tensor;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Each change by hand, without strength, and by any thread in any order.
class ChangesTest {
  private static final Picture GREY = new Picture(2, 3, 1);

  /// Coloured noise.
  private static Dataset pictures(int count) {
    RandomStream random = new RandomStream(5, "pictures");
    float[] pixels = new float[count * 6 * 7 * 3];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (float) random.nextDouble();
    }
    return Dataset.of(Tensor.of(Shape.of(count, 6, 7, 3), pixels), Tensor.of(Shape.of(count), IntStream.range(0, count).map(i -> i % 2).toArray()),
        List.of("a", "b"));
  }

  /// By name, with strength and without.
  private static final Map<String, Augmentation[]> ALL = new LinkedHashMap<>();

  private static void add(String name, Augmentation strong, Augmentation none) {
    ALL.put(name, new Augmentation[] {strong, none});
  }

  static {
    add("crop", crop(2), crop(0));
    add("horizontalFlip", horizontalFlip(), horizontalFlip(0));
    add("verticalFlip", verticalFlip(), verticalFlip(0));
    add("shift", shift(0.3), shift(0));
    add("rotate", rotate(30), rotate(0));
    add("scale", scale(0.3), scale(0));
    add("shear", shear(20), shear(0));
    add("elastic", elastic(), elastic(0, 4));
    add("brightness", brightness(0.5), brightness(0));
    add("contrast", contrast(0.5), contrast(0));
    add("saturation", saturation(0.5), saturation(0));
    add("hue", hue(0.2), hue(0));
    add("noise", noise(0.2), noise(0));
    add("scaleSignal", scaleSignal(0.2), scaleSignal(0));
    add("blur", blur(2), blur(0));
    add("cutout", cutout(3), cutout(0));
    add("erase", erase(), erase(1, 0, 0));
    add("randAugment", randAugment(2, 6), randAugment(2, 0));
    add("sometimes", sometimes(0.5, rotate(90)), sometimes(0, rotate(90)));
  }

  static Stream<Arguments> all() {
    return ALL.entrySet().stream().map(entry -> Arguments.of(entry.getKey(), entry.getValue()[0], entry.getValue()[1]));
  }

  private static float[][] inputs(Dataset data) {
    return IntStream.range(0, data.size()).mapToObj(i -> data.input(i).floats()).toArray(float[][]::new);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("all")
  void withoutStrengthChangesNothing(String name, Augmentation strong, Augmentation none) {
    Dataset data = pictures(20);
    assertThat(inputs(none.view(data, 3, 1))).isEqualTo(inputs(data));
    assertThat(inputs(strong.view(data, 3, 1))).as("with strength").isNotEqualTo(inputs(data));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("all")
  void drawsFollowFromSeedEpochAndIndexAlone(String name, Augmentation strong, Augmentation none) {
    Dataset data = pictures(64);
    Dataset view = strong.view(data, 9, 2);
    float[][] backwards = new float[64][];
    for (int i = 63; i >= 0; i--) {
      // At another place of a larger array.
      float[] room = new float[6 * 7 * 3 + 5];
      view.readInput(i, room, 5);
      backwards[i] = Arrays.copyOfRange(room, 5, room.length);
      assertThat(room).startsWith(0, 0, 0, 0, 0);
    }
    Dataset same = strong.view(data, 9, 2);
    IntStream.range(0, 64).parallel().forEach(i -> assertThat(same.input(i).floats()).isEqualTo(backwards[i]));
    assertThat(inputs(strong.view(data, 9, 3))).as("another epoch").isNotEqualTo(backwards);
    assertThat(inputs(strong.view(data, 8, 2))).as("another seed").isNotEqualTo(backwards);
    assertThat(view.readLabel(1)).isEqualTo(1);
  }

  @Test
  void namesEveryAugmentation() {
    List<String> names = Arrays.stream(Augmentations.class.getMethods()).filter(method -> method.getDeclaringClass() == Augmentations.class)
        .map(java.lang.reflect.Method::getName).filter(name -> !name.equals("mixup") && !name.equals("cutmix")).distinct().toList();
    assertThat(ALL.keySet()).as("mixtures are in AugmentationsTest").containsExactlyInAnyOrderElementsOf(names);
  }

  private static float[] own() {
    return new float[] {9, 1, 2, 3, 4, 5, 6, 9};
  }

  @Test
  void movesByHand() {
    float[] own = own();
    Moves.shift(GREY, 1, -1, own, 1, new float[6]);
    assertThat(own).containsExactly(9, 0, 0, 0, 2, 3, 0, 9);
    own = own();
    Moves.shift(GREY, -2, 0, own, 1, new float[6]);
    assertThat(own).containsExactly(9, 0, 0, 0, 0, 0, 0, 9);
    own = own();
    Moves.flipColumns(GREY, own, 1);
    assertThat(own).containsExactly(9, 3, 2, 1, 6, 5, 4, 9);
    own = own();
    Moves.flipRows(GREY, own, 1, new float[6]);
    assertThat(own).containsExactly(9, 4, 5, 6, 1, 2, 3, 9);
    own = own();
    Moves.affine(GREY, new Moves.Affine(1, 0, 0, 1), 0.5, 0, own, 1, new float[6]);
    assertThat(own).as("halfway between pixels").containsExactly(9, 0.5f, 1.5f, 2.5f, 2, 4.5f, 5.5f, 9);
    own = own();
    Moves.affine(GREY, RandomOperations.rotation(180), 0, 0, own, 1, new float[6]);
    for (int i = 1; i <= 6; i++) {
      assertThat(own[i]).isCloseTo(7 - i, within(1e-5f));
    }
    // A quarter turn anticlockwise: the upper right corner becomes the upper left.
    float[] square = {1, 2, 3, 4};
    Moves.affine(new Picture(2, 2, 1), RandomOperations.rotation(90), 0, 0, square, 0, new float[4]);
    assertThat(square[0]).isCloseTo(2, within(1e-5f));
    assertThat(square[2]).isCloseTo(1, within(1e-5f));
  }

  @Test
  void coloursByHand() {
    Picture pixel = new Picture(1, 1, 3);
    float[] red = {9, 1, 0, 0};
    Colours.hue(pixel, 1 / 3f, red, 1);
    assertThat(red[2]).as("a third of a turn from red is green").isCloseTo(1, within(1e-6f));
    assertThat(red[1]).isCloseTo(0, within(1e-6f));
    float[] mixed = {0.5f, 0.25f, 0.75f};
    Colours.saturation(pixel, 0, mixed, 0);
    assertThat(mixed).containsOnly(0.299f * 0.5f + 0.587f * 0.25f + 0.114f * 0.75f);
    float[] two = {0.2f, 0.6f};
    Picture pair = new Picture(1, 2, 1);
    Colours.contrast(pair, 2, two, 0);
    assertThat(two[0]).isCloseTo(0, within(1e-6f));
    assertThat(two[1]).isCloseTo(0.8f, within(1e-6f));
    Colours.brightness(pair, 2, two, 0);
    assertThat(two[1]).as("cut off").isEqualTo(1);
    float[] bits = {0.3f, 1};
    Colours.posterize(pair, 2, bits, 0);
    assertThat(bits).containsExactly(0.25f, 0.75f);
    Colours.solarize(pair, 0.5f, bits, 0);
    assertThat(bits).containsExactly(0.25f, 0.25f);
  }

  @Test
  void blursByHand() {
    float[] kernel = {0.25f, 0.5f, 0.25f};
    float[] point = {0, 0, 0, 0, 16, 0, 0, 0, 0};
    Smoothing.blur(new Picture(3, 3, 1), kernel, 0, 1, point, 0, new float[9], 0);
    assertThat(point).containsExactly(1, 2, 1, 2, 4, 2, 1, 2, 1);
    // Channels don't mix, and beyond the edge counts the pixel at it.
    float[] channels = {4, 1, 8, 1};
    Smoothing.blur(new Picture(1, 2, 2), kernel, 0, 1, channels, 0, new float[4], 0);
    assertThat(channels).containsExactly(5, 1, 7, 1);
  }

  @Test
  void coversByHand() {
    float[] own = own();
    Covers.clear(GREY, -1, 1, 1, 5, own, 1);
    assertThat(own).containsExactly(9, 1, 0, 0, 4, 5, 6, 9);
    Dataset black = Dataset.of(Tensor.of(Shape.of(200, 10, 10, 1), new float[20_000]), Tensor.of(Shape.of(200), new int[200]));
    Dataset view = erase(1, 0.1, 0.3).view(black, 1, 1);
    for (int i = 0; i < 200; i++) {
      float[] pixels = view.input(i).floats();
      long changed = IntStream.range(0, 100).filter(p -> pixels[p] != 0).count();
      assertThat(changed).isBetween(6L, 36L);
    }
  }

  @Test
  void sometimesIsSoOften() {
    float[] ones = new float[4000];
    Arrays.fill(ones, 1);
    Dataset data = Dataset.of(Tensor.of(Shape.of(4000, 1), ones), Tensor.of(Shape.of(4000), new int[4000]), List.of("a", "b"));
    Dataset view = sometimes(0.3, noise(1)).view(data, 4, 1);
    long changed = IntStream.range(0, 4000).filter(i -> view.input(i).floats()[0] != 1).count();
    assertThat((double) changed).isCloseTo(1200, within(5 * Math.sqrt(4000 * 0.3 * 0.7)));
    Dataset mixed = sometimes(0, mixup(1)).view(data, 4, 1);
    assertThat(mixed.targetType()).isEqualTo(DType.F32);
    float[] target = new float[2];
    mixed.readTarget(7, target, 0);
    assertThat(target).containsExactly(1, 0);
  }

  @Test
  void saysWhatItCannotChange() {
    assertThatThrownBy(() -> rotate(200)).isExactlyInstanceOf(GradusException.class)
        .hasMessage("rotate's degrees must be in [0, 180], not 200");
    assertThatThrownBy(() -> erase(0.5, 0.3, 0.2)).hasMessage("erase's largest must be in [0.3, 1], not 0.2");
    Dataset grey = Dataset.of(Tensor.of(Shape.of(1, 2, 3, 1), new float[6]), Tensor.of(Shape.of(1), 0));
    assertThatThrownBy(() -> hue(0.1).view(grey, 1, 1)).isExactlyInstanceOf(ShapeException.class)
        .hasMessage("hue expects pictures of 3 channels, red, green and blue, got [2, 3, 1]");
    Dataset table = Dataset.of(Tensor.of(Shape.of(1, 2), 1f, 2f), Tensor.of(Shape.of(1), 0));
    assertThatThrownBy(() -> crop(1).view(table, 1, 1)).isExactlyInstanceOf(ShapeException.class)
        .hasMessage("crop expects inputs [height, width, channels], got [2]");
  }
}
