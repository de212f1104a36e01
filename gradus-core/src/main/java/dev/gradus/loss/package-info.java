/// What training makes small. See [dev.gradus.loss.Losses].
package dev.gradus.loss;
