package dev.gradus.bench;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.gradus.cli.bench.InferenceTask;
import dev.gradus.cli.bench.Session;
import dev.gradus.cli.bench.TrainingTask;
import dev.gradus.cli.bench.Workload;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Map;

/// Inference on ONNX Runtime with all its optimisations, the images copied into a direct buffer that it reads in place.
final class OnnxInference implements Session {
  private final InferenceTask task;
  private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
  private final OrtSession session;
  private final float[] one;
  private final float[] many;
  private final FloatBuffer buffer;

  OnnxInference(Workload workload, InferenceTask task, int threads) {
    this.task = task;
    one = TorchTraining.turned(task.trained().input(), task.images(1).floats());
    many = TorchTraining.turned(task.trained().input(), task.images(task.batch()).floats());
    buffer = ByteBuffer.allocateDirect(many.length * Float.BYTES).order(ByteOrder.nativeOrder()).asFloatBuffer();
    byte[] model = OnnxWriter.model(Blueprint.of(workload), new Weights(task.model()), task.trained().input());
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
      options.setIntraOpNumThreads(threads);
      options.setInterOpNumThreads(1);
      session = environment.createSession(model, options);
    } catch (OrtException e) {
      throw new IllegalStateException(e);
    }
  }

  private float[] predict(float[] images, int batch) {
    buffer.clear().put(images).flip();
    try (OnnxTensor input = OnnxTensor.createTensor(environment, buffer, TorchTraining.shape(task.trained().input(), batch).getShape());
        OrtSession.Result result = session.run(Map.of("input", input))) {
      float[] output = new float[batch * TrainingTask.CLASSES];
      ((OnnxTensor) result.get(0)).getFloatBuffer().get(output);
      return output;
    } catch (OrtException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public Map<String, double[]> check() {
    return InferenceTask.checks(predict(one, 1), predict(many, task.batch()));
  }

  @Override
  public Map<String, Double> round(double seconds) {
    return task.round(seconds, () -> predict(one, 1), () -> predict(many, task.batch()));
  }

  @Override
  public void close() {
    try {
      session.close();
    } catch (OrtException e) {
      throw new IllegalStateException(e);
    }
  }
}
