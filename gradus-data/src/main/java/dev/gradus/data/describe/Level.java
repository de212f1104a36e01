package dev.gradus.data.describe;

/// A value of a column, or a class, and how often it occurs.
public record Level(String name, long count) {}
