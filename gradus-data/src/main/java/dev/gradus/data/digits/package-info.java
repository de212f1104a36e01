/// Handwritten-looking digits, generated.
///
///     Dataset train = Digits.train(42);          // 20,000 images of 28 x 28
///     Dataset test = Digits.test(42, 1_000);     // the first 1,000 test images
///
/// How one comes to be: [Skeletons] picks one of a digit's forms and its proportions and notes knots with a [Pen];
/// [Trace] lays a curve through them; [Hand] makes it one writer's (stray knots, rounded turns, tremble, slant, pressure);
/// [Scan] inks it, scans it and places it in the frame. Everything is drawn from one random stream of the image's own.
///
/// It is made to be wide rather than easy, so that a network that learned from it reads real handwriting too; how well
/// it does is for real handwriting to say, not for the generated test split.
package dev.gradus.data.digits;
