/// The closed set of primitive operations.
package dev.gradus.op;
