package dev.gradus.bench;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.gradus.cli.bench.InferenceTask;
import dev.gradus.cli.bench.Session;
import dev.gradus.cli.bench.StartupSession;
import dev.gradus.cli.bench.TrainingTask;
import dev.gradus.cli.bench.Workload;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// Loads mlp from an ONNX file, predicts once.
public final class OnnxStartup {
  private static final int INPUTS = 784;

  private OnnxStartup() {}

  public static void main(String[] arguments) throws IOException, OrtException {
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    try (OrtSession session = environment.createSession(arguments[0]);
        OnnxTensor input = OnnxTensor.createTensor(environment, FloatBuffer.wrap(StartupLine.input(INPUTS)), new long[] {1, INPUTS});
        OrtSession.Result result = session.run(Map.of("input", input))) {
      float[] outputs = new float[TrainingTask.CLASSES];
      ((OnnxTensor) result.get(0)).getFloatBuffer().get(outputs);
      StartupLine.print(outputs);
    }
  }

  /// Writes the file, and gets ready to start the program.
  static Session session(InferenceTask task) {
    try {
      Path file = Files.createTempFile("gradus-bench", ".onnx");
      file.toFile().deleteOnExit();
      Files.write(file, OnnxWriter.model(Blueprint.of(Workload.STARTUP), new Weights(task.model()), task.trained().input()));
      return new StartupSession(StartupLine.command(OnnxStartup.class, file), StartupLine.jars("onnxruntime-"), List.of());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
