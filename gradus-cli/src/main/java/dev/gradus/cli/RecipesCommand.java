package dev.gradus.cli;

import dev.gradus.cli.recipe.BuiltIn;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `gradus recipes [NAME]`: the built-in recipes, or the YAML of one.
@Command(
    name = "recipes",
    description = "List the built-in recipes, or print one as a start for your own.",
    footer = {"", "Example:", "  gradus recipes digits > my.yaml"})
final class RecipesCommand implements Action {
  @Mixin
  private CommonOptions common;

  @Parameters(paramLabel = "NAME", arity = "0..1", description = "A built-in recipe to print.")
  private Optional<String> name = Optional.empty();

  RecipesCommand() {}

  @Override
  public Object run(Screen screen) {
    if (name.isPresent()) {
      String yaml = BuiltIn.yaml(name.get());
      screen.say(yaml.stripTrailing());
      return Map.of("recipe", name.get(), "yaml", yaml);
    }
    List<Map<String, String>> recipes = new ArrayList<>();
    int width = BuiltIn.names().stream().mapToInt(String::length).max().orElse(0);
    for (String recipe : BuiltIn.names()) {
      screen.say(recipe + " ".repeat(width - recipe.length() + 2) + BuiltIn.about(recipe));
      Map<String, String> entry = new LinkedHashMap<>();
      entry.put("name", recipe);
      entry.put("about", BuiltIn.about(recipe));
      recipes.add(entry);
    }
    return Map.of("recipes", recipes);
  }
}
