package dev.gradus.cli.bench;

import dev.gradus.model.Model;
import dev.gradus.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// What `startup` starts: loads the model of the first argument, predicts once, prints peak memory in KiB and the outputs.
final class StartupProgram {
  private StartupProgram() {}

  public static void main(String[] arguments) throws IOException {
    Model model = Model.load(Path.of(arguments[0]));
    float[] input = new float[model.inputShape().size()];
    for (int i = 0; i < input.length; i++) {
      input[i] = i % 7 * 0.125f;
    }
    float[] outputs = model.predict(Tensor.of(model.inputShape(), input)).floats();
    StringBuilder line = new StringBuilder(peakKib());
    for (float output : outputs) {
      line.append(' ').append(output);
    }
    System.out.println(line);
  }

  private static String peakKib() throws IOException {
    Path status = Path.of("/proc/self/status");
    if (Files.exists(status)) {
      for (String line : Files.readAllLines(status)) {
        if (line.startsWith("VmHWM:")) {
          return line.replaceAll("\\D", "");
        }
      }
    }
    return "-1";
  }
}
