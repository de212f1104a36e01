/// How good a network is. A [dev.gradus.metric.Metric] is a number for each example, measured while training too: see
/// [dev.gradus.metric.Metrics]. A [dev.gradus.metric.SetMetric] needs the whole set: see [dev.gradus.metric.SetMetrics].
package dev.gradus.metric;
