package dev.gradus.data.table;

/// Is told now and then how far something has come that takes long. What it throws ends that.
@FunctionalInterface
public interface Headway {
  /// @param rows how many rows are done
  /// @param part which part of all that is to be done is, 0 to 1; NaN if that isn't known
  void at(long rows, double part);
}
