package dev.gradus.cli;

import static dev.gradus.layer.Layers.batchNorm;
import static dev.gradus.layer.Layers.conv2d;
import static dev.gradus.layer.Layers.dense;
import static dev.gradus.layer.Layers.dropout;
import static dev.gradus.layer.Layers.flatten;
import static dev.gradus.layer.Layers.gru;
import static dev.gradus.layer.Layers.maxPool;
import static dev.gradus.layer.Layers.relu;
import static dev.gradus.layer.Layers.sequential;

import dev.gradus.backend.Backend;
import dev.gradus.backend.Execution;
import dev.gradus.cli.recipe.Blueprint;
import dev.gradus.cli.recipe.BuiltIn;
import dev.gradus.cli.recipe.Recipe;
import dev.gradus.data.Idx;
import dev.gradus.data.Images;
import dev.gradus.data.Toys;
import dev.gradus.data.table.BadRows;
import dev.gradus.data.table.CsvFile;
import dev.gradus.data.table.Table;
import dev.gradus.data.table.TableModel;
import dev.gradus.dataset.Dataset;
import dev.gradus.layer.Layer;
import dev.gradus.loss.Losses;
import dev.gradus.metric.Metrics;
import dev.gradus.model.Model;
import dev.gradus.optimizer.Optimizers;
import dev.gradus.random.Seed;
import dev.gradus.tensor.Shape;
import dev.gradus.train.Checkpoints;
import dev.gradus.train.EpochReport;
import dev.gradus.train.Listener;
import dev.gradus.train.Trainer;
import dev.gradus.train.Training;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.GZIPOutputStream;
import javax.imageio.ImageIO;
import tools.jackson.databind.json.JsonMapper;

