/// What the trainer asks of data: examples by index. Start with [dev.gradus.dataset.Dataset], one input and one target each;
/// [dev.gradus.dataset.Examples] is the same with fields by name,
/// and [dev.gradus.dataset.DatasetView] one made from another. Readers and generated sets live in the module `dev.gradus.data`.
package dev.gradus.dataset;
