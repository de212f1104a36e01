package dev.gradus.data.named;

import dev.gradus.GradusException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.net.ssl.SSLException;

/// Fetches a file by HTTP into `NAME.part`, going on where an earlier attempt broke off, checks it, and gives it its name.
///
/// @param pause how long to wait after the connection broke, longer each time
/// @param patience how long nothing may arrive, after which it counts as broken
record Download(Duration pause, Duration patience) {
  private static final int MOST_BREAKS = 5;
  /// How often it is looked whether to stop.
  private static final int LOOK_MILLIS = 50;
  private static final long MOST_UNKNOWN = 1L << 30;
  private static final Pattern RANGE = Pattern.compile("bytes (\\d+)-\\d+/(\\d+|\\*)");

  static Download usual() {
    return new Download(Duration.ofSeconds(1), Duration.ofSeconds(30));
  }

  /// That no place gave the file.
  static final class Failed extends Exception {
    private static final long serialVersionUID = 1L;

    /// Whether nobody answered at all.
    final boolean nobody;

    Failed(boolean nobody, String why) {
      super(why);
      this.nobody = nobody;
    }
  }

  /// Fetches a file from the first place that has it.
  ///
  /// @throws Failed if none has, with each one's reason
  /// @throws CancellationException if the watcher asks to stop; what has arrived is kept
  void file(Remote file, List<URI> places, Path target, Fetch.Watcher watcher) throws Failed, IOException, InterruptedException {
    Path part = target.resolveSibling(target.getFileName() + ".part");
    List<String> reasons = new ArrayList<>();
    boolean nobody = true;
    HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).followRedirects(HttpClient.Redirect.NORMAL)
        .connectTimeout(patience).build();
    try (FileChannel out = FileChannel.open(part, StandardOpenOption.CREATE, StandardOpenOption.WRITE); FileLock lock = lock(out)) {
      if (lock == null) {
        throw new GradusException("another command is fetching " + part + " just now; wait for it");
      }
      boolean done = false;
      for (URI place : places) {
        try {
          new From(client, file, place, part, out, watcher).run();
          done = true;
          break;
        } catch (Failed failed) {
          nobody &= failed.nobody;
          reasons.add(failed.getMessage());
        }
      }
      if (!done) {
        throw new Failed(nobody, reasons.stream().distinct().collect(Collectors.joining("; ")));
      }
    } catch (Failed failed) {
      if (Files.size(part) == 0) {
        Files.delete(part);
      }
      throw failed;
    } finally {
      client.shutdownNow();
    }
    Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
  }

  private static FileLock lock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException _) {
      return null;
    }
  }

  /// One file from one place.
  private final class From {
    private final HttpClient client;
    private final Remote file;
    private final URI place;
    private final Path part;
    private final FileChannel out;
    private final Fetch.Watcher watcher;

    From(HttpClient client, Remote file, URI place, Path part, FileChannel out, Fetch.Watcher watcher) {
      this.client = client;
      this.file = file;
      this.place = place;
      this.part = part;
      this.out = out;
      this.watcher = watcher;
    }

    void run() throws Failed, IOException, InterruptedException {
      if (out.size() > most()) {
        out.truncate(0);
      }
      boolean resumed = out.size() > 0;
      arrive();
      String found = Shelf.sha256(part);
      if (!found.equals(file.sha256()) && resumed) {
        // What lay there from before may be of another file.
        out.truncate(0);
        arrive();
        found = Shelf.sha256(part);
      }
      if (!found.equals(file.sha256())) {
        out.truncate(0);
        throw new Failed(false, place + " gives another file than the published one: its SHA-256 is " + found + ", not " + file.sha256());
      }
    }

    private long most() {
      return file.bytes().orElse(MOST_UNKNOWN);
    }

    /// Asks until all has arrived.
    private void arrive() throws Failed, IOException, InterruptedException {
      watcher.begins(file.name(), out.size(), file.bytes());
      int breaks = 0;
      while (file.bytes().isEmpty() || out.size() < most()) {
        long had = out.size();
        try {
          ask(had);
          if (file.bytes().isEmpty()) {
            return;
          }
          if (out.size() == had) {
            breaks++;
          }
        } catch (ConnectException | HttpConnectTimeoutException none) {
          throw new Failed(had == 0, "no connection to " + place.getHost());
        } catch (SSLException unsafe) {
          throw new Failed(false, "no safe connection to " + place.getHost() + ": " + unsafe.getMessage());
        } catch (IOException broken) {
          stopIfAsked();
          breaks = out.size() > had ? 1 : breaks + 1;
          if (breaks < MOST_BREAKS) {
            Thread.sleep(pause.multipliedBy(breaks));
          }
        }
        if (breaks >= MOST_BREAKS) {
          throw new Failed(false, "the connection to " + place.getHost() + " broke off " + breaks + " times on end, " + Shelf.size(out.size())
              + " have arrived");
        }
      }
    }

    private void ask(long had) throws Failed, IOException, InterruptedException {
      HttpRequest.Builder request = HttpRequest.newBuilder(place).timeout(patience).header("User-Agent", "gradus");
      if (had > 0) {
        request.header("Range", "bytes=" + had + "-");
      }
      HttpResponse<InputStream> response = answer(request.build());
      try (InputStream body = response.body()) {
        long at = switch (response.statusCode()) {
          case 200 -> 0;
          case 206 -> continued(response, had);
          // There is less than what was kept: it was of another file.
          case 416 -> -1;
          default -> throw new Failed(false, place + " answers " + response.statusCode());
        };
        if (at < 0) {
          if (had == 0) {
            throw new Failed(false, place + " answers 416");
          }
          out.truncate(0);
          ask(0);
          return;
        }
        long length = response.headers().firstValueAsLong("Content-Length").orElse(-1);
        if (length >= 0 && (file.bytes().isPresent() ? at + length != most() : at + length > most())) {
          throw new Failed(false, place + " has " + (at + length) + " bytes, where the published file has "
              + (file.bytes().isPresent() ? "" : "at most ") + most());
        }
        long needed = length < 0 ? 0 : length;
        long free = Files.getFileStore(part).getUsableSpace();
        if (needed > free) {
          throw new GradusException(file.name() + " needs " + Shelf.size(needed) + " more in " + part.getParent() + ", where " + Shelf.size(free)
              + " are free; the variable GRADUS_CACHE names another folder");
        }
        out.truncate(at);
        out.position(at);
        read(body);
      }
    }

    /// Waits for an answer as long as somebody waits for the file.
    private HttpResponse<InputStream> answer(HttpRequest request) throws IOException, InterruptedException {
      CompletableFuture<HttpResponse<InputStream>> asked = client.sendAsync(request, HttpResponse.BodyHandlers.ofInputStream());
      while (true) {
        try {
          return asked.get(LOOK_MILLIS, TimeUnit.MILLISECONDS);
        } catch (TimeoutException _) {
          stopIfAsked();
        } catch (ExecutionException failed) {
          switch (failed.getCause()) {
            case IOException broken -> throw broken;
            case null, default -> throw new IOException(failed.getCause());
          }
        }
      }
    }

    /// Where the answer goes on.
    private long continued(HttpResponse<InputStream> response, long had) throws Failed {
      String range = response.headers().firstValue("Content-Range").orElse("");
      Matcher matcher = RANGE.matcher(range);
      if (!matcher.matches() || Long.parseLong(matcher.group(1)) > had) {
        throw new Failed(false, place + " answers with \"" + range + "\" when asked for bytes from " + had + " on");
      }
      return Long.parseLong(matcher.group(1));
    }

    private void read(InputStream body) throws Failed, IOException {
      AtomicLong last = new AtomicLong(System.nanoTime());
      Thread guard = Thread.ofVirtual().start(() -> guard(body, last));
      try {
        byte[] piece = new byte[1 << 16];
        for (int got = body.read(piece); got >= 0; got = body.read(piece)) {
          if (out.position() + got > most()) {
            out.truncate(0);
            throw new Failed(false, place + " gives more than the " + most() + " bytes of the published file");
          }
          for (ByteBuffer bytes = ByteBuffer.wrap(piece, 0, got); bytes.hasRemaining();) {
            out.write(bytes);
          }
          last.set(System.nanoTime());
          watcher.arrived(out.position());
          stopIfAsked();
        }
        stopIfAsked();
      } finally {
        guard.interrupt();
      }
    }

    /// Ends a read that waits for what doesn't come, or that nobody waits for any more.
    private void guard(InputStream body, AtomicLong last) {
      try {
        while (!watcher.stopped() && System.nanoTime() - last.get() < patience.toNanos()) {
          Thread.sleep(LOOK_MILLIS);
        }
        body.close();
      } catch (InterruptedException | IOException _) {
        // The reader is done, or is told by its own exception.
      }
    }

    private void stopIfAsked() throws IOException {
      if (watcher.stopped()) {
        throw new CancellationException("stopped: " + Shelf.size(out.size()) + " of " + file.name() + " are kept in " + part
            + ", and the same command goes on from there");
      }
    }
  }
}
