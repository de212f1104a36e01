/// The fast backend: kernels on `jdk.incubator.vector`, bit-equal to `dev.gradus.backend.scalar` for every vector width
/// and every number of threads.
///
/// Read [Tile] first: matrix products, convolutions and their gradients all end in its two loops. Vectors lie along the
/// columns of the result (or its channels), so each lane carries one element's chain of fused multiply-adds and no sum
/// ever crosses lanes. Blocks, bands and panels only say in which order chains are visited, never how one is summed.
package dev.gradus.backend.vector;
