package dev.gradus.lab;

import dev.gradus.GradusException;
import dev.gradus.plot.Language;
import dev.gradus.plot.Text;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;

/// The words of one thing by key, from the UTF-8 files `NAME_en.properties` and `NAME_ko.properties` beside a class.
public final class Texts {
  private final String name;
  private final Map<Language, Properties> words = new EnumMap<>(Language.class);

  private Texts(String name) {
    this.name = name;
  }

  /// @throws GradusException if a file is missing
  public static Texts of(Class<?> beside, String name) {
    Texts texts = new Texts(name);
    for (Language language : Language.values()) {
      texts.words.put(language, read(beside, texts.file(language)));
    }
    return texts;
  }

  private String file(Language language) {
    return name + "_" + language.code() + ".properties";
  }

  private static Properties read(Class<?> beside, String file) {
    try (InputStream stream = beside.getResourceAsStream(file)) {
      if (stream == null) {
        throw new GradusException("there is no " + file + " beside " + beside.getName());
      }
      Properties properties = new Properties();
      properties.load(new InputStreamReader(stream, StandardCharsets.UTF_8));
      return properties;
    } catch (IOException e) {
      throw new UncheckedIOException(file, e);
    }
  }

  /// The words at a key, with each `{0}`, `{1}` … replaced by its argument.
  ///
  /// @throws GradusException if a language lacks the key
  public Text text(String key, String... arguments) {
    return new Text(words(Language.ENGLISH, key, arguments), words(Language.KOREAN, key, arguments));
  }

  private String words(Language language, String key, String[] arguments) {
    String found = words.get(language).getProperty(key);
    if (found == null || found.isBlank()) {
      throw new GradusException(file(language) + " has no words for \"" + key + "\"");
    }
    for (int i = 0; i < arguments.length; i++) {
      found = found.replace("{" + i + "}", arguments[i]);
    }
    return found.strip();
  }

  /// The keys that a language has words for, in alphabetical order.
  public Set<String> keys(Language language) {
    return new TreeSet<>(words.get(language).stringPropertyNames());
  }
}
