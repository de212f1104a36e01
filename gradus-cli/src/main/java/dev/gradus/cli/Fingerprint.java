package dev.gradus.cli;

import dev.gradus.GradusException;
import dev.gradus.backend.Execution;
import dev.gradus.cli.recipe.Blueprint;
import dev.gradus.cli.recipe.Recipe;
import dev.gradus.dataset.DataDigest;
import dev.gradus.dataset.Dataset;
import dev.gradus.model.Model;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/// The hashes of a short training: the same on every machine, and from release to release unless a decision says otherwise.
///
/// The trainings are recipes in the resources' `fingerprint`, what must come of them is in `fingerprint.json` beside them: see
/// decision 15.
///
/// @param data SHA-256 of the training and the test examples, as they were drawn
/// @param weights SHA-256 of the weights after the training
/// @param predictions SHA-256 of the bits of what is predicted for the test examples
record Fingerprint(String data, String weights, String predictions) {
  /// The trainings, in the order in which they are made.
  static final List<String> TRAININGS = List.of("mlp", "cnn", "adam", "recurrent", "attention", "augmented");

  /// A training whose data are drawn, and who can be made again and again.
  record Training(Blueprint blueprint, Dataset examples, Dataset test, String data) {
    static Training named(String name) {
      Blueprint blueprint = Blueprint.of(Recipe.read(resource("fingerprint/" + name + ".yaml"), name));
      long seed = blueprint.recipe().seed();
      Dataset examples = blueprint.source().train(seed);
      Dataset test = blueprint.source().test(seed);
      return new Training(blueprint, examples, test, Receipt.sha(DataDigest.of(examples) + DataDigest.of(test)));
    }

    /// Trains and predicts.
    Fingerprint on(Execution execution) {
      Model model = blueprint.model(examples);
      blueprint.trainer(model, execution).fit(examples);
      float[] predicted = model.predictions(test, execution).predicted().floats();
      ByteBuffer bits = ByteBuffer.allocate(predicted.length * Float.BYTES);
      for (float number : predicted) {
        bits.putInt(Float.floatToIntBits(number));
      }
      return new Fingerprint(data, model.weightsSha256(), Receipt.sha(bits.array()));
    }
  }

  /// What must come of each training.
  static Map<String, Fingerprint> held() {
    return JsonMapper.shared().readValue(resource("fingerprint/fingerprint.json"), new TypeReference<LinkedHashMap<String, Fingerprint>>() {});
  }

  private static String resource(String name) {
    try (InputStream in = Fingerprint.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new GradusException("the command's own file " + name + " can't be read: " + e.getMessage(), e);
    }
  }

  /// What is told of it, by name, in the order in which one follows from the other.
  Map<String, String> hashes() {
    Map<String, String> hashes = new LinkedHashMap<>();
    hashes.put("data", data);
    hashes.put("weights", weights);
    hashes.put("predictions", predictions);
    return hashes;
  }

  /// The first thing that another one has otherwise; empty if it has all alike.
  String firstOther(Fingerprint other) {
    return hashes().keySet().stream().filter(what -> !hashes().get(what).equals(other.hashes().get(what))).findFirst().orElse("");
  }
}
