package dev.gradus.data.table;

import dev.gradus.GradusException;
import java.io.IOException;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/// Tables from databases.
///
///     try (Connection connection = DriverManager.getConnection(url)) {
///       RowSource rows = Query.read(connection, "select size, town, price from house");
///     }
///
/// The query is run once. Its rows come some at a time, with whatever driver, and are kept in a temporary file: the heap holds none of
/// them, and going over them again gives the same rows though the database has changed.
public final class Query {
  private static final int AT_A_TIME = 1000;
  private static final int TOLD = 256;

  private Query() {}

  /// Runs a query. The connection can be closed afterwards; it is left as it was, and unless a transaction
  /// was open the query may change nothing.
  ///
  /// @throws GradusException if it can't be run, gives no rows of columns, or two columns have one name
  public static RowSource read(Connection connection, String sql) {
    return read(connection, sql, (_, _) -> {});
  }

  /// Runs a query; `headway` is told of the rows that have come.
  public static RowSource read(Connection connection, String sql, Headway headway) {
    try {
      boolean commits = connection.getAutoCommit();
      boolean readOnly = connection.isReadOnly();
      if (commits) {
        connection.setReadOnly(true);
        // PostgreSQL fetches all at once unless a transaction is open.
        connection.setAutoCommit(false);
      }
      try (Statement statement = connection.createStatement(ResultSet.TYPE_FORWARD_ONLY, ResultSet.CONCUR_READ_ONLY)) {
        // MySQL fetches all at once unless told so in its own way.
        boolean mysql = connection.getMetaData().getDatabaseProductName().equals("MySQL");
        statement.setFetchSize(mysql ? Integer.MIN_VALUE : AT_A_TIME);
        try (ResultSet rows = statement.executeQuery(sql)) {
          return read(rows, headway);
        }
      } finally {
        if (commits) {
          connection.rollback();
          connection.setAutoCommit(true);
          connection.setReadOnly(readOnly);
        }
      }
    } catch (SQLException failed) {
      throw new GradusException("the query failed: " + failed.getMessage(), failed);
    } catch (IOException failed) {
      throw new GradusException("can't keep the rows of the query in a temporary file: " + failed.getMessage(), failed);
    }
  }

  private static RowSource read(ResultSet rows, Headway headway) throws SQLException, IOException {
    ResultSetMetaData columns = rows.getMetaData();
    List<String> names = new ArrayList<>();
    for (int c = 1; c <= columns.getColumnCount(); c++) {
      names.add(columns.getColumnLabel(c));
    }
    RowSource.distinct(names, "the query");
    return Spool.of("the query", names, (Spool.Sink sink) -> {
      for (long row = 1; rows.next(); row++) {
        List<String> fields = new ArrayList<>(names.size());
        for (int c = 1; c <= names.size(); c++) {
          fields.add(text(rows, c));
        }
        sink.row(fields);
        if (row % TOLD == 0) {
          headway.at(row, Double.NaN);
        }
      }
    });
  }

  private static String text(ResultSet rows, int column) throws SQLException {
    return switch (rows.getObject(column)) {
      case Clob _ -> rows.getString(column);
      case Blob blob -> Texts.of(blob.getBytes(1, 32));
      case Object value -> Texts.of(value);
      case null -> "";
    };
  }
}
