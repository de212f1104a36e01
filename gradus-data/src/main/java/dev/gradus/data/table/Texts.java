package dev.gradus.data.table;

import java.math.BigDecimal;
import java.sql.Date;
import java.sql.Time;
import java.sql.Timestamp;
import java.util.Arrays;
import java.util.HexFormat;

/// Values of other programs as the texts that [Column] reads.
final class Texts {
  private static final int MOST_BYTES = 32;

  private Texts() {}

  /// The text of a value: empty for null, numbers without grouping, dates and times in ISO form, the first 32 of any bytes in
  /// hexadecimal.
  static String of(Object value) {
    return switch (value) {
      case null -> "";
      case BigDecimal number -> number.toPlainString();
      case Date date -> date.toLocalDate().toString();
      case Time time -> time.toLocalTime().toString();
      case Timestamp time -> time.toLocalDateTime().toString();
      case byte[] bytes -> HexFormat.of().formatHex(Arrays.copyOf(bytes, Math.min(bytes.length, MOST_BYTES)));
      default -> value.toString();
    };
  }
}
