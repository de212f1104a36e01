/// Shapes, element types and the arrays that hold numbers. Start with [dev.gradus.tensor.Tensor].
///
/// It does no arithmetic: that is the graph's and the backends' work.
package dev.gradus.tensor;
