package dev.gradus.file;

import java.io.BufferedOutputStream;
import java.io.File;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/// Writes files whole or not at all: beside the target as `NAME.part`, synced to the disk, moved over the target, and the folder
/// synced, so that neither a kill nor a loss of power at any moment leaves half a file in its place.
public final class WholeFile {
  /// What the name of a file being written ends with.
  public static final String PART = ".part";

  /// Writes what is to be in a file.
  @FunctionalInterface
  public interface Content {
    /// Writes it. The stream is buffered, and closed by the caller.
    void write(OutputStream out) throws IOException;
  }

  private WholeFile() {}

  /// Writes a file, or replaces it.
  ///
  /// @throws IOException if that fails; what was there before is still there then
  public static void write(Path file, Content content) throws IOException {
    Path target = file.toAbsolutePath();
    Path part = target.resolveSibling(target.getFileName() + PART);
    // An interrupt would close the channels halfway: it has to wait until the file is there.
    boolean interrupted = Thread.interrupted();
    try {
      try (FileOutputStream raw = new FileOutputStream(part.toFile()); OutputStream out = new BufferedOutputStream(raw, 1 << 16)) {
        content.write(out);
        out.flush();
        raw.getFD().sync();
      }
      move(part, target);
      syncFolder(target.getParent());
    } catch (IOException | RuntimeException failed) {
      deleteQuietly(part, failed);
      throw failed;
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /// Writes bytes as a file, or replaces it.
  ///
  /// @throws IOException if that fails; what was there before is still there then
  public static void write(Path file, byte[] bytes) throws IOException {
    write(file, out -> out.write(bytes));
  }

  private static void move(Path from, Path to) throws IOException {
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException notHere) {
      Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private static void syncFolder(Path folder) throws IOException {
    // Windows opens no folders, and writes their entries itself.
    if (File.separatorChar == '/') {
      try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }

  private static void deleteQuietly(Path file, Exception because) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException alsoFailed) {
      because.addSuppressed(alsoFailed);
    }
  }
}
