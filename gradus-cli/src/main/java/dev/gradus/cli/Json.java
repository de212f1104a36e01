package dev.gradus.cli;

import java.util.Map;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/// JSON on one line, from records (their names in snake_case, in their order) and maps (their keys as they are).
final class Json {
  private static final JsonMapper MAPPER = JsonMapper.builder()
      .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
      .disable(tools.jackson.databind.MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
      .build();

  private Json() {}

  /// `value` without a line break.
  static String line(Object value) {
    return MAPPER.writeValueAsString(value);
  }

  /// What `value`, a record or a map, says by name.
  static Map<String, Object> fields(Object value) {
    return MAPPER.convertValue(value, new TypeReference<Map<String, Object>>() {});
  }
}
