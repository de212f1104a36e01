package dev.gradus.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.gradus.GradusException;
import dev.gradus.cli.bench.Contest.Length;
import dev.gradus.cli.bench.Result.Figure;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ContestTest {
  private static final Length SHORT = new Length(3, 0, 0);
  private static final double LOSS = 2.5;

  /// A contender that trains as fast as it is told, round by round, and says which turn it takes.
  private static Contender told(String name, List<String> turns, Map<String, double[]> check, double... speeds) {
    return new Contender(name, workload -> workload == Workload.PEAK || workload == Workload.MLP, job -> new Session() {
      // The first is for the warm-up.
      private final Iterator<Double> next = Stream.concat(Stream.of(1.0), java.util.Arrays.stream(speeds).boxed()).iterator();

      @Override
      public Map<String, double[]> check() {
        return check;
      }

      @Override
      public Map<String, Double> round(double seconds) {
        if (job.workload() == Workload.PEAK) {
          return peaks();
        }
        turns.add(name + " " + job.threads());
        return Map.of("training", next.next() * job.threads());
      }
    });
  }

  private static Map<String, Double> peaks() {
    Map<String, Double> peaks = new LinkedHashMap<>(Map.of("fused multiply-add", 100.0));
    PeakSession.COPIED.forEach(bytes -> peaks.put(PeakSession.copyName(bytes), 1e9));
    return peaks;
  }

  private static Map<String, double[]> loss(double loss) {
    return Map.of("the loss of the first step", new double[] {loss});
  }

  @Test
  void contendersTakeTurnsAndMediansAreCompared() {
    List<String> turns = new ArrayList<>();
    Contender ours = told("gradus", turns, loss(LOSS), 300, 100, 200);
    Contender peer = told("torch", turns, loss(LOSS * (1 + 0.9e-4)), 50, 100, 400);
    List<Result> results = new Contest(ours, List.of(peer), SHORT, Scale.FULL, _ -> {}).run(Workload.MLP, List.of(1, 2));
    assertThat(turns.subList(4, turns.size()))
        .containsExactlyElementsOf(java.util.Collections.nCopies(3, List.of("gradus 1", "torch 1", "gradus 2", "torch 2")).stream()
            .flatMap(List::stream).toList());
    Result one = results.getFirst();
    assertThat(one.figure()).isEqualTo(new Figure(200, 100, 300));
    assertThat(one.peer()).isEqualTo(Optional.of(new Result.Beside("torch", new Figure(100, 50, 400))));
    assertThat(one.ratio()).isEqualTo(2);
    // 2 · (3 · (784 · 512 + 512 · 256 + 256 · 10) - 784 · 512) flops for an image, at 100 GFLOP/s.
    assertThat(one.ofPeak()).isCloseTo(200 * 2.0 * (3 * (401_408 + 131_072 + 2_560) - 401_408) / 100e9, within(1e-12));
    assertThat(results.get(1).threads()).isEqualTo(2);
    assertThat(results.get(1).figure().value()).isEqualTo(400);
    assertThat(results.getLast().metric().name()).isEqualTo("2 threads against 1");
    assertThat(results.getLast().figure()).isEqualTo(new Figure(2, 2, 2));
  }

  @Test
  void aPeerThatComputesSomethingElseIsRefused() {
    Contender ours = told("gradus", new ArrayList<>(), loss(LOSS), 1, 1, 1);
    assertThatThrownBy(() -> new Contest(ours, List.of(told("torch", new ArrayList<>(), loss(2.501), 1, 1, 1)), SHORT, Scale.FULL, _ -> {})
        .run(Workload.MLP, List.of(1)))
        .isInstanceOf(GradusException.class).hasMessage("torch computes another function than gradus in mlp: the loss of the first step"
            + " is 2.501 with it and 2.5 with gradus, which differ by more than 1.0E-4 of 2.5");
    assertThatThrownBy(() -> new Contest(ours, List.of(told("torch", new ArrayList<>(), loss(Double.NaN), 1, 1, 1)), SHORT, Scale.FULL,
        _ -> {}).run(Workload.MLP, List.of(1))).hasMessageContaining("is NaN with it and 2.5 with gradus");
    assertThatThrownBy(() -> new Contest(ours, List.of(told("torch", new ArrayList<>(), Map.of(), 1, 1, 1)), SHORT, Scale.FULL, _ -> {})
        .run(Workload.MLP, List.of(1)))
        .hasMessage("torch says nothing that compares with \"the loss of the first step\" of mlp");
  }

  @Test
  void aRatioAboveOneIsBetterWhateverTheUnit() {
    assertThat(Unit.IMAGES_PER_SECOND.ratio(200, 100)).isEqualTo(2);
    assertThat(Unit.GFLOPS.ratio(100, 200)).isEqualTo(0.5);
    assertThat(Unit.MICROSECONDS.ratio(100, 200)).isEqualTo(2);
    assertThat(Unit.SECONDS.ratio(0.5, 0.25)).isEqualTo(0.5);
    assertThat(Unit.MIB.ratio(1, 100)).isEqualTo(100);
  }

  @Test
  void aPartOfThePeakIsOfTheLongerOfArithmeticAndCopying() {
    TreeMap<Long, Double> copy = new TreeMap<>(Map.of(1000L, 10.0, 1_000_000L, 5.0));
    Peaks peaks = new Peaks(100, copy);
    // 1000 flops take 10 ns at 100 GFLOP/s; 400 bytes at 10 GB/s take 40 ns, at 5 GB/s 80 ns.
    assertThat(new Metric("a", Unit.MICROSECONDS, 1000, 1, 1000).part(0.02, peaks)).isCloseTo(0.5, within(1e-9));
    assertThat(new Metric("a", Unit.MICROSECONDS, 1000, 400, 1000).part(0.08, peaks)).isCloseTo(0.5, within(1e-9));
    assertThat(new Metric("a", Unit.MICROSECONDS, 1000, 400, 1001).part(0.08, peaks)).isCloseTo(1, within(1e-9));
    assertThat(new Metric("a", Unit.MICROSECONDS, 1000, 400, 5e6).part(0.08, peaks)).isCloseTo(1, within(1e-9));
    assertThat(new Metric("a", Unit.IMAGES_PER_SECOND, 1000, 0, 0).part(25e6, peaks)).isCloseTo(0.25, within(1e-9));
    assertThat(new Metric("a", Unit.GFLOPS, 1000, 0, 0).part(75, peaks)).isCloseTo(0.75, within(1e-9));
    assertThat(Metric.unbounded("a", Unit.BYTES).part(1, peaks)).isNaN();
  }

  @Test
  void theMedianOfAnEvenCountIsBetweenTheMiddleTwo() {
    assertThat(Figure.of(List.of(4.0, 1.0, 3.0, 100.0))).isEqualTo(new Figure(3.5, 1, 100));
  }

  @Test
  void aRowOfTheTableHasPeerAndRatio() {
    Result result = new Result(Workload.INFER_MLP, Metric.unbounded("batch 1 p50", Unit.MICROSECONDS), 2, new Figure(40, 38.5, 1234), 0.256,
        Optional.of(new Result.Beside("onnxruntime", new Figure(32, 30, 35))));
    assertThat(result.row().replaceAll(" +", " "))
        .isEqualTo("infer-mlp batch 1 p50 µs 2 40.0 38.5 to 1,234 26% onnxruntime 32.0 (30.0 to 35.0), ratio 0.80");
  }

  @Test
  void aGroupsRateIsItsFlopsOverItsTime() {
    List<KernelCase> cases = Conv.cases(Scale.TINY).stream().filter(each -> each.group().startsWith("vgg")).toList();
    Map<String, Double> seconds = new LinkedHashMap<>();
    cases.forEach(each -> seconds.put(each.name(), 1e-3 * (seconds.size() + 1)));
    // 2 images of 8 × 8, 16 channels, 16 filters of 3 × 3: forward 1 ms, input gradient 2 ms, filter gradient 3 ms.
    double flops = 2.0 * 2 * 64 * 16 * 16 * 9;
    assertThat(KernelCase.rates(cases, seconds).get("vgg's 3 × 3, all")).isCloseTo(3 * flops / 6e-3 * 1e-9, within(1e-12));
  }
}
