package dev.gradus.data.table;

import java.util.stream.IntStream;

/// What a ridge, and what members add to it, say of rows without having seen them.
///
/// @param answers the rows' numbers
/// @param line the ridges', scaled
/// @param added the members'
record Joined(TargetScale scale, Line.Crossed lines, double[] answers, double[] line, double[] added) {
  Joined with(double[] said) {
    return new Joined(scale, lines, answers, line, said);
  }

  private double[] predicted(double share) {
    return IntStream.range(0, line.length).mapToDouble(i -> line[i] + share * added[i]).toArray();
  }

  TargetScale fitted(double share) {
    return scale.fitted(answers, predicted(share));
  }

  /// The squared error of each row, with a share of what the members add.
  double[] errors(double share) {
    double[] predicted = predicted(share);
    TargetScale back = scale.fitted(answers, predicted);
    return IntStream.range(0, line.length).mapToDouble(i -> {
      double error = answers[i] - back.back(predicted[i]);
      return error * error;
    }).toArray();
  }

  /// The root mean square of what the ridge leaves over, scaled.
  double left() {
    double squares = 0;
    for (int i = 0; i < line.length; i++) {
      double error = scale.scaled(answers[i]) - line[i];
      squares += error * error;
    }
    return Math.max(1e-9, Math.sqrt(squares / line.length));
  }
}
