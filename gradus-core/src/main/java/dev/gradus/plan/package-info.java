/// What is to be done, in order: a [dev.gradus.plan.Plan] is a graph turned into steps, with elementwise chains fused, and
/// a [dev.gradus.plan.Layout] says where each value lies once the batch size is known.
///
/// It knows no backend; every backend, and later one on a GPU, reads the same plan.
package dev.gradus.plan;
