package dev.gradus.train;

import static dev.gradus.layer.Layers.batchNorm;
import static dev.gradus.layer.Layers.dense;
import static dev.gradus.layer.Layers.dropout;
import static dev.gradus.layer.Layers.relu;
import static dev.gradus.layer.Layers.sequential;
import static dev.gradus.loss.Losses.meanSquaredError;
import static dev.gradus.loss.Losses.softmaxCrossEntropy;
import static dev.gradus.metric.Metrics.accuracy;
import static dev.gradus.metric.Metrics.topKAccuracy;
import static dev.gradus.optimizer.Optimizers.adam;
import static dev.gradus.optimizer.Optimizers.momentum;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gradus.GradusException;
import dev.gradus.backend.Backend;
import dev.gradus.backend.Execution;
import dev.gradus.dataset.DataDigest;
import dev.gradus.dataset.Dataset;
import dev.gradus.dataset.DatasetView;
import dev.gradus.json.Json;
import dev.gradus.model.Model;
import dev.gradus.optimizer.Schedules;
import dev.gradus.random.RandomStream;
import dev.gradus.random.Seed;
import dev.gradus.tensor.Shape;
import dev.gradus.tensor.Tensor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/// A training that is stopped and goes on from its checkpoints is the training that nothing stopped.
///
/// It is over 500 lines as all its tests stop trainings, and compare all that is left of them, by the same few methods.
class CheckpointTest {
  private static final Execution ONE = new Execution(Backend.SCALAR, 1);
  private static final Execution THREE = new Execution(Backend.VECTOR, 3);

  @TempDir
  Path folder;

  /// What remains of a training, down to the bits, times left out.
  private record Outcome(String weights, long steps, List<String> history, Optional<String> stopped, int bestEpoch) {
    static Outcome of(Model model, TrainingReport report) {
      List<String> history = report.history().stream().map(epoch -> epoch.epoch() + " " + epoch.steps() + " " + epoch.loss() + " "
          + epoch.metrics() + epoch.validation().map(v -> " " + v.loss() + " " + v.metrics() + " " + v.examples()
              + v.confusion().map(confusion -> confusion.classes() + Arrays.deepToString(confusion.counts())).orElse("")).orElse(""))
          .toList();
      return new Outcome(model.weightsSha256(), report.steps(), history, report.stopped(), report.bestEpoch().orElse(0));
    }
  }

  private static final class StopAfter implements Listener {
    private final long step;
    private Optional<Resumption> resumed = Optional.empty();
    private final List<Integer> seen = new ArrayList<>();

    StopAfter(long step) {
      this.step = step;
    }

    @Override
    public void trainingBegins(Training training, Optional<Resumption> from) {
      resumed = from;
    }

    @Override
    public void stepFinished(Training training) {
      seen.add(training.examples());
      if (training.step() == step) {
        training.stop("enough");
      }
    }
  }

  /// All that can carry something from step to step: dropout, running statistics, slots, averages, a schedule that watches, early
  /// stopping, changed examples, a last batch that is smaller.
  private static Trainer full(Model model, Execution execution) {
    return Trainer.of(model).loss(softmaxCrossEntropy()).optimizer(adam(0.03)).metrics(accuracy(), topKAccuracy(2)).execution(execution)
        .epochs(9).batchSize(16).validationSplit(0.25).averageWeights(0.9).schedule(Schedules.reduceOnPlateau(0.5, 1))
        .earlyStopping(EarlyStopping.patience(3)).augmentation(Doubled::new).gradientNorms(true);
  }

  private static Model model() {
    return Model.create(sequential(dense(12), batchNorm(), relu(), dropout(0.3), dense(3)), Shape.of(13), Seed.seed(5));
  }

  /// Examples with numbers that depend on the epoch.
  private record Doubled(Dataset source, long seed, int epoch) implements DatasetView {
    @Override
    public void readInput(int index, float[] into, int at) {
      source.readInput(index, into, at);
      into[at] *= 1 + epoch % 3;
    }
  }

  private static Dataset data() {
    return Nets.MLP.data(90);
  }

  /// Stops after each of some steps, goes on elsewhere, and gives the end.
  private Outcome interrupted(UnaryOperator<Trainer> more, List<Long> stops) {
    Checkpoints checkpoints = Checkpoints.in(folder.resolve("c")).everySteps(4);
    int turn = 0;
    for (long stop : stops) {
      more.apply(full(model(), turn++ % 2 == 0 ? ONE : THREE)).checkpoints(checkpoints).resume().listener(new StopAfter(stop)).fit(data());
    }
    Model last = model();
    return Outcome.of(last, more.apply(full(last, turn % 2 == 0 ? ONE : THREE)).checkpoints(checkpoints).resume().fit(data()));
  }

