package dev.gradus.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.gradus.activation.Activations;
import dev.gradus.activation.ActivationsTest;
import dev.gradus.initializer.InitializersTest;
import dev.gradus.layer.Activation;
import dev.gradus.layer.LayerRows;
import dev.gradus.loss.EveryLossTest;
import dev.gradus.metric.MetricsTest;
import dev.gradus.metric.SetMetricsTest;
import dev.gradus.network.ModelsTest;
import dev.gradus.optimizer.OptimizersTest;
import dev.gradus.optimizer.SchedulesTest;
import dev.gradus.optimizer.TransformsTest;
import dev.gradus.output.OutputUnitsTest;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// Everything that Gradus offers by name, held to what is promised of each: its value, its gradient in double, and a
/// documentation with formula and source. What is new and has no row fails, with its name. Recipes and `gradus list` are held
/// to the same names in the command's module, documented defaults in [DefaultsTest].
class CatalogueTest {
  /// Public classes of static methods that make nothing of the catalogue, and what they are for.
  private static final Map<String, String> OTHERS = Map.ofEntries(
      Map.entry("AdamFamily", "links of Optimizers, whose rows check them"),
      Map.entry("Adaptive", "links of Optimizers, whose rows check them"),
      Map.entry("Batches", "how examples come together"),
      Map.entry("DataDigest", "a number for a set of examples"),
      Map.entry("Gradients", "the autodiff"),
      Map.entry("GraphDigest", "a number for a graph"),
      Map.entry("Listeners", "what a training tells its user"),
      Map.entry("Path", "where a value was made"),
      Map.entry("Philox", "random bits"),
      Map.entry("Simplify", "a pass over graphs"),
      Map.entry("Verifier", "a check of graphs"),
      Map.entry("WholeFile", "files that are there whole or not at all"));

  /// What neither shapes nor counts of parameters are taken for.
  private static final Pattern NO_FORMULA = Pattern.compile("\\[[^\\]]*\\]|Parameters: .*?(?=Source|$)|Shapes: .*?(?=Source|Parameters|$)");
  private static final Pattern FORMULA = Pattern.compile("\\S = \\S|[√²Σ^|⌊]| [·/] |max\\(|min\\(|layer +output");
  private static final Pattern SOURCE = Pattern.compile("Source: (?!definition).{3,}?Deviation: \\S");

  /// What is its own definition needs neither a source nor, if words define it, a formula.
  private static final String DEFINITION = "Source: definition.";

  /// Where a kind's rows are.
  private static List<Row> rows(Kind kind) {
    return switch (kind) {
      case ACTIVATIONS -> ActivationsTest.catalogue();
      case LAYERS -> LayerRows.catalogue();
      case OUTPUTS -> OutputUnitsTest.catalogue();
      case LOSSES -> EveryLossTest.catalogue();
      case MODELS -> ModelsTest.catalogue();
      case OPTIMIZERS -> OptimizersTest.catalogue();
      case TRANSFORMS -> TransformsTest.transforms();
      case CONSTRAINTS -> TransformsTest.constraints();
      case SCHEDULES -> SchedulesTest.catalogue();
      case INITIALIZERS -> InitializersTest.catalogue();
      case METRICS -> MetricsTest.catalogue();
      case SET_METRICS -> SetMetricsTest.catalogue();
    };
  }

  @TestFactory
  Stream<DynamicNode> everythingKeepsItsPromises() {
    return Stream.of(Kind.values()).map(kind -> {
      Map<String, List<Row>> rows = rows(kind).stream().collect(Collectors.groupingBy(Row::name));
      Set<String> all = new TreeSet<>(kind.names());
      all.addAll(rows.keySet());
      return dynamicContainer(kind.toString(), all.stream().map(name ->
          dynamicContainer(kind.factories.getSimpleName() + "." + name, tests(kind, name, rows.getOrDefault(name, List.of())))));
    });
  }

