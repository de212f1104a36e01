package dev.gradus.backend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gradus.model.Model;
import dev.gradus.train.Nets;
import java.io.File;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A program that uses core as a library without the vector module: it runs, has the same bits, and is told once.
class WithoutVectorsTest {
  private static final String NOTE =
      "Computing without vectors: the same results, but slower. Start Java with --add-modules jdk.incubator.vector";

  @TempDir
  private Path folder;

  /// What a program does that chooses nothing.
  static final class Program {
    public static void main(String[] arguments) {
      for (int i = 0; i < 2; i++) {
        Model model = Nets.MLP.model();
        Nets.MLP.trainer(model, Execution.best()).batchSize(16).fit(Nets.MLP.data(48));
        model.predict(Nets.MLP.inputs(5));
        System.out.println("weights " + model.weightsSha256());
      }
    }
  }

  @Test
  void onTheClassPathItRunsWithTheSameBitsAndIsToldOnce() throws Exception {
    List<String> lines = run(List.of("-cp", System.getProperty("java.class.path"), Program.class.getName()));
    Model model = Nets.MLP.model();
    Nets.MLP.trainer(model, new Execution(Backend.VECTOR, 2)).batchSize(16).fit(Nets.MLP.data(48));
    assertThat(lines.stream().filter(line -> line.startsWith("weights")))
        .containsExactly("weights " + model.weightsSha256(), "weights " + model.weightsSha256());
    assertThat(lines.stream().filter(line -> line.contains("vector"))).containsExactly("WARNING: " + NOTE);
  }

  @Test
  void withTheVectorModuleNothingIsSaid() throws Exception {
    List<String> lines = run(List.of("--add-modules", "jdk.incubator.vector", "-cp", System.getProperty("java.class.path"),
        Program.class.getName()));
    assertThat(lines.stream().filter(line -> line.contains("Computing without"))).isEmpty();
  }

  @Test
  void onTheModulePathItRunsWithTheSameBitsAndIsToldOnce() throws Exception {
    Path source = Files.createDirectories(folder.resolve("src"));
    Files.writeString(source.resolve("module-info.java"), "module user { requires dev.gradus.core; }");
    Path program = Files.createDirectories(source.resolve("user")).resolve("Program.java");
    Files.writeString(program, """
        package user;

        import dev.gradus.layer.Layers;
        import dev.gradus.model.Model;
        import dev.gradus.random.Seed;
        import dev.gradus.tensor.Shape;

        public class Program {
          public static void main(String[] arguments) {
            Model model = Model.create(Layers.sequential(Layers.dense(9), Layers.tanh(), Layers.dense(3)), Shape.of(4), Seed.seed(1));
            System.out.println("module " + Program.class.getModule().getName() + ", core "
                + Model.class.getModule().getName());
            for (int i = 0; i < 2; i++) {
              System.out.println("predicts " + java.util.Arrays.toString(model.predict(
                  dev.gradus.tensor.Tensor.of(Shape.of(4), 1f, 2f, 3f, 4f)).floats()));
            }
          }
        }
        """);
    String core = core();
    Path classes = folder.resolve("classes");
    var compiler = javax.tools.ToolProvider.getSystemJavaCompiler();
    assertThat(compiler.run(null, null, null, "-p", core, "-d", classes.toString(),
        source.resolve("module-info.java").toString(), program.toString())).isZero();
    List<String> without = run(List.of("-p", core + File.pathSeparator + classes, "-m", "user/user.Program"));
    List<String> with = run(List.of("--add-modules", "jdk.incubator.vector", "-p", core + File.pathSeparator + classes,
        "-m", "user/user.Program"));
    assertThat(without).contains("module user, core dev.gradus.core");
    assertThat(without.stream().filter(line -> line.contains("vector"))).singleElement().asString().contains(NOTE);
    assertThat(without.stream().filter(line -> line.startsWith("predicts"))).hasSize(2)
        .containsExactlyElementsOf(with.stream().filter(line -> line.startsWith("predicts")).toList());
  }

  /// Where core's classes and module descriptor are.
  private static String core() throws URISyntaxException {
    return Path.of(Backend.class.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
  }

  private static List<String> run(List<String> arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-Djava.util.logging.SimpleFormatter.format=WARNING: %5$s%n"));
    command.addAll(arguments);
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    List<String> lines = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    assertThat(process.waitFor()).as(String.join("\n", lines)).isZero();
    return lines;
  }
}
