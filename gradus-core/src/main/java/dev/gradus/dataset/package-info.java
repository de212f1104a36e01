/// What the trainer asks of data: examples by index. Readers and generated sets live in the module `dev.gradus.data`.
package dev.gradus.dataset;
