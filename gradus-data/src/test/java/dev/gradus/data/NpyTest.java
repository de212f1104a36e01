package dev.gradus.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gradus.GradusException;
import dev.gradus.dataset.Dataset;
import dev.gradus.tensor.DType;
import dev.gradus.tensor.Shape;
import dev.gradus.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Files written by NumPy: see `npy/make_fixtures.py` among the resources.
class NpyTest {
  @TempDir
  Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"f2", "f4", "f4big", "f8", "fortran", "u1", "i1", "i2", "i2big", "u2", "i4", "u4", "i8", "i8big", "u8", "b1"})
  void readsWhatNumpyWrites(String name) {
    Tensor read = Npy.read(fixture(name + ".npy"));
    assertThat(read.shape()).isEqualTo(Shape.of(2, 3, 4));
    DType expected = name.startsWith("f") ? DType.F32 : name.equals("u1") ? DType.U8 : DType.I32;
    assertThat(read.dtype()).isEqualTo(expected);
    for (int i = 0; i < 24; i++) {
      double value = switch (expected) {
        case F32 -> read.floats()[i];
        case U8 -> read.bytes()[i];
        case I32 -> read.ints()[i];
      };
      assertThat(value).isEqualTo(name.equals("b1") ? i % 2 : i);
    }
  }

  @Test
  void readsArchives() {
    Map<String, Tensor> arrays = Npy.readAll(fixture("plain.npz"));
    assertThat(arrays.keySet()).containsExactly("x_train", "y_train", "x_test", "y_test");
    Dataset train = Npy.dataset(arrays, "x_train", "y_train");
    assertThat(train.inputShape()).isEqualTo(Shape.of(2, 2));
    assertThat(train.input(9).floats()).containsExactly(216 / 255f, 222 / 255f, 228 / 255f, 234 / 255f);
    assertThat(train.readLabel(5)).isEqualTo(2);
    Dataset numbers = Npy.dataset(Npy.readAll(fixture("packed.npz")), "x", "y");
    assertThat(numbers.targetType()).isEqualTo(DType.F32);
    assertThat(numbers.input(9).floats()).containsExactly(216, 222, 228, 234);
    float[] target = new float[1];
    numbers.readTarget(5, target, 0);
    assertThat(target).containsExactly(1);
    assertThatThrownBy(() -> Npy.dataset(arrays, "x", "y_train")).isInstanceOf(GradusException.class)
        .hasMessage("there is no array \"x\" among x_train, y_train, x_test, y_test");
  }

  @Test
  void refusesWhatHoldsNoNumbers() {
    refused("text.npy", " has elements of NumPy's type U3; floats f2, f4, f8 and integers b1, i1, u1, i2, u2, i4, u4, i8, u8 can be read");
    refused("object.npy", " holds no plain numbers: its header is {'descr': '|O', 'fortran_order': False, 'shape': (1,), }");
    refused("scalar.npy", " has 0 axes; 1 to 8 can be read");
    refused("empty.npy", " has axis 1 of length 0 after 2 elements; 1 to 2147483583 elements can be read");
    refused("large.npy", " has an integer of more than 32 bits, element 1");
    Path bomb = fixture("bomb.npz");
    assertThatThrownBy(() -> Npy.readAll(bomb)).isInstanceOf(GradusException.class).hasMessageMatching(
        "\"x\" in .*bomb.npz unpacks to more than 200 times its \\d+ bytes. If that is meant, keep it with numpy.savez, without compression");
  }

  @Test
  void takesNoMemoryForWhatAHeaderClaims() throws IOException {
    byte[] whole = Files.readAllBytes(fixture("flat.npy"));
    String header = new String(whole, 10, 118, java.nio.charset.StandardCharsets.US_ASCII);
    byte[] lie = whole.clone();
    byte[] changed = header.replace("(2,), }        ", "(200000000,), }").getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    System.arraycopy(changed, 0, lie, 10, 118);
    Path file = Files.write(folder.resolve("lie.npy"), lie);
    assertThatThrownBy(() -> Npy.read(file)).isInstanceOf(GradusException.class)
        .hasMessage(file + " has 16 bytes of data, but shape [200000000] of 8 bytes each needs 1600000000");
  }

  @Test
  void survivesAnyCut() throws IOException {
    byte[] whole = Files.readAllBytes(fixture("f8.npy"));
    for (int length = 0; length < whole.length; length++) {
      Path file = Files.write(folder.resolve("cut.npy"), Arrays.copyOf(whole, length));
      assertThatThrownBy(() -> Npy.read(file)).as("%d bytes", length).isInstanceOf(GradusException.class).hasMessageStartingWith(file.toString());
    }
    byte[] archive = Files.readAllBytes(fixture("packed.npz"));
    for (int length = 0; length < archive.length; length += 7) {
      Path file = Files.write(folder.resolve("cut.npz"), Arrays.copyOf(archive, length));
      assertThatThrownBy(() -> Npy.readAll(file)).as("%d bytes", length).isInstanceOf(GradusException.class);
    }
    Path longer = Files.write(folder.resolve("long.npy"), Arrays.copyOf(whole, whole.length + 1));
    assertThatThrownBy(() -> Npy.read(longer)).hasMessage(longer + " has 193 bytes of data, but shape [2, 3, 4] of 8 bytes each needs 192");
  }

  private static void refused(String name, String message) {
    Path file = fixture(name);
    assertThatThrownBy(() -> Npy.read(file)).isInstanceOf(GradusException.class).hasMessage(file + message);
  }

  private static Path fixture(String name) {
    try {
      return Path.of(NpyTest.class.getResource("/npy/" + name).toURI());
    } catch (java.net.URISyntaxException impossible) {
      throw new AssertionError(impossible);
    }
  }
}
