package dev.gradus.cli.bench;

/// What a contender is to work on.
///
/// @param threads how many threads to use
public record Job(Workload workload, int threads, Scale scale) {}
