package dev.gradus.backend;

/// A piece of an array: where an operand of a kernel lies.
///
/// @param array the array that holds it
/// @param offset the index of its first element
public record Slice(float[] array, int offset) {}
