package dev.gradus.plan;

import dev.gradus.graph.Value;
import dev.gradus.tensor.Shape;

/// How a step reads a stored value: under some shape, broadcast to the step's space.
///
/// @param stored the value whose memory is read
/// @param shape the shape under which it is read, with as many elements
public record View(Value stored, Shape shape) {}