  private static Outcome whole(UnaryOperator<Trainer> more) {
    Model model = model();
    return Outcome.of(model, more.apply(full(model, ONE)).fit(data()));
  }

  private static Stream<Arguments> stops() {
    return Stream.of(List.of(1L), List.of(4L, 5L, 6L), List.of(5L, 10L), List.of(9L, 17L, 23L, 24L), List.of(30L)).map(Arguments::of);
  }

  /// An epoch has five steps.
  @ParameterizedTest
  @MethodSource("stops")
  void goesOnToTheSameBitsFromAnyStep(List<Long> stops) {
    Outcome whole = whole(trainer -> trainer);
    assertThat(interrupted(trainer -> trainer, stops)).isEqualTo(whole);
    assertThat(whole.bestEpoch).isPositive();
    assertThat(whole.stopped).isPresent();
  }

  @Test
  void goesOnAlsoWithoutADiagnosis() {
    UnaryOperator<Trainer> without = trainer -> trainer.diagnosing(false);
    assertThat(interrupted(without, List.of(3L, 12L))).isEqualTo(whole(without));
  }

  @ParameterizedTest
  @EnumSource
  void everyNetworkGoesOnToItsBits(Nets net) {
    Model whole = net.model();
    Outcome expected = Outcome.of(whole, net.trainer(whole, ONE).epochs(2).batchSize(7).fit(net.data(25)));
    Checkpoints checkpoints = Checkpoints.in(folder);
    net.trainer(net.model(), ONE).epochs(2).batchSize(7).checkpoints(checkpoints).listener(new StopAfter(2)).fit(net.data(25));
    Model second = net.model();
    StopAfter watching = new StopAfter(Long.MAX_VALUE);
    TrainingReport report = net.trainer(second, THREE).epochs(2).batchSize(7).checkpoints(checkpoints).resume().listener(watching).fit(net.data(25));
    assertThat(Outcome.of(second, report)).isEqualTo(expected);
    assertThat(watching.seen).as("only what was left to do").hasSize(6);
  }

  @Test
  void severalInputsAndOutputsGoOn() {
    Model whole = Pairs.model();
    Pairs.trainer(whole, ONE).epochs(2).batchSize(16).fit(Pairs.data(50, 1));
    Pairs.trainer(Pairs.model(), ONE).epochs(2).batchSize(16).checkpoints(Checkpoints.in(folder)).listener(new StopAfter(6)).fit(Pairs.data(50, 1));
    Model second = Pairs.model();
    Pairs.trainer(second, THREE).epochs(2).batchSize(16).checkpoints(Checkpoints.in(folder)).resume().fit(Pairs.data(50, 1));
    assertThat(second.weightsSha256()).isEqualTo(whole.weightsSha256());
  }

  @Test
  void aFinishedTrainingHasNothingLeftToDo() {
    Model model = model();
    Outcome outcome = Outcome.of(model, full(model, ONE).checkpoints(Checkpoints.in(folder)).fit(data()));
    StopAfter watching = new StopAfter(Long.MAX_VALUE);
    Model again = model();
    assertThat(Outcome.of(again, full(again, ONE).checkpoints(Checkpoints.in(folder)).resume().listener(watching).fit(data()))).isEqualTo(outcome);
    assertThat(watching.seen).isEmpty();
  }

