/// Turns a plan into numbers. Three backends share one arithmetic contract: `reference` (double precision, the oracle),
/// `scalar` (float32, readable, the contract itself) and `vector` (fast, bit-equal to `scalar`).
package dev.gradus.backend;
