/// The peers that `gradus bench --peers` measures against, each behind [dev.gradus.cli.bench.Session], and JMH benchmarks of our
/// kernels. Read first: [PeerWorker].
///
/// A peer gets our model's weights and data ([Weights]), computes the same function, which [dev.gradus.cli.bench.Contest] checks, and
/// is written as its own users would write for speed. This module runs on the class path and is never published.
package dev.gradus.bench;
