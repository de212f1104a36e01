/// Layers: functions that build graphs. Start with [dev.gradus.layer.Layers] for the list and [dev.gradus.layer.Layer] to
/// write your own.
///
/// A layer computes nothing and holds no numbers: parameters belong to the model.
package dev.gradus.layer;
