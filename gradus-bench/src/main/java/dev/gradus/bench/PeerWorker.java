package dev.gradus.bench;

import dev.gradus.cli.bench.Gemm;
import dev.gradus.cli.bench.InferenceTask;
import dev.gradus.cli.bench.Job;
import dev.gradus.cli.bench.Session;
import dev.gradus.cli.bench.TrainingTask;
import dev.gradus.cli.bench.Worker;
import java.io.IOException;
import java.util.function.Function;

/// The process of a peer: its argument says whose.
public final class PeerWorker {
  private PeerWorker() {}

  public static void main(String[] arguments) throws IOException {
    Function<Job, Session> contender = switch (arguments[0]) {
      case "libtorch" -> PeerWorker::libtorch;
      case "openblas" -> job -> new OpenBlasSession(Gemm.cases(job.scale()));
      case "onnxruntime" -> PeerWorker::onnxruntime;
      default -> throw new IllegalArgumentException("no such peer: " + arguments[0]);
    };
    Worker.serve(contender);
  }

  private static Session libtorch(Job job) {
    // Read once, when the library is loaded.
    System.setProperty("ai.djl.offline", "true");
    System.setProperty("ai.djl.pytorch.num_threads", Integer.toString(job.threads()));
    System.setProperty("ai.djl.pytorch.num_interop_threads", "1");
    return switch (job.workload()) {
      case MLP, LENET, VGG, RESNET20 -> new TorchTraining(job.workload(), TrainingTask.of(job.workload(), job.scale()));
      case INFER_MLP, INFER_VGG -> new TorchInference(job.workload(), InferenceTask.of(job.workload(), job.scale()));
      case STARTUP -> TorchStartup.session(InferenceTask.of(job.workload(), job.scale()));
      case PEAK, GEMM, CONV, RESNET20_AUGMENTED -> throw unable(job);
    };
  }

  private static Session onnxruntime(Job job) {
    return switch (job.workload()) {
      case INFER_MLP, INFER_VGG -> new OnnxInference(job.workload(), InferenceTask.of(job.workload(), job.scale()), job.threads());
      case STARTUP -> OnnxStartup.session(InferenceTask.of(job.workload(), job.scale()));
      case PEAK, GEMM, CONV, MLP, LENET, VGG, RESNET20, RESNET20_AUGMENTED -> throw unable(job);
    };
  }

  private static IllegalArgumentException unable(Job job) {
    return new IllegalArgumentException("this peer doesn't do " + job.workload().label());
  }
}