/// A kind of file that Gradus reads from others: how it is read, valid ones to begin from, and what reading may take.
///
/// A format whose files protect themselves by a checksum, a length or packing is fuzzed beneath that: [#packed] puts it on.
///
/// It is over 500 lines as an enum's constants, one for each format with its valid files, stand in one file.
enum HostileFormat {
  /// A model file as bytes: safetensors, with the graphs as JSON in its metadata.
  MODEL("m.gradus", 1 << 20, 128, Model::load) {
    @Override
    void use(Path file) throws IOException {
      Hostile.use(Model.load(file));
    }

    @Override
    List<byte[]> valid() throws IOException {
      return List.of(model(sequential(dense(3), relu(), dropout(0.5), dense(2)), Shape.of(2)), model(gru(2), Shape.of(3, 2)));
    }
  },
  /// A safetensors header alone: its length is put before it, and numbers after it.
  HEADER("h.gradus", 1 << 20, 128, Model::load) {
    @Override
    void use(Path file) throws IOException {
      MODEL.use(file);
    }

    @Override
    List<byte[]> valid() throws IOException {
      List<byte[]> headers = new ArrayList<>();
      for (byte[] model : MODEL.valid()) {
        // As files of early builds: the sum would end the reading early.
        headers.add(new String(model, Long.BYTES, headerLength(model), StandardCharsets.UTF_8).replaceFirst(",\"sha256\":\"[0-9a-f]+\"", "")
            .getBytes(StandardCharsets.UTF_8));
      }
      return headers;
    }

    @Override
    byte[] packed(byte[] header) {
      Matcher end = END.matcher(new String(header, StandardCharsets.UTF_8));
      int most = 0;
      while (end.find()) {
        most = Math.max(most, Math.min(1 << 16, Integer.parseInt(end.group(1))));
      }
      return safetensors(header, most);
    }
  },
  /// The JSON that describes a model's graphs, within a header that is right.
  GRAPH("g.gradus", 1 << 20, 128, Model::load) {
    @Override
    void use(Path file) throws IOException {
      MODEL.use(file);
    }

    @Override
    List<byte[]> valid() throws IOException {
      List<byte[]> graphs = new ArrayList<>();
      for (byte[] model : List.of(
          model(sequential(dense(3), relu(), dropout(0.5), dense(2)), Shape.of(2)),
          model(sequential(conv2d(2, 3), batchNorm(), relu(), maxPool(2), flatten()), Shape.of(4, 4, 1)),
          model(gru(2), Shape.of(3, 2)))) {
        String header = new String(model, Long.BYTES, headerLength(model), StandardCharsets.UTF_8);
        graphs.add(JsonMapper.shared().readTree(header).get("__metadata__").get("model").asString().getBytes(StandardCharsets.UTF_8));
      }
      return graphs;
    }

    /// Each of the numbers that the valid models have, which a graph needs to get as far as being checked.
    @Override
    byte[] packed(byte[] graph) {
      String text = new String(graph, StandardCharsets.UTF_8);
      var header = JsonMapper.shared().createObjectNode();
      header.putObject("__metadata__").put("format", "gradus").put("version", "1").put("model", text);
      int offset = 0;
      for (Map.Entry<String, int[]> variable : VARIABLES.entrySet()) {
        int end = offset + Float.BYTES * Arrays.stream(variable.getValue()).reduce(1, (a, b) -> a * b);
        var described = header.putObject(variable.getKey()).put("dtype", "F32");
        described.set("shape", JsonMapper.shared().valueToTree(variable.getValue()));
        described.set("data_offsets", JsonMapper.shared().valueToTree(new int[] {offset, end}));
        offset = end;
      }
      return safetensors(header.toString().getBytes(StandardCharsets.UTF_8), offset);
    }
  },
  /// A checkpoint, beneath its checksum: a training goes on from it.
  CHECKPOINT("000000000001.checkpoint", 16 << 20, 128, HostileFormat::resume) {
    @Override
    List<byte[]> valid() throws IOException {
      Path folder = Files.createTempDirectory("gradus");
      try {
        trainer(folder).listener(new Listener() {
          @Override
          public void epochFinished(Training training, EpochReport report) {
            training.stop("enough");
          }
        }).fit(Toys.moons(8, 0, 1));
        try (Stream<Path> files = Files.list(folder)) {
          byte[] bytes = Files.readAllBytes(files.filter(file -> file.toString().endsWith(".checkpoint")).findFirst().orElseThrow());
          return List.of(Arrays.copyOf(bytes, bytes.length - 32));
        }
      } finally {
        Hostile.delete(folder);
      }
    }

    @Override
    byte[] packed(byte[] content) {
      try {
        byte[] sum = MessageDigest.getInstance("SHA-256").digest(content);
        return ByteBuffer.allocate(content.length + sum.length).put(content).put(sum).array();
      } catch (NoSuchAlgorithmException impossible) {
        throw new IllegalStateException(impossible);
      }
    }
  },
  /// A plain IDX file.
  IDX("train-images-idx3-ubyte", 1 << 20, 8, Idx::read) {
    @Override
    List<byte[]> valid() throws IOException {
      return List.of(
          new byte[] {0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 3, 0, 0, 0, 2, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12},
          new byte[] {0, 0, 8, 1, 0, 0, 0, 3, 1, 2, 3});
    }
  },
  /// The content of an IDX file that is packed.
  IDX_CONTENT("train-images-idx3-ubyte.gz", 40 << 20, 600, Idx::read) {
    @Override
    List<byte[]> valid() throws IOException {
      return IDX.valid();
    }

    @Override
    byte[] packed(byte[] content) {
      return gzip(content);
    }
  },
  /// A packed IDX file as bytes.
  IDX_GZ("train-labels-idx1-ubyte.gz", 40 << 20, 600, Idx::read) {
    @Override
    List<byte[]> valid() throws IOException {
      return IDX.valid().stream().map(HostileFormat::gzip).toList();
    }
  },
  /// A table to learn from.
  CSV("t.csv", 4 << 20, 2048, file -> {
    CsvFile csv = CsvFile.open(file);
    Hostile.either(() -> Table.read(csv, csv.names().getLast(), BadRows.SKIP));
    Table.read(csv, csv.names().getFirst(), BadRows.REFUSE);
  }) {
    @Override
    List<byte[]> valid() throws IOException {
      return texts("size,town,price\n1,Bern,10.5\n2,Basel,20\n3,,30\n4,Bern,40\n",
          "a;b;c\n\"1,5\";\"x;\"\"y\"\"\nz\";2024-12-31\n2,5;w;2025-01-01T10:00:00\n", "\uFEFFx\ty\r\n1\t2\r\n3\t4\r\n");
    }
  },
  /// A table to predict for.
  CSV_TO_SCORE("s.csv", 4 << 20, 256, file -> {
    Path run = Hostile.tableRun(file.getParent());
    new TablePrediction(run, TableModel.load(run.resolve("model.gradus")), file, run.resolve("scored.csv")).run(Hostile.SILENT);
  }) {
    @Override
    List<byte[]> valid() throws IOException {
      return CSV.valid();
    }
  },
  /// A recipe.
  RECIPE("r.yaml", 4 << 20, 512, file -> {
    Recipe recipe = Recipe.read(file);
    Blueprint.of(recipe);
    Path again = Files.writeString(file.resolveSibling("again.yaml"), recipe.yaml());
    if (!Recipe.read(again).equals(recipe)) {
      throw new AssertionError("the recipe as written reads back as another");
    }
  }) {
    /// Networks as large as they are asked for are the recipe's own affair.
    @Override
    void use(Path file) throws IOException {
      Blueprint blueprint = Blueprint.of(Recipe.read(file));
      if (!MANY.matcher(Files.readString(file)).find()) {
        blueprint.source().outline().ifPresent(blueprint::model);
      }
    }

    @Override
    List<byte[]> valid() throws IOException {
      List<byte[]> recipes = new ArrayList<>();
      for (String name : BuiltIn.names()) {
        recipes.add(BuiltIn.yaml(name).getBytes(StandardCharsets.UTF_8));
      }
      recipes.addAll(texts("""
          name: "x"
          data: {set: idx, folder: 'a b', classes: [a, b], shape: [8, 8, 1]}
          weights: balanced
          augment: [mixup: 0.2]
          model: [flatten, residual: [dense: {units: 64, bias: false}], dense: 2]
          optimizer: {momentum: {learningRate: 1e-3, clipByGlobalNorm: 1}}
          schedule: [linearWarmUp: {steps: 5}, cosine]
          earlyStopping: {patience: 5}
          batchSize: all
          """, """
          data: {set: spirals, train: 20, noise: 0.1, classes: 3}
          model: [dense: 9, tanh]
          output: {categorical: 3}
          averageWeights: 0.9
          """));
      return recipes;
    }
  },
  /// A picture: one that is all of one colour may have 8,256 pixels for each byte, each of which takes up to 44 bytes to decode.
  IMAGE("i.png", 16 << 20, 8256 * 44,
      file -> Images.read(file, Shape.of(5, 4, 1), Images.Fit.STRETCH, Images.Polarity.DARK_BACKGROUND)) {
    @Override
    List<byte[]> valid() throws IOException {
      List<byte[]> pictures = new ArrayList<>();
      for (String format : List.of("png", "gif", "bmp", "jpg")) {
        for (int type : List.of(BufferedImage.TYPE_INT_RGB, BufferedImage.TYPE_BYTE_GRAY, BufferedImage.TYPE_BYTE_INDEXED)) {
          BufferedImage picture = new BufferedImage(4, 5, type);
          picture.setRGB(1, 2, 0xff8040);
          ByteArrayOutputStream bytes = new ByteArrayOutputStream();
          if (ImageIO.write(picture, format, bytes)) {
            pictures.add(bytes.toByteArray());
          }
        }
      }
      return pictures;
    }

    /// Puts right the sums that a PNG's pieces have, as long as they are pieces.
    @Override
    byte[] packed(byte[] picture) {
      byte[] mended = picture.clone();
      ByteBuffer pieces = ByteBuffer.wrap(mended);
      boolean png = mended.length > 8 && mended[0] == (byte) 0x89 && mended[1] == 'P';
      for (int at = 8; png && at + 12 <= mended.length; ) {
        long length = Integer.toUnsignedLong(pieces.getInt(at));
        if (at + 12 + length > mended.length) {
          break;
        }
        CRC32 sum = new CRC32();
        sum.update(mended, at + 4, 4 + (int) length);
        pieces.putInt(at + 8 + (int) length, (int) sum.getValue());
        at += 12 + (int) length;
      }
      return mended;
    }
  },
  /// The columns of a table, as a model's file notes them.
  COLUMNS("columns.csv", 1 << 20, 128,
      file -> TableModel.of(Hostile.tableModel(new String(Files.readAllBytes(file), StandardCharsets.UTF_8)))) {
    @Override
    List<byte[]> valid() throws IOException {
      return texts(Hostile.COLUMNS);
    }
  },
  /// The receipt of a run, beneath its checksum.
  RECEIPT("receipt.bin", 1 << 20, 64, file -> Receipt.read(new RunFolder(file.getParent()))) {
    @Override
    List<byte[]> valid() throws IOException {
      Path folder = Files.createTempDirectory("gradus");
      Path file = folder.resolve("receipt.bin");
      try {
        new Receipt("1", "ab", "cd", List.of("dense_1/weight", "dense_1/bias"), List.of(new int[] {1, 2, 3, 4}, new int[] {1, 5, 6, 7}),
            List.of("ef")).write(new RunFolder(folder));
        byte[] bytes = Files.readAllBytes(file);
        return List.of(Arrays.copyOf(bytes, bytes.length - Long.BYTES));
      } finally {
        Files.deleteIfExists(file);
        Files.delete(folder);
      }
    }

    @Override
    byte[] packed(byte[] content) {
      CRC32 sum = new CRC32();
      sum.update(content);
      return ByteBuffer.allocate(content.length + Long.BYTES).put(content).putLong(sum.getValue()).array();
    }
  };

