package dev.gradus.cli.bench;

import dev.gradus.model.Model;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// Our side of each workload.
final class Ours {
  static final String NAME = "gradus";

  private Ours() {}

  /// A session in this process.
  static Session open(Job job) {
    return switch (job.workload()) {
      case PEAK -> new PeakSession(job.threads());
      case GEMM -> new KernelSession(Gemm.cases(job.scale()), job.threads());
      case CONV -> new KernelSession(Conv.cases(job.scale()), job.threads());
      case MLP, LENET, VGG, RESNET20, RESNET20_AUGMENTED -> new TrainingSession(TrainingTask.of(job.workload(), job.scale()), job.threads());
      case INFER_MLP, INFER_VGG -> new InferenceSession(InferenceTask.of(job.workload(), job.scale()), job.threads());
      case STARTUP -> startup(InferenceTask.of(job.workload(), job.scale()));
    };
  }

  private static Session startup(InferenceTask task) {
    try {
      Path file = Files.createTempFile("gradus-bench", ".gradus");
      file.toFile().deleteOnExit();
      task.model().save(file);
      Path core = place(Model.class);
      List<String> command = JavaProcess.command(List.of(core, place(Ours.class)), StartupProgram.class.getName(), file.toString());
      Session session = new StartupSession(command, List.of(core), List.of());
      return new Session() {
        @Override
        public Map<String, double[]> check() {
          return session.check();
        }

        @Override
        public Map<String, Double> round(double seconds) {
          return session.round(seconds);
        }

        @Override
        public void close() {
          file.toFile().delete();
        }
      };
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The jar or folder that a class comes from.
  static Path place(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
