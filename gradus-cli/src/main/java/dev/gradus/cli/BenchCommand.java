package dev.gradus.cli;

import dev.gradus.GradusException;
import dev.gradus.cli.bench.Contest;
import dev.gradus.cli.bench.Contest.Length;
import dev.gradus.cli.bench.Result;
import dev.gradus.cli.bench.Scale;
import dev.gradus.cli.bench.Workload;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `gradus bench`: how fast Gradus is here, beside what the machine allows and beside others.
@Command(
    name = "bench",
    description = {
      "Measure training, inference, kernels and start-up on synthetic data: medians of rounds, with the least and the largest.",
      "",
      "Each figure is also printed as a part of what the machine's peaks, measured in the same rounds, allow. With --peers other"
          + " libraries do the same work in turns, and a ratio above 1 means that Gradus is better."
    },
    footer = {
      "", "Examples:", "  gradus bench --quick", "  gradus bench --workload mlp,lenet --threads 2", "  gradus bench --workload gemm --peers --json"
    })
final class BenchCommand implements Action {
  private static final Length USUAL = new Length(7, 2, 12);
  private static final Length QUICK = new Length(3, 0.5, 3);
  private static final Length TINY = new Length(2, 0.02, 0.02);

  @Mixin
  private CommonOptions common;

  @Option(names = "--workload", split = ",", paramLabel = "NAME",
      description = "Which, with commas between: peak, gemm, conv, mlp, lenet, vgg, resnet20, resnet20-augmented, infer-mlp, infer-vgg, startup. Default:"
          + " all.")
  private List<String> workloads = List.of();

  @Option(names = "--threads", paramLabel = "N", description = "How many threads. Default: one, and all processors.")
  private Optional<Integer> threads = Optional.empty();

  @Option(names = "--peers", description = "Measure libtorch, OpenBLAS and ONNX Runtime too, each at its best settings.")
  private boolean peers;

  @Option(names = "--quick", description = "A quarter of the time, for a first look: such figures are rougher.")
  private boolean quick;

  @Option(names = "--rounds", paramLabel = "N", description = "How many rounds to take medians of. Default: 7, with --quick 3.")
  private Optional<Integer> rounds = Optional.empty();

  @Option(names = "--tiny", hidden = true, description = "A few examples and milliseconds: for tests of the measuring itself.")
  private boolean tiny;

  BenchCommand() {}

  @Override
  public Object run(Screen screen) {
    List<Workload> chosen = workloads.isEmpty() ? List.of(Workload.values()) : workloads.stream().map(Workload::named).toList();
    int processors = Runtime.getRuntime().availableProcessors();
    int most = Compute.on(threads, screen).threads();
    List<Integer> counts = threads.isPresent() || processors == 1 ? List.of(most) : List.of(1, processors);
    Length length = tiny ? TINY : quick ? QUICK : USUAL;
    if (rounds.isPresent()) {
      if (rounds.get() < 1) {
        throw new GradusException("--rounds is at least 1, not " + rounds.get());
      }
      length = new Length(rounds.get(), length.seconds(), length.warmUp());
    }
    Contest contest = Contest.of(peers, length, tiny ? Scale.TINY : Scale.FULL, screen::note);
    List<Map<String, Object>> results = new ArrayList<>();
    for (Workload workload : chosen) {
      List<Result> rows = contest.run(workload, counts);
      if (results.isEmpty()) {
        screen.say(Result.header());
      }
      rows.forEach(row -> {
        screen.say(row.row());
        results.add(row.report());
      });
    }
    Map<String, Object> report = new LinkedHashMap<>();
    report.put("system", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
    report.put("java", Runtime.version().toString());
    report.put("processors", processors);
    report.put("rounds", length.rounds());
    report.put("seconds", length.seconds());
    report.put("warm_up_seconds", length.warmUp());
    report.put("results", results);
    return report;
  }
}
