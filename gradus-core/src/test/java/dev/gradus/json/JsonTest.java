package dev.gradus.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gradus.random.RandomStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
  private static final String LETTERS = "a\"\\/\b\f\n\r\t\0\u001f\u007fäß€ {}[]:,";

  private static Json random(RandomStream random, int depth) {
    return switch (random.nextInt(depth > 4 ? 5 : 7)) {
      case 0 -> Json.of((long) random.nextBits() << 20);
      case 1 -> Json.of(random.nextGaussian() * Math.pow(10, random.nextInt(40) - 20));
      case 2 -> Json.of(text(random));
      case 3 -> new Json.Bool(random.nextInt(2) == 0);
      case 4 -> new Json.Null();
      case 5 -> {
        List<Json> items = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
          items.add(random(random, depth + 1));
        }
        yield new Json.Arr(items);
      }
      default -> {
        Map<String, Json> members = new LinkedHashMap<>();
        for (int i = random.nextInt(4); i > 0; i--) {
          members.put(text(random), random(random, depth + 1));
        }
        yield new Json.Obj(members);
      }
    };
  }

  private static String text(RandomStream random) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(8); i > 0; i--) {
      text.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
    }
    return random.nextInt(5) == 0 ? text + "𝄞" : text.toString();
  }

  @Test
  void whatIsWrittenReadsBack() {
    for (int seed = 0; seed < 2000; seed++) {
      Json json = random(new RandomStream(seed, "json"), 0);
      assertThat(Json.parse(json.write())).as("seed %d: %s", seed, json.write()).isEqualTo(json);
    }
  }

  @Test
  void numbersReadBackAsTheSame() {
    for (double number : new double[] {0, -0.0, 0.1, 1e300, 5e-324, Math.PI, 1e7, 123456789, Double.NaN, Double.NEGATIVE_INFINITY}) {
      assertThat(Json.parse(Json.of(number).write()).real()).isEqualTo(Double.valueOf(number));
    }
    for (long number : new long[] {0, -1, Long.MAX_VALUE, Long.MIN_VALUE}) {
      assertThat(Json.parse(Json.of(number).write()).number()).isEqualTo(number);
    }
    assertThat(Json.parse("-2147483648").integer()).isEqualTo(Integer.MIN_VALUE);
  }

  @Test
  void readsEveryKindOfValueAndSkipsWhiteSpace() {
    Json json = Json.parse(" \t\r\n{ \"a\" : [ 1 , -2.5e+3 , \"x\\u00e4\\n\\\\\\/\\uD834\\uDD1E\" , true , false , null , [ ] , { } ] } ");
    List<Json> items = json.object().get("a").items();
    assertThat(items).containsExactly(
        new Json.Num("1"), new Json.Num("-2.5e+3"), new Json.Str("xä\n\\/𝄞"), new Json.Bool(true), new Json.Bool(false),
        new Json.Null(), new Json.Arr(List.of()), new Json.Obj(Map.of()));
    assertThat(items.get(1).real()).isEqualTo(-2500);
    assertThat(items.get(3).bool()).isTrue();
  }

  @Test
  void membersKeepTheirOrder() {
    assertThat(Json.parse("{\"b\":1,\"a\":2,\"c\":3}").object().members()).containsOnlyKeys("b", "a", "c");
    assertThat(Json.parse("{\"b\":1,\"a\":2}").write()).isEqualTo("{\"b\":1,\"a\":2}");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
    "``| 0: it ends too soon",
    "`  `| 2: it ends too soon",
    "nul| 0: expected a value",
    "nulls| 4: expected the end",
    "True| 0: expected a value",
    "1 2| 2: expected the end",
    "01| 1: expected the end",
    "+1| 0: expected a value",
    "-| 1: it ends too soon",
    "-a| 1: expected a value",
    ".5| 0: expected a value",
    "1.| 2: expected a value",
    "1.e5| 2: expected a value",
    "1e| 2: it ends too soon",
    "1e+| 3: expected a value",
    "0x10| 1: expected the end",
    "NaN| 0: expected a value",
    "[1,]| 3: expected a value",
    "[1| 2: it ends too soon",
    "[1 2]| 3: expected ','",
    "{\"a\":1,}| 7: expected a member's name",
    "{a:1}| 1: expected a member's name",
    "{\"a\" 1}| 5: expected ':'",
    "{\"a\":1 \"b\":2}| 7: expected ','",
    "{\"a\":1| 6: it ends too soon",
    "{\"a\":1,\"a\":2}| 12: the member \"a\" is there twice",
    "\"abc| 4: it ends too soon",
    "'a'| 0: expected a value",
    "\"\\x\"| 3: an unknown escape \\x",
    "\"\\u12g4\"| 5: expected a hexadecimal digit",
    "\"\\u12\"| 5: expected a hexadecimal digit",
    "\"\\u１２３４\"| 3: expected a hexadecimal digit",
    "// no| 0: expected a value",
    "1 // no| 2: expected the end",
  })
  void refusesWhatIsNotJson(String text, String message) {
    assertThatThrownBy(() -> Json.parse(text)).isExactlyInstanceOf(JsonException.class).hasMessage("not JSON at character " + message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\t", "\0", "\u001f"})
  void refusesControlCharactersInTexts(String control) {
    refused("not JSON at character 3: a control character inside a text", () -> Json.parse("\"a" + control + "\""));
  }

  @Test
  void refusesDepthInsteadOfOverflowingTheStack() {
    assertThat(Json.parse("[".repeat(64) + "1" + "]".repeat(64)).write()).hasSize(129);
    refused("not JSON at character 65: nested more than 64 deep", () -> Json.parse("[".repeat(65) + "1" + "]".repeat(65)));
    refused("not JSON at character 65: nested more than 64 deep", () -> Json.parse("[".repeat(1_000_000)));
    assertThatThrownBy(() -> Json.parse("{\"a\":".repeat(100_000))).isExactlyInstanceOf(JsonException.class)
        .hasMessageEndingWith("nested more than 64 deep");
  }

  @Test
  void refusesMoreValuesThanAModelHas() {
    refused("not JSON at character 7999999: more than 4000000 values", () -> Json.parse("[" + "0,".repeat(4_000_000)));
  }

  @Test
  void saysWhatWasExpected() {
    Json number = Json.parse("1.5");
    refused("expected an object, got 1.5", number::object);
    refused("expected an array, got 1.5", number::items);
    refused("expected a text, got 1.5", number::text);
    refused("expected true or false, got 1.5", number::bool);
    refused("expected a whole number, got 1.5", number::number);
    refused("expected a whole number, got \"1\"", () -> Json.of("1").number());
    refused("expected a whole number, got 9223372036854775808", () -> Json.parse("9223372036854775808").number());
    refused("2147483648 is too large for a 32-bit number", () -> Json.parse("2147483648").integer());
    refused("expected a number, got \"x\"", () -> Json.of("x").real());
    refused("expected a number, got null", () -> new Json.Null().real());
    refused("there is no \"c\" among [a, b]", () -> Json.parse("{\"a\":1,\"b\":2}").object().get("c"));
    refused("expected an object, got \"" + "x".repeat(59) + "…", () -> Json.of("x".repeat(100)).object());
  }

  private static void refused(String message, ThrowingCallable call) {
    assertThatThrownBy(call).isExactlyInstanceOf(JsonException.class).hasMessage(message);
  }
}
