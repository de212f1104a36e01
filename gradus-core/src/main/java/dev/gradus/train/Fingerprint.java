package dev.gradus.train;

import dev.gradus.GradusException;
import dev.gradus.dataset.Augmentation;
import dev.gradus.dataset.DataDigest;
import dev.gradus.dataset.Examples;
import dev.gradus.graph.Graph;
import dev.gradus.graph.Value;
import dev.gradus.json.Json;
import dev.gradus.layer.Mode;
import dev.gradus.model.GraphDigest;
import dev.gradus.model.Model;
import dev.gradus.optimizer.Schedule;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/// All that the bits of a training follow from, part by part, so that of two trainings the first difference can be named.
///
/// Code is known by what it gives: a schedule by its factors at some steps, an augmentation by what it makes of some examples.
///
/// @param parts what each part is, in words or as a digest
record Fingerprint(Map<String, String> parts) {
  private static final int SAMPLES = 64;

  Fingerprint {
    parts = new LinkedHashMap<>(parts);
  }

  /// @param step a whole training step
  /// @param data all examples, those for validation too
  /// @param training those to train on, as the first epoch sees them
  static Fingerprint of(TrainingLoop.Course course, Model model, Graph step, double validationSplit, Optional<EarlyStopping> stopping,
      Examples data, Examples training, Optional<Augmentation> augmentation) {
    Map<String, Value> outputs = new LinkedHashMap<>(step.outputs());
    // Whoever asks for norms changes no other bit.
    outputs.keySet().removeIf(TrainingStep::isNorm);
    Map<String, String> parts = new LinkedHashMap<>();
    parts.put("the number of epochs", String.valueOf(course.epochs()));
    parts.put("the batch size", String.valueOf(course.batchSize()));
    parts.put("the seed", String.valueOf(course.seed().value()));
    parts.put("the learning rate", String.valueOf(course.learningRate()));
    parts.put("the validation split", String.valueOf(validationSplit));
    if (!course.shuffle().equals(Shuffle.whole())) {
      parts.put("the shuffling", "within " + course.shuffle().window());
    }
    parts.put("early stopping", stopping.map(EarlyStopping::toString).orElse("none"));
    parts.put("the number of examples", String.valueOf(data.size()));
    parts.put("the examples", DataDigest.of(data));
    parts.put("the schedule of the learning rate", factors(course, training.size()));
    parts.put("the network", GraphDigest.of(model.graph(Mode.TRAINING)));
    parts.put("the loss or a metric", GraphDigest.of(new Graph(outputs)));
    parts.put("the optimizer", GraphDigest.of(new Graph(outputs, step.updates())));
    parts.put("the augmentation", augmentation.isEmpty() ? "none"
        : DataDigest.of(training.select(IntStream.range(0, Math.min(SAMPLES, training.size())).toArray())));
    return new Fingerprint(parts);
  }

  private static String factors(TrainingLoop.Course course, int examples) {
    Schedule schedule = course.schedule();
    long steps = course.steps(examples);
    ByteBuffer factors = ByteBuffer.allocate((SAMPLES + 1) * Double.BYTES);
    for (int i = 0; i <= SAMPLES; i++) {
      factors.putDouble(schedule.factor(Math.round((double) i / SAMPLES * (steps - 1)), steps));
    }
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(factors.array()));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  Json written() {
    Map<String, Json> written = new LinkedHashMap<>();
    parts.forEach((name, part) -> written.put(name, Json.of(part)));
    return new Json.Obj(written);
  }

  /// What is not as in a checkpoint, in words; empty if nothing is.
  Optional<String> difference(Json.Obj written) {
    for (var part : parts.entrySet()) {
      Json there = written.members().get(part.getKey());
      String before = there == null ? "not known" : GradusException.excerpt(there.text());
      if (!before.equals(part.getValue())) {
        return Optional.of(part.getKey() + ": now " + part.getValue() + ", then " + before);
      }
    }
    return Optional.empty();
  }
}
