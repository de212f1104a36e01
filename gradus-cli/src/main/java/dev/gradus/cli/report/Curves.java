package dev.gradus.cli.report;

import dev.gradus.plot.Axis;
import dev.gradus.plot.Plot;
import dev.gradus.plot.Tag;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/// What was measured while training, as lines.
final class Curves {
  /// What a line of metrics says beside figures of quality.
  private static final Set<String> OTHER = Set.of("epoch", "steps", "best_epoch");
  private static final String VALIDATION = "validation_";
  private static final int STRETCHES = 100;
  /// Where the largest loss is so many times the least, equal factors are shown as equal.
  private static final int WIDE = 20;
  private static final double NEAR = 0.4;

  private Curves() {}

  static List<Tag> of(Course course) {
    List<Tag> figures = new ArrayList<>();
    double[] epochs = figures(course, "epoch");
    List<String> names = course.epochs().stream().flatMap(epoch -> epoch.keySet().stream()).distinct()
        .filter(name -> !OTHER.contains(name) && !name.startsWith(VALIDATION)).toList();
    for (String name : names) {
      Plot plot = Plot.of(title(name) + " by epoch", Axis.of("epoch").whole(), axis(name, figures(course, name), figures(course, VALIDATION + name)))
          .line("training", epochs, figures(course, name));
      boolean validated = course.epochs().stream().anyMatch(epoch -> epoch.containsKey(VALIDATION + name));
      plot = validated ? plot.line("validation", epochs, figures(course, VALIDATION + name)) : plot;
      figures.add((name.equals("loss") ? plot.note(note(course, validated)) : plot).draw());
    }
    if (!course.steps().isEmpty()) {
      double[] losses = course.losses();
      double[][] means = Course.means(losses, STRETCHES);
      Plot plot = Plot.of("Loss by step", Axis.of("step"), axis("loss", losses, losses))
          .faint("each batch", IntStream.rangeClosed(1, losses.length).asDoubleStream().toArray(), losses);
      figures.add((losses.length > STRETCHES ? plot.line("mean of " + Math.ceilDiv(losses.length, STRETCHES) + " steps", means[0], means[1]) : plot)
          .draw());
    }
    return figures;
  }

  private static String note(Course course, boolean validated) {
    String note = "Training: the mean over the epoch, by the weights of each step" + (validated ? "; validation: at its end." : ".");
    double[] best = figures(course, "best_epoch");
    return best.length == 0 || Double.isNaN(best[best.length - 1]) ? note
        : note + " The model kept is that of epoch " + (int) best[best.length - 1] + ".";
  }

  private static Axis axis(String name, double[] one, double[] other) {
    double[] all = DoubleStream.concat(DoubleStream.of(one), DoubleStream.of(other)).filter(Double::isFinite).sorted().toArray();
    double above = DoubleStream.of(all).filter(v -> v > 0).min().orElse(1);
    double most = all.length == 0 ? 1 : all[all.length - 1];
    if (name.equals("loss") && most > WIDE * above) {
      return Axis.of(name).logarithmic();
    }
    // What is nearly at 0 is seen in proportion from 0 on.
    return all.length > 0 && all[0] >= 0 && all[0] <= NEAR * most ? Axis.of(name).from(0) : Axis.of(name);
  }

  private static double[] figures(Course course, String name) {
    double[] figures = course.epochs().stream().mapToDouble(epoch -> epoch.getOrDefault(name, Double.NaN)).toArray();
    return figures;
  }

  private static String title(String name) {
    return Character.toUpperCase(name.charAt(0)) + name.substring(1);
  }
}
