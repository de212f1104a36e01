package dev.gradus.data.named;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gradus.GradusException;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class FetchTest {
  private static final byte[] CONTENT = new byte[300_000];
  private static final String SUM;

  static {
    byte[] row = "0.5,1\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    for (int i = 0; i < CONTENT.length; i++) {
      CONTENT[i] = row[i % row.length];
    }
    CONTENT[1] = '7';
    SUM = sum(CONTENT);
  }

  @TempDir
  private Path root;
  private Path file;
  private Path part;

  @BeforeEach
  void paths() {
    file = root.resolve("pairs/pairs.csv");
    part = root.resolve("pairs/pairs.csv.part");
  }

  private static String sum(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (java.security.NoSuchAlgorithmException impossible) {
      throw new AssertionError(impossible);
    }
  }

  private static NamedSet set(OptionalLong bytes, String... places) {
    Remote remote = new Remote("pairs.csv", Stream.of(places).map(URI::create).toList(), bytes, SUM);
    return new NamedSet("pairs", "pairs", "home", "none", "pairs", List.of(remote), new Making.AsFetched(List.of("pairs.csv")),
        new Contents.Rows("pairs.csv", "y", 50_000));
  }

  private static NamedSet set(String... places) {
    return set(OptionalLong.of(CONTENT.length), places);
  }

  private Fetch.Fetched fetch(NamedSet set, Fetch.Watcher watcher) throws InterruptedException {
    return new Fetch(new Shelf(root, Optional.empty()), Optional.empty(), new Download(Duration.ofMillis(1), Duration.ofMinutes(5))).fetch(set, watcher);
  }

  private String refusal(NamedSet set) {
    Exception[] thrown = new Exception[1];
    assertThatThrownBy(() -> fetch(set, Fetch.Watcher.SILENT)).isInstanceOf(GradusException.class).satisfies(e -> thrown[0] = (Exception) e);
    return thrown[0].getMessage();
  }

  private String byHand(String why, String place) {
    return "can't fetch pairs: " + why + ". Put pairs.csv (" + place + "pairs.csv) into " + root.resolve("pairs")
        + " by other means, and the same command checks and takes it";
  }

  private void arrivedWhole() throws IOException {
    assertThat(file).hasBinaryContent(CONTENT);
    assertThat(part).doesNotExist();
  }

  @Test
  void bringsAFileAndTellsOfItOnTheWay() throws Exception {
    try (Home home = new Home(Home.whole(CONTENT))) {
      List<String> told = new ArrayList<>();
      AtomicLong arrived = new AtomicLong();
      Fetch.Fetched fetched = fetch(set(home.address() + "pairs.csv"), new Fetch.Watcher() {
        @Override
        public void begins(String name, long had, OptionalLong bytes) {
          told.add(name + " " + had + " of " + bytes.getAsLong());
        }

        @Override
        public void arrived(long bytes) {
          assertThat(bytes).isGreaterThan(arrived.getAndSet(bytes));
        }

        @Override
        public void there(String name, boolean before) {
          told.add(name + " " + before);
        }
      });
      assertThat(fetched).isEqualTo(new Fetch.Fetched(root.resolve("pairs"), List.of("pairs.csv"), List.of()));
      assertThat(told).containsExactly("pairs.csv 0 of 300000", "pairs.csv false");
      assertThat(arrived).hasValue(CONTENT.length);
      arrivedWhole();
      assertThat(fetch(set(home.address() + "pairs.csv"), Fetch.Watcher.SILENT).before()).containsExactly("pairs.csv");
      assertThat(home.asked).as("the second time it is there").containsExactly("/pairs.csv null");
    }
  }

  @Test
  void goesOnWhereTheConnectionBrokeOff() throws Exception {
    try (Home home = new Home(Home.cut(CONTENT, 100_000), Home.cut(CONTENT, 50_000), Home.whole(CONTENT))) {
      fetch(set(home.address() + "pairs.csv"), Fetch.Watcher.SILENT);
      arrivedWhole();
      assertThat(home.asked).containsExactly("/pairs.csv null", "/pairs.csv bytes=100000-", "/pairs.csv bytes=150000-");
    }
  }

  @Test
  void keepsWhatItHasWhenStopped() throws Exception {
    try (Home home = new Home(Home.whole(CONTENT))) {
      NamedSet set = set(home.address() + "pairs.csv");
      AtomicLong arrived = new AtomicLong();
      assertThatThrownBy(() -> fetch(set, new Fetch.Watcher() {
        @Override
        public void arrived(long bytes) {
          arrived.set(bytes);
        }

        @Override
        public boolean stopped() {
          return arrived.get() >= 10_000;
        }
      })).isInstanceOf(CancellationException.class).hasMessageMatching("stopped: \\d+\\.\\d kB of pairs.csv are kept in "
          + java.util.regex.Pattern.quote(part.toString()) + ", and the same command goes on from there");
      long kept = Files.size(part);
      assertThat(kept).isBetween(10_000L, CONTENT.length - 1L);
      assertThat(file).doesNotExist();
      fetch(set, Fetch.Watcher.SILENT);
      arrivedWhole();
      assertThat(home.asked).containsExactly("/pairs.csv null", "/pairs.csv bytes=" + kept + "-");
    }
  }

  @Test
  void beginsAgainWhereNoPartCanBeHad() throws Exception {
    try (Home home = new Home(Home.cut(CONTENT, 100_000), Home.alwaysWhole(CONTENT))) {
      fetch(set(home.address() + "pairs.csv"), Fetch.Watcher.SILENT);
      arrivedWhole();
      assertThat(home.asked).containsExactly("/pairs.csv null", "/pairs.csv bytes=100000-");
    }
  }

  @Test
  void beginsAgainIfWhatLayThereIsOfAnotherFile() throws Exception {
    Files.createDirectories(part.getParent());
    Files.write(part, new byte[1_000]);
    try (Home home = new Home(Home.whole(CONTENT))) {
      fetch(set(home.address() + "pairs.csv"), Fetch.Watcher.SILENT);
      arrivedWhole();
      assertThat(home.asked).containsExactly("/pairs.csv bytes=1000-", "/pairs.csv null");
    }
    Files.delete(file);
    Files.write(part, new byte[CONTENT.length + 1]);
    try (Home home = new Home(Home.whole(CONTENT))) {
      fetch(set(home.address() + "pairs.csv"), Fetch.Watcher.SILENT);
      arrivedWhole();
      assertThat(home.asked).as("longer than the file").containsExactly("/pairs.csv null");
    }
    Files.delete(file);
    Files.write(part, new byte[1_000]);
    try (Home home = new Home(Home.status(416), Home.whole(CONTENT))) {
      fetch(set(home.address() + "pairs.csv"), Fetch.Watcher.SILENT);
      arrivedWhole();
    }
  }

  @Test
  void takesNoFileOfAnotherSum() throws Exception {
    byte[] other = CONTENT.clone();
    other[7]++;
    try (Home home = new Home(Home.whole(other))) {
      assertThat(refusal(set(home.address() + "pairs.csv"))).isEqualTo(byHand(home.address()
          + "pairs.csv gives another file than the published one: its SHA-256 is " + sum(other) + ", not " + SUM, home.address()));
      assertThat(file).doesNotExist();
      assertThat(part).doesNotExist();
    }
  }

  @Test
  void takesNoMoreThanTheFileHas() throws Exception {
    byte[] more = new byte[CONTENT.length + 1];
    try (Home home = new Home(Home.whole(more))) {
      assertThat(refusal(set(home.address() + "pairs.csv"))).isEqualTo(byHand(home.address()
          + "pairs.csv has 300001 bytes, where the published file has 300000", home.address()));
    }
    try (Home home = new Home(exchange -> {
      // Length 0 sends pieces, and doesn't say how many.
      exchange.sendResponseHeaders(200, 0);
      exchange.getResponseBody().write(more);
    })) {
      assertThat(refusal(set(home.address() + "pairs.csv"))).isEqualTo(byHand(home.address()
          + "pairs.csv gives more than the 300000 bytes of the published file", home.address()));
    }
    assertThat(part).doesNotExist();
  }

  @Test
  void asksTheNextPlaceAndSaysWhatEachAnswers() throws Exception {
    try (Home gone = new Home(Home.status(404)); Home home = new Home(Home.whole(CONTENT)); Home broken = new Home(Home.status(503))) {
      assertThat(refusal(set(gone.address() + "pairs.csv", broken.address() + "x"))).isEqualTo(
          byHand(gone.address() + "pairs.csv answers 404; " + broken.address() + "x answers 503", gone.address()));
      fetch(set(gone.address() + "pairs.csv", home.address() + "pairs.csv"), Fetch.Watcher.SILENT);
      arrivedWhole();
    }
  }

  @Test
  void withoutANetworkSaysWhichFilesToPutWhereAndTakesThem() throws Exception {
    int free;
    try (ServerSocket socket = new ServerSocket(0)) {
      free = socket.getLocalPort();
    }
    String place = "http://127.0.0.1:" + free + "/";
    NamedSet set = set(place + "pairs.csv");
    assertThat(refusal(set)).isEqualTo(byHand("no connection to 127.0.0.1 (is there a network?)", place));
    Files.write(file, new byte[] {1, 2, 3});
    String remedy = ". Delete it, and gradus data fetch brings the right one";
    assertThat(refusal(set)).isEqualTo(file + " is not the published file: it has 3 bytes, not 300000" + remedy);
    byte[] other = CONTENT.clone();
    other[0]++;
    Files.write(file, other);
    assertThat(refusal(set)).isEqualTo(file + " is not the published file: its SHA-256 is " + sum(other) + ", not " + SUM + remedy);
    assertThat(file).as("is the user's").hasBinaryContent(other);
    Files.write(file, CONTENT);
    assertThat(fetch(set, Fetch.Watcher.SILENT)).isEqualTo(new Fetch.Fetched(root.resolve("pairs"), List.of(), List.of("pairs.csv")));
  }

  @Test
  void namesTheCommonAddressOfSeveralFilesOnce() {
    URI nowhere = URI.create("http://127.0.0.1:1/sets/");
    List<Remote> files = Stream.of("a.gz", "b.gz").map(name -> new Remote(name, List.of(nowhere.resolve(name), nowhere.resolve("x/" + name)),
        OptionalLong.of(9), SUM)).toList();
    assertThat(refusal(new NamedSet("two", "two", "home", "none", "two", files, new Making.AsFetched(List.of("a.gz", "b.gz")),
        new Contents.Rows("a.gz", "y", 1)))).isEqualTo("can't fetch two: no connection to 127.0.0.1 (is there a network?). Put a.gz, b.gz"
            + " (from http://127.0.0.1:1/sets/) into " + root.resolve("two") + " by other means, and the same command checks and takes them");
  }

  @Test
  void waitsForNoOneForEver() throws Exception {
    CountDownLatch end = new CountDownLatch(1);
    try (Home home = new Home(Home.cut(CONTENT, 5), Home.stalled(CONTENT, end), Home.whole(CONTENT))) {
      new Fetch(new Shelf(root, Optional.empty()), Optional.empty(), new Download(Duration.ofMillis(1), Duration.ofSeconds(2)))
          .fetch(set(home.address() + "pairs.csv"), Fetch.Watcher.SILENT);
      arrivedWhole();
      // More if the machine is so slow that another answer seems to stall.
      assertThat(home.asked).hasSizeGreaterThanOrEqualTo(3);
    } finally {
      end.countDown();
    }
  }

  @Test
  void stopsWhileNothingComes() throws Exception {
    CountDownLatch end = new CountDownLatch(1);
    try (Home home = new Home(Home.stalled(CONTENT, end))) {
      assertThatThrownBy(() -> fetch(set(home.address() + "pairs.csv"), new Fetch.Watcher() {
        @Override
        public boolean stopped() {
          return !home.asked.isEmpty();
        }
      })).isInstanceOf(CancellationException.class);
    } finally {
      end.countDown();
    }
  }

  @Test
  void givesUpOnAConnectionThatAlwaysBreaks() throws Exception {
    try (Home home = new Home(Home.cut(CONTENT, 5), Home.cut(CONTENT, 0))) {
      assertThat(refusal(set(home.address() + "pairs.csv"))).isEqualTo(
          byHand("the connection to 127.0.0.1 broke off 5 times on end, 0.0 kB have arrived", home.address()));
      assertThat(part).hasSize(5);
    }
  }

  @Test
  void refusesAPartThatIsNotTheOneAskedFor() throws Exception {
    Files.createDirectories(part.getParent());
    Files.write(part, new byte[1_000]);
    try (Home home = new Home(exchange -> {
      exchange.getResponseHeaders().add("Content-Range", "bytes 2000-2999/3000");
      exchange.sendResponseHeaders(206, 1_000);
      exchange.getResponseBody().write(new byte[1_000]);
    })) {
      assertThat(refusal(set(home.address() + "pairs.csv"))).isEqualTo(byHand(home.address()
          + "pairs.csv answers with \"bytes 2000-2999/3000\" when asked for bytes from 1000 on", home.address()));
    }
  }

  @Test
  void knowsAFileBySumAloneIfItsSizeIsUnknown() throws Exception {
    try (Home home = new Home(Home.whole(CONTENT))) {
      fetch(set(OptionalLong.empty(), home.address() + "pairs.csv"), Fetch.Watcher.SILENT);
      arrivedWhole();
    }
  }

  @Test
  void leavesAFileToTheCommandThatFetchesIt() throws Exception {
    Files.createDirectories(part.getParent());
    try (Home home = new Home(Home.whole(CONTENT));
        FileChannel other = FileChannel.open(part, StandardOpenOption.CREATE, StandardOpenOption.WRITE); var _ = other.lock()) {
      assertThat(refusal(set(home.address() + "pairs.csv"))).isEqualTo("another command is fetching " + part + " just now; wait for it");
      assertThat(home.asked).isEmpty();
    }
  }

  @Test
  void asksAMirrorInsteadOfTheHome() throws Exception {
    try (Home mirror = new Home(Home.whole(CONTENT))) {
      new Fetch(new Shelf(root, Optional.empty()), Optional.of(URI.create(mirror.address() + "sets/")), Download.usual())
          .fetch(set("http://home.invalid/x"), Fetch.Watcher.SILENT);
      arrivedWhole();
      assertThat(mirror.asked).containsExactly("/sets/pairs/pairs.csv null");
    }
  }
}
