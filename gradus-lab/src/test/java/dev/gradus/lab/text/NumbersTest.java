package dev.gradus.lab.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NumbersTest {
  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
    "0|0", "1|1", "-1|−1", "0.012345|0.0123", "12.345|12.3", "123.45|123", "100|100", "1000|1,000", "4560.4|4,560", "999999|999,999", "1000000|10⁶",
    "1.234e7|1.23·10⁷", "0.001|0.001", "0.0001|10⁻⁴", "-2.5e-7|−2.5·10⁻⁷", "NaN|–", "Infinity|∞", "-Infinity|−∞", "0.30000000000000004|0.3"
  })
  void roundsForReading(double number, String text) {
    assertThat(Numbers.text(number)).isEqualTo(text);
  }
}
