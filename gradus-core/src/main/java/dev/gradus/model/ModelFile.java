package dev.gradus.model;

import dev.gradus.GradusException;
import dev.gradus.file.WholeFile;
import dev.gradus.graph.Graph;
import dev.gradus.json.Json;
import dev.gradus.json.JsonException;
import dev.gradus.op.CustomOp;
import dev.gradus.op.Variable;
import dev.gradus.random.Seed;
import dev.gradus.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// A model as one file: safetensors with the weights, and in its metadata the graphs as JSON.
final class ModelFile {
  private static final String VERSION = "1";
  /// Files of early builds have none.
  private static final String SUM = "sha256";

  private ModelFile() {}

  static void save(Model model, Path file) {
    Map<String, Json> description = new LinkedHashMap<>();
    description.put("seed", Json.of(model.seed().value()));
    description.put("classes", classes(model));
    description.put("graphs", GraphCodec.write(model.graphs()));
    if (!model.notes().isEmpty()) {
      Map<String, Json> notes = new LinkedHashMap<>();
      model.notes().forEach((name, text) -> notes.put(name, Json.of(text)));
      description.put("notes", new Json.Obj(notes));
    }
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.put("format", "gradus");
    metadata.put("version", VERSION);
    metadata.put("model", new Json.Obj(description).write());
    metadata.put(SUM, sum(metadata.get("model"), model.variables()));
    Path target = file.toAbsolutePath();
    if (Files.isDirectory(target)) {
      throw new GradusException("can't write the model to " + file + ": it is a folder");
    }
    if (!Files.isDirectory(target.getParent())) {
      throw new GradusException("can't write the model to " + file + ": there is no folder " + target.getParent());
    }
    try {
      WholeFile.write(target, new Safetensors(metadata, model.variables())::write);
    } catch (IOException failed) {
      throw new GradusException("can't write the model to " + file + ": " + reason(failed), failed);
    }
  }

  /// SHA-256 over the description and the hash of the weights.
  private static String sum(String description, Map<String, Tensor> tensors) {
    return GraphDigest.of(description + WeightsHash.of(tensors));
  }

  /// The classes' names: of an only output that is named so plainly as a list, else by output.
  private static Json classes(Model model) {
    Map<String, Json> byOutput = new LinkedHashMap<>();
    model.outputs().keySet().forEach(
        output -> byOutput.put(output, new Json.Arr(model.classes(output).stream().map(Json::of).toList())));
    return byOutput.getOrDefault(Model.OUTPUT, new Json.Obj(byOutput));
  }

  private static Map<String, List<String>> classes(Json written) {
    Map<String, List<String>> classes = new LinkedHashMap<>();
    if (written instanceof Json.Obj byOutput) {
      byOutput.members().forEach((output, names) -> classes.put(output, names.items().stream().map(Json::text).toList()));
    } else {
      classes.put(Model.OUTPUT, written.items().stream().map(Json::text).toList());
    }
    return classes;
  }

  static Model load(Path file, Map<String, Function<String, CustomOp>> customOps) {
    if (Files.isDirectory(file)) {
      throw new GradusException("can't read the model " + file + ": it is a folder");
    }
    Safetensors read;
    try {
      read = Safetensors.read(file);
    } catch (IOException failed) {
      throw new GradusException("can't read the model " + file + ": " + reason(failed), failed);
    }
    if (!"gradus".equals(read.metadata().get("format"))) {
      throw Safetensors.wrong(file, Long.BYTES, "its metadata don't say that Gradus wrote it");
    }
    if (!VERSION.equals(read.metadata().get("version"))) {
      throw new FormatException(
          file + " has format version " + read.metadata().get("version") + ", but this Gradus reads version " + VERSION + ". Use a newer Gradus?");
    }
    Model model;
    try {
      Json.Obj description = Json.parse(read.metadata().getOrDefault("model", "")).object();
      Map<String, Graph> graphs = GraphCodec.read(description.get("graphs"), new OpCodec(customOps));
      check(graphs, read.tensors());
      Map<String, List<String>> classes = classes(description.get("classes"));
      model = new Model(new Seed(description.get("seed").number()), graphs, read.tensors(), classes);
      if (description.members().containsKey("notes")) {
        description.get("notes").object().members().forEach((name, text) -> model.note(name, text.text()));
      }
    } catch (GradusException wrong) {
      throw Safetensors.wrong(file, Long.BYTES, "the model's description: " + wrong.getMessage());
    }
    String sum = read.metadata().get(SUM);
    if (sum != null && !sum.equals(sum(read.metadata().get("model"), read.tensors()))) {
      throw new FormatException(file + " is damaged: its SHA-256 doesn't fit what it holds");
    }
    return model;
  }

  /// Every variable has its numbers, and the graphs that a model needs are there.
  private static void check(Map<String, Graph> graphs, Map<String, Tensor> tensors) {
    KnownGraphs.check(graphs);
    graphs.values().forEach(graph -> {
      for (Variable variable : graph.variables()) {
        Tensor tensor = tensors.get(variable.path());
        if (tensor == null || !tensor.shape().equals(variable.shape())) {
          throw new JsonException("variable \"" + variable.path() + "\" needs numbers of shape " + variable.shape() + ", but "
              + (tensor == null ? "has none" : "has " + tensor.shape()));
        }
      }
    });
  }

  /// What went wrong, for people: the exceptions of java.nio often say only the file's name.
  private static String reason(IOException failed) {
    return switch (failed) {
      case java.nio.file.NoSuchFileException missing -> "there is no file " + missing.getFile();
      case java.nio.file.AccessDeniedException denied -> "no permission for " + denied.getFile();
      default -> failed.getMessage() == null ? failed.toString() : failed.getMessage();
    };
  }
}
