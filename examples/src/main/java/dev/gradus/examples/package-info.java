/// Short programs that show the library in use; the build compiles them and a test runs each.
///
/// Read first: [DigitsExample] (train, evaluate, save, load, predict), then [CustomLayers] (layers of your own) and
/// [GradientByHand] (what a gradient is, without layers, models or a trainer).
package dev.gradus.examples;
