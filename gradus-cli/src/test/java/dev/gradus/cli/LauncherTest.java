package dev.gradus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The launcher in a checkout of its own, with JDKs and a Maven that only say what they were asked.
class LauncherTest {
  private record Ran(int status, String out, String err) {}

  @TempDir
  Path folder;

  private Path checkout;
  private Path tools;
  private final Map<String, String> environment = new LinkedHashMap<>();

  @BeforeEach
  void makeCheckout() throws IOException {
    Posix.required();
    checkout = Files.createDirectories(folder.resolve("a check out"));
    Files.copy(Path.of("..", "gradus").toAbsolutePath().normalize(), checkout.resolve("gradus"));
    assertThat(checkout.resolve("gradus").toFile().setExecutable(true)).isTrue();
    Files.writeString(checkout.resolve("pom.xml"), "");
    Files.createDirectories(checkout.resolve("gradus-cli/src/main/java"));
    Files.writeString(checkout.resolve("gradus-cli/pom.xml"), "");
    Files.writeString(checkout.resolve("gradus-cli/src/main/java/Main.java"), "");
    age(checkout, Instant.now().minusSeconds(60));
    tools = Files.createDirectories(folder.resolve("tools"));
    for (String tool : List.of("sed", "find", "head", "mkdir", "rm", "mv", "cat", "sleep", "readlink", "dirname", "grep", "stty")) {
      Path found = Stream.of("/bin", "/usr/bin").map(bin -> Path.of(bin, tool)).filter(Files::exists).findFirst().orElseThrow();
      script(tools.resolve(tool), "exec " + found + " \"$@\"\n");
    }
    script(tools.resolve("mvn"), """
        echo "mvn $* with $JAVA_HOME" >>"%s/mvn.log"
        sleep ${MAVEN_SECONDS:-0}
        [ -z "${MAVEN_FAILS:-}" ] || { echo '[ERROR] Main.java:[1,1] broken'; echo '[INFO] noise'; exit 1; }
        mkdir -p gradus-cli/target/lib
        : >gradus-cli/target/gradus-cli.jar
        """.formatted(folder));
    environment.put("PATH", tools.toString());
    environment.put("HOME", folder.resolve("home").toString());
    environment.put("GRADUS_JDKS", folder.resolve("jdks here") + "/*");
  }

  /// A JDK whose java prints its version and arguments.
  private Path jdk(String name, String version, boolean release) throws IOException {
    Path home = Files.createDirectories(folder.resolve(name));
    Files.createDirectories(home.resolve("bin"));
    script(home.resolve("bin/java"), """
        [ "$1" != -version ] || { echo 'openjdk version "%s" 2026-01-01' >&2; exit 0; }
        echo "java %s"
        for argument; do echo "[$argument]"; done
        exit ${JAVA_EXIT:-0}
        """.formatted(version, version));
    script(home.resolve("bin/javac"), "exit 0\n");
    if (release) {
      Files.writeString(home.resolve("release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"" + version + "\"\nOS_ARCH=\"x\"\n");
    }
    return home;
  }

  private static void script(Path file, String text) throws IOException {
    Files.writeString(file, "#!/bin/sh\n" + text);
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }

  private static void age(Path tree, Instant time) throws IOException {
    try (Stream<Path> files = Files.walk(tree)) {
      for (Path file : files.toList()) {
        Files.setLastModifiedTime(file, FileTime.from(time));
      }
    }
  }

  private Process start(Path launcher, String... arguments) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(Stream.concat(Stream.of(launcher.toString()), Stream.of(arguments)).toList());
    builder.directory(folder.toFile()).environment().clear();
    builder.environment().putAll(environment);
    return builder.start();
  }

  private static Ran finish(Process process) throws IOException, InterruptedException {
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    return new Ran(process.exitValue(), out, err);
  }

  private Ran gradus(String... arguments) throws IOException, InterruptedException {
    return finish(start(checkout.resolve("gradus"), arguments));
  }

  private List<String> builds() throws IOException {
    Path log = folder.resolve("mvn.log");
    return Files.exists(log) ? Files.readAllLines(log) : List.of();
  }

  @Test
  void withoutAJdkItSaysWhereItLooked() throws Exception {
    environment.put("JAVA_HOME", jdk("old", "17.0.15", true).toString());
    Files.createSymbolicLink(tools.resolve("java"), jdk("older", "1.8.0_402", false).resolve("bin/java"));
    Ran ran = gradus("recipes");
    assertThat(ran).isEqualTo(new Ran(2, "", "gradus: a JDK 25 or newer is needed, and none was found in: JAVA_HOME (Java 17),"
        + " java on PATH (Java 1), " + folder + "/jdks here/*; install one, or set JAVA_HOME\n"));
    assertThat(builds()).isEmpty();
  }

  @Test
  void skipsAnOldJavaHomeForOneInTheUsualFolders() throws Exception {
    environment.put("JAVA_HOME", jdk("old", "17.0.15", true).toString());
    jdk("jdks here/jdk 21", "21.0.1", true);
    Path wanted = jdk("jdks here/jdk 25", "25", true);
    Ran ran = gradus("recipes", "two words", "");
    assertThat(ran.status()).isZero();
    assertThat(ran.out().lines()).startsWith("java 25").endsWith("[--module]", "[dev.gradus.cli/dev.gradus.cli.Main]", "[recipes]",
        "[two words]", "[]").containsSequence("[--module-path]",
        "[" + checkout.toRealPath() + "/gradus-cli/target/gradus-cli.jar:" + checkout.toRealPath() + "/gradus-cli/target/lib]");
    assertThat(builds()).singleElement().asString().endsWith("-pl gradus-cli -am package with " + wanted);
  }

