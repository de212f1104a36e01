/// Backpropagation as a map from graph to graph. Start with [dev.gradus.autodiff.Gradients]; the rules are in one table,
/// `GradientRules`.
package dev.gradus.autodiff;
