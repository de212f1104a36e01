package dev.gradus.backend;

/// How an elementwise kernel reads one of its inputs.
///
/// @param slice where it lies
/// @param strides the distance between neighbours along each axis of the kernel's space; 0 where it is broadcast
public record Operand(Slice slice, int[] strides) {}
