package dev.gradus.cli;

import dev.gradus.GradusException;
import dev.gradus.backend.MemoryException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.concurrent.CancellationException;
import picocli.CommandLine.ParameterException;

/// What went wrong, in one line and an exit status.
///
/// @param status 2 for what the user can mend, 130 for Ctrl-C, 1 for a defect of ours
/// @param line the story, without a line break
record Failure(int status, String line) {
  static final int DEFECT = 1;
  static final int BAD_INPUT = 2;
  static final int INTERRUPTED = 130;

  Failure {
    line = line.strip().replaceAll("\\s*\\R\\s*", " ");
  }

  /// The one place that gives an exception its line and status.
  static Failure of(Throwable thrown) {
    return switch (thrown) {
      case ParameterException e -> new Failure(BAD_INPUT, message(e));
      case MemoryException e -> new Failure(BAD_INPUT, message(e) + " With this command: GRADUS_JAVA_OPTS=-Xmx"
          + Math.ceilDiv(e.needed() + Runtime.getRuntime().maxMemory() - e.available(), 1L << 30) + "g");
      case GradusException e -> new Failure(BAD_INPUT, message(e));
      case UncheckedIOException e -> of(e.getCause());
      case NoSuchFileException e -> new Failure(BAD_INPUT, "no such file or folder: " + e.getFile());
      case AccessDeniedException e -> new Failure(BAD_INPUT, "permission denied: " + e.getFile());
      case NotDirectoryException e -> new Failure(BAD_INPUT, "not a folder: " + e.getFile());
      case FileAlreadyExistsException e -> new Failure(BAD_INPUT, "this exists already: " + e.getFile());
      case DirectoryNotEmptyException e -> new Failure(BAD_INPUT, "the folder isn't empty: " + e.getFile());
      case FileSystemException e -> new Failure(BAD_INPUT, message(e));
      case CharacterCodingException e -> new Failure(BAD_INPUT, "the text isn't UTF-8: " + message(e));
      case IOException e -> new Failure(BAD_INPUT, "reading or writing failed: " + message(e));
      case InterruptedException _ -> new Failure(INTERRUPTED, "interrupted");
      case CancellationException e -> new Failure(INTERRUPTED, e.getMessage() == null ? "interrupted" : e.getMessage());
      case OutOfMemoryError _ -> new Failure(BAD_INPUT, "out of memory: the heap of "
          + (Runtime.getRuntime().maxMemory() >> 20) + " MiB is too small. Lower --batch-size, or give Java more, such as"
          + " GRADUS_JAVA_OPTS=-Xmx8g");
      default -> new Failure(DEFECT, "a defect of Gradus: " + thrown + "; run again with --debug for the stack trace");
    };
  }

  private static String message(Throwable thrown) {
    return thrown.getMessage() == null ? thrown.getClass().getSimpleName() : thrown.getMessage();
  }
}