  private static final Map<String, int[]> VARIABLES = variables();
  private static final Pattern MANY = Pattern.compile("[1-9]\\d|[eE]\\d");
  private static final Pattern END = Pattern.compile(",(\\d{1,9})\\]");

  /// How a file is read.
  private interface Reading {
    void of(Path file) throws IOException;
  }

  private final String file;
  private final long least;
  private final int times;
  private final Reading reading;

  /// @param file the name that a file of this kind goes by
  /// @param least bytes that reading any file may allocate
  /// @param times how many bytes more for each byte of it
  /// @param reading how it is read
  HostileFormat(String file, long least, int times, Reading reading) {
    this.file = file;
    this.least = least;
    this.times = times;
    this.reading = reading;
  }

  /// Reads a file as far as Gradus does before what is in it is used.
  void read(Path file) throws IOException {
    reading.of(file);
  }

  /// What is done with what was read, which takes what that asks for: only exceptions and hanging are looked for.
  void use(Path file) throws IOException {}

  /// Content without fault, beneath the packing.
  abstract List<byte[]> valid() throws IOException;

  /// A whole file of this content.
  byte[] packed(byte[] content) {
    return content;
  }

  String file() {
    return file;
  }

  /// What reading a file of `size` bytes may allocate in all, short-lived objects too.
  long mostAllocated(long size) {
    return least + times * size;
  }

