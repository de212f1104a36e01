package dev.gradus.train;

import dev.gradus.json.Json;
import dev.gradus.json.JsonException;
import dev.gradus.metric.ConfusionMatrix;
import dev.gradus.model.Evaluation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A training's epochs as JSON. Doubles are their bits as whole numbers, so that none is rounded, NaN and infinity included.
final class History {
  private History() {}

  static Json bits(double value) {
    return Json.of(Double.doubleToRawLongBits(value));
  }

  static double bits(Json json) {
    return Double.longBitsToDouble(json.number());
  }

  static Json write(List<EpochReport> history) {
    return new Json.Arr(history.stream().map(History::write).toList());
  }

  static List<EpochReport> read(Json json) {
    return json.items().stream().map(item -> read(item.object())).toList();
  }

  private static Json write(EpochReport report) {
    Map<String, Json> written = new LinkedHashMap<>();
    written.put("epoch", Json.of(report.epoch()));
    written.put("steps", Json.of(report.steps()));
    written.put("loss", bits(report.loss()));
    written.put("metrics", figures(report.metrics()));
    report.validation().ifPresent(validation -> {
      Map<String, Json> confusions = new LinkedHashMap<>();
      validation.confusions().forEach((output, confusion) -> confusions.put(output, write(confusion)));
      written.put("validation", new Json.Obj(ordered(
          "loss", bits(validation.loss()), "metrics", figures(validation.metrics()), "examples", Json.of(validation.examples()),
          "confusions", new Json.Obj(confusions))));
    });
    written.put("seconds", bits(report.seconds()));
    written.put("examplesPerSecond", bits(report.examplesPerSecond()));
    return new Json.Obj(written);
  }

  private static EpochReport read(Json.Obj written) {
    Optional<Evaluation> validation = Optional.ofNullable(written.members().get("validation")).map(Json::object).map(json -> {
      Map<String, ConfusionMatrix> confusions = new LinkedHashMap<>();
      json.get("confusions").object().members().forEach((output, confusion) -> confusions.put(output, confusion(confusion.object())));
      return new Evaluation(bits(json.get("loss")), figures(json.get("metrics")), json.get("examples").integer(), confusions);
    });
    return new EpochReport(written.get("epoch").integer(), written.get("steps").number(), bits(written.get("loss")),
        figures(written.get("metrics")), validation, bits(written.get("seconds")), bits(written.get("examplesPerSecond")));
  }

  private static Json figures(Map<String, Double> figures) {
    Map<String, Json> written = new LinkedHashMap<>();
    figures.forEach((name, value) -> written.put(name, bits(value)));
    return new Json.Obj(written);
  }

  private static Map<String, Double> figures(Json written) {
    Map<String, Double> figures = new LinkedHashMap<>();
    written.object().members().forEach((name, value) -> figures.put(name, bits(value)));
    return figures;
  }

  private static Json write(ConfusionMatrix confusion) {
    return new Json.Obj(ordered(
        "classes", new Json.Arr(confusion.classes().stream().map(Json::of).toList()),
        "counts", new Json.Arr(Arrays.stream(confusion.counts())
            .<Json>map(row -> new Json.Arr(Arrays.stream(row).<Json>mapToObj(Json::of).toList())).toList())));
  }

  private static ConfusionMatrix confusion(Json.Obj written) {
    List<String> classes = written.get("classes").items().stream().map(Json::text).toList();
    int[][] counts = written.get("counts").items().stream()
        .map(row -> row.items().stream().mapToInt(Json::integer).toArray()).toArray(int[][]::new);
    return new ConfusionMatrix(classes, counts);
  }

  /// Numbers as a list.
  static Json bits(double[] values) {
    return new Json.Arr(Arrays.stream(values).mapToObj(History::bits).toList());
  }

  /// Fills an array from such a list of its length.
  static void readBits(Json written, double[] into) {
    List<Json> items = written.items();
    if (items.size() != into.length) {
      throw new JsonException("expected " + into.length + " numbers, got " + items.size());
    }
    for (int i = 0; i < into.length; i++) {
      into[i] = bits(items.get(i));
    }
  }

  /// A map in the order of its arguments: name, value, name, value and so on.
  private static Map<String, Json> ordered(Object... namesAndValues) {
    Map<String, Json> map = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      map.put((String) namesAndValues[i], (Json) namesAndValues[i + 1]);
    }
    return map;
  }
}
