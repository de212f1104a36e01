/// Gradus: deep learning for the JVM in plain Java. This package holds only what every other room shares: its errors.
///
/// Read first: [dev.gradus.model.Model], [dev.gradus.layer.Layers] and [dev.gradus.train.Trainer].
package dev.gradus;
