package dev.gradus.cli;

import dev.gradus.GradusException;
import dev.gradus.data.ImageSizeException;
import dev.gradus.data.Images;
import dev.gradus.data.table.TableModel;
import dev.gradus.model.Ensemble;
import dev.gradus.tensor.Shape;
import dev.gradus.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/// `gradus predict RUN… INPUT…`: what a trained model, or the mean of several, makes of pictures or points.
@Command(
    name = "predict",
    description = "Show what a trained model takes pictures, or points, for. Several runs predict together: the mean of what each"
        + " predicts.",
    footer = {
      "", "Examples:", "  gradus predict runs/digits-1 seven.png", "  gradus predict runs/digits-1 photo.jpg --resize",
      "  gradus predict runs/spirals-1 0.3,-0.5 -0.2,0.7", "  gradus predict runs/digits-1 runs/digits-2 seven.png", "  gradus predict runs/house-1 new.csv --out scored.csv"
    })
final class PredictCommand implements Action {
  private static final int SHOWN = 3;
  private static final int BAR = 30;
  private static final int MOST_IN_EXAMPLE = 8;
  private static final String NUMBER = "[-+]?(\\d+\\.?\\d*|\\.\\d+)([eE][-+]?\\d+)?";

  /// What becomes of dark and bright.
  enum Polarity {
    /// Dark on bright grey pictures change places, as models learn from bright on dark.
    auto,
    /// As in the file.
    keep,
    /// Always changed.
    invert
  }

  @Mixin
  private CommonOptions common;

  @Spec
  private CommandSpec spec;

  @Parameters(index = "0", paramLabel = "RUN", description = "A run folder, or a model's file.")
  private Path run;

  @Parameters(index = "1..*", arity = "1..*", paramLabel = "INPUT",
      description = "Pictures (PNG, JPEG, BMP, GIF), or points such as 0.3,-0.5. Before them, further run folders or files ending"
          + " in .gradus.")
  private List<String> inputs;

  @Option(names = "--out", paramLabel = "FILE", description = "For a run trained on a table: where to write the rows of another (CSV, JSON lines, Parquet)"
      + " with predictions: a name ending in .jsonl or .ndjson is written as JSON lines, .tsv with tabs, others as CSV; with .gz after it packed.")
  private Optional<Path> out = Optional.empty();

  @Option(names = "--resize", description = "Stretch pictures of another size to the model's; done anyway if it was trained on a folder of pictures.")
  private boolean resize;

  @Option(names = "--polarity", paramLabel = "HOW",
      description = "${COMPLETION-CANDIDATES}: whether dark and bright change places; auto does so for grey pictures with a"
          + " bright border, unless the model was trained on a folder of pictures.")
  private Polarity polarity = Polarity.auto;

  PredictCommand() {}

  @Override
  public Object run(Screen screen) throws IOException {
    Compute.note(screen);
    Trained first = Trained.open(run);
    if (TableModel.is(first.model())) {
      if (inputs.size() != 1 || out.isEmpty()) {
        throw new GradusException(run + " was trained on a table: gradus predict " + run + " new.csv --out scored.csv");
      }
      return new TablePrediction(run, TableModel.of(first.model()), Path.of(inputs.getFirst()), out.get()).run(screen);
    }
    if (out.isPresent()) {
      throw new GradusException("--out is for runs that were trained on a table");
    }
    for (String input : inputs) {
      if (input.startsWith("-") && !input.matches("-[.\\d].*")) {
        throw Main.suggest(new UnmatchedArgumentException(spec.commandLine(), List.of(input)));
      }
    }
    List<Path> runs = new ArrayList<>(List.of(run));
    int more = 0;
    while (more < inputs.size() && isRun(inputs.get(more))) {
      runs.add(Path.of(inputs.get(more++)));
    }
    List<String> inputs = this.inputs.subList(more, this.inputs.size());
    if (inputs.isEmpty()) {
      throw new GradusException("there is nothing to predict from: after the runs come pictures or points");
    }
    Ensemble model = Ensemble.of(Stream.concat(Stream.of(first), runs.stream().skip(1).map(Trained::open)).map(Trained::model).toList());
    // What was learned from pictures of any size, as they are, is asked about such.
    boolean pictures = first.onPictures();
    List<Map<String, Object>> predictions = new ArrayList<>();
    // All are read first: a wrong one is told before anything is printed.
    List<Tensor> tensors = inputs.stream().map(input -> read(input, model.inputShape(), pictures)).toList();
    for (int i = 0; i < inputs.size(); i++) {
      predictions.add(predict(model, inputs.get(i), tensors.get(i), screen));
    }
    Map<String, Object> report = new LinkedHashMap<>();
    if (runs.size() > 1) {
      report.put("members", runs.stream().map(Path::toString).toList());
    } else {
      report.put("run", run.toString());
    }
    report.put("predictions", predictions);
    return report;
  }

