package dev.gradus.plot;

import java.util.ArrayList;
import java.util.List;

/// A line of equal value through a grid: in each cell, straight from side to side.
///
/// Source: marching squares, Lorensen and Cline 1987 in two dimensions, doi:10.1145/37401.37422. Deviation: where a cell could be
/// crossed in two ways, the sides are joined in their order.
final class Contour {
  private Contour() {}

  static String path(Grid grid, double level, Frame frame) {
    StringBuilder path = new StringBuilder();
    for (int row = 0; row + 1 < grid.rows(); row++) {
      for (int column = 0; column + 1 < grid.columns(); column++) {
        List<String> crossed = new ArrayList<>();
        cross(grid, level, frame, crossed, row, column, row, column + 1);
        cross(grid, level, frame, crossed, row, column + 1, row + 1, column + 1);
        cross(grid, level, frame, crossed, row + 1, column + 1, row + 1, column);
        cross(grid, level, frame, crossed, row + 1, column, row, column);
        for (int i = 0; i + 1 < crossed.size(); i += 2) {
          path.append('M').append(crossed.get(i)).append('L').append(crossed.get(i + 1));
        }
      }
    }
    return path.toString();
  }

  private static void cross(Grid grid, double level, Frame frame, List<String> crossed, int row, int column, int toRow, int toColumn) {
    double from = grid.values()[row][column];
    double to = grid.values()[toRow][toColumn];
    if (from < level == to < level || !Double.isFinite(from) || !Double.isFinite(to)) {
      return;
    }
    double share = (level - from) / (to - from);
    double x = grid.xLow() + (grid.xHigh() - grid.xLow()) * (column + share * (toColumn - column)) / (grid.columns() - 1);
    double y = grid.yLow() + (grid.yHigh() - grid.yLow()) * (row + share * (toRow - row)) / (grid.rows() - 1);
    crossed.add(Tag.place(frame.x(x)) + " " + Tag.place(frame.y(y)));
  }
}
