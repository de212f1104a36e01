/// The readable backend in float32, and with it the arithmetic contract: every other float32 backend gives these bits.
///
/// Matrix product: each element of c is one chain acc = fma(a[i, s], b[s, j], acc) over s = 0 .. k - 1, from acc = +0.
/// A block of k may leave acc in memory and go on later: a stored float loses nothing.
///
/// Convolution: each output is one chain acc = fma(x, w, acc) over (kh, kw, ci) ascending, ci fastest, from +0. Taps
/// outside the image are not skipped: they read x = +0. (It makes a difference: 0 · inf is NaN, and -0 + 0 is +0.)
///
/// Convolution, input gradient: each dx is one chain acc = fma(dy, w, acc) over (kh descending, kw descending, co of the
/// group ascending), co fastest, from +0: the order in which a convolution of dy with the filters turned around goes.
/// Only the taps on the lattice take part, those where (h + padTop - kh · dilationY) and (w + padLeft - kw · dilationX)
/// are multiples of the strides; an output position outside the output reads dy = +0.
///
/// Convolution, filter gradient: the batch is cut into chunks of max(1, floor(1024 / max(1, outHeight · outWidth)))
/// images. Within a chunk each dw is one chain acc = fma(x, dy, acc) over (n, oh, ow) ascending, from +0, with x = +0
/// outside the image. The first chunk's sum is taken as it is and the following ones are added to it one after another:
/// dw = (...((s0 + s1) + s2) + ...). An empty batch gives +0.
///
/// Convolutions of 3 × 3 or 5 × 5 with stride 1 that [dev.gradus.backend.Winograd#fits] names, by shape alone, and their gradients go by tiles
/// instead. A transform goes down the columns of a tile, then along the rows, with the roundings of `WinogradLines`. Between
/// transforms each of the 36 points has one chain acc = fma(v, u, acc) from +0: over the channels ascending in the
/// convolution (v the image, u the filter) and in the input gradient (v the gradient dy, over co); over the tiles (n, tile row,
/// tile column) ascending in the filter gradient (v the image, u the gradient). A tile reads +0 outside the image, and
/// outside dy. An infinity or NaN so reaches all outputs of the tiles that read it, not only its neighbours.
///
/// A loop ([dev.gradus.op.Scan]) does its steps one after another, forward from the first or in reverse from the last, each in
/// the order of its body. Its gradient by a constant is added up step after step in the gradient's direction, from +0:
/// s = s + part.
///
/// Rows added into a table: each element is one chain acc = acc + dy over the positions whose index names its row,
/// ascending, from +0.
///
/// An empty sum is +0. Which payload and sign a NaN has is not promised: compare NaNs by
/// [Float#floatToIntBits], which makes them one.
///
/// Error, with ε = 2^-24 the unit roundoff and γ(k) = kε / (1 - kε): |computed - exact| ≤ γ(k) · Σ|a||b| for a chain of
/// k fused multiply-adds, one rounding a step, as long as nothing underflows; the filter gradient rounds once more per
/// chunk. By tiles, with chains of k: ≤ γ(k + 24) · |Aᵀ| (Σ |G||w||Gᵀ| ⊙ |Bᵀ||d||B|) |A|, and for the filter gradient ≤ γ(k + 24) ·
/// |Gᵀ| (Σ |A||dy||Aᵀ| ⊙ |Bᵀ||d||B|) |G|: a bound of the whole tile's size, not of the one output's.
package dev.gradus.backend.scalar;
