/// Output units: what a network ends with, chosen by how the target is distributed. See
/// [dev.gradus.output.OutputUnits] for the list.
///
/// A unit joins the number of raw outputs, the loss and the link from raw outputs to predictions, so that they fit:
///
///     OutputUnit output = OutputUnits.categorical(10);
///     Model model = Model.create(sequential(flatten(), dense(64), relu(), output.layer()), Shape.of(28, 28, 1), seed(42));
///     Trainer.of(model).output(output).optimizer(adam(1e-3)).fit(train);
///     Tensor probabilities = model.predict(image);
///
/// The package stands above `layer` and `loss`, which know nothing of each other. It computes nothing of its own: whoever
/// wants another pair gives a last layer and a loss as ever.
package dev.gradus.output;
