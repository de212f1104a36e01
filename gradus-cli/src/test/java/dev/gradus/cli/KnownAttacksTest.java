package dev.gradus.cli;

import static dev.gradus.cli.Ran.gradus;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gradus.GradusException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Files that are small and ask for much, or for what they shouldn't: attacks that chance would hardly find.
class KnownAttacksTest {
  private static final String INPUT =
      "{\"op\":\"Input\",\"attributes\":{\"label\":\"input\",\"type\":{\"dtype\":\"F32\",\"shape\":[\"N\",\"2\"]}},\"inputs\":[],\"path\":\"\"}";

  @TempDir
  Path folder;

  private Hostile hostile;

  @BeforeEach
  void emptyFolder() throws IOException {
    hostile = new Hostile(Files.createDirectory(folder.resolve("hostile")));
  }

  private static String unary(int input) {
    return "{\"op\":\"Unary\",\"attributes\":{\"kind\":\"TANH\"},\"inputs\":[" + input + "],\"path\":\"p\"}";
  }

  /// A model's description with these nodes, of which the last is the output.
  private static byte[] graph(String bodies, List<String> nodes) {
    return graph("[]", bodies, nodes);
  }

  private static byte[] graph(String classes, String bodies, List<String> nodes) {
    String output = "{\"outputs\":{\"output\":" + (nodes.size() - 1) + "},\"updates\":{}}";
    String loss = ",{\"op\":\"Narrow\",\"attributes\":{\"axis\":1,\"start\":0,\"length\":1},\"inputs\":[0],\"path\":\"\"},"
        + "{\"op\":\"Reshape\",\"attributes\":{\"shape\":[\"N\"]},\"inputs\":[" + nodes.size() + "],\"path\":\"\"}";
    return ("{\"seed\":1,\"classes\":" + classes + ",\"graphs\":{" + bodies + "\"nodes\":[" + String.join(",", nodes) + loss
        + "],\"graphs\":{\"training\":" + output + ",\"inference\":" + output + ",\"prediction\":"
        + output.replace("output\":", "prediction\":") + ",\"evaluation\":" + output.replace("output\":", "loss\":" + (nodes.size() + 1) + ",\"output\":")
        + "}}}").getBytes(StandardCharsets.UTF_8);
  }

  private String refusal(HostileFormat format, byte[] content) throws IOException {
    Path file = Files.write(folder.resolve(format.file()), format.packed(content));
    try {
      format.read(file);
    } catch (GradusException refused) {
      return refused.getMessage().replace(file.toString(), "FILE");
    }
    throw new AssertionError("it was read");
  }

  @Test
  void aChainOfManyNodesIsRead() throws IOException {
    List<String> nodes = IntStream.rangeClosed(0, 20_000).mapToObj(i -> i == 0 ? INPUT : unary(i - 1)).toList();
    assertThat(hostile.read(HostileFormat.GRAPH, graph("", nodes)).refused()).isFalse();
  }

  /// Each body runs the one before it several times: without a bound the work doubles, and doubles again.
  @ParameterizedTest
  @ValueSource(ints = {12, 40})
  void bodiesWithinBodiesDontMultiply(int depth) throws IOException {
    StringBuilder bodies = new StringBuilder("\"bodies\":[");
    String leaves = "{\"op\":\"Variable\",\"attributes\":{\"path\":\"carry 0\",\"shape\":[\"2\"],\"role\":\"STATE\"},\"inputs\":[],\"path\":\"\"},"
        + "{\"op\":\"Input\",\"attributes\":{\"label\":\"slice 0\",\"type\":{\"dtype\":\"F32\",\"shape\":[\"2\"]}},\"inputs\":[],\"path\":\"\"},";
    String wide = "{\"op\":\"Broadcast\",\"attributes\":{\"shape\":[\"3\",\"2\"]},\"inputs\":[1],\"path\":\"\"}";
    for (int i = 0; i < depth; i++) {
      StringBuilder nodes = new StringBuilder(leaves).append(wide);
      int scans = i == 0 ? 0 : 4;
      for (int s = 0; s < scans; s++) {
        nodes.append(",{\"op\":\"Scan\",\"attributes\":{\"body\":").append(i - 1)
            .append(",\"direction\":\"FORWARD\",\"result\":\"LAST\",\"index\":0},\"inputs\":[").append(s == 0 ? 0 : 2 + s).append(",2],\"path\":\"\"}");
      }
      bodies.append(i == 0 ? "" : ",").append("{\"nodes\":[").append(nodes).append("],\"carries\":[0],\"slices\":[1],\"constants\":[],\"next\":[")
          .append(scans == 0 ? 1 : 2 + scans).append("],\"outputs\":[]}");
    }
    byte[] graph = graph(bodies + "],", List.of(INPUT));
    hostile.read(HostileFormat.GRAPH, graph);
    assertThat(refusal(HostileFormat.GRAPH, graph)).matches("FILE is not a model file at byte 8: the model's description: body \\d+: scans within"
        + " scans: \\d+ deep with \\d+ values; there may be 16 with 1048576");
  }