  private List<String> names() throws Exception {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).filter(name -> !name.equals("lock")).sorted().toList();
    }
  }

  private static String name(int step) {
    return String.format("%012d.checkpoint", step);
  }

  private Trainer small() {
    return Trainer.of(model()).loss(softmaxCrossEntropy()).optimizer(adam(0.03)).epochs(4).batchSize(30).validationSplit(1 / 3.0).execution(ONE)
        .checkpoints(Checkpoints.in(folder));
  }

  @Test
  void keepsTheLastOnesAndTheBest() throws Exception {
    // A rate so high that the first epoch stays the best.
    TrainingReport report = small().optimizer(momentum(3)).epochs(5).checkpoints(Checkpoints.in(folder).everySteps(1).keep(3)).fit(data());
    long best = report.history().stream().min(Comparator.comparingDouble(epoch -> epoch.validation().orElseThrow().loss()))
        .orElseThrow().steps();
    assertThat(best).isLessThan(8);
    assertThat(names()).containsExactly(name((int) best), name(8), name(9), name(10));
  }

  @Test
  void timeMakesThemDue() throws Exception {
    small().checkpoints(Checkpoints.in(folder).every(Duration.ofNanos(1)).keep(100)).fit(data());
    assertThat(names()).hasSize(8);
  }

  @Test
  void passesOverDamagedOnesAndSaysSo() throws Exception {
    Model whole = model();
    small(whole).fit(data());
    List<Path> files = names().stream().map(folder::resolve).toList();
    byte[] bytes = Files.readAllBytes(files.getLast());
    bytes[bytes.length / 2] ^= 4;
    Files.write(files.getLast(), bytes);
    StopAfter watching = new StopAfter(Long.MAX_VALUE);
    Model again = model();
    small(again).resume().listener(watching).fit(data());
    assertThat(again.weightsSha256()).isEqualTo(whole.weightsSha256());
    assertThat(watching.resumed.orElseThrow().passedOver())
        .containsExactly(files.getLast() + " is damaged: its checksum doesn't fit its " + bytes.length + " bytes");
    assertThat(watching.resumed.orElseThrow().checkpoint()).isEqualTo(files.get(files.size() - 2));
    assertThat(watching.resumed.orElseThrow().history()).hasSize(3);
    assertThat(names()).contains(files.getLast().getFileName() + ".damaged");
  }

  private Trainer small(Model model) {
    return Trainer.of(model).loss(softmaxCrossEntropy()).optimizer(adam(0.03)).epochs(4).batchSize(30).validationSplit(1 / 3.0).execution(ONE)
        .checkpoints(Checkpoints.in(folder));
  }

  @Test
  void withoutAnyThatCanBeReadItRefuses() throws Exception {
    small().checkpoints(Checkpoints.in(folder).keep(1)).fit(data());
    List<Path> files = names().stream().map(folder::resolve).toList();
    for (Path file : files) {
      Files.write(file, new byte[5]);
    }
    String each = String.join("; ", files.reversed().stream().map(file -> file + " is damaged: it has 5 bytes, too few for any").toList());
    assertThatThrownBy(() -> small().resume().fit(data())).isInstanceOf(CheckpointException.class)
        .hasMessage("no checkpoint in " + folder + " can be read: " + each + ". To begin again from the start, delete them");
  }

  private static Stream<Arguments> others() {
    return Stream.of(
        other("the number of epochs: now 5, then 4", trainer -> trainer.epochs(5)),
        other("the batch size: now 29, then 30", trainer -> trainer.batchSize(29)),
        other("the seed: now 6, then 5", trainer -> trainer.seed(Seed.seed(6))),
        other("the learning rate: now 0.02, then 0.03", trainer -> trainer.optimizer(adam(0.02))),
        other("the validation split: now 0.5, then 0.3333333333333333", trainer -> trainer.validationSplit(0.5)),
        other("early stopping: now EarlyStopping[patience=2, leastImprovement=0.0, watched=loss], then none",
            trainer -> trainer.earlyStopping(EarlyStopping.patience(2))),
        other("the schedule of the learning rate: now ", trainer -> trainer.schedule(Schedules.cosine())),
        other("the loss or a metric: now ", trainer -> trainer.metrics(accuracy())),
        other("the optimizer: now ", trainer -> trainer.optimizer(momentum(0.03))),
        other("the optimizer: now ", trainer -> trainer.averageWeights(0.9)),
        other("the augmentation: now ", trainer -> trainer.augmentation(Doubled::new)));
  }

  private static Arguments other(String difference, UnaryOperator<Trainer> change) {
    return Arguments.of(difference, change);
  }

  @ParameterizedTest
  @MethodSource("others")
  void refusesAnotherTrainingAndNamesTheDifference(String difference, UnaryOperator<Trainer> change) {
    small().fit(data());
    Trainer other = change.apply(small().resume());
    assertThatThrownBy(() -> other.fit(data())).isInstanceOf(CheckpointException.class)
        .hasMessageStartingWith(folder.resolve(name(8)) + " is of another training, whose bits this one can't go on to: " + difference);
  }

  @Test
  void refusesOtherDataAndAnotherNetwork() {
    small().fit(data());
    String other = folder.resolve(name(8)) + " is of another training, whose bits this one can't go on to: ";
    assertThatThrownBy(() -> small().resume().fit(Nets.MLP.data(91))).hasMessage(other + "the number of examples: now 91, then 90");
    Tensor inputs = Nets.MLP.inputs(90);
    inputs.floats()[700] += 1e-6f;
    int[] labels = new int[90];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = data().readLabel(i);
    }
    assertThatThrownBy(() -> small().resume().fit(Dataset.of(inputs, Tensor.of(Shape.of(90), labels), List.of("a", "b", "c"))))
        .hasMessageStartingWith(other + "the examples: now ");
    Model model = Model.create(sequential(dense(12), batchNorm(), relu(), dropout(0.2), dense(3)), Shape.of(13), Seed.seed(5));
    assertThatThrownBy(() -> small(model).resume().fit(data())).hasMessageStartingWith(other + "the network: now ");
  }

  @Test
  void takesADigestOfTheDataThatIsKnown() {
    small().checkpoints(Checkpoints.in(folder).dataDigest(DataDigest.of(data()))).fit(data());
    small().resume().fit(data());
    assertThatThrownBy(() -> small().checkpoints(Checkpoints.in(folder).dataDigest("another")).resume().fit(data()))
        .isInstanceOf(CheckpointException.class).message().contains("the examples: now another, then " + DataDigest.of(data()));
  }

  @Test
  void anEarlierTrainingsCheckpointsAreNotWrittenOver() {
    small().fit(data());
    assertThatThrownBy(() -> small().fit(data())).isInstanceOf(CheckpointException.class).hasMessage(
        folder + " has checkpoints of an earlier training. Go on from them with resume(), or choose another folder");
    assertThatThrownBy(() -> Trainer.of(model()).loss(meanSquaredError()).optimizer(adam(1)).resume().fit(data()))
        .isInstanceOf(GradusException.class).hasMessage("a training is resumed from its checkpoints. Say where they are, checkpoints(...)");
  }

  @Test
  void twoTrainingsDontShareAFolder() {
    List<String> messages = new ArrayList<>();
    small().listener(new Listener() {
      @Override
      public void trainingBegins(Training training, Optional<Resumption> resumed) {
        try {
          small().resume().fit(data());
        } catch (CheckpointException refused) {
          messages.add(refused.getMessage());
        }
      }
    }).fit(data());
    assertThat(messages).containsExactly("another training is using the checkpoints in " + folder);
    small().resume().fit(data());
  }

  @Test
  void notesComeBack() {
    small().listener(new Listener() {
      @Override
      public void checkpointing(Training training) {
        training.note("step", "" + training.step());
        assertThat(training.note("none")).isEmpty();
      }
    }).fit(data());
    assertThat(Checkpoints.in(folder).notes()).containsExactly(Map.entry("step", "8"));
    assertThat(Checkpoints.in(folder.resolve("other")).notes()).isEmpty();
    List<String> notes = new ArrayList<>();
    small().resume().listener(new Listener() {
      @Override
      public void trainingBegins(Training training, Optional<Resumption> resumed) {
        notes.add(training.note("step").orElseThrow());
      }
    }).fit(data());
    assertThat(notes).containsExactly("8");
  }

  @Test
  void aFullDiskLeavesTheLastGoodOne() throws Exception {
    org.junit.jupiter.api.Assumptions.assumeTrue(Files.exists(Path.of("/dev/full")));
    Model whole = model();
    small(whole).checkpoints(Checkpoints.in(folder.resolve("whole"))).fit(data());
    Files.createSymbolicLink(folder.resolve(name(6) + ".part"), Path.of("/dev/full"));
    assertThatThrownBy(() -> small().fit(data())).isInstanceOf(CheckpointException.class).hasMessage(
        "can't write the checkpoint " + folder.resolve(name(6)) + ": No space left on device. The training can go on from that of step 4");
    assertThat(names()).containsExactly(name(2), name(4), "whole");
    Model again = model();
    small(again).resume().fit(data());
    assertThat(again.weightsSha256()).isEqualTo(whole.weightsSha256());
  }

  @Test
  void whatAKillLeftHalfWrittenIsDeleted() throws Exception {
    small().listener(new StopAfter(3)).fit(data());
    Path part = Files.write(folder.resolve(name(2) + ".part"), new byte[9]);
    small().resume().fit(data());
    assertThat(part).doesNotExist();
  }

  @Test
  void aFolderThatCantBeUsedIsRefusedBeforeTheFirstStep() throws Exception {
    Path file = Files.write(folder.resolve("file"), new byte[1]);
    StopAfter watching = new StopAfter(1);
    assertThatThrownBy(() -> small().checkpoints(Checkpoints.in(file)).listener(watching).fit(data())).isInstanceOf(CheckpointException.class)
        .hasMessage("can't keep checkpoints in " + file + ": " + file + " is no folder");
    assertThat(watching.seen).isEmpty();
  }

  @Test
  void anInterruptedThreadLeavesACheckpointToo() {
    Model whole = model();
    small(whole).checkpoints(Checkpoints.in(folder.resolve("whole"))).fit(data());
    TrainingReport report = small().listener(new Listener() {
      @Override
      public void stepFinished(Training training) {
        if (training.step() == 3) {
          Thread.currentThread().interrupt();
        }
      }
    }).fit(data());
    assertThat(Thread.interrupted()).isTrue();
    assertThat(report.stopped()).contains("interrupted");
    StopAfter watching = new StopAfter(Long.MAX_VALUE);
    Model again = model();
    small(again).resume().listener(watching).fit(data());
    assertThat(again.weightsSha256()).isEqualTo(whole.weightsSha256());
    assertThat(watching.seen).as("steps left").hasSize(5);
  }

  /// At this rate, infinite as a float, the first step spoils the weights, and the second shows it.
  @Test
  void spoiltWeightsAreNotKept() throws Exception {
    assertThatThrownBy(() -> small().optimizer(momentum(1e39)).checkpoints(Checkpoints.in(folder).everySteps(1).keep(100)).fit(data()))
        .isInstanceOf(DivergenceException.class);
    for (String name : names()) {
      Model model = model();
      CheckpointFile file = CheckpointFile.open(folder.resolve(name));
      Map<String, float[]> arrays = new HashMap<>();
      model.variables().forEach((path, tensor) -> arrays.put("now/" + path, tensor.floats()));
      file.readInto(arrays);
      assertThat(Replay.finite(arrays)).as(name).isTrue();
    }
    String message = divergence(small().optimizer(momentum(1e39)).checkpoints(Checkpoints.in(folder.resolve("other"))));
    assertThat(divergence(small().optimizer(momentum(1e39)).resume())).isEqualTo(message);
  }

  private static String divergence(Trainer trainer) {
    try {
      trainer.fit(data());
    } catch (DivergenceException diverged) {
      return diverged.what();
    }
    throw new AssertionError("it didn't diverge");
  }

  @Test
  void anyTruncationOrFlippedBitIsNoticed() throws Exception {
    small().fit(data());
    Path file = folder.resolve(name(8));
    byte[] good = Files.readAllBytes(file);
    RandomStream random = new RandomStream(20261125, "damage");
    for (int i = 0; i < 300; i++) {
      byte[] bytes = i % 3 == 0 ? Arrays.copyOf(good, i < 60 ? i : random.nextInt(good.length)) : good.clone();
      int at = i < 60 ? i : random.nextInt(good.length);
      if (i % 3 != 0) {
        bytes[at] ^= (byte) (1 << random.nextInt(8));
      }
      Files.write(file, bytes);
      assertThatThrownBy(() -> CheckpointFile.open(file)).as("%d at %d of %d", i, at, bytes.length).isInstanceOf(CheckpointFile.Damaged.class);
    }
  }

  /// With a checksum that is right, so that it is the rest that has to be looked at.
  @Test
  void filesThatLieAreRefused() throws Exception {
    small().fit(data());
    Path file = folder.resolve(name(8));
    CheckpointFile good = CheckpointFile.open(file);
    Map<String, float[]> arrays = new HashMap<>();
    CheckpointFile.write(file, Map.of("fingerprint", new Json.Obj(Map.of())), arrays);
    assertRefused(file + " is of another training, whose bits this one can't go on to: the number of epochs: now 4, then not known");
    CheckpointFile.write(file, Map.of(), arrays);
    assertRefused(file + " doesn't say what a checkpoint says: there is no \"fingerprint\" among [arrays]");
    CheckpointFile.write(file, good.state().members(), arrays);
    assertRefused(file + " has no numbers for \"first/batchNorm_1/beta\"");
    arrays.put("now/dense_1/bias", new float[3]);
    CheckpointFile.write(file, good.state().members(), arrays);
    assertRefused(file + " has 3 numbers for \"now/dense_1/bias\", which has 12");
    byte[] bytes = Files.readAllBytes(file);
    bytes["gradus checkpoint ".length()] = '2';
    byte[] sum = MessageDigest.getInstance("SHA-256").digest(Arrays.copyOf(bytes, bytes.length - 32));
    System.arraycopy(sum, 0, bytes, bytes.length - 32, 32);
    Files.write(file, bytes);
    assertRefused(file + " is no checkpoint that this Gradus reads: it begins with \"gradus checkpoint 2\\u000a\", not \"gradus checkpoint 1\"."
        + " Use the Gradus that wrote it");
  }

  private void assertRefused(String message) {
    assertThatThrownBy(() -> small().resume().fit(data())).isInstanceOf(CheckpointException.class).hasMessage(message);
  }
}