  /// The valid contents and those in which something was found.
  List<byte[]> contents() {
    try {
      List<byte[]> contents = new ArrayList<>(valid());
      contents.addAll(findings());
      return contents;
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /// What once broke a promise: the files in the test resources `hostile/FORMAT`.
  List<byte[]> findings() throws IOException {
    Path folder = Path.of("src/test/resources/hostile", name());
    List<byte[]> findings = new ArrayList<>();
    if (Files.isDirectory(folder)) {
      try (Stream<Path> files = Files.list(folder)) {
        for (Path finding : files.sorted().toList()) {
          findings.add(Files.readAllBytes(finding));
        }
      }
    }
    return findings;
  }

  private static byte[] model(Layer net, Shape input) throws IOException {
    Path file = Files.createTempFile("gradus", ".gradus");
    try {
      Model model = Model.create(net, input, Seed.seed(1));
      Dataset points = Toys.moons(4, 0, 1);
      if (model.inputShape().equals(points.inputShape())) {
        model.learns(Losses.softmaxCrossEntropy(), List.of(Metrics.accuracy()), points);
      }
      model.save(file);
      return Files.readAllBytes(file);
    } finally {
      Files.delete(file);
    }
  }

  private static Map<String, int[]> variables() {
    Map<String, int[]> variables = new java.util.TreeMap<>();
    for (Model model : List.of(
        Model.create(sequential(dense(3), relu(), dropout(0.5), dense(2)), Shape.of(2), Seed.seed(1)),
        Model.create(sequential(conv2d(2, 3), batchNorm(), relu(), maxPool(2), flatten()), Shape.of(4, 4, 1), Seed.seed(1)),
        Model.create(gru(2), Shape.of(3, 2), Seed.seed(1)))) {
      model.variables().forEach((name, tensor) -> variables.putIfAbsent(name, tensor.shape().resolve(Map.of())));
    }
    return variables;
  }

  private static int headerLength(byte[] model) {
    return (int) ByteBuffer.wrap(model).order(ByteOrder.LITTLE_ENDIAN).getLong();
  }

  static byte[] safetensors(byte[] header, int numbers) {
    return ByteBuffer.allocate(Long.BYTES + header.length + numbers).order(ByteOrder.LITTLE_ENDIAN)
        .putLong(header.length).put(header).array();
  }

  static byte[] gzip(byte[] content) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream packing = new GZIPOutputStream(bytes)) {
      packing.write(content);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return bytes.toByteArray();
  }

  private static void resume(Path file) throws IOException {
    Path folder = Files.createDirectory(file.resolveSibling("checkpoints"));
    try {
      Files.copy(file, folder.resolve(file.getFileName()));
      Hostile.either(() -> Checkpoints.in(folder).notes());
      trainer(folder).resume().fit(Toys.moons(8, 0, 1));
    } finally {
      Hostile.delete(folder);
    }
  }

  private static Trainer trainer(Path folder) {
    return Trainer.of(Model.create(sequential(dense(2)), Shape.of(2), Seed.seed(1))).loss(Losses.softmaxCrossEntropy())
        .optimizer(Optimizers.adam(0.01)).metrics(Metrics.accuracy()).epochs(2).batchSize(2).validationSplit(0.25)
        .execution(new Execution(Backend.SCALAR, 1)).checkpoints(Checkpoints.in(folder));
  }

  private static List<byte[]> texts(String... texts) {
    return Arrays.stream(texts).map(text -> text.getBytes(StandardCharsets.UTF_8)).toList();
  }
}
