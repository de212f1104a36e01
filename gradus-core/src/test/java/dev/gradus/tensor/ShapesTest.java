package dev.gradus.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class ShapesTest {
  private static final Dim T = new Dim(1, "T");

  private static void refused(String message, ThrowingCallable call) {
    assertThatThrownBy(call).isExactlyInstanceOf(ShapeException.class).hasMessage(message);
  }

  @Test
  void aLengthIsAFactorTimesSymbols() {
    assertThat(Dim.of(7)).hasToString("7").isEqualTo(new Dim(7, ""));
    assertThat(Dim.BATCH).hasToString("N");
    assertThat(Dim.of(784).times(Dim.BATCH)).hasToString("784N").isEqualTo(Dim.BATCH.times(Dim.of(784)));
    assertThat(T.times(Dim.BATCH)).hasToString("NT").isEqualTo(Dim.BATCH.times(T));
    assertThat(Dim.of(3).isFixed()).isTrue();
    assertThat(Dim.BATCH.isFixed()).isFalse();
    assertThat(Dim.of(0).times(Dim.of(Integer.MAX_VALUE))).isEqualTo(Dim.of(0));
  }

  @Test
  void aLengthResolves() {
    assertThat(new Dim(6, "NT").resolve(Map.of('N', 4, 'T', 5))).isEqualTo(120);
    assertThat(new Dim(6, "NT").resolve(Map.of('N', 0, 'T', 5))).isZero();
    assertThat(Dim.of(6).resolve(Map.of())).isEqualTo(6);
  }

  @Test
  void aLengthSaysWhatIsWrong() {
    refused("an axis can't have the negative length -1", () -> Dim.of(-1));
    refused("an axis of 65536N x 32768 elements is longer than 2^31 - 1", () -> new Dim(65536, "N").times(Dim.of(32768)));
    refused("axis 6N: no size is given for symbol N, only for {T=5}", () -> new Dim(6, "N").resolve(Map.of('T', 5)));
    refused("an axis of 65536N elements with {N=32768} is longer than 2^31 - 1", () -> new Dim(65536, "N").resolve(Map.of('N', 32768)));
    refused("an axis of 2147483647NNN elements with {N=2147483647} is longer than 2^31 - 1",
        () -> new Dim(Integer.MAX_VALUE, "NNN").resolve(Map.of('N', Integer.MAX_VALUE)));
  }

  @Test
  void aShapeKnowsItsAxes() {
    Shape shape = Shape.of(28, 28, 1).batched();
    assertThat(shape).hasToString("[N, 28, 28, 1]").isEqualTo(Shape.of(Dim.BATCH, Dim.of(28), Dim.of(28), Dim.of(1)));
    assertThat(shape.rank()).isEqualTo(4);
    assertThat(shape.dim(0)).isEqualTo(Dim.BATCH);
    assertThat(shape.dim(-1)).isEqualTo(Dim.of(1));
    assertThat(shape.length(-2)).isEqualTo(28);
    assertThat(shape.axis(-4)).isZero();
    assertThat(shape.isFixed()).isFalse();
    assertThat(shape.elements()).isEqualTo(new Dim(784, "N"));
    assertThat(shape.product(1, 3)).isEqualTo(Dim.of(784));
    assertThat(shape.product(2, 2)).isEqualTo(Dim.of(1));
    assertThat(shape.resolve(Map.of('N', 3))).containsExactly(3, 28, 28, 1);
    assertThat(Shape.SCALAR).hasToString("[]").isEqualTo(new Shape(List.of()));
    assertThat(Shape.SCALAR.size()).isEqualTo(1);
    assertThat(Shape.of(3, 0).size()).isZero();
  }

  @Test
  void aShapeChangesIntoAnother() {
    Shape shape = Shape.of(2, 3, 4);
    assertThat(shape.with(-1, Dim.of(9))).isEqualTo(Shape.of(2, 3, 9));
    assertThat(shape.without(0)).isEqualTo(Shape.of(3, 4));
    assertThat(shape.append(Dim.of(5))).isEqualTo(Shape.of(2, 3, 4, 5));
    assertThat(shape.prepend(Dim.of(5))).isEqualTo(Shape.of(5, 2, 3, 4));
    assertThat(shape.sub(1, 3)).isEqualTo(Shape.of(3, 4));
    assertThat(shape).isEqualTo(Shape.of(2, 3, 4));
  }

  @Test
  void aShapeSaysWhatIsWrong() {
    refused("axis 2 is outside the 2 axes of [N, 3]", () -> Shape.of(3).batched().dim(2));
    refused("axis -3 is outside the 2 axes of [N, 3]", () -> Shape.of(3).batched().without(-3));
    refused("axis 0 of [N, 3] must be a fixed length, not N", () -> Shape.of(3).batched().length(0));
    refused("axis 3N: no size is given for symbol N, only for {}", () -> Shape.of(3).batched().size());
  }

  @Test
  void aTensorIsAViewOfItsArray() {
    float[] numbers = {1, 2, 3, 4, 5, 6};
    Tensor tensor = Tensor.of(Shape.of(2, 3), numbers);
    assertThat(tensor.floats()).isSameAs(numbers);
    assertThat(tensor.reshape(Shape.of(6)).floats()).isSameAs(numbers);
    assertThat(tensor.copy().floats()).isNotSameAs(numbers).containsExactly(numbers);
    assertThat(tensor.dtype()).isEqualTo(DType.F32);
    assertThat(tensor.size()).isEqualTo(6);
    assertThat(tensor.get(4)).isEqualTo(5);
    assertThat(tensor).hasToString("F32 [2, 3] [1.0, 2.0, 3.0, 4.0, 5.0, 6.0]");
    assertThat(Tensor.of(Shape.SCALAR, 7f).get(0)).isEqualTo(7);
  }

  @Test
  void bytesAreUnsigned() {
    Tensor tensor = Tensor.of(Shape.of(3), (byte) 255, (byte) 0, (byte) -128);
    assertThat(tensor.get(0)).isEqualTo(255);
    assertThat(tensor.get(2)).isEqualTo(128);
    assertThat(tensor).hasToString("U8 [3] [255, 0, 128]");
    assertThat(DType.U8.bytes()).isEqualTo(1);
  }

  @Test
  void tensorsAreEqualByTypeShapeAndBits() {
    Tensor tensor = Tensor.of(Shape.of(2), Float.NaN, 0f);
    assertThat(tensor).isEqualTo(Tensor.of(Shape.of(2), Float.NaN, 0f)).hasSameHashCodeAs(Tensor.of(Shape.of(2), Float.NaN, 0f));
    assertThat(tensor).isNotEqualTo(Tensor.of(Shape.of(2), Float.NaN, -0f)).isNotEqualTo(tensor.reshape(Shape.of(2, 1)));
    assertThat(Tensor.zeros(DType.I32, Shape.of(2))).isNotEqualTo(Tensor.zeros(DType.F32, Shape.of(2)))
        .isEqualTo(Tensor.of(Shape.of(2), 0, 0));
    assertThat(Tensor.zeros(DType.U8, Shape.of(20))).hasToString("U8 [20] [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, …]");
  }

  @Test
  void aTensorSaysWhatIsWrong() {
    refused("a tensor of shape [2, 3] has 6 elements, but the array has 5", () -> Tensor.of(Shape.of(2, 3), new float[5]));
    refused("a tensor of shape [4] has 4 elements, but the array has 6", () -> Tensor.of(Shape.of(6), new int[6]).reshape(Shape.of(4)));
    refused("a tensor of type F32 has no ints", () -> Tensor.of(Shape.of(1), 1f).ints());
    refused("a tensor of type I32 has no floats", () -> Tensor.of(Shape.of(1), 1).floats());
    refused("a tensor of type I32 has no bytes", () -> Tensor.of(Shape.of(1), 1).bytes());
    refused("axis N: no size is given for symbol N, only for {}", () -> Tensor.of(Shape.SCALAR.batched(), 1f));
  }
}
