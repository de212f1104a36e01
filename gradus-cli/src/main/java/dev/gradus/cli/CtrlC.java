package dev.gradus.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Ctrl-C (and a termination asked for): lets a command that wants to know finish its step and write what it has. The
/// Java machine then ends with 130 for Ctrl-C by itself.
///
/// A command calls [#listen]; from then on Ctrl-C runs the listener, in a thread of its own, and waits, at most
/// [#PATIENCE_SECONDS], for the command to return. Without a listener Ctrl-C ends the command at once.
final class CtrlC {
  /// Long enough for a step and for writing a model, short enough not to seem hung.
  static final int PATIENCE_SECONDS = 30;

  private static final CtrlC INSTANCE = new CtrlC();

  private final CountDownLatch finished = new CountDownLatch(1);
  private volatile Runnable listener;

  private CtrlC() {}

  /// Called once, by `main`.
  static CtrlC install() {
    Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().name("gradus-ctrl-c").unstarted(INSTANCE::interrupted));
    return INSTANCE;
  }

  /// From now on Ctrl-C runs `stop`, which asks the command to come to an end, rather than ending it at once.
  static void listen(Runnable stop) {
    INSTANCE.listener = stop;
  }

  /// The command has returned: nothing is left to wait for.
  void finished() {
    finished.countDown();
  }

  private void interrupted() {
    Runnable stop = listener;
    if (stop == null || finished.getCount() == 0) {
      return;
    }
    stop.run();
    try {
      finished.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
