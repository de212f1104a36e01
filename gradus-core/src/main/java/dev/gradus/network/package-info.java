/// Whole networks by name, each a layer made of [dev.gradus.layer.Layers] alone, as you could write it yourself.
///
/// Read [Models]; to vary one, copy its lines.
package dev.gradus.network;
