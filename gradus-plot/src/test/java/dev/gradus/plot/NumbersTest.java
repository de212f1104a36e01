package dev.gradus.plot;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NumbersTest {
  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
    "0|0", "1|1", "-1|−1", "0.012345|0.0123", "12.345|12.3", "123.45|123", "100|100", "1000|1,000", "4560.4|4,560", "999999|999,999",
    "1234567|1,234,567", "10000000|10⁷", "1.234e7|1.23·10⁷", "0.001|0.001", "0.000123|0.000123", "0.00001|10⁻⁵",
    "-2.5e-7|−2.5·10⁻⁷", "NaN|–", "Infinity|∞", "-Infinity|−∞", "0.30000000000000004|0.3"
  })
  void roundsForReading(double number, String text) {
    assertThat(Numbers.text(number)).isEqualTo(text);
  }

  @Test
  void writesCountsAndShares() {
    assertThat(Numbers.count(1234567)).isEqualTo("1,234,567");
    assertThat(Numbers.percent(0.99371)).isEqualTo("99.4%");
    assertThat(Numbers.percent(Double.NaN)).isEqualTo("–");
  }
}
