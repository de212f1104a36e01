/// First values of weights. See [dev.gradus.initializer.Initializers].
package dev.gradus.initializer;
