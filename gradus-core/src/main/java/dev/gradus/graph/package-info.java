/// What is to be computed, as data: a [dev.gradus.graph.Value] is the result of an op on other values, a
/// [dev.gradus.graph.Graph] is a function from named inputs to named outputs.
///
///     Value x = Value.input("x", DType.F32, Shape.of(2).batched());
///     Graph graph = new Graph(Map.of("y", x.square().sum(1)));
///
/// Nothing here computes: see `dev.gradus.plan` and `dev.gradus.backend`.
package dev.gradus.graph;
