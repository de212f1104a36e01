package dev.gradus.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gradus.GradusException;
import dev.gradus.dataset.Dataset;
import dev.gradus.tensor.DType;
import dev.gradus.tensor.Shape;
import java.util.List;
import java.util.function.LongFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ToysTest {
  record Toy(String name, int classes, LongFunction<Dataset> clean) {
    @Override
    public String toString() {
      return name;
    }
  }

  static List<Toy> toys() {
    return List.of(
        new Toy("spirals", 2, seed -> Toys.spirals(600, 2, 0, seed)),
        new Toy("spirals of five arms", 5, seed -> Toys.spirals(600, 5, 0, seed)),
        new Toy("moons", 2, seed -> Toys.moons(600, 0, seed)),
        new Toy("circles", 2, seed -> Toys.circles(600, 0, seed)),
        new Toy("xor", 2, seed -> Toys.xor(600, 0, seed)));
  }

  @ParameterizedTest
  @MethodSource("toys")
  void isBalancedNamedAndWithinTheSquare(Toy toy) {
    Dataset points = toy.clean().apply(7);
    assertThat(points.size()).isEqualTo(600);
    assertThat(points.inputShape()).isEqualTo(Shape.of(2));
    assertThat(points.targetType()).isEqualTo(DType.I32);
    assertThat(points.classes()).hasSize(toy.classes()).doesNotHaveDuplicates();
    int[] counts = new int[toy.classes()];
    float most = 0;
    for (int i = 0; i < points.size(); i++) {
      counts[points.readLabel(i)]++;
      most = Math.max(most, Math.max(Math.abs(point(points, i)[0]), Math.abs(point(points, i)[1])));
    }
    assertThat(counts).containsOnly(600 / toy.classes());
    assertThat(most).isBetween(0.85f, 1f);
  }

  @ParameterizedTest
  @MethodSource("toys")
  void sameSeedGivesTheSamePointsAndAnotherSeedOthers(Toy toy) {
    Dataset points = toy.clean().apply(7);
    Dataset again = toy.clean().apply(7);
    Dataset other = toy.clean().apply(8);
    int same = 0;
    for (int i = 0; i < points.size(); i++) {
      assertThat(point(points, i)).containsExactly(point(again, i));
      assertThat(points.readLabel(i)).isEqualTo(again.readLabel(i));
      same += point(points, i)[0] == point(other, i)[0] ? 1 : 0;
    }
    assertThat(same).isLessThan(6);
  }

  @ParameterizedTest
  @MethodSource("toys")
  void noLineSplitsTheFirstTwoClasses(Toy toy) {
    Dataset points = toy.clean().apply(7);
    int best = 0;
    int total = 0;
    for (int angle = 0; angle < 180; angle += 5) {
      for (double offset = -1; offset <= 1; offset += 0.1) {
        int agree = 0;
        total = 0;
        for (int i = 0; i < points.size(); i++) {
          if (points.readLabel(i) < 2) {
            total++;
            float[] point = point(points, i);
            double side = point[0] * Math.cos(Math.toRadians(angle)) + point[1] * Math.sin(Math.toRadians(angle)) - offset;
            agree += side > 0 == (points.readLabel(i) == 0) ? 1 : 0;
          }
        }
        best = Math.max(best, Math.max(agree, total - agree));
      }
    }
    assertThat(best).isLessThan((int) (0.95 * total));
  }

  @Test
  void aSmallerSetIsTheBeginningOfALargerOne() {
    Dataset few = Toys.spirals(31, 3, 0.1, 5);
    Dataset many = Toys.spirals(300, 3, 0.1, 5);
    for (int i = 0; i < few.size(); i++) {
      assertThat(point(few, i)).containsExactly(point(many, i));
      assertThat(few.readLabel(i)).isEqualTo(many.readLabel(i));
    }
  }

  @Test
  void noiseIsAStandardDeviation() {
    Dataset clean = Toys.xor(20_000, 0, 3);
    Dataset noisy = Toys.xor(20_000, 0.2, 3);
    double squares = 0;
    for (int i = 0; i < clean.size(); i++) {
      double shift = point(noisy, i)[0] - point(clean, i)[0];
      squares += shift * shift;
    }
    assertThat(Math.sqrt(squares / clean.size())).isBetween(0.196, 0.204);
  }

  @Test
  void circlesHaveTheirRadii() {
    Dataset circles = Toys.circles(100, 0, 1);
    for (int i = 0; i < circles.size(); i++) {
      float[] point = point(circles, i);
      double radius = circles.readLabel(i) == 0 ? 0.4 : 0.9;
      assertThat(Math.hypot(point[0], point[1])).isBetween(radius - 1e-5, radius + 1e-5);
    }
  }

  @Test
  void xorLabelsTellWhetherTheSignsAgree() {
    Dataset xor = Toys.xor(100, 0, 1);
    for (int i = 0; i < xor.size(); i++) {
      float[] point = point(xor, i);
      assertThat(point[0] * point[1] > 0).isEqualTo(xor.classes().get(xor.readLabel(i)).equals("same"));
    }
  }

  @Test
  void rejectsWrongArguments() {
    assertThatThrownBy(() -> Toys.spirals(10, 1, 0, 1)).isInstanceOf(GradusException.class)
        .hasMessage("spirals need at least 2 arms, one for each class, not 1");
    assertThatThrownBy(() -> Toys.moons(0, 0, 1)).isInstanceOf(GradusException.class)
        .hasMessage("a set of moons has 1 to 1073741815 points, not 0");
    assertThatThrownBy(() -> Toys.circles(10, -1, 1)).isInstanceOf(GradusException.class)
        .hasMessage("the noise of circles is a standard deviation: 0 or more and finite, not -1.0");
    assertThatThrownBy(() -> Toys.xor(10, Double.NaN, 1)).isInstanceOf(GradusException.class)
        .hasMessage("the noise of xor is a standard deviation: 0 or more and finite, not NaN");
  }

  private static float[] point(Dataset points, int index) {
    float[] point = new float[2];
    points.readInput(index, point, 0);
    return point;
  }
}
