package dev.gradus.cli.bench;

import dev.gradus.GradusException;
import dev.gradus.model.Model;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The other libraries to measure against. What runs them is the module gradus-bench, which is built on demand.
enum Peers {
  /// PyTorch's library through DJL.
  LIBTORCH("libtorch", Set.of(Workload.MLP, Workload.LENET, Workload.VGG, Workload.RESNET20, Workload.INFER_MLP, Workload.INFER_VGG,
      Workload.STARTUP)),
  /// Matrix products through JavaCPP.
  OPENBLAS("openblas", Set.of(Workload.GEMM)),
  /// Microsoft's inference library.
  ONNXRUNTIME("onnxruntime", Set.of(Workload.INFER_MLP, Workload.INFER_VGG, Workload.STARTUP));

  private static final String PROGRAM = "dev.gradus.bench.PeerWorker";

  private final String label;
  private final Set<Workload> workloads;

  Peers(String label, Set<Workload> workloads) {
    this.label = label;
    this.workloads = workloads;
  }

  /// All of them, each session in a process of its own with the settings that are best for it.
  ///
  /// @throws GradusException if gradus-bench isn't built, saying how to
  static List<Contender> all() {
    Path home = home();
    Path target = home.resolve("gradus-bench").resolve("target");
    Path jar = target.resolve("gradus-bench.jar");
    Path libraries = target.resolve("lib");
    if (!Files.isRegularFile(jar) || !Files.isDirectory(libraries)) {
      throw new GradusException("--peers needs the module gradus-bench, whose native libraries are not fetched unless asked for (about"
          + " 190 MB). In " + home + ": mvn -Pbench -DskipTests -pl gradus-bench -am package");
    }
    // Our own jars first from where this command has them: those among the libraries may be older.
    String classPath = Stream.of(jar, Ours.place(Peers.class), Ours.place(Model.class), libraries.resolve("*")).map(Path::toString)
        .collect(Collectors.joining(File.pathSeparator));
    return Stream.of(values()).map(peer -> new Contender(peer.label, peer.workloads::contains,
        job -> new Remote(peer.label, peer.process(classPath, job.threads()), job))).toList();
  }

  private ProcessBuilder process(String classPath, int threads) {
    ProcessBuilder builder = new ProcessBuilder(JavaProcess.peer(classPath, PROGRAM, label));
    Map<String, String> environment = builder.environment();
    environment.put("OMP_NUM_THREADS", Integer.toString(threads));
    environment.put("OPENBLAS_NUM_THREADS", Integer.toString(threads));
    // On few cores threads that spin take the time of those that work.
    environment.put("OMP_WAIT_POLICY", "PASSIVE");
    // They choose their own kernels best.
    environment.remove("OPENBLAS_CORETYPE");
    environment.remove("OPENBLAS_L2_SIZE");
    return builder;
  }

  /// The folder of the source tree, above gradus-cli/target.
  private static Path home() {
    Path place = Ours.place(Peers.class).toAbsolutePath();
    Path module = place.getParent().getParent();
    if (module == null || module.getParent() == null || !module.endsWith("gradus-cli")) {
      throw new GradusException("--peers works from Gradus's source tree, but this command was started from " + place);
    }
    return module.getParent();
  }
}
