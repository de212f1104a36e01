package dev.gradus.cli;

import dev.gradus.GradusException;
import dev.gradus.data.table.Headway;
import dev.gradus.data.table.Query;
import dev.gradus.data.table.RowSource;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Properties;
import java.util.ServiceLoader;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A database by its JDBC URL, with the driver in a jar or on Java's path. The environment's `GRADUS_JDBC_USER` and
/// `GRADUS_JDBC_PASSWORD` log in, if the URL doesn't; messages show neither those nor the URL, which may hold a password.
record Database(String url, Optional<Path> driver) {
  private static final String USER = "GRADUS_JDBC_USER";
  private static final String PASSWORD = "GRADUS_JDBC_PASSWORD";
  private static final Pattern KIND = Pattern.compile("jdbc:[A-Za-z0-9+.-]+");

  /// The rows that a query gives; `headway` is told of those that have come.
  RowSource query(String sql, Headway headway) {
    Matcher kind = KIND.matcher(url);
    if (!kind.lookingAt()) {
      throw new GradusException("--jdbc takes a JDBC URL such as jdbc:postgresql://host/database");
    }
    driver.filter(jar -> !Files.isRegularFile(jar)).ifPresent(jar -> {
      throw new GradusException("there is no driver " + jar);
    });
    try (URLClassLoader loader = new URLClassLoader(jars(), ClassLoader.getSystemClassLoader())) {
      Driver found = ServiceLoader.load(Driver.class, loader).stream().map(ServiceLoader.Provider::get)
          .filter(this::takesUrl).findFirst().orElseThrow(() -> new GradusException(
              "there is no driver for " + kind.group() + (driver.isPresent() ? " in " + driver.get() : ": name its jar with --driver FILE")));
      try (Connection connection = found.connect(url, login())) {
        return Query.read(connection, sql, headway);
      }
    } catch (SQLException failed) {
      throw new GradusException("can't connect to " + kind.group() + ": " + failed.getMessage(), failed);
    } catch (IOException failed) {
      throw new GradusException("can't read the driver " + driver.map(Path::toString).orElse("") + ": " + failed.getMessage(), failed);
    }
  }

  private URL[] jars() throws IOException {
    return driver.isPresent() ? new URL[] {driver.get().toUri().toURL()} : new URL[0];
  }

  private boolean takesUrl(Driver candidate) {
    try {
      return candidate.acceptsURL(url);
    } catch (SQLException malformed) {
      throw new GradusException("the driver can't read the JDBC URL: " + malformed.getMessage(), malformed);
    }
  }

  private static Properties login() {
    Properties login = new Properties();
    Optional.ofNullable(System.getenv(USER)).ifPresent(user -> login.setProperty("user", user));
    Optional.ofNullable(System.getenv(PASSWORD)).ifPresent(password -> login.setProperty("password", password));
    return login;
  }
}
