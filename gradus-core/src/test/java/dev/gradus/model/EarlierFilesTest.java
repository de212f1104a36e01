package dev.gradus.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gradus.backend.Backend;
import dev.gradus.backend.Execution;
import dev.gradus.train.Nets;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Models that earlier releases saved load in this one and predict the bits that they predicted then. The files are in the
/// resources' `models/VERSION`, and stay as they are: `main` writes those of a new format.
class EarlierFilesTest {
  private static final int EXAMPLES = 9;

  @ParameterizedTest
  @CsvSource({
    "1,MLP,"
        + "07637398698bd2dcd0b52410a706309f24f1fb358f6424ff4c1319184e634e30,"
        + "c9a9bbbec47860fd79a5306bb157ccfe6d862585b321fef2fea9aa5c9a34fa66",
    "1,CNN,"
        + "2423614ff717b2016f6aeb4d17afcaf9166b7648d507f5093e1a10bb418112a3,"
        + "270306add70806f6a9989b319b3b26f5f713dab74b21cb01218da320f2149633",
    "1,SEQUENCES,"
        + "91beaa91ead293499974069fec08eef3989b5207e0742e7ad2b1aa159ffb9fd0,"
        + "ecf42443447acac9e22b2117f179f6a1b8e70543e584615042457b762ed043a7",
    "1,TOKENS,"
        + "ed2ee5a0881459e0465e734feec86c384cd0ce994076a77f75a33c00486be3f7,"
        + "3402894e3acd10c4d0198d4102cf4e2e82c005b38dcea2bebddcf141443ceea9"
  })
  void fileOfFormatLoadsAndPredictsItsBits(int version, Nets net, String weights, String predictions) throws Exception {
    Model model = Model.load(Path.of(EarlierFilesTest.class.getResource("/models/" + version + "/" + net + ".gradus").toURI()));
    assertThat(model.weightsSha256()).isEqualTo(weights);
    for (Backend backend : new Backend[] {Backend.SCALAR, Backend.VECTOR}) {
      assertThat(predictions(model, net, backend)).as("predictions on %s", backend).isEqualTo(predictions);
    }
    assertThat(model.classes()).containsExactly("a", "b", "c");
    assertThat(model.evaluate(net.data(20)).loss()).isFinite();
    net.trainer(model, new Execution(Backend.VECTOR, 1)).fit(net.data(16));
    assertThat(model.weightsSha256()).isNotEqualTo(weights);
  }

  /// Writes a model of each kind to a folder and prints the rows of this test, all but the format's number.
  public static void main(String[] arguments) throws IOException, NoSuchAlgorithmException {
    for (Nets net : new Nets[] {Nets.MLP, Nets.CNN, Nets.SEQUENCES, Nets.TOKENS}) {
      Model model = net.model();
      net.trainer(model, new Execution(Backend.SCALAR, 1)).fit(net.data(48));
      model.save(Files.createDirectories(Path.of(arguments[0])).resolve(net + ".gradus"));
      System.out.println(net + "," + model.weightsSha256() + "," + predictions(model, net, Backend.SCALAR));
    }
  }

  /// The hash of the bits of some predictions.
  private static String predictions(Model model, Nets net, Backend backend) throws NoSuchAlgorithmException {
    float[] numbers = model.predict(net.inputs(EXAMPLES), new Execution(backend, 1)).floats();
    ByteBuffer bytes = ByteBuffer.allocate(numbers.length * Float.BYTES);
    for (float number : numbers) {
      bytes.putFloat(number);
    }
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes.array()));
  }
}
