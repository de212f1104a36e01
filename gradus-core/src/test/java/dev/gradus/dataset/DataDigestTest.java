package dev.gradus.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gradus.tensor.Shape;
import dev.gradus.tensor.Tensor;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class DataDigestTest {
  private static final Tensor X = Tensor.of(Shape.of(2, 2), 1f, 2f, 3f, -0.5f);
  private static final Tensor Y = Tensor.of(Shape.of(2), new int[] {1, 0});

  private static Examples of(Tensor x, Tensor y, String... classes) {
    return Examples.of(2, List.of(Field.of("x", x)), List.of(Field.of("y", y, List.of(classes))));
  }

  @Test
  void isTheHashOfTheBytesThatItSays() throws Exception {
    ByteBuffer bytes = ByteBuffer.allocate(200).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putInt(2);
    bytes.putInt(1).putInt(1).put((byte) 'x').putInt(3).put("F32".getBytes(StandardCharsets.UTF_8)).putInt(1).putInt(2).putInt(0);
    bytes.putFloat(1).putFloat(2).putFloat(3).putFloat(-0.5f);
    bytes.putInt(1).putInt(1).put((byte) 'y').putInt(3).put("I32".getBytes(StandardCharsets.UTF_8)).putInt(0);
    bytes.putInt(2).putInt(2).put("no".getBytes(StandardCharsets.UTF_8)).putInt(3).put("yes".getBytes(StandardCharsets.UTF_8));
    bytes.putInt(1).putInt(0);
    bytes.putInt(0);
    ByteArrayOutputStream written = new ByteArrayOutputStream();
    written.write(bytes.array(), 0, bytes.position());
    String expected = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(written.toByteArray()));
    assertThat(DataDigest.of(of(X, Y, "no", "yes"))).isEqualTo(expected);
  }

  @Test
  void everyChangeGivesAnother() {
    assertThat(Stream.of(
        of(X, Y, "no", "yes"),
        of(Tensor.of(Shape.of(2, 2), 1f, 2f, 3f, Math.nextUp(-0.5f)), Y, "no", "yes"),
        of(Tensor.of(Shape.of(2, 2, 1), 1f, 2f, 3f, -0.5f), Y, "no", "yes"),
        of(X, Tensor.of(Shape.of(2), new int[] {0, 1}), "no", "yes"),
        of(X, Y, "no", "Yes"),
        of(X, Y, "no", "yes").select(new int[] {1, 0}),
        of(X, Y, "no", "yes").select(new int[] {0}),
        of(X, Y, "no", "yes").withWeights(1, 1),
        Examples.of(Map.of("x", X), Map.of("z", Y))).map(DataDigest::of)).doesNotHaveDuplicates();
  }

  @Test
  void fieldsInAnotherOrderAreTheSameData() {
    Field a = Field.of("a", X);
    Field b = Field.of("b", X);
    assertThat(DataDigest.of(Examples.of(2, List.of(a, b), List.of()))).isEqualTo(DataDigest.of(Examples.of(2, List.of(b, a), List.of())));
  }
}
