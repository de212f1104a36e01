package dev.gradus.cli;

import dev.gradus.plot.Language;
import java.util.Arrays;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Reads a language of the lab by its code.
final class LabLanguage implements ITypeConverter<Language> {
  @Override
  public Language convert(String text) {
    return Arrays.stream(Language.values()).filter(language -> language.code().equals(text)).findFirst()
        .orElseThrow(() -> new TypeConversionException("'" + text + "' is neither \"en\" nor \"ko\""));
  }
}
