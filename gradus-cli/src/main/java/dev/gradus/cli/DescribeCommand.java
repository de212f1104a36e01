package dev.gradus.cli;

import dev.gradus.GradusException;
import dev.gradus.data.Nearest;
import dev.gradus.data.describe.Histograms;
import dev.gradus.data.describe.TableDescription;
import dev.gradus.data.named.Contents;
import dev.gradus.data.named.NamedSet;
import dev.gradus.data.named.NamedSets;
import dev.gradus.data.named.Shelf;
import dev.gradus.data.table.RowSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `gradus data describe PATH`: what data are like.
@Command(
    name = "describe",
    description = "Tell what a table (CSV, TSV, JSON lines, Parquet), a folder of images or a public data set is like:"
        + " classes and their balance, ranges, missing values, what occurs twice, what is constant.",
    footer = {
      "", "Examples:", "  gradus data describe house.csv --target price --plot house.svg",
      "  gradus data describe fashion-mnist --plot fashion.png"
    })
final class DescribeCommand implements Action {
  private static final int PLOTTED = 64;

  @Mixin
  private CommonOptions common;

  @Parameters(paramLabel = "PATH|NAME",
      description = "A table, a folder of pictures by class, of IDX files or of CIFAR's binary files, an .npz file, or the name of"
          + " a set that was fetched.")
  private String given;

  @Option(names = "--target", paramLabel = "COLUMN", description = "The column of the table whose balance to tell.")
  private Optional<String> target = Optional.empty();

  @Option(names = "--plot", paramLabel = "FILE",
      description = "Write a picture: SVG of a table's columns, PNG of some images of each class.")
  private Optional<Path> plot = Optional.empty();

  DescribeCommand() {}

  @Override
  public Object run(Screen screen) {
    Path path = Path.of(given);
    Optional<NamedSet> named = NamedFile.set(path);
    if (named.isPresent()) {
      NamedSet set = named.get();
      Path folder = Shelf.usual().require(set);
      return switch (set.contents()) {
        case Contents.Rows rows -> table(screen, folder.resolve(rows.file()), target.or(() -> Optional.of(rows.target())));
        case Contents.Images _ -> images(screen, set.name(), FoundImages.of(set, folder));
      };
    }
    if (Files.isDirectory(path)) {
      return images(screen, path.toString(), FoundImages.in(path));
    }
    if (!Files.isRegularFile(path)) {
      throw new GradusException("there is no file, folder or public data set \"" + GradusException.excerpt(given) + "\""
          + Nearest.hint(given, NamedSets.names()) + "; gradus data list shows the sets");
    }
    if (path.toString().endsWith(".npz")) {
      return images(screen, path.toString(), FoundImages.arrays(path));
    }
    return FoundImages.isIdx(path) ? images(screen, path.toString(), FoundImages.file(path)) : table(screen, path, target);
  }

  private Map<String, Object> images(Screen screen, String name, DescribedImages images) {
    if (target.isPresent()) {
      throw new GradusException("--target goes with tables, but " + name + " holds images");
    }
    plot.ifPresent(file -> {
      requireEnding(file, ".png", "a page of images is PNG");
      images.plotted();
    });
    screen.note("Looking at " + name + "…");
    Map<String, Object> report = images.tell(screen, name);
    plot.ifPresent(file -> {
      images.plot(file);
      screen.say("Wrote " + file);
      report.put("plot", file.toString());
    });
    return report;
  }

  private Map<String, Object> table(Screen screen, Path path, Optional<String> learned) {
    plot.ifPresent(file -> requireEnding(file, ".svg", "a page of a table's columns is SVG"));
    screen.note("Reading " + path + "…");
    TableDescription table;
    try (RowProgress shown = RowProgress.on(screen)) {
      RowSource rows = shown.over(shown.open(TableInput.file(path)), "Reading", 1);
      learned.ifPresent(rows::place);
      table = TableDescription.of(rows);
    }
    Map<String, Object> report = new DescribedTable(table, learned).tell(screen);
    plot.ifPresent(file -> {
      Histograms.write(file, table, PLOTTED);
      int more = table.columns().size() - PLOTTED;
      screen.say("Wrote " + file + (more > 0 ? ", without the last " + more + " columns" : ""));
      report.put("plot", file.toString());
    });
    return report;
  }

  private static void requireEnding(Path file, String ending, String why) {
    if (!file.toString().toLowerCase(Locale.ROOT).endsWith(ending)) {
      throw new GradusException(why + ": give --plot a name that ends in " + ending + ", not " + file);
    }
  }
}
