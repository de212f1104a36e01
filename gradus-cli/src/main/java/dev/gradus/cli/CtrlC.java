package dev.gradus.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Ctrl-C (and a termination asked for): lets a command that wants to know finish its step and write what it has. The
/// Java machine then ends with 130 for Ctrl-C by itself.
///
/// A command calls [#listen]; from then on Ctrl-C runs the listener, in a thread of its own, and waits, by default at most
/// [#PATIENCE_SECONDS], for the command to return. Without a listener Ctrl-C ends the command at once.
final class CtrlC {
  /// Long enough for a step and for writing a model, short enough not to seem hung.
  static final int PATIENCE_SECONDS = 30;

  private static final CtrlC INSTANCE = new CtrlC();

  private final CountDownLatch finished = new CountDownLatch(1);
  private volatile Listening listening;

  private record Listening(Runnable stop, int patienceSeconds) {}

  private CtrlC() {}

  /// Called once, by `main`.
  static CtrlC install() {
    Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().name("gradus-ctrl-c").unstarted(INSTANCE::interrupted));
    return INSTANCE;
  }

  /// From now on Ctrl-C runs `stop`, which asks the command to come to an end, rather than ending it at once.
  static void listen(Runnable stop) {
    listen(stop, PATIENCE_SECONDS);
  }

  /// The same, for a command that may take so long to write what it has.
  static void listen(Runnable stop, int patienceSeconds) {
    INSTANCE.listening = new Listening(stop, patienceSeconds);
  }

  /// The command has returned: nothing is left to wait for.
  void finished() {
    finished.countDown();
  }

  private void interrupted() {
    Listening listening = this.listening;
    if (listening == null || finished.getCount() == 0) {
      return;
    }
    listening.stop().run();
    try {
      finished.await(listening.patienceSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
