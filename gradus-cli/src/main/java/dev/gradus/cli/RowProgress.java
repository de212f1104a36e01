package dev.gradus.cli;

import dev.gradus.data.table.Headway;
import dev.gradus.data.table.RowSource;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/// Shows how far a command has come with the rows of a table, and lets Ctrl-C end it between two rows.
///
/// @param stop becomes true with Ctrl-C
record RowProgress(Progress progress, AtomicBoolean stop) implements AutoCloseable {
  private static final int TOLD = 256;
  /// What was learned of millions of rows is only kept once all of them have been predicted.
  private static final int PATIENCE_SECONDS = 120;

  /// On the command's standard error. From now on Ctrl-C is listened to.
  static RowProgress on(Screen screen) {
    AtomicBoolean stop = new AtomicBoolean();
    CtrlC.listen(() -> stop.set(true), PATIENCE_SECONDS);
    return new RowProgress(Progress.on(screen.err(), Terminal.ofStandardError()), stop);
  }

  /// Opens an input, which may take long: lines of JSON are gone over for their columns, a query's rows are fetched.
  RowSource open(TableInput input) {
    RowSource source = input.opening().apply(begin(input.beginning(), input.title()));
    progress.end();
    return source;
  }

  /// The rows of a source, which tell when they are gone over.
  ///
  /// @param doing such as "Reading"
  /// @param passes how often they will be
  RowSource over(RowSource source, String doing, int passes) {
    return new Passes(source, doing, passes);
  }

  private Headway begin(String what, String title) {
    progress.begin(what, "rows");
    return (rows, part) -> {
      requireUninterrupted(title, rows);
      progress.step(rows, part, Figures.count(rows) + " rows");
    };
  }

  /// Ends the command if Ctrl-C asked for it, and nothing is there yet that it should keep.
  void requireUninterrupted(String title, long rows) {
    if (stop.get()) {
      throw new Stopped("interrupted after " + Figures.count(rows) + " rows of " + title + "; nothing is kept", Map.of("stopped", true));
    }
  }

  @Override
  public void close() {
    progress.close();
  }

  /// Rows that tell how far they have been gone over.
  private final class Passes implements RowSource {
    private final RowSource source;
    private final String doing;
    private final int passes;
    private int pass;

    Passes(RowSource source, String doing, int passes) {
      this.source = source;
      this.doing = doing;
      this.passes = passes;
    }

    @Override
    public void forEach(Rows rows) {
      pass++;
      Headway headway = begin(doing + (passes > 1 ? ", pass " + pass + " of " + passes : ""), title());
      source.forEach(new Rows() {
        private long done;
        private double part = Double.NaN;

        @Override
        public void row(Row row) throws IOException {
          rows.row(row);
          if (++done % TOLD == 0) {
            headway.at(done, part);
          }
        }

        @Override
        public void passed(double now) {
          part = now;
        }
      });
      progress.end();
    }

    @Override
    public String title() {
      return source.title();
    }

    @Override
    public List<String> names() {
      return source.names();
    }

    @Override
    public String unit() {
      return source.unit();
    }

    @Override
    public String form() {
      return source.form();
    }

    @Override
    public boolean decimalCommas() {
      return source.decimalCommas();
    }

    @Override
    public String where(Row row) {
      return source.where(row);
    }
  }
}
