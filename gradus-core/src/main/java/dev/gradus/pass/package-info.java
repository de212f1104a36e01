/// Rewrites of graphs that keep every bit of every result. Each is a static method from graph to graph; tests run the
/// verifier after each.
package dev.gradus.pass;
