package dev.gradus.train;

import dev.gradus.backend.Backend;
import dev.gradus.backend.Execution;
import dev.gradus.model.Model;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// What a short training of each of [Nets] makes of the weights and says of the loss: what runs in each of
/// [dev.gradus.backend.Widths].
public final class TrainingFingerprints {
  private TrainingFingerprints() {}

  /// How much is trained. The interpreter takes the brief form, in which every layer still computes forward and back.
  enum Length {
    USUAL(95, 2, 16), BRIEF(7, 1, 4);

    private final int examples;
    private final int epochs;
    private final int batch;

    Length(int examples, int epochs, int batch) {
      this.examples = examples;
      this.epochs = epochs;
      this.batch = batch;
    }
  }

  /// Prints the best backend's name, then the fingerprints on it: with the number of threads, which is 2 unless it is given, of the
  /// length and of the networks named after it, all unless some are.
  public static void main(String[] arguments) {
    System.out.println(Backend.best());
    Execution execution = new Execution(Backend.best(), arguments.length == 0 ? 2 : Integer.parseInt(arguments[0]));
    Length length = arguments.length < 2 ? Length.USUAL : Length.valueOf(arguments[1]);
    List<Nets> nets = arguments.length < 3 ? List.of(Nets.values())
        : Arrays.stream(arguments).skip(2).map(Nets::valueOf).toList();
    of(execution, length, nets).forEach(System.out::println);
  }

  /// One line for each network: the weights' hash, the mean loss of the last epoch and the loss on the held-out data.
  static List<String> of(Execution execution) {
    return of(execution, Length.USUAL, List.of(Nets.values()));
  }

  static List<String> of(Execution execution, Length length, List<Nets> nets) {
    List<String> lines = new ArrayList<>();
    for (Nets net : nets) {
      Model model = net.model();
      TrainingReport report = net.trainer(model, execution).epochs(length.epochs).batchSize(length.batch).validationSplit(0.2)
          .fit(net.data(length.examples));
      EpochReport last = report.history().getLast();
      lines.add(net + " " + model.weightsSha256() + " " + last.loss() + " " + last.validation().orElseThrow().loss());
    }
    return lines;
  }
}
