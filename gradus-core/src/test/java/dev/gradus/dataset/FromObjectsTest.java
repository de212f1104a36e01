package dev.gradus.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gradus.GradusException;
import dev.gradus.tensor.DType;
import dev.gradus.tensor.Shape;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FromObjectsTest {
  private enum Species { VIRGINICA, SETOSA }

  private record Flower(float length, float width, Species species) {
    float[] features() {
      return new float[] {length, width};
    }
  }

  private static final List<Flower> FLOWERS =
      Stream.of(new Flower(1, 2, Species.SETOSA), new Flower(3, 4, Species.VIRGINICA), new Flower(5, 6, Species.SETOSA)).toList();

  @Test
  void takesLabelsInTheirNaturalOrder() {
    Dataset enums = Dataset.of(FLOWERS, Flower::features, Flower::species);
    assertThat(enums.classes()).containsExactly("VIRGINICA", "SETOSA");
    assertThat(IntStream.range(0, 3).map(enums::readLabel)).containsExactly(1, 0, 1);
    assertThat(enums.inputShape()).isEqualTo(Shape.of(2));
    assertThat(enums.input(2).floats()).containsExactly(5, 6);
    Dataset texts = Dataset.of(FLOWERS, Flower::features, flower -> flower.species().name().toLowerCase());
    assertThat(texts.classes()).containsExactly("setosa", "virginica");
    assertThat(IntStream.range(0, 3).map(texts::readLabel)).containsExactly(0, 1, 0);
    Dataset numbers = Dataset.of(List.of(10, 9, 10), i -> new float[] {i}, i -> i);
    assertThat(numbers.classes()).containsExactly("9", "10");
  }

  @Test
  void takesTheClassesOfAnotherSet() {
    Dataset test = Dataset.of(FLOWERS.subList(0, 1), Flower::features, Flower::species, List.of(Species.values()));
    assertThat(test.classes()).containsExactly("VIRGINICA", "SETOSA");
    assertThat(test.readLabel(0)).isEqualTo(1);
    assertThatThrownBy(() -> Dataset.of(FLOWERS, Flower::features, Flower::species, List.of(Species.SETOSA)))
        .isInstanceOf(GradusException.class).hasMessage("object 1 has the label VIRGINICA, which is none of the classes [SETOSA]");
  }

  @Test
  void takesNumbersToPredict() {
    Dataset data = Dataset.ofNumbers(FLOWERS, Flower::features, Flower::width);
    assertThat(data.targetType()).isEqualTo(DType.F32);
    assertThat(data.targetShape()).isEqualTo(Shape.of(1));
    float[] target = new float[1];
    data.readTarget(1, target, 0);
    assertThat(target).containsExactly(4);
  }

  @Test
  void refusesWhatIsUneven() {
    assertThatThrownBy(() -> Dataset.ofNumbers(List.of("a", "bc"), text -> new float[text.length()], String::length))
        .hasMessage("object 1 has 2 features, the first has 1");
    assertThatThrownBy(() -> Dataset.ofNumbers(List.<String>of(), text -> new float[1], String::length))
        .hasMessage("there are no objects to make examples of");
    assertThatThrownBy(() -> Dataset.of(FLOWERS, Flower::features, _ -> (String) null)).hasMessage("object 0 has no label: it is null");
  }
}
