/// What `gradus bench` measures, and how.
///
/// Read first: [Workload], the list of what is measured; [Session], one contender's side of a workload; [Contest], which lets the
/// contenders take turns. Each contender works in a process of its own ([Remote] at our end, [Worker] at its own), so that none
/// sees another's threads, memory or compiler, and they speak JSON, a line a message. Peers join from outside: the module
/// gradus-bench has programs that serve [Session]s of other libraries through [Worker].
///
/// No number here is computed from another machine's: what a figure could be at most comes from [PeakSession], in the same minutes.
package dev.gradus.cli.bench;
