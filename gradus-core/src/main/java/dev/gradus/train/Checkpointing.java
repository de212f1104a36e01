package dev.gradus.train;

import dev.gradus.file.WholeFile;
import dev.gradus.json.Json;
import dev.gradus.json.JsonException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// The folder of a training's checkpoints: finds the newest, writes them when they are due, and keeps the last few and the best.
/// While it is open no other training can use the folder.
final class Checkpointing implements AutoCloseable {
  private static final String SUFFIX = ".checkpoint";

  private final Checkpoints rule;
  private final Fingerprint fingerprint;
  private final FileChannel lock;
  private long lastStep;
  private long lastNanos = System.nanoTime();

  /// A checkpoint to go on from, and what is wrong with those that are newer.
  record Found(CheckpointFile file, List<String> passedOver) {}

  private Checkpointing(Checkpoints rule, Fingerprint fingerprint, FileChannel lock) {
    this.rule = rule;
    this.fingerprint = fingerprint;
    this.lock = lock;
  }

  /// Opens the folder, which is made if it isn't there.
  ///
  /// @param resuming whether a training is to go on that has checkpoints there
  /// @throws CheckpointException if the folder can't be written to, another training is using it, or it has checkpoints and they are not
  ///     to be gone on from
  static Checkpointing open(Checkpoints rule, Fingerprint fingerprint, boolean resuming) {
    Path folder = rule.folder();
    try {
      Files.createDirectories(folder);
      if (!resuming && !files(folder).isEmpty()) {
        throw new CheckpointException(folder + " has checkpoints of an earlier training. Go on from them with resume(), or choose"
            + " another folder");
      }
      FileChannel channel = FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (!locked(channel)) {
        channel.close();
        throw new CheckpointException("another training is using the checkpoints in " + folder);
      }
      try {
        sweep(folder);
      } catch (IOException failed) {
        channel.close();
        throw failed;
      }
      return new Checkpointing(rule, fingerprint, channel);
    } catch (IOException failed) {
      throw new CheckpointException("can't keep checkpoints in " + folder + ": " + reason(failed), failed);
    }
  }

  /// Deletes what a kill left half written: nobody else writes here.
  private static void sweep(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      for (Path part : entries.filter(path -> path.getFileName().toString().endsWith(SUFFIX + WholeFile.PART)
          && Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)).toList()) {
        Files.delete(part);
      }
    }
  }

  private static boolean locked(FileChannel channel) {
    try {
      FileLock taken = channel.tryLock();
      return taken != null;
    } catch (OverlappingFileLockException here) {
      return false;
    } catch (IOException noLocks) {
      // Some file systems have no locks; that alone is no reason not to train.
      return true;
    }
  }

  /// The checkpoints in a folder, the newest first.
  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.filter(path -> path.getFileName().toString().endsWith(SUFFIX))
          .sorted(Comparator.comparing((Path path) -> path.getFileName().toString()).reversed()).toList();
    }
  }

  private static Path file(Path folder, long step) {
    return folder.resolve(String.format(Locale.ROOT, "%012d", step) + SUFFIX);
  }

  /// The newest checkpoint in a folder that can be read; none if there is none at all.
  ///
  /// @throws CheckpointException if there are only damaged ones
  static Optional<Found> newest(Path folder) {
    List<String> passedOver = new ArrayList<>();
    Path at = folder;
    try {
      for (Path file : Files.isDirectory(folder) ? files(folder) : List.<Path>of()) {
        at = file;
        try {
          return Optional.of(new Found(CheckpointFile.open(file), passedOver));
        } catch (CheckpointFile.Damaged damaged) {
          passedOver.add(file + " is damaged: " + damaged.getMessage());
        }
      }
    } catch (IOException failed) {
      throw new CheckpointException("can't read the checkpoint " + at + ": " + reason(failed), failed);
    }
    if (!passedOver.isEmpty()) {
      throw new CheckpointException("no checkpoint in " + folder + " can be read: " + String.join("; ", passedOver)
          + ". To begin again from the start, delete them");
    }
    return Optional.empty();
  }

  /// The newest checkpoint that can be read, which is of this training.
  ///
  /// @throws CheckpointException if it is of another, with the difference, or if there are only damaged ones
  Optional<Found> newest() {
    Optional<Found> found = newest(rule.folder());
    found.ifPresent(there -> {
      Path file = there.file().path();
      try {
        Json.Obj written = there.file().state();
        fingerprint.difference(written.get("fingerprint").object()).ifPresent(difference -> {
          throw new CheckpointException(file + " is of another training, whose bits this one can't go on to: " + difference);
        });
        lastStep = written.get("training").object().get("step").number();
      } catch (JsonException wrong) {
        throw saysOtherwise(file, wrong);
      }
      setAside(there.passedOver().size());
    });
    return found;
  }

  /// A file that has the checksum of a checkpoint, but not the rest.
  static CheckpointException saysOtherwise(Path file, RuntimeException wrong) {
    return new CheckpointException(file + " doesn't say what a checkpoint says: " + wrong.getMessage(), wrong);
  }

  /// Damaged ones are the newest, and must not be taken for that again.
  private void setAside(int damaged) {
    try {
      for (Path file : files(rule.folder()).subList(0, damaged)) {
        Files.move(file, file.resolveSibling(file.getFileName() + ".damaged"));
      }
    } catch (IOException failed) {
      throw new CheckpointException("can't move a damaged checkpoint in " + rule.folder() + ": " + reason(failed), failed);
    }
  }

  /// Whether to write one after a step within an epoch.
  boolean due(long step) {
    return step - lastStep >= rule.everySteps() || System.nanoTime() - lastNanos >= rule.every().toNanos();
  }

  /// Writes one, and then deletes those that need not stay.
  ///
  /// @param best the best epoch so far
  void write(long step, Map<String, Json> state, Map<String, float[]> arrays, Optional<EpochReport> best) {
    Path file = file(rule.folder(), step);
    try {
      Map<String, Json> written = new LinkedHashMap<>(Map.of("fingerprint", fingerprint.written()));
      written.putAll(state);
      CheckpointFile.write(file, written, arrays);
      lastStep = step;
      lastNanos = System.nanoTime();
      List<Path> files = files(rule.folder());
      Optional<Path> keep = best.map(report -> file(rule.folder(), report.steps()));
      for (Path old : files.subList(Math.min(rule.keep(), files.size()), files.size())) {
        if (keep.filter(old::equals).isEmpty()) {
          Files.delete(old);
        }
      }
    } catch (IOException failed) {
      throw new CheckpointException("can't write the checkpoint " + file + ": " + reason(failed)
          + (lastStep == 0 ? "" : ". The training can go on from that of step " + lastStep), failed);
    }
  }

  /// What went wrong, for people: the exceptions of java.nio often say only the file's name.
  static String reason(IOException failed) {
    return switch (failed) {
      case NoSuchFileException missing -> "there is no " + missing.getFile();
      case AccessDeniedException denied -> "no permission for " + denied.getFile();
      case FileAlreadyExistsException there -> there.getFile() + " is no folder";
      default -> failed.getMessage() == null ? failed.toString() : failed.getMessage();
    };
  }

  @Override
  public void close() {
    try {
      lock.close();
    } catch (IOException failed) {
      throw new CheckpointException("can't close the lock in " + rule.folder() + ": " + reason(failed), failed);
    }
  }
}
