package dev.gradus.cli;

import dev.gradus.data.named.Fetch;
import java.io.PrintStream;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;

/// A fetch's progress on standard error: a line that is drawn over on a terminal, one every few seconds elsewhere.
final class FetchProgress implements Fetch.Watcher {
  private static final long REDRAW_NANOS = 200_000_000L;

  private final Screen screen;
  private final Terminal terminal;
  private final AtomicBoolean stop;
  private final LongSupplier nanoTime;
  private String file = "";
  private long had;
  private OptionalLong total = OptionalLong.empty();
  private long begun;
  private long last;
  private boolean drawn;

  FetchProgress(Screen screen, Terminal terminal, AtomicBoolean stop, LongSupplier nanoTime) {
    this.screen = screen;
    this.terminal = terminal;
    this.stop = stop;
    this.nanoTime = nanoTime;
  }

  @Override
  public void begins(String name, long bytes, OptionalLong all) {
    file = name;
    had = bytes;
    total = all;
    begun = nanoTime.getAsLong();
    last = begun;
    if (bytes > 0) {
      screen.note(name + ": going on after " + Figures.bytes(bytes));
    }
  }

  @Override
  public void arrived(long bytes) {
    long now = nanoTime.getAsLong();
    if (now - last < (terminal.interactive() ? REDRAW_NANOS : Progress.Lines.INTERVAL_NANOS)) {
      return;
    }
    last = now;
    String line = line(bytes, (now - begun) / 1e9);
    PrintStream err = screen.err();
    if (terminal.interactive()) {
      int room = terminal.columns() - 1;
      err.print('\r' + String.format(Locale.ROOT, "%-" + room + "s", line.substring(0, Math.min(room, line.length()))));
      err.flush();
      drawn = true;
    } else {
      screen.note(line);
    }
  }

  /// `train-images-idx3-ubyte.gz: 47% of 26.4 MB, 3.1 MB/s, 5 s left`.
  private String line(long bytes, double seconds) {
    double rate = (bytes - had) / seconds;
    String done = total.isPresent()
        ? 100 * bytes / Math.max(1, total.getAsLong()) + "% of " + Figures.bytes(total.getAsLong()) : Figures.bytes(bytes);
    String left = total.isPresent() && rate > 0
        ? String.format(Locale.ROOT, ", %d s left", Math.round((total.getAsLong() - bytes) / rate)) : "";
    return file + ": " + done + ", " + Figures.bytes(Math.round(rate)) + "/s" + left;
  }

  @Override
  public void there(String name, boolean before) {
    tidy();
    screen.note(name + (before ? ": was there, and is the published file" : ": fetched, and is the published file"));
  }

  @Override
  public void making() {
    screen.note("Unpacking…");
  }

  @Override
  public boolean stopped() {
    return stop.get();
  }

  /// Ends the line that is drawn over.
  void tidy() {
    if (drawn) {
      screen.err().println();
      drawn = false;
    }
  }
}
