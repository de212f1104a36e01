package dev.gradus.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gradus.tensor.DType;
import dev.gradus.tensor.Shape;
import dev.gradus.tensor.Tensor;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DatasetViewTest {
  /// What is made of the view itself, see [#whatIsMadeOfAViewFollowsItsChanges]. All else that a data set has is asked of the source.
  private static final Set<String> MADE = Set.of("inputs", "targets", "input", "select", "withWeights", "balanced");

  /// No answer is that of a default method.
  private static final Map<Class<?>, Object> ANSWERS = Map.of(int.class, 7, float.class, 2.5f, boolean.class, true,
      Shape.class, Shape.of(3, 5), DType.class, DType.I32, List.class, List.of("no", "yes"));

  private record Call(String method, List<Object> arguments) {}

  private static Stream<Method> methods() {
    return Arrays.stream(Dataset.class.getMethods()).filter(method -> !Modifier.isStatic(method.getModifiers()) && !method.isBridge());
  }

  private static Stream<Method> asked() {
    return methods().filter(method -> !MADE.contains(method.getName()));
  }

  @ParameterizedTest
  @MethodSource("asked")
  void asksItsSourceForAllThatItDoesntSay(Method method) throws ReflectiveOperationException {
    List<Call> calls = new ArrayList<>();
    Dataset source = (Dataset) Proxy.newProxyInstance(Dataset.class.getClassLoader(), new Class<?>[] {Dataset.class}, (_, called, arguments) -> {
      calls.add(new Call(called.getName(), arguments == null ? List.of() : List.of(arguments)));
      return ANSWERS.get(called.getReturnType());
    });
    DatasetView view = () -> source;
    Object[] arguments = new Object[method.getParameterCount()];
    for (int i = 0; i < arguments.length; i++) {
      arguments[i] = method.getParameterTypes()[i] == int.class ? (Object) (i + 4) : new float[9];
    }

    Object answer = method.invoke(view, arguments);

    assertThat(calls).as(method.getName() + " asks the source, unless it is one of MADE")
        .containsExactly(new Call(method.getName(), List.of(arguments)));
    assertThat(answer).isEqualTo(ANSWERS.get(method.getReturnType()));
  }

  @Test
  void whatIsMadeOfAViewFollowsItsChanges() {
    Dataset source = Dataset.of(Tensor.of(Shape.of(3, 1), 1f, 2f, 3f), Tensor.of(Shape.of(3), 0, 0, 1), List.of("no", "yes"));
    // Inputs ten times as large, and the answers exchanged.
    Dataset view = new DatasetView() {
      @Override
      public Dataset source() {
        return source;
      }

      @Override
      public void readInput(int index, float[] into, int at) {
        source.readInput(index, into, at);
        into[at] *= 10;
      }

      @Override
      public int readLabel(int index) {
        return 1 - source.readLabel(index);
      }
    };

    assertThat(methods().map(Method::getName).filter(MADE::contains).collect(Collectors.toSet())).isEqualTo(MADE);
    assertThat(view.input(1)).isEqualTo(Tensor.of(Shape.of(1), 20f));
    assertThat(view.inputs().getFirst().read(1)).isEqualTo(Tensor.of(Shape.of(1), 20f));
    assertThat(view.targets().getFirst().read(1)).isEqualTo(Tensor.of(Shape.SCALAR, 1));
    Dataset selected = view.select(new int[] {2, 0});
    assertThat(selected.input(1)).isEqualTo(Tensor.of(Shape.of(1), 10f));
    assertThat(selected.readLabel(1)).isEqualTo(1);
    assertThat(view.withWeights(1, 2, 3).input(2)).isEqualTo(Tensor.of(Shape.of(1), 30f));
    Dataset balanced = view.balanced();
    assertThat(balanced.input(2)).isEqualTo(Tensor.of(Shape.of(1), 30f));
    // One of three examples says no, two say yes.
    assertThat(balanced.weight(2)).isEqualTo(1.5f);
    assertThat(balanced.weight(0)).isEqualTo(0.75f);
  }
}