  @Test
  void prefersJavaHomeThenThePath() throws Exception {
    jdk("jdks here/jdk", "27", true);
    Files.createSymbolicLink(tools.resolve("java"), jdk("path jdk", "26.0.1", false).resolve("bin/java"));
    assertThat(gradus().out()).startsWith("java 26.0.1\n");
    environment.put("JAVA_HOME", jdk("home jdk", "25.0.3", true).toString());
    assertThat(gradus().out()).startsWith("java 25.0.3\n");
  }

  @Test
  void startsThroughSymbolicLinks() throws Exception {
    jdk("jdks here/jdk", "25", true);
    Path bin = Files.createDirectories(folder.resolve("my bin"));
    Files.createSymbolicLink(bin.resolve("gradus"), checkout.resolve("gradus"));
    Files.createSymbolicLink(bin.resolve("g"), Path.of("gradus"));
    assertThat(finish(start(bin.resolve("g"), "x")).status()).isZero();
  }

  @Test
  void passesOptionsAndExitStatus() throws Exception {
    jdk("jdks here/jdk", "25", true);
    environment.put("GRADUS_JAVA_OPTS", "-Xmx1g -ea");
    environment.put("JAVA_EXIT", "130");
    Ran ran = gradus("--json");
    assertThat(ran.status()).isEqualTo(130);
    assertThat(ran.out()).contains("[-Xmx1g]\n[-ea]\n", "[-Dgradus.columns=0]\n", "[--json]\n");
  }

  @Test
  void usesTheArchiveOfClassesIfThereIsOne() throws Exception {
    environment.put("JAVA_HOME", jdk("home 25", "25.0.3", true).toString());
    assertThat(gradus().out()).doesNotContain("SharedArchiveFile");
    Path archive = checkout.resolve("gradus-cli/target/gradus.jsa");
    Files.writeString(archive, "");
    assertThat(gradus().out()).contains("[-XX:SharedArchiveFile=" + archive.toRealPath() + "]\n[-Xlog:disable]\n");
    Files.setLastModifiedTime(checkout.resolve("pom.xml"), FileTime.from(Instant.now().plusSeconds(60)));
    assertThat(gradus().out()).as("after a build whose archive could not be made").doesNotContain("SharedArchiveFile");
  }

  @Test
  void buildsOnFirstUseAndWhenSourcesChanged() throws Exception {
    jdk("jdks here/jdk", "25", true);
    assertThat(gradus().err()).isEqualTo("Building Gradus (first use)…\n");
    assertThat(gradus().err()).isEmpty();
    assertThat(builds()).hasSize(1);
    Files.setLastModifiedTime(checkout.resolve("gradus-cli/src/main/java/Main.java"), FileTime.from(Instant.now().plusSeconds(5)));
    assertThat(gradus().err()).isEqualTo("Building Gradus (its sources changed)…\n");
    assertThat(builds()).hasSize(2);
  }

  @Test
  void aFailedBuildShowsMavensErrors() throws Exception {
    jdk("jdks here/jdk", "25", true);
    environment.put("MAVEN_FAILS", "yes");
    Ran ran = gradus();
    assertThat(ran.status()).isEqualTo(1);
    assertThat(ran.out()).isEmpty();
    assertThat(ran.err()).isEqualTo("Building Gradus (first use)…\n[ERROR] Main.java:[1,1] broken\n"
        + "gradus: the build failed; Maven's whole output is in " + checkout.toRealPath() + "/.gradus/build.log\n");
    environment.remove("MAVEN_FAILS");
    assertThat(gradus().status()).isZero();
  }

  @Test
  void withoutMavenItSaysSo() throws Exception {
    jdk("jdks here/jdk", "25", true);
    Files.delete(tools.resolve("mvn"));
    assertThat(gradus()).isEqualTo(new Ran(2, "",
        "gradus: Maven is needed to build Gradus, and there is no mvn on PATH; install Maven 3.8 or newer\n"));
  }

  @Test
  void twoFirstUsesBuildOnce() throws Exception {
    jdk("jdks here/jdk", "25", true);
    environment.put("MAVEN_SECONDS", "1");
    Process first = start(checkout.resolve("gradus"));
    Process second = start(checkout.resolve("gradus"));
    assertThat(finish(first).status()).isZero();
    assertThat(finish(second).status()).isZero();
    assertThat(builds()).hasSize(1);
  }

  @Test
  void takesOverTheLockOfALauncherThatDied() throws Exception {
    jdk("jdks here/jdk", "25", true);
    Process dead = new ProcessBuilder("sh", "-c", "exit 0").start();
    dead.waitFor();
    Files.createDirectories(checkout.resolve(".gradus/build.lock"));
    Files.writeString(checkout.resolve(".gradus/build.lock/pid"), String.valueOf(dead.pid()));
    assertThat(gradus().status()).isZero();
    assertThat(builds()).hasSize(1);
    assertThat(checkout.resolve(".gradus/build.lock")).doesNotExist();
  }
}
