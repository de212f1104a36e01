package dev.gradus.plot;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Plots of one kind, with a slider that chooses which is seen. They share their words; the last one is the one seen first.
public final class Frames implements Exhibit {
  private final Words words;
  private final List<Text> labels = new ArrayList<>();
  private final List<Exhibit> frames = new ArrayList<>();

  /// Without frames.
  public Frames(Words words) {
    this.words = words;
  }

  @Override
  public Words words() {
    return words;
  }

  /// One more frame, under a label such as `width 16`.
  public Plot lines(Text label) {
    return add(label, new Plot(words));
  }

  /// One more frame.
  public HeatMap heatMap(Text label) {
    return add(label, new HeatMap(words));
  }

  /// One more frame.
  public PictureGrid pictures(Text label) {
    return add(label, new PictureGrid(words));
  }

  private <E extends Exhibit> E add(Text label, E frame) {
    labels.add(label);
    frames.add(frame);
    return frame;
  }

  @Override
  public Tag drawing() {
    String last = String.valueOf(frames.size() - 1);
    Tag said = Tag.of("output");
    Tag whole = Tag.of("div").with("class", "frames").add(Tag.of("label").with("class", "slider").add(Tag.of("input").with("type", "range")
        .with("min", "0").with("max", last).with("value", last).with("aria-label", words.title().english()), said));
    for (int i = 0; i < frames.size(); i++) {
      said.add(frame("span", i).text(labels.get(i)));
      whole.add(frame("div", i).add(frames.get(i).drawing()));
    }
    return whole;
  }

  private Tag frame(String name, int index) {
    Tag frame = Tag.of(name).with("class", "frame");
    return index == frames.size() - 1 ? frame : frame.with("hidden", "");
  }

  @Override
  public Optional<String> picture() {
    return frames.isEmpty() ? Optional.empty() : frames.getLast().picture();
  }
}
