/// Optimizers as expressions, built from small chained transforms. See [dev.gradus.optimizer.Optimizers].
package dev.gradus.optimizer;
