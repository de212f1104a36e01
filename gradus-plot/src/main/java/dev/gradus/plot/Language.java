package dev.gradus.plot;

/// A language of pages.
public enum Language {
  ENGLISH("en"),
  KOREAN("ko");

  private final String code;

  Language(String code) {
    this.code = code;
  }

  /// Its ISO 639 code.
  public String code() {
    return code;
  }
}
