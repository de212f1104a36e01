package dev.gradus.backend;

import dev.gradus.GradusException;
import dev.gradus.graph.Path;
import dev.gradus.graph.Value;
import dev.gradus.op.ToIndex;
import java.util.Arrays;

/// The checks of numbers that name rows. They come before the loops that use them, on one thread and in order, so that no
/// kernel reads outside its table and the same number is reported however many threads there are.
public final class Indices {
  private Indices() {}

  /// Whether a float is an index that integers can hold exactly.
  public static boolean isWhole(double number) {
    // False for a NaN.
    return Math.abs(number) <= ToIndex.LIMIT && number == Math.rint(number);
  }

  /// What is wrong with element `position` of the input of `y`, a [ToIndex].
  ///
  /// @param dims the lengths of the input's axes
  public static GradusException notWhole(Value y, int[] dims, int position, double number) {
    return new GradusException("ToIndex" + Path.phrase(y.path()) + ": " + (float) number + place(dims, position)
        + " is not a whole number between -2^24 and 2^24, so it is no index");
  }

  /// What is wrong with element `position` of the indices of `y`.
  ///
  /// @param dims the lengths of the indices' axes
  /// @param rows how many rows the table has
  public static GradusException outside(Value y, int[] dims, int position, int index, int rows) {
    return new GradusException(y.op().name() + Path.phrase(y.path()) + ": index " + index + place(dims, position)
        + " is outside the table's " + rows + " rows" + (rows == 0 ? "" : ", 0 to " + (rows - 1)));
  }

  private static String place(int[] dims, int position) {
    int[] place = new int[dims.length];
    int rest = position;
    for (int axis = dims.length - 1; axis >= 0; axis--) {
      place[axis] = rest % dims[axis];
      rest /= dims[axis];
    }
    return dims.length == 0 ? "" : " at " + Arrays.toString(place);
  }
}
