package dev.gradus.json;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Reads JSON strictly (RFC 8259), nested at most [#MAX_DEPTH] deep, of at most [#MAX_VALUES] values, with no member twice.
final class JsonParser {
  private static final int MAX_DEPTH = 64;
  /// A value takes some hundred bytes, whatever few it is written with: beyond so many a file asks for more than it brings.
  private static final int MAX_VALUES = 4_000_000;

  private final String text;
  private int at;
  private int values;

  JsonParser(String text) {
    this.text = text;
  }

  Json parse() {
    Json value = value(0);
    space();
    if (at != text.length()) {
      throw wrong("expected the end");
    }
    return value;
  }

  private Json value(int depth) {
    if (depth > MAX_DEPTH) {
      throw wrong("nested more than " + MAX_DEPTH + " deep");
    }
    if (++values > MAX_VALUES) {
      throw wrong("more than " + MAX_VALUES + " values");
    }
    space();
    char c = peek();
    return switch (c) {
      case '{' -> object(depth);
      case '[' -> array(depth);
      case '"' -> new Json.Str(string());
      case 't' -> word("true", new Json.Bool(true));
      case 'f' -> word("false", new Json.Bool(false));
      case 'n' -> word("null", new Json.Null());
      default -> number();
    };
  }

  private Json object(int depth) {
    Map<String, Json> members = new LinkedHashMap<>();
    at++;
    space();
    if (peek() == '}') {
      at++;
      return new Json.Obj(Collections.unmodifiableMap(members));
    }
    while (true) {
      space();
      if (peek() != '"') {
        throw wrong("expected a member's name");
      }
      String name = string();
      space();
      expect(':');
      if (members.put(name, value(depth + 1)) != null) {
        throw wrong("the member \"" + name + "\" is there twice");
      }
      space();
      if (peek() == '}') {
        at++;
        return new Json.Obj(Collections.unmodifiableMap(members));
      }
      expect(',');
    }
  }

  private Json array(int depth) {
    List<Json> items = new ArrayList<>();
    at++;
    space();
    if (peek() == ']') {
      at++;
      return new Json.Arr(List.of());
    }
    while (true) {
      items.add(value(depth + 1));
      space();
      if (peek() == ']') {
        at++;
        return new Json.Arr(Collections.unmodifiableList(items));
      }
      expect(',');
    }
  }

  private String string() {
    StringBuilder out = new StringBuilder();
    at++;
    while (true) {
      char c = peek();
      at++;
      if (c == '"') {
        return out.toString();
      }
      if (c < 0x20) {
        throw wrong("a control character inside a text");
      }
      if (c != '\\') {
        out.append(c);
        continue;
      }
      char escape = peek();
      at++;
      switch (escape) {
        case '"', '\\', '/' -> out.append(escape);
        case 'b' -> out.append('\b');
        case 'f' -> out.append('\f');
        case 'n' -> out.append('\n');
        case 'r' -> out.append('\r');
        case 't' -> out.append('\t');
        case 'u' -> {
          int code = 0;
          for (int i = 0; i < 4; i++) {
            // Character.digit alone would take the digits of every script.
            int digit = peek() < 0x80 ? Character.digit(peek(), 16) : -1;
            if (digit < 0) {
              throw wrong("expected a hexadecimal digit");
            }
            code = code << 4 | digit;
            at++;
          }
          out.append((char) code);
        }
        default -> throw wrong("an unknown escape \\" + escape);
      }
    }
  }

  private Json number() {
    int start = at;
    if (peek() == '-') {
      at++;
    }
    if (peek() == '0') {
      at++;
    } else {
      digits();
    }
    if (at < text.length() && text.charAt(at) == '.') {
      at++;
      digits();
    }
    if (at < text.length() && (text.charAt(at) == 'e' || text.charAt(at) == 'E')) {
      at++;
      if (peek() == '+' || peek() == '-') {
        at++;
      }
      digits();
    }
    return new Json.Num(text.substring(start, at));
  }

  private void digits() {
    int start = at;
    while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
      at++;
    }
    if (at == start) {
      throw wrong("expected a value");
    }
  }

  private Json word(String word, Json value) {
    if (!text.startsWith(word, at)) {
      throw wrong("expected a value");
    }
    at += word.length();
    return value;
  }

  private void expect(char c) {
    if (peek() != c) {
      throw wrong("expected '" + c + "'");
    }
    at++;
  }

  private char peek() {
    if (at >= text.length()) {
      throw wrong("it ends too soon");
    }
    return text.charAt(at);
  }

  private void space() {
    while (at < text.length() && " \t\n\r".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
  }

  private JsonException wrong(String what) {
    return new JsonException("not JSON at character " + at + ": " + what);
  }
}
