/// Data sets to train on and pictures to predict from.
///
/// Read first: [dev.gradus.data.digits.Digits] (generated, nothing to download), [Toys] (points in the plane), [Idx]
/// (folders like MNIST's), [ImageFolder] (pictures in a folder for each class), [Npy] (NumPy's arrays), [Images] (single pictures); tables
/// are in [dev.gradus.data.table].
///
///     Dataset train = Idx.train(Path.of("fashion-mnist"));
///     Dataset test = Idx.test(Path.of("fashion-mnist"));
///     Tensor picture = Images.read(Path.of("seven.png"), Shape.of(28, 28, 1), Fit.STRETCH, Polarity.DARK_BACKGROUND);
///
/// Nothing here touches the network (that is [dev.gradus.data.named]), and every error of a file is one line that names the
/// file, what was found and what was expected.
package dev.gradus.data;