  private static List<DynamicNode> tests(Kind kind, String name, List<Row> rows) {
    List<DynamicNode> tests = new ArrayList<>();
    String what = kind.factories.getSimpleName() + "." + name;
    tests.add(dynamicTest(what + " has a row", () -> {
      assertThat(kind.names()).as("a row's name").contains(name);
      if (rows.isEmpty()) {
        fail(what + " has no conformance row: see the case " + kind + " in CatalogueTest.rows");
      }
    }));
    for (Row row : rows) {
      tests.add(dynamicTest(what + "'s value", row.value()));
      tests.add(dynamicTest(what + "'s gradient", () -> {
        assertThat(row.gradient().isPresent()).as("%s has a row with a gradient", what).isEqualTo(kind.gradient == Kind.Gradient.CHECKED);
        if (row.gradient().isPresent()) {
          row.gradient().get().execute();
        }
      }));
    }
    tests.add(dynamicTest(what + "'s documentation", () -> isDocumented(kind, name)));
    return tests;
  }

  /// That what documents it has a formula and a source with what deviates from it, or says that it is a definition.
  private static void isDocumented(Kind kind, String name) {
    List<Documentation> documents = documents(kind, name);
    String all = documents.stream().map(Documentation::text).collect(Collectors.joining(" "));
    for (Documentation own : Documentation.ofMethods(kind.factories, name)) {
      assertThat(own.text()).as("%s has a doc comment", own.owner()).isNotBlank();
    }
    List<String> lacking = new ArrayList<>();
    if (!all.contains(DEFINITION)) {
      if (!FORMULA.matcher(NO_FORMULA.matcher(all).replaceAll("")).find()) {
        lacking.add("a formula");
      }
      if (!SOURCE.matcher(all).find()) {
        lacking.add("\"Source: ... Deviation: ...\"");
      }
    }
    assertThat(lacking).as("what the documentation of %s.%s lacks, unless it says %s It is: %s", kind.factories.getSimpleName(), name, DEFINITION, all).isEmpty();
  }

  /// The comments of its methods, of the record that they give, and of what the comments say has the formula.
  static List<Documentation> documents(Kind kind, String name) {
    List<Documentation> documents = new ArrayList<>(Documentation.ofMethods(kind.factories, name));
    for (Class<?> result : kind.methods(name).stream().map(Method::getReturnType).distinct().toList()) {
      if (result == Activation.class) {
        documents.addAll(Documentation.ofMethods(Activations.class, name));
      } else if (kind == Kind.LAYERS || result.getSimpleName().equalsIgnoreCase(name)) {
        Documentation.ofRecord(result).forEach(documents::add);
      }
    }
    if (kind == Kind.OUTPUTS) {
      Matcher link = Pattern.compile("Formula and source: \\[Losses#(\\w+)").matcher(documents.getFirst().text());
      if (link.find()) {
        documents.addAll(documents(Kind.LOSSES, link.group(1)));
      }
    }
    return documents;
  }

  /// Every public class that has public static methods alone, and makes no object of itself, is a kind or stated not to be.
  @Test
  void noClassOfFactoriesIsForgotten() throws IOException {
    Path classes = Path.of(Activations.class.getProtectionDomain().getCodeSource().getLocation().getPath());
    Set<String> found = new TreeSet<>();
    try (Stream<Path> files = Files.walk(classes.resolve("dev"))) {
      for (Path file : files.filter(each -> each.toString().endsWith(".class")).toList()) {
        String name = classes.relativize(file).toString().replace('/', '.').replace(".class", "");
        // Only what users can import: neither the backends' rooms nor nested types.
        if (!name.contains("$") && !name.contains(".backend.") && !name.endsWith("-info") && ofFactories(name)) {
          found.add(name.substring(name.lastIndexOf('.') + 1));
        }
      }
    }
    Set<String> known = new TreeSet<>(OTHERS.keySet());
    Stream.of(Kind.values()).forEach(kind -> known.add(kind.factories.getSimpleName()));
    assertThat(known).isEqualTo(found);
  }

  private static boolean ofFactories(String name) {
    try {
      Class<?> type = Class.forName(name, false, CatalogueTest.class.getClassLoader());
      List<Method> methods = Arrays.stream(type.getDeclaredMethods()).filter(method -> Modifier.isPublic(method.getModifiers())).toList();
      return Modifier.isPublic(type.getModifiers()) && !type.isInterface() && !type.isEnum() && !methods.isEmpty()
          && methods.stream().allMatch(method -> Modifier.isStatic(method.getModifiers()))
          && Stream.of(type.getDeclaredConstructors()).map(Constructor::getModifiers).allMatch(Modifier::isPrivate);
    } catch (ClassNotFoundException e) {
      throw new AssertionError(e);
    }
  }
}