  @Test
  void aShapeOfManyAxesIsRefused() throws IOException {
    String dims = "\"1\",".repeat(5000) + "\"1\"";
    byte[] graph = graph("", List.of("{\"op\":\"Input\",\"attributes\":{\"label\":\"input\",\"type\":{\"dtype\":\"F32\",\"shape\":[" + dims
        + "]}},\"inputs\":[],\"path\":\"\"}"));
    hostile.read(HostileFormat.GRAPH, graph);
    assertThat(refusal(HostileFormat.GRAPH, graph))
        .isEqualTo("FILE is not a model file at byte 8: the model's description: node 0: a shape has at most 32 axes, not 5001");
  }

  @Test
  void anAxisOfManySymbolsIsRefused() throws IOException {
    byte[] graph = graph("", List.of("{\"op\":\"Length\",\"attributes\":{\"dim\":\"" + "N".repeat(5000) + "\"},\"inputs\":[],\"path\":\"\"}"));
    hostile.read(HostileFormat.GRAPH, graph);
    assertThat(refusal(HostileFormat.GRAPH, graph)).isEqualTo(
        "FILE is not a model file at byte 8: the model's description: node 0: an axis is a product of at most 32 symbols, not 5000");
  }

  /// The JSON that takes the most memory for its length.
  @ParameterizedTest
  @ValueSource(strings = {"0,", "{},", "[],", "[0],", "{\"\":0},", "\"\",", "true,"})
  void aHeaderOfManySmallValuesTakesASmallMultiple(String piece) throws IOException {
    hostile.read(HostileFormat.HEADER, ("{\"w\":[" + piece.repeat((1 << 20) / piece.length()) + "0]}").getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void manyTensorsTakeASmallMultiple() throws IOException {
    String tensors = IntStream.range(0, 20_000).mapToObj(i -> "\"" + i + "\":{\"dtype\":\"F32\",\"shape\":[0],\"data_offsets\":[0,0]}")
        .collect(Collectors.joining(","));
    hostile.read(HostileFormat.HEADER, ("{" + tensors + "}").getBytes(StandardCharsets.UTF_8));
  }

  /// What the scanners of text do with much of the same must not grow with its square.
  @ParameterizedTest
  @EnumSource(names = {"RECIPE", "CSV", "CSV_TO_SCORE", "HEADER", "COLUMNS"})
  void muchOfTheSameTakesNoLonger(HostileFormat format) throws IOException {
    for (String piece : List.of("[", "{", "- ", "? ", "a: ", "\"", "'", ",", ";", "\n", "\r", "\t", "&a ", "*a ", "!", "|\n", "#", "9", "a", "\\",
        "a,", "a\n", "\"\"", "\",\"", "\ufeff", "[a, ", "{a: ", "a: {", "1e9", "0x", "- a\n", "a\n\n", "%", "---\n", "{\"a\":", "\"\\u0000")) {
      try {
        hostile.read(format, piece.repeat((1 << 16) / piece.length()).getBytes(StandardCharsets.UTF_8));
      } catch (AssertionError broken) {
        throw new AssertionError("64 KiB of " + GradusException.excerpt(piece), broken);
      }
    }
  }

  private String summary(String yaml) throws IOException {
    Ran ran = gradus("summary", Files.writeString(folder.resolve("my.yaml"), yaml).toString());
    assertThat(ran.status()).isEqualTo(2);
    return ran.line();
  }

  @Test
  void recipesThatAskForTooMuchAreRefusedBeforeMemoryIsTaken() throws IOException {
    assertThat(summary("data: digits\nmodel: [flatten, dense: 2147483647]\n"))
        .isEqualTo("gradus: my.yaml: an axis of 784 x 2147483647 elements is longer than 2^31 - 1");
    assertThat(summary("data: digits\nmodel: [flatten, dense: 2147483648]\n")).isEqualTo(
        "gradus: my.yaml line 2: dense.units: expected a whole number, not the number 2147483648");
    assertThat(summary("data: digits\nmodel: [flatten, dense: 2500000, dense: 10]\n")).matches("gradus: my.yaml: the weights take 7.4 GiB,"
        + " more than the whole heap of \\S+ GiB: the largest is \"dense_1/kernel\" \\[784, 2500000\\]\\. Make the layers smaller, or raise the"
        + " heap with -Xmx15g\\?");
    assertThat(summary("data: {set: spirals, classes: 2000000000}\nmodel: [dense: 2]\n"))
        .isEqualTo("gradus: my.yaml line 1: spirals: spirals have at most 1000 arms, not 2000000000");
  }

  @Test
  void billionLaughsAreRefused() throws IOException {
    assertThat(summary("data: &a [digits]\nmodel: &b [*a, *a, *a, *a]\nmetrics: [*b, *b, *b, *b]\n"))
        .isEqualTo("gradus: my.yaml line 1: anchors (&) and aliases (*) aren't read in a recipe; write it out");
  }

  @Test
  void aTagMakesNoObject() throws IOException {
    assertThat(summary("data: !!javax.script.ScriptEngineManager [!!java.net.URL ['http://x']]\nmodel: [relu]\n"))
        .isEqualTo("gradus: my.yaml line 1: expected a data set, such as {set: digits}, not a list");
  }

  @Test
  void namesOfARecipeAreShownEscapedAndShort() throws IOException {
    assertThat(summary("data: digits\nmodel: [\"re\\eLu\\u202e\"]\n")).startsWith("gradus: my.yaml line 2: unknown layer \"re\\u001bLu\\u202e\"");
    assertThat(summary("data: digits\nmodel: [dense: {\"a\\eb\": 3}]\n")).isEqualTo(
        "gradus: my.yaml line 2: dense: unknown option \"a\\u001bb\"; its options are units, bias, initializer");
    assertThat(summary("data: {set: idx, folder: \"a\\0b\"}\nmodel: [dense: 3]\n"))
        .isEqualTo("gradus: my.yaml line 1: idx: folder: \"a\\u0000b\" can't be the name of a folder");
    assertThat(summary("\"" + "k".repeat(500_000) + "\": 1\n")).hasSizeLessThan(5000);
  }

  /// Names of classes come from the file, too, and go to the terminal.
  @Test
  void classesOfAModelAreShownEscaped() throws IOException {
    Path file = folder.resolve("m.gradus");
    List<String> nodes = List.of(INPUT, unary(0).replace("TANH", "SIGMOID"));
    Files.write(file, HostileFormat.GRAPH.packed(graph("[\"\\u001b[31mred\",\"" + "x".repeat(300) + "\"]", "", nodes)));
    Ran ran = gradus("predict", file.toString(), "1,1");
    assertThat(ran.status()).as(ran.err()).isZero();
    assertThat(ran.out()).contains("\\u001b[31mred").doesNotContain("\u001b").doesNotContain("x".repeat(81));
    Files.write(file, HostileFormat.GRAPH.packed(graph("[\"\",\"\"]", "", nodes)));
    assertThat(gradus("predict", file.toString(), "1,1").status()).isZero();
  }

  @Test
  void anExampleOfAPointIsShort() throws IOException {
    Path file = folder.resolve("g.gradus");
    Files.write(file, HostileFormat.GRAPH.packed(graph("", List.of(INPUT.replace("\"2\"", "\"2000000000\"")))));
    assertThat(gradus("predict", file.toString(), "1,1").line())
        .isEqualTo("gradus: this model takes 2000000000 numbers with commas between, such as 0.3" + ",-0.5".repeat(7) + ",…, not 1,1");
  }

  @Test
  void aRunWhoseColumnsDontFitItsModelIsRefused() throws IOException {
    Path run = Hostile.tableRun(folder);
    Path csv = Files.writeString(folder.resolve("new.csv"), "size,town\n1,Bern\n");
    Path file = run.resolve("model.gradus");
    Hostile.tableModel(Hostile.COLUMNS.replace(",low,high", "")).save(file);
    assertThat(gradus("predict", run.toString(), csv.toString(), "--out", folder.resolve("o.csv").toString()).line())
        .isEqualTo("gradus: the model is damaged: it doesn't say rightly which columns it takes");
  }

  @Test
  void aCarriageReturnStaysWithinItsField() throws IOException {
    Path run = Hostile.tableRun(folder);
    Path csv = Files.writeString(folder.resolve("new.csv"), "size,town,note\n1,Bern,\"a\rb\"\n");
    Path out = folder.resolve("o.csv");
    assertThat(gradus("predict", run.toString(), csv.toString(), "--out", out.toString()).status()).isZero();
    assertThat(Files.readString(out)).startsWith("size,town,note,predicted price\n1,Bern,\"a\rb\",");
  }
}
