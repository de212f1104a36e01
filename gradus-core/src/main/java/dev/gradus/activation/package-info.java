/// Activation functions as expressions on values, for layers and losses alike.
package dev.gradus.activation;
