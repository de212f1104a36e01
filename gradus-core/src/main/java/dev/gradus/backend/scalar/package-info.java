/// Float32 in readable loops: the arithmetic contract, which the vector backend keeps bit by bit.
package dev.gradus.backend.scalar;
