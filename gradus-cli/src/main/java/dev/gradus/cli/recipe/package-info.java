/// What to train and how, as YAML: a recipe says it with the names of the Java API, and this package reads it into typed
/// entries that know their line, so that a mistake is named where it stands.
///
/// Read first: [Recipe], then [Entry]. `Recipe.find("digits")` or `Recipe.find("my.yaml")` gives one. This package knows
/// the form of a recipe, not what its layers do: whoever builds a layer from an [Entry] asks it for its options.
///
/// Data only: no class is named in a recipe, and its size, depth and number of entries are bounded.
package dev.gradus.cli.recipe;
