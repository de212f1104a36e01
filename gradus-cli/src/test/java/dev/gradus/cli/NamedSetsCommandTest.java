package dev.gradus.cli;

import static dev.gradus.cli.Ran.gradus;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.gradus.data.named.Fetch;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NamedSetsCommandTest {
  /// Nobody answers there.
  private static final String NOWHERE = "http://127.0.0.1:1/";

  @TempDir
  private Path folder;

  @BeforeEach
  void ownCache() {
    System.setProperty("gradus.cache", folder.resolve("cache").toString());
    System.setProperty("GRADUS_DATA", folder.resolve("none").toString());
    System.setProperty("gradus.mirror", NOWHERE);
  }

  @AfterEach
  void usualCache() {
    System.clearProperty("gradus.cache");
    System.clearProperty("GRADUS_DATA");
    System.clearProperty("gradus.mirror");
  }

  private static Path shared(String name) {
    String root = System.getenv().getOrDefault("GRADUS_DATA", System.getProperty("gradus.data.default", ""));
    Path path = Path.of(root).resolve(name);
    assumeTrue(!root.isEmpty() && Files.exists(path), "no " + name + " in the folder GRADUS_DATA");
    return path;
  }

  private static void copy(Path from, Path into, String... names) throws Exception {
    Files.createDirectories(into);
    for (String name : names) {
      Files.copy(from.resolve(name), into.resolve(name));
    }
  }

  @Test
  void listsSetsWithAllThatIsKnownOfThem() {
    Ran ran = gradus("data", "list");
    assertThat(ran.status()).isZero();
    assertThat(ran.out().lines()).anyMatch(line -> line.matches("fashion-mnist +70,000 +30\\.9 MB  pictures of clothes; licence: MIT"));
    var json = gradus("data", "list", "--json").json();
    assertThat(json.get("cache").asString()).isEqualTo(folder.resolve("cache").toString());
    var mnist = json.get("sets").get(0);
    assertThat(mnist.get("name").asString()).isEqualTo("mnist");
    assertThat(mnist.get("here").asBoolean()).isFalse();
    assertThat(mnist.get("files").get(1).get("sha256").asString())
        .isEqualTo("3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c");
  }

  @Test
  void withoutANetworkOneLineSaysWhatToPutWhere() {
    assertThat(gradus("data", "fetch", "iris").line()).isEqualTo("gradus: can't fetch iris: no connection to 127.0.0.1 (is there a network?). Put"
        + " iris.csv (https://raw.githubusercontent.com/scikit-learn/scikit-learn/1.5.2/sklearn/datasets/data/iris.csv) into "
        + folder.resolve("cache/iris/original") + " by other means, and the same command checks and takes it");
    assertThat(gradus("data", "fetch", "kmist").line())
        .isEqualTo("gradus: unknown data set \"kmist\" (did you mean kmnist?); gradus data list shows those that can be fetched");
    System.setProperty("gradus.mirror", "ftp://x");
    assertThat(gradus("data", "fetch", "iris").line())
        .isEqualTo("gradus: GRADUS_MIRROR is an address such as https://files.example.org/sets, not \"ftp://x\"");
  }

  @Test
  void aTableIsTakenDescribedAndLearnedFromByName() throws Exception {
    copy(shared("tabular"), folder.resolve("cache/iris/original"), "iris.csv");
    Ran fetched = gradus("data", "fetch", "iris", "--json");
    assertThat(fetched.json().get("there_before").get(0).asString()).isEqualTo("iris.csv");
    assertThat(fetched.json().get("folder").asString()).isEqualTo(folder.resolve("cache/iris").toString());
    Path plot = folder.resolve("iris.svg");
    Ran described = gradus("data", "describe", "iris", "--plot", plot.toString());
    // 5.843333 and 0.825301: what NumPy's mean and std say of the column.
    assertThat(described.out()).contains("150 rows of 5 columns (CSV, separated by commas)", "4.3 to 7.9, mean 5.843 ± 0.8253, median 5.8",
        "setosa 33.33%, versicolor 33.33%, virginica 33.33%", "Duplicate rows: 1 (0.67%)", "Constant columns: none",
        "To learn: species, 3 different values, each in 50 rows\n");
    assertThat(plot).content().startsWith("<svg").contains("virginica");
    var json = gradus("data", "describe", "iris", "--json").json();
    assertThat(json.get("target").asString()).isEqualTo("species");
    assertThat(json.get("duplicate_rows").asInt()).isEqualTo(1);
    assertThat(json.get("columns").get(4).get("values").toString()).isEqualTo("{\"setosa\":50,\"versicolor\":50,\"virginica\":50}");
    Ran trained = gradus("train", "--data", "iris", "--target", "species", "--out", folder.resolve("runs").toString(), "--json");
    assertThat(trained.status()).as(trained.err()).isZero();
    assertThat(trained.json().get("run").asString()).isEqualTo(folder.resolve("runs/iris-1").toString());
  }

  @Test
  void aRecipeFindsImagesByName() throws Exception {
    Path recipe = Files.writeString(folder.resolve("clothes.yaml"), """
        data: fashion-mnist
        model: [averagePool: 7, flatten, dense: 10]
        batchSize: 6000
        epochs: 1
        """);
    String out = folder.resolve("runs").toString();
    Path own = folder.resolve("cache/fashion-mnist");
    assertThat(gradus("train", recipe.toString(), "--out", out).line()).isEqualTo("gradus: the data set fashion-mnist isn't on this machine:"
        + " gradus data fetch fashion-mnist brings it (30.9 MB), or put train-images-idx3-ubyte.gz, train-labels-idx1-ubyte.gz,"
        + " t10k-images-idx3-ubyte.gz, t10k-labels-idx1-ubyte.gz into " + own);
    assertThat(gradus("summary", recipe.toString()).out()).as("needs no data").contains("input [28, 28, 1]");
    Path clothes = shared("fashion-mnist");
    System.setProperty("GRADUS_DATA", clothes.getParent().toString());
    Ran ran = gradus("train", recipe.toString(), "--out", out, "--json");
    assertThat(ran.status()).as(ran.err()).isZero();
    assertThat(ran.json().get("test_examples").asInt()).isEqualTo(10_000);
    assertThat(Files.readString(folder.resolve("runs/clothes-1/recipe.yaml"))).as("for any machine").contains("set: fashion-mnist")
        .doesNotContain("folder");
    assertThat(gradus("evaluate", folder.resolve("runs/clothes-1").toString(), "--json").json().get("test_accuracy").asDouble())
        .isEqualTo(ran.json().get("test_accuracy").asDouble());
    Path sheet = folder.resolve("sheet.png");
    var described = gradus("data", "describe", "fashion-mnist", "--plot", sheet.toString(), "--json").json();
    assertThat(described.get("train").get("classes").get("Ankle boot").asInt()).isEqualTo(6_000);
    assertThat(described.get("test_in_train").asInt()).isZero();
    BufferedImage page = ImageIO.read(sheet.toFile());
    assertThat(page.getHeight()).isEqualTo(18 + 10 * (28 * 3 + 6));
  }

  @Test
  void describesFilesAndSaysWhatItCannotRead() throws Exception {
    Path labels = Files.write(folder.resolve("labels"), new byte[] {0, 0, 8, 1, 0, 0, 0, 4, 2, 0, 2, 2});
    assertThat(gradus("data", "describe", labels.toString()).out()).contains("4 examples, labels alone", "3 classes, 0 to 3 of each",
        "rarest: 1 0, 0 1, 2 3");
    assertThat(gradus("data", "describe", labels.toString(), "--plot", "x.png").line()).isEqualTo(
        "gradus: --plot shows images [height, width] or [height, width, channels], but examples have shape [1]");
    Path table = Files.writeString(folder.resolve("t.tsv"), "a\tb\n1\tx\n2\ty\n3\n");
    Ran ran = gradus("data", "describe", table.toString(), "--target", "b");
    assertThat(ran.out()).contains("3 rows of 2 columns (CSV, separated by tabs)",
        "Bad rows, which count nowhere else: 1, the first in line 4: expected 2 fields, not 1", "To learn: b, 2 different values, each in 1 row\n");
    Path one = Files.writeString(folder.resolve("one.csv"), "a,b\n1,x\n2,x\n");
    assertThat(gradus("data", "describe", one.toString(), "--target", "b").out()).contains("To learn: b, nothing: it is always x\n");
    assertThat(gradus("data", "describe", table.toString(), "--target", "c").line())
        .isEqualTo("gradus: " + table + " has no column \"c\" (did you mean a?); it has a, b");
    assertThat(gradus("data", "describe", table.toString(), "--plot", "t.png").line())
        .isEqualTo("gradus: a page of a table's columns is SVG: give --plot a name that ends in .svg, not t.png");
    assertThat(gradus("data", "describe", "minst").line())
        .isEqualTo("gradus: there is no file, folder or public data set \"minst\" (did you mean mnist?); gradus data list shows the sets");
    assertThat(gradus("data", "describe", folder.toString()).line()).isEqualTo("gradus: the folder " + folder
        + " holds no images that can be described: a folder for each class, train-images-idx3-ubyte or .gz (IDX), data_batch_1.bin (CIFAR-10) or"
        + " train.bin (CIFAR-100) would tell; a table is named by its file");
  }

  @Test
  void describesPicturesSortedByClass() throws Exception {
    Path pets = folder.resolve("pets");
    BufferedImage grey = new BufferedImage(20, 10, BufferedImage.TYPE_INT_RGB);
    for (String name : List.of("cat/1.png", "cat/2.png", "dog/1.png")) {
      Files.createDirectories(pets.resolve(name).getParent());
      grey.setRGB(3, 3, name.startsWith("cat/1") ? 0xff0000 : 0xffffff);
      ImageIO.write(grey, "png", pets.resolve(name).toFile());
    }
    Files.write(pets.resolve("dog/2.png"), new byte[100]);
    Path sheet = folder.resolve("pets.png");
    Ran ran = gradus("data", "describe", pets.toString(), "--plot", sheet.toString());
    assertThat(ran.status()).as(ran.err()).isZero();
    assertThat(ran.out()).contains("3 examples, each [64, 64, 3] (stretched to that)", "Can't be read: 1, such as:", "dog",
        "all: 2 classes, 1 to 2 of each", "rarest: dog 1, cat 2", "the same as an earlier one: 1, 1 of them with another label");
    assertThat(ImageIO.read(sheet.toFile()).getHeight()).isEqualTo(18 + 2 * (64 + 6));
    assertThat(gradus("data", "describe", pets.toString(), "--json").json().get("broken").asInt()).isEqualTo(1);
  }

  @Test
  void showsHowAFileArrives() {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Screen screen = new Screen(System.out, new PrintStream(err, true, StandardCharsets.UTF_8), false);
    long[] now = {0};
    Fetch.Watcher lines = new FetchProgress(screen, new Terminal(false, 80), new AtomicBoolean(), () -> now[0]);
    lines.begins("a.gz", 1_000_000, OptionalLong.of(5_000_000));
    now[0] = 1_000_000_000L;
    lines.arrived(1_500_000);
    now[0] = 6_000_000_000L;
    lines.arrived(4_000_000);
    lines.there("a.gz", false);
    assertThat(err.toString(StandardCharsets.UTF_8).lines()).containsExactly("a.gz: going on after 1.0 MB",
        "a.gz: 80% of 5.0 MB, 500.0 kB/s, 2 s left", "a.gz: fetched, and is the published file");
    err.reset();
    FetchProgress drawn = new FetchProgress(screen, new Terminal(true, 40), new AtomicBoolean(true), () -> now[0]);
    drawn.begins("b.gz", 0, OptionalLong.empty());
    now[0] += 2_000_000_000L;
    drawn.arrived(3_000_000);
    drawn.tidy();
    assertThat(err.toString(StandardCharsets.UTF_8)).isEqualTo("\r" + "b.gz: 3.0 MB, 1.5 MB/s".concat(" ".repeat(39 - 22)) + System.lineSeparator());
    assertThat(drawn.stopped()).isTrue();
  }
}
