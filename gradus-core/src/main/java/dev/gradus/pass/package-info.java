/// Rewrites of graphs that keep every bit of every result, but for [dev.gradus.pass.Fold], which defines what inference
/// computes. Each is a method from graph to graph; tests run the verifier after each.
package dev.gradus.pass;
