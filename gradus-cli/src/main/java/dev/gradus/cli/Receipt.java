package dev.gradus.cli;

import dev.gradus.GradusException;
import dev.gradus.dataset.DataDigest;
import dev.gradus.dataset.Dataset;
import dev.gradus.file.WholeFile;
import dev.gradus.train.Training;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UTFDataFormatException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.CRC32;

/// What a training did, bit by bit: from which recipe, data and version, the loss and each parameter's gradient norm at every step,
/// and the weights' hash after every epoch.
///
/// The file `receipt.bin`, big-endian, strings as [DataOutputStream#writeUTF]: the string "gradus receipt 1"; version, recipe's and
/// data's SHA-256; the count of parameters and their paths; the count of steps, and for each its epoch (int) and the float bits of
/// its loss and of each parameter's gradient norm; the count of epochs and the weights' SHA-256 after each; then the CRC-32 of all
/// that (long).
record Receipt(String version, String recipe, String data, List<String> parameters, List<int[]> steps, List<String> weights) {
  private static final String MAGIC = "gradus receipt 1";

  static Receipt begin(String recipeYaml, Dataset training) {
    return new Receipt(currentVersion(), sha(recipeYaml), DataDigest.of(training), new ArrayList<>(),
        new ArrayList<>(), new ArrayList<>());
  }

  /// The version at work here.
  static String currentVersion() {
    return new Main.Version().getVersion()[0].split(" \\(")[0];
  }

  static Path file(RunFolder run) {
    return run.path().resolve("receipt.bin");
  }

  /// A step as a receipt has it: epoch, loss, gradient norms.
  static int[] row(Training training) {
    int[] row = new int[2 + training.gradientNorms().size()];
    row[0] = training.epoch();
    row[1] = Float.floatToIntBits((float) training.stepLoss());
    int at = 2;
    for (float norm : training.gradientNorms().values()) {
      row[at++] = Float.floatToIntBits(norm);
    }
    return row;
  }

  void stepFinished(Training training) {
    if (steps.isEmpty()) {
      parameters.addAll(training.gradientNorms().keySet());
    }
    steps.add(row(training));
  }

  /// Writes it, whole or not at all.
  void write(RunFolder run) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    for (String text : List.of(MAGIC, version, recipe, data)) {
      out.writeUTF(text);
    }
    out.writeInt(parameters.size());
    for (String path : parameters) {
      out.writeUTF(path);
    }
    out.writeInt(steps.size());
    for (int[] row : steps) {
      for (int value : row) {
        out.writeInt(value);
      }
    }
    out.writeInt(weights.size());
    for (String hash : weights) {
      out.writeUTF(hash);
    }
    out.writeLong(crc(bytes.toByteArray(), bytes.size()));
    WholeFile.write(file(run), bytes.toByteArray());
  }

  /// Forgets what came after a checkpoint.
  ///
  /// @throws GradusException if it does not reach as far
  void cut(RunFolder run, long steps, int epochs) {
    if (this.steps.size() < steps || weights.size() < epochs) {
      throw new GradusException(file(run) + " has " + this.steps.size() + " steps and " + weights.size() + " epochs, fewer than the "
          + steps + " and " + epochs + " of the checkpoint. Delete it to go on without: the run can't be verified then");
    }
    this.steps.subList((int) steps, this.steps.size()).clear();
    weights.subList(epochs, weights.size()).clear();
  }

  /// @throws GradusException if the run has none, or a damaged one
  static Receipt read(RunFolder run) throws IOException {
    Path file = file(run);
    if (!Files.isRegularFile(file)) {
      throw new GradusException(run.path() + " has no receipt (" + file.getFileName() + "), so there is nothing to verify it against");
    }
    byte[] bytes = Files.readAllBytes(file);
    int length = bytes.length - Long.BYTES;
    if (length < 0 || ByteBuffer.wrap(bytes).getLong(length) != crc(bytes, length)) {
      throw new GradusException(file + " is damaged: its checksum doesn't fit its " + bytes.length + " bytes");
    }
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes, 0, length));
    try {
      return read(in, file);
    } catch (EOFException | UTFDataFormatException e) {
      throw new GradusException(file + " is damaged: its counts don't fit its " + bytes.length + " bytes", e);
    }
  }

  private static Receipt read(DataInputStream in, Path file) throws IOException {
    if (!in.readUTF().equals(MAGIC)) {
      throw new GradusException(file + " isn't a receipt that this version can read: it doesn't begin with \"" + MAGIC + "\"");
    }
    Receipt receipt = new Receipt(in.readUTF(), in.readUTF(), in.readUTF(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    for (int count = in.readInt(); count > 0; count--) {
      receipt.parameters.add(in.readUTF());
    }
    for (int count = in.readInt(); count > 0; count--) {
      int[] row = new int[2 + receipt.parameters.size()];
      for (int i = 0; i < row.length; i++) {
        row[i] = in.readInt();
      }
      receipt.steps.add(row);
    }
    for (int count = in.readInt(); count > 0; count--) {
      receipt.weights.add(in.readUTF());
    }
    return receipt;
  }

  private static long crc(byte[] bytes, int length) {
    CRC32 crc = new CRC32();
    crc.update(bytes, 0, length);
    return crc.getValue();
  }

  static String sha(String text) {
    return sha(text.getBytes(StandardCharsets.UTF_8));
  }

  static String sha(byte[] bytes) {
    return HexFormat.of().formatHex(sha256().digest(bytes));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
