package dev.gradus.lab.plot;

import dev.gradus.lab.text.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Plots of one kind, with a slider that chooses which is seen. They share their words; the last one is the one seen first.
public final class Frames implements Exhibit {
  private final Words words;
  private final List<Text> labels = new ArrayList<>();
  private final List<Exhibit> frames = new ArrayList<>();

  /// Usually by [dev.gradus.lab.Notebook#frames].
  public Frames(Words words) {
    this.words = words;
  }

  @Override
  public Words words() {
    return words;
  }

  /// One more frame, under a label such as `width 16`.
  public LinePlot lines(Text label) {
    return add(label, new LinePlot(words));
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
  public String html() {
    int last = frames.size() - 1;
    StringBuilder said = new StringBuilder();
    StringBuilder drawn = new StringBuilder();
    for (int i = 0; i < frames.size(); i++) {
      String start = " class=\"frame\"" + (i == last ? ">" : " hidden>");
      said.append("<span").append(start).append(Html.both(labels.get(i))).append("</span>");
      drawn.append("<div").append(start).append(frames.get(i).html()).append("</div>");
    }
    return "<div class=\"frames\"><label class=\"slider\"><input type=\"range\" min=\"0\" max=\"" + last + "\" value=\"" + last + "\" aria-label=\""
        + Svg.escape(words.title().english()) + "\"><output>" + said + "</output></label>" + drawn + "</div>";
  }

  @Override
  public Optional<String> picture() {
    return frames.isEmpty() ? Optional.empty() : frames.getLast().picture();
  }
}
