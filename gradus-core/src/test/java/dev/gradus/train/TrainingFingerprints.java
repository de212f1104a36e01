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

  /// Prints the best backend's name, then the fingerprints on it: of all networks or those named after the number of threads,
  /// which is 2 unless it is given.
  public static void main(String[] arguments) {
    System.out.println(Backend.best());
    Execution execution = new Execution(Backend.best(), arguments.length == 0 ? 2 : Integer.parseInt(arguments[0]));
    List<Nets> nets = arguments.length < 2 ? List.of(Nets.values())
        : Arrays.stream(arguments).skip(1).map(Nets::valueOf).toList();
    of(execution, nets).forEach(System.out::println);
  }

  /// One line for each network: the weights' hash, the mean loss of the last epoch and the loss on the held-out data.
  static List<String> of(Execution execution) {
    return of(execution, List.of(Nets.values()));
  }

  private static List<String> of(Execution execution, List<Nets> nets) {
    List<String> lines = new ArrayList<>();
    for (Nets net : nets) {
      Model model = net.model();
      TrainingReport report = net.trainer(model, execution).epochs(2).batchSize(16).validationSplit(0.2).fit(net.data(95));
      EpochReport last = report.history().getLast();
      lines.add(net + " " + model.weightsSha256() + " " + last.loss() + " " + last.validation().orElseThrow().loss());
    }
    return lines;
  }
}