  private static boolean isRun(String input) {
    return input.endsWith(".gradus") || !input.contains(",") && Files.isDirectory(Path.of(input));
  }

  private Tensor read(String input, Shape shape, boolean pictures) {
    return switch (shape.rank()) {
      case 1 -> point(input, shape.size());
      case 3 -> picture(Path.of(input), shape, pictures);
      default -> throw new GradusException("this model's inputs have shape " + shape + "; predict reads pictures [height, width,"
          + " channels] and points [numbers]");
    };
  }

  private static Tensor point(String input, int size) {
    String[] parts = input.split(",", -1);
    boolean numbers = IntStream.range(0, parts.length).allMatch(i -> parts[i].strip().matches(NUMBER));
    if (!numbers || parts.length != size) {
      throw new GradusException("this model takes " + size + (size == 1 ? " number" : " numbers with commas between, such as 0.3"
          + ",-0.5".repeat(Math.min(size, MOST_IN_EXAMPLE) - 1) + (size > MOST_IN_EXAMPLE ? ",…" : "")) + ", not " + input);
    }
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = Float.parseFloat(parts[i].strip());
    }
    return Tensor.of(Shape.of(size), values);
  }

  private Tensor picture(Path file, Shape shape, boolean pictures) {
    Images.Polarity how = switch (polarity) {
      case auto -> shape.length(2) == 1 && !pictures ? Images.Polarity.DARK_BACKGROUND : Images.Polarity.AS_IS;
      case keep -> Images.Polarity.AS_IS;
      case invert -> Images.Polarity.INVERT;
    };
    try {
      return Images.read(file, shape, resize || pictures ? Images.Fit.STRETCH : Images.Fit.EXACT, how);
    } catch (ImageSizeException other) {
      throw new GradusException(other.getMessage() + " with --resize", other);
    }
  }

  private static Map<String, Object> predict(Ensemble model, String input, Tensor tensor, Screen screen) {
    float[] output = model.predict(tensor).floats();
    List<String> classes = model.classes();
    float[] probabilities = probabilities(output, classes.size());
    Map<String, Object> prediction = new LinkedHashMap<>();
    prediction.put("input", input);
    if (probabilities.length == 0) {
      prediction.put("output", output);
      screen.say(input + ": " + String.join(", ", IntStream.range(0, output.length)
          .mapToObj(i -> String.format(Locale.ROOT, "%.4f", output[i])).toList()));
      return prediction;
    }
    List<Integer> order = IntStream.range(0, probabilities.length).boxed()
        .sorted(Comparator.comparingDouble((Integer i) -> -probabilities[i]).thenComparing(i -> i)).toList();
    int best = order.getFirst();
    prediction.put("class", classes.get(best));
    prediction.put("probability", probabilities[best]);
    Map<String, Object> byClass = new LinkedHashMap<>();
    for (int i = 0; i < probabilities.length; i++) {
      byClass.put(classes.get(i), probabilities[i]);
    }
    prediction.put("probabilities", byClass);
    screen.say(input + ": " + GradusException.excerpt(classes.get(best)));
    int width = order.stream().limit(SHOWN).mapToInt(i -> GradusException.excerpt(classes.get(i)).length()).max().orElse(0);
    String full = screen.out().charset().newEncoder().canEncode('█') ? "█" : "#";
    for (int i : order.stream().limit(SHOWN).toList()) {
      screen.say(String.format(Locale.ROOT, "  %-" + Math.max(1, width) + "s %6.2f%% %s", GradusException.excerpt(classes.get(i)), 100 * probabilities[i],
          full.repeat(Math.round(BAR * probabilities[i]))).stripTrailing());
    }
    return prediction;
  }

  /// The probability of each class: the outputs themselves, or one output as that of the second of two classes. Empty if
  /// they are none.
  private static float[] probabilities(float[] output, int classes) {
    boolean parts = IntStream.range(0, output.length).allMatch(i -> output[i] >= 0 && output[i] <= 1);
    if (parts && classes > 0 && output.length == classes) {
      return output;
    }
    return parts && classes == 2 && output.length == 1 ? new float[] {1 - output[0], output[0]} : new float[0];
  }
}
