package dev.gradus.cli.recipe;

import dev.gradus.data.augment.Augmentations;
import dev.gradus.dataset.Augmentation;
import java.util.function.Function;
import java.util.stream.Stream;

/// The augmentations that a recipe can name, with the names of their Java methods and options. Each takes `probability` too, with which
/// an example is changed.
final class KnownAugmentations {
  private static final String PROBABILITY = "probability";

  static final Catalogue<Augmentation> AUGMENTATIONS = catalogue();

  private KnownAugmentations() {}

  private static Catalogue<Augmentation> catalogue() {
    Catalogue<Augmentation> all = new Catalogue<Augmentation>("augmentation")
        .add("horizontalFlip", entry -> Augmentations.horizontalFlip(entry.number(PROBABILITY, 0.5)), PROBABILITY)
        .add("verticalFlip", entry -> Augmentations.verticalFlip(entry.number(PROBABILITY, 0.5)), PROBABILITY)
        .add("erase", entry -> Augmentations.erase(entry.number(PROBABILITY, 0.5), entry.number("smallest", 0.02),
            entry.number("largest", 0.4)), PROBABILITY, "smallest", "largest");
    add(all, "crop", entry -> Augmentations.crop(entry.integer("padding")), "padding");
    add(all, "shift", entry -> Augmentations.shift(entry.number("fraction")), "fraction");
    add(all, "rotate", entry -> Augmentations.rotate(entry.number("degrees")), "degrees");
    add(all, "scale", entry -> Augmentations.scale(entry.number("strength")), "strength");
    add(all, "shear", entry -> Augmentations.shear(entry.number("degrees")), "degrees");
    add(all, "elastic", entry -> Augmentations.elastic(entry.number("strength", 34), entry.number("deviation", 4)), "strength", "deviation");
    add(all, "brightness", entry -> Augmentations.brightness(entry.number("strength")), "strength");
    add(all, "contrast", entry -> Augmentations.contrast(entry.number("strength")), "strength");
    add(all, "saturation", entry -> Augmentations.saturation(entry.number("strength")), "strength");
    add(all, "hue", entry -> Augmentations.hue(entry.number("turn")), "turn");
    add(all, "noise", entry -> Augmentations.noise(entry.number("deviation")), "deviation");
    add(all, "blur", entry -> Augmentations.blur(entry.number("deviation")), "deviation");
    add(all, "cutout", entry -> Augmentations.cutout(entry.integer("size")), "size");
    add(all, "randAugment", entry -> Augmentations.randAugment(entry.integer("operations"), entry.number("magnitude")),
        "operations", "magnitude");
    add(all, "scaleSignal", entry -> Augmentations.scaleSignal(entry.number("deviation")), "deviation");
    add(all, "mixup", entry -> Augmentations.mixup(entry.number("alpha")), "alpha");
    add(all, "cutmix", entry -> Augmentations.cutmix(entry.number("alpha", 1)), "alpha");
    return all;
  }

  private static void add(Catalogue<Augmentation> all, String name, Function<Entry, Augmentation> maker, String main, String... others) {
    all.add(name, entry -> {
      Augmentation always = maker.apply(entry);
      double probability = entry.number(PROBABILITY, 1);
      return probability == 1 ? always : Augmentations.sometimes(probability, always);
    }, main, Stream.concat(Stream.of(others), Stream.of(PROBABILITY)).toArray(String[]::new));
  }

  static Augmentation augmentation(Entry entry) {
    Augmentation augmentation = AUGMENTATIONS.make(entry);
    return (training, seed, epoch) -> entry.where().locating(() -> augmentation.view(training, seed, epoch));
  }
}
