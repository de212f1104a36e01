package dev.gradus.data.named;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gradus.GradusException;
import dev.gradus.data.SharedData;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShelfTest {
  @TempDir
  private Path root;

  private static Path root(Map<String, String> properties, Map<String, String> variables) {
    return Shelf.of(key -> properties.getOrDefault(key, ""), key -> variables.getOrDefault(key, "")).root();
  }

  @Test
  void liesWhereTheSystemHasItsCaches() {
    Path home = root.resolve("home");
    Map<String, String> linux = Map.of("os.name", "Linux", "user.home", home.toString());
    assertThat(root(linux, Map.of())).isEqualTo(home.resolve(".cache/gradus"));
    assertThat(root(linux, Map.of("XDG_CACHE_HOME", root.resolve("xdg").toString()))).isEqualTo(root.resolve("xdg/gradus"));
    assertThat(root(linux, Map.of("XDG_CACHE_HOME", "relative"))).isEqualTo(home.resolve(".cache/gradus"));
    assertThat(root(Map.of("os.name", "Mac OS X", "user.home", home.toString()), Map.of())).isEqualTo(home.resolve("Library/Caches/gradus"));
    Map<String, String> windows = Map.of("os.name", "Windows 11", "user.home", home.toString());
    assertThat(root(windows, Map.of())).isEqualTo(home.resolve("AppData/Local/gradus"));
    assertThat(root(windows, Map.of("LOCALAPPDATA", root.resolve("local").toString()))).isEqualTo(root.resolve("local/gradus"));
    assertThat(root(linux, Map.of("GRADUS_CACHE", root.resolve("mine").toString()))).isEqualTo(root.resolve("mine"));
    assertThat(root(Map.of("gradus.cache", root.resolve("ours").toString()), Map.of("GRADUS_CACHE", "x"))).isEqualTo(root.resolve("ours"));
  }

  @Test
  void saysHowToGetWhatIsMissing() {
    Shelf shelf = new Shelf(root, Optional.empty());
    assertThat(shelf.has(NamedSets.find("kmnist"))).isFalse();
    assertThatThrownBy(() -> shelf.require(NamedSets.find("kmnist"))).isInstanceOf(GradusException.class)
        .hasMessage("the data set kmnist isn't on this machine: gradus data fetch kmnist brings it (21.2 MB), or put"
            + " train-images-idx3-ubyte.gz, train-labels-idx1-ubyte.gz, t10k-images-idx3-ubyte.gz, t10k-labels-idx1-ubyte.gz into "
            + root.resolve("kmnist"));
  }

  @Test
  void checksWhatWasPutThereByHand() throws Exception {
    Path ours = SharedData.require("fashion-mnist");
    Path folder = Files.createDirectories(root.resolve("fashion-mnist"));
    NamedSet set = NamedSets.find("fashion-mnist");
    for (Remote file : set.files()) {
      Files.copy(ours.resolve(file.name()), folder.resolve(file.name()));
    }
    Shelf shelf = new Shelf(root, Optional.empty());
    assertThat(shelf.require(set)).isEqualTo(folder);
    assertThat(set.test(folder).size()).isEqualTo(10_000);
    Path labels = folder.resolve("t10k-labels-idx1-ubyte.gz");
    Files.copy(folder.resolve("train-labels-idx1-ubyte.gz"), labels, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    assertThatThrownBy(() -> shelf.require(set)).isInstanceOf(GradusException.class).hasMessage(labels
        + " is not the published file: it has 29515 bytes, not 5148. Delete it, and gradus data fetch brings the right one");
  }

  @Test
  void theUsersOwnFolderComesFirst() {
    Path ours = SharedData.require("fashion-mnist");
    Shelf shelf = new Shelf(root, Optional.of(ours.getParent()));
    assertThat(shelf.require(NamedSets.find("fashion-mnist"))).isEqualTo(ours);
    assertThat(shelf.has(NamedSets.find("fashion-mnist"))).isTrue();
    assertThat(root).isEmptyDirectory();
  }

  @Test
  void eachSetIsWholeInItself() {
    assertThat(NamedSets.names()).doesNotHaveDuplicates().contains("mnist", "fashion-mnist", "kmnist", "emnist-letters", "cifar-10", "cifar-100",
        "iris", "wine", "breast-cancer", "california-housing");
    for (NamedSet set : NamedSets.sets()) {
      assertThat(set.files()).as(set.name()).isNotEmpty();
      assertThat(set.licence()).as(set.name()).isNotBlank();
      assertThat(set.home()).as(set.name()).startsWith("https://");
      assertThat(set.contents().examples()).as(set.name()).isPositive();
      if (set.contents() instanceof Contents.Rows rows) {
        assertThat(set.making().ready()).as(set.name()).isEqualTo(List.of(rows.file()));
      }
      if (set.making() instanceof Making.AsFetched) {
        assertThat(set.folder()).as("is read where it is fetched to").isEqualTo(set.name());
      }
    }
    assertThatThrownBy(() -> NamedSets.find("minst")).isInstanceOf(GradusException.class).hasMessageStartingWith(
        "unknown data set \"minst\"; known are mnist, fashion-mnist, ");
  }
}
