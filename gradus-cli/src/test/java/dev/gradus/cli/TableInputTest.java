package dev.gradus.cli;

import static dev.gradus.cli.Ran.gradus;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TableInputTest {
  private static final Path PARQUET = Path.of("..", "gradus-data", "src", "test", "resources", "parquet", "snappy.parquet");

  @TempDir
  Path folder;

  /// One table as CSV, JSON lines and a query's rows: the same bits.
  @Test
  void learnsTheSameFromEverySource() throws IOException, SQLException {
    StringBuilder csv = new StringBuilder("size,town,price\n");
    StringBuilder json = new StringBuilder();
    try (Connection connection = DriverManager.getConnection("jdbc:hsqldb:mem:train"); Statement sql = connection.createStatement()) {
      sql.execute("create table house (\"size\" int, \"town\" varchar(9), \"price\" double)");
      for (int i = 0; i < 30; i++) {
        int size = i * 7 % 30;
        String town = i % 2 == 0 ? "Bern" : "Basel";
        double price = 1000.5 + 20 * size + i % 2 * 300;
        csv.append(size).append(',').append(town).append(',').append(price).append('\n');
        json.append("{\"size\": ").append(size).append(", \"town\": \"").append(town).append("\", \"price\": ").append(price).append("}\n");
        sql.execute("insert into house values (" + size + ", '" + town + "', " + price + ")");
      }
      Path table = Files.writeString(folder.resolve("house.csv"), csv);
      Path lines = Files.writeString(folder.resolve("house.jsonl"), json + "{\"size\": }\n{\"size\": 3, \"town\": \"Bern\"}\n");
      Ran fromCsv = train("--csv", table.toString());
      Ran fromData = train("--data", lines.toString(), "--skip-bad-rows");
      Ran fromQuery = train("--jdbc", "jdbc:hsqldb:mem:train", "--query", "select \"size\", \"town\", \"price\" from house");
      assertThat(List.of(fromCsv, fromData, fromQuery)).extracting(ran -> ran.json().get("weights_sha256")).containsOnly(
          fromCsv.json().get("weights_sha256"));
      assertThat(fromData.json().get("skipped_rows").asInt()).isEqualTo(2);
      assertThat(fromData.json().get("skipped").get(0).asString()).isEqualTo(lines + ", line 31: not JSON at character 9: expected a value");
      assertThat(fromData.json().get("skipped").get(1).asString()).isEqualTo(
          lines + ", line 32: column \"price\": the value to learn is missing");
      assertThat(fromQuery.json().get("run").asString()).endsWith("query-1");

      Path fresh = Files.writeString(folder.resolve("new.jsonl"), "{\"town\": \"Basel\", \"size\": 15, \"note\": \"a, b\"}\n");
      Path scored = folder.resolve("scored.csv");
      Ran predicted = gradus("predict", fromQuery.json().get("run").asString(), fresh.toString(), "--out", scored.toString());
      assertThat(predicted.status()).as(predicted.err()).isZero();
      List<String> out = Files.readAllLines(scored);
      assertThat(out.getFirst()).isEqualTo("town,size,note,predicted price");
      assertThat(out.get(1)).startsWith("Basel,15,\"a, b\",");
      assertThat(Double.parseDouble(out.get(1).replaceFirst(".*,", ""))).isBetween(1500.0, 1700.0);
    }
  }

  private Ran train(String... source) {
    List<String> args = new java.util.ArrayList<>(List.of("train", "--target", "price", "--out", folder.toString(), "--json"));
    args.addAll(List.of(source));
    Ran ran = gradus(args.toArray(String[]::new));
    assertThat(ran.status()).as(ran.err()).isZero();
    return ran;
  }

  @Test
  void learnsFromParquetAndPredictsFromIt() throws IOException {
    Ran ran = gradus("train", "--data", PARQUET.toString(), "--target", "fee", "--out", folder.toString(), "--json");
    assertThat(ran.status()).as(ran.err()).isZero();
    assertThat(ran.err()).doesNotContain("INFO");
    assertThat(ran.json().get("test_score").asDouble()).isGreaterThan(0.99);
    Path scored = folder.resolve("scored.csv");
    assertThat(gradus("predict", ran.json().get("run").asString(), PARQUET.toString(), "--out", scored.toString()).status()).isZero();
    List<String> lines = Files.readAllLines(scored);
    assertThat(lines).hasSize(101);
    assertThat(lines.getFirst()).endsWith(",fee,predicted fee");
  }

  /// HSQLDB's names are in capitals unless they are quoted.
  @Test
  void saysWhichOfAQuerysColumnsWasMeant() throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:hsqldb:mem:names"); Statement sql = connection.createStatement()) {
      sql.execute("create table house (size int, price double)");
      sql.execute("insert into house values (1, 2)");
      String[] train = {"train", "--jdbc", "jdbc:hsqldb:mem:names", "--query", "select * from house", "--target", "price"};
      assertThat(gradus(train).line()).isEqualTo("gradus: the query has no column \"price\" (did you mean PRICE?); it has SIZE, PRICE");
      for (String[] more : List.of(new String[] {"--time", "sise"}, new String[] {"--group", "sise"}, new String[] {"--column", "sise=number"})) {
        train[6] = "PRICE";
        assertThat(gradus(Stream.concat(Arrays.stream(train), Arrays.stream(more)).toArray(String[]::new)).line())
            .isEqualTo("gradus: the query has no column \"sise\" (did you mean SIZE?); it has SIZE, PRICE");
      }
    }
  }

  @Test
  void tellsWhatADatabaseLacks() throws IOException {
    assertThat(gradus("train", "--jdbc", "jdbc:nothing:x", "--query", "select 1", "--target", "a").line())
        .isEqualTo("gradus: there is no driver for jdbc:nothing: name its jar with --driver FILE");
    assertThat(gradus("train", "--jdbc", "nothing", "--query", "select 1", "--target", "a").line())
        .isEqualTo("gradus: --jdbc takes a JDBC URL such as jdbc:postgresql://host/database");
    Path jar = folder.resolve("driver.jar");
    assertThat(gradus("train", "--jdbc", "jdbc:x:y", "--query", "q", "--driver", jar.toString(), "--target", "a").line())
        .isEqualTo("gradus: there is no driver " + jar);
    Files.writeString(jar, "no jar");
    assertThat(gradus("train", "--jdbc", "jdbc:x:y", "--query", "q", "--driver", jar.toString(), "--target", "a").line())
        .isEqualTo("gradus: there is no driver for jdbc:x in " + jar);
    assertThat(gradus("train", "--jdbc", "jdbc:hsqldb:mem:none", "--query", "select * from nowhere", "--target", "a").line())
        .startsWith("gradus: the query failed: user lacks privilege or object not found: NOWHERE");
    assertThat(gradus("train", "--jdbc", "jdbc:x:y", "--target", "a").line())
        .isEqualTo("gradus: a database takes both --jdbc URL and --query SQL");
    assertThat(gradus("train", "--data", "x.csv", "--jdbc", "jdbc:x:y", "--query", "q", "--target", "a").line()).isEqualTo(
        "gradus: a table, --jdbc, goes with --target, --folds, --test, --group, --time, --column, --skip-bad-rows, --seed, --threads and --out"
            + " alone");
    assertThat(gradus("train", "--data", "x.csv").line()).isEqualTo("gradus: --data needs --target COLUMN: what to learn to predict");
  }
}
