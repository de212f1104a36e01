/// How good a network is. See [dev.gradus.metric.Metrics].
package dev.gradus.metric;
