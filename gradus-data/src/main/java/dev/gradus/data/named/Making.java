package dev.gradus.data.named;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/// How the files that are fetched become those that a reader takes.
public sealed interface Making {
  /// The files that a reader takes.
  List<String> ready();

  /// They are the fetched ones.
  record AsFetched(List<String> ready) implements Making {
    public AsFetched {
      ready = List.copyOf(ready);
    }
  }

  /// They are files within an archive, `.tar.gz` or `.zip` by its name.
  ///
  /// @param members each ready file, and which member it is
  record Members(String archive, SequencedMap<String, Member> members, Letters letters) implements Making {
    public Members {
      members = new LinkedHashMap<>(members);
    }

    @Override
    public List<String> ready() {
      return List.copyOf(members.keySet());
    }
  }

  /// A member of an archive.
  ///
  /// @param bytes its size, unpacked
  record Member(String path, long bytes) {}

  /// What is done to IDX files on the way out of the archive.
  enum Letters {
    /// Nothing.
    AS_THEY_ARE,
    /// EMNIST's members are packed, and its images lie on their sides: they are unpacked and turned.
    TURNED,
    /// The same, and labels count from 1: they are made to count from 0.
    TURNED_FROM_ONE
  }

  /// It is one table, made of lines with no header.
  ///
  /// @param source a fetched file: plain, `.gz`, or an archive
  /// @param member the member of an archive that holds the lines; empty otherwise
  /// @param skipped how many lines at its beginning are no rows
  /// @param columns the header to be given, in the lines' order
  /// @param classes what the numbers in the last column stand for; empty if it is left alone
  /// @param rows how many there are
  record Headed(String source, String member, int skipped, List<String> columns, List<String> classes, int rows, String table)
      implements Making {
    public Headed {
      columns = List.copyOf(columns);
      classes = List.copyOf(classes);
    }

    @Override
    public List<String> ready() {
      return List.of(table);
    }
  }
}
