package dev.gradus.bench;

import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import ai.djl.training.ParameterStore;
import dev.gradus.cli.bench.InferenceTask;
import dev.gradus.cli.bench.Session;
import dev.gradus.cli.bench.StartupSession;
import dev.gradus.cli.bench.TrainingTask;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Loads mlp as DJL saved it, predicts once.
public final class TorchStartup {
  private static final int INPUTS = 784;

  private TorchStartup() {}

  private static Block block() {
    return new SequentialBlock().add(Linear.builder().setUnits(512).build()).add(Activation.reluBlock())
        .add(Linear.builder().setUnits(256).build()).add(Activation.reluBlock())
        .add(Linear.builder().setUnits(TrainingTask.CLASSES).build());
  }

  public static void main(String[] arguments) throws Exception {
    try (Model model = Model.newInstance("mlp", "PyTorch")) {
      model.setBlock(block());
      model.load(Path.of(arguments[0]));
      NDArray input = model.getNDManager().create(StartupLine.input(INPUTS), new Shape(1, INPUTS));
      NDList output = model.getBlock().forward(new ParameterStore(model.getNDManager(), false), new NDList(input), false);
      StartupLine.print(output.singletonOrThrow().toFloatArray());
    }
  }

  /// Saves mlp with our weights, and gets ready to start the program.
  static Session session(InferenceTask task) {
    try {
      Path folder = Files.createTempDirectory("gradus-bench-mlp");
      save(task, folder);
      return new StartupSession(StartupLine.command(TorchStartup.class, folder, "-Dai.djl.offline=true"),
          StartupLine.jars("api-", "pytorch-", "slf4j-", "gson-", "jna-", "commons-compress-", "commons-codec-", "commons-io-"),
          List.of(Path.of(System.getProperty("user.home"), ".djl.ai", "pytorch")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void save(InferenceTask task, Path folder) throws IOException {
    try (Model model = Model.newInstance("mlp", "PyTorch"); NDManager manager = NDManager.newBaseManager("PyTorch")) {
      Block block = block();
      block.initialize(manager, DataType.FLOAT32, new Shape(1, INPUTS));
      Weights weights = new Weights(task.model());
      for (Parameter parameter : block.getParameters().values()) {
        parameter.getArray().set(parameter.getName().equals("weight") ? weights.kernel(1) : weights.vector("bias"));
      }
      weights.end();
      model.setBlock(block);
      model.save(folder, "mlp");
    }
  }
}
