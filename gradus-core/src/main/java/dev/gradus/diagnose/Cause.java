package dev.gradus.diagnose;

import java.util.List;
import java.util.stream.Collectors;

/// What most likely made a training go wrong.
public sealed interface Cause {
  /// What it is, as a clause without a full stop.
  String what();

  /// What to try, as sentences without the last full stop.
  String remedy();

  /// A number of the data that is none, or is far beyond the others.
  ///
  /// @param field the input or target, such as `input`, `target` or `weight`
  /// @param row which example of the data that were given to the trainer, from 0
  /// @param place where in the example, an index for each axis; empty for a single number
  /// @param value what is there
  record BadValue(String field, int row, List<Integer> place, float value) implements Cause {
    public BadValue {
      place = List.copyOf(place);
    }

    @Override
    public String what() {
      return "row " + row + " of the data, counted from 0, has " + Numbers.text(value) + " as its " + field
          + (place.isEmpty() ? "" : " at " + place);
    }

    @Override
    public String remedy() {
      return "Mend or leave out that row";
    }
  }

  /// Steps as large as the weights themselves.
  ///
  /// @param rate the learning rate of the step
  /// @param step the first that was far too large
  /// @param relativeUpdate ‖Δw‖ / ‖w‖ over all weights in that step
  /// @param proposal a rate with which that step would have changed the weights by about 1% of their size, if they change in proportion
  record TooLargeRate(double rate, long step, double relativeUpdate, double proposal) implements Cause {
    @Override
    public String what() {
      return "the learning rate of " + Numbers.text(rate) + " is too large: step " + step + " changed the weights by "
          + Numbers.text(relativeUpdate) + " times their own size, where 0.001 to 0.05 is usual";
    }

    @Override
    public String remedy() {
      return (proposal > 0 ? "Try a learning rate of about " + Numbers.text(proposal) : "Try a far lower learning rate") + ", or let a LearningRateFinder (--find-learning-rate) propose one";
    }
  }

  /// A function outside of where it is defined, such as the logarithm of 0.
  ///
  /// @param op the name of the op
  /// @param layer where it is; `loss` in the loss
  /// @param operand the number that it was given
  record Undefined(String op, String layer, float operand) implements Cause {
    @Override
    public String what() {
      return op + " is given " + Numbers.text(operand) + " " + place(layer) + ", where it has no finite value";
    }

    @Override
    public String remedy() {
      return op.equals("DIVIDE")
          ? "Keep the divisor away from 0, as in a.divide(b.add(1e-7)) for b of at least 0"
          : "Keep what goes into it above 0, as in x.maximum(1e-7); the losses named softmaxCrossEntropy and binaryCrossEntropy start"
              + " from logits and need no such care";
    }
  }

  /// Data so large that computing with them overflows.
  ///
  /// @param field the input or target
  /// @param largest the largest of its magnitudes in the batch
  record LargeValues(String field, float largest) implements Cause {
    @Override
    public String what() {
      return "the numbers of the " + field + " are as large as " + Numbers.text(largest)
          + ", and what is computed from them goes beyond float32's 3.4e38";
    }

    @Override
    public String remedy() {
      return "Scale them, for example to mean 0 and deviation 1";
    }
  }

  /// Gradients that grow on their way back through the layers, or along a sequence.
  ///
  /// @param layer where they went beyond float32
  record ExplodingGradients(String layer) implements Cause {
    @Override
    public String what() {
      return "the gradients grow on their way back through the network, and went beyond float32's 3.4e38 " + place(layer);
    }

    @Override
    public String remedy() {
      return "Clip them (clipByGlobalNorm), put a normalisation between the layers, or start with smaller weights";
    }
  }

  /// A result beyond what float32 can hold, though neither data nor updates are unusually large.
  ///
  /// @param op the name of the op
  /// @param layer where it is
  record Overflow(String op, String layer) implements Cause {
    @Override
    public String what() {
      return op + " went beyond float32's 3.4e38 " + place(layer) + ", though neither the data nor the updates are unusually large";
    }

    @Override
    public String remedy() {
      return "Look at what goes into it with model.inspect(input), put a normalisation before it, or start with smaller weights";
    }
  }

  /// A loss that grew though no single step was unusually large.
  ///
  /// @param growth by how many times
  record Unstable(double growth) implements Cause {
    @Override
    public String what() {
      return "training is unstable: step by step the loss grew to " + Numbers.text(growth) + " times what it was with the first weights";
    }

    @Override
    public String remedy() {
      return "Lower the learning rate, warm it up (warmup), or clip the gradients (clipByGlobalNorm)";
    }
  }

  /// A model that its training has made worse, though every number is finite.
  ///
  /// @param loss of the last steps
  /// @param first what the first weights give on the same examples
  /// @param rate the learning rate
  record Worse(double loss, double first, double rate) implements Cause {
    @Override
    public String what() {
      return "training makes the model worse: its loss is " + Numbers.text(loss) + ", where the first weights give "
          + Numbers.text(first) + " on the same examples";
    }

    @Override
    public String remedy() {
      return "Try a learning rate of a tenth, " + Numbers.text(rate / 10) + ", or less, or let a LearningRateFinder"
          + " (--find-learning-rate) propose one";
    }
  }

  /// ReLU layers that give 0 whatever the example: no gradient passes them, so what is before them no longer learns.
  ///
  /// @param layers those of which no unit is alive
  /// @param examples of how many examples that is true
  record DeadUnits(List<String> layers, int examples) implements Cause {
    public DeadUnits {
      layers = List.copyOf(layers);
    }

    @Override
    public String what() {
      return "the loss no longer falls, and all units of "
          + layers.stream().map(layer -> "\"" + layer + "\"").collect(Collectors.joining(", ")) + " are 0 for each of " + examples
          + " examples: they are dead, and no gradient passes them";
    }

    @Override
    public String remedy() {
      return "Train anew with a lower learning rate, or with leakyRelu, a batchNorm before it, or other initial weights";
    }
  }

  /// The steps went right when they were taken again: the data were others.
  record Unrepeatable() implements Cause {
    @Override
    public String what() {
      return "the same steps, taken again, went right: the data set gives other numbers when it is read again";
    }

    @Override
    public String remedy() {
      return "Make example i the same whenever it is read, so that the place can be found";
    }
  }

  /// There was no room to take the steps again.
  ///
  /// @param why what the lack is
  record Unexamined(String why) implements Cause {
    @Override
    public String what() {
      return "taking the steps again to find out why was not possible: " + why;
    }

    @Override
    public String remedy() {
      return "Lower the learning rate, or look for NaN and infinity in the data";
    }
  }

  private static String place(String layer) {
    return layer.equals("loss") ? "in the loss" : layer.isEmpty() ? "outside of any layer" : "at \"" + layer + "\"";
  }
}
