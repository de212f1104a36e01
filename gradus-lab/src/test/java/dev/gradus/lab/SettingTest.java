package dev.gradus.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gradus.GradusException;
import java.util.List;
import org.junit.jupiter.api.Test;

class SettingTest {
  @Test
  void fullRunHasAtLeastFiveSeeds() {
    assertThat(Setting.full(1).seeds()).hasSizeGreaterThanOrEqualTo(5).doesNotHaveDuplicates();
  }

  @Test
  void quickRunHasTheFirstOfTheSameSeeds() {
    assertThat(Setting.full(1).seeds()).startsWith(Setting.quick(1).seeds().toArray(Long[]::new));
    assertThat(Setting.full(2).seeds()).doesNotContainAnyElementsOf(Setting.full(1).seeds());
  }

  @Test
  void resultsComeInTheOrderOfTheThings() {
    List<Integer> squares = new Setting(Setting.Length.TINY, 1, 3).each(List.of(5, 1, 4, 2), number -> {
      try {
        // The first takes longest.
        Thread.sleep(4L * number);
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
      return number * number;
    });

    assertThat(squares).containsExactly(25, 1, 16, 4);
  }

  @Test
  void failureOfATrialIsThatOfTheRun() {
    assertThatThrownBy(() -> Setting.tiny(1).perSeed(seed -> {
      throw new GradusException("no luck with " + (seed > 0));
    })).isInstanceOf(GradusException.class).hasMessage("no luck with true");
  }

  @Test
  void refusesNoThreads() {
    assertThatThrownBy(() -> new Setting(Setting.Length.TINY, 1, 0)).isInstanceOf(GradusException.class)
        .hasMessage("threads must be at least 1, not 0");
  }
}
