/// Why a training went wrong, in words and numbers: what [dev.gradus.train.DivergenceException#diagnosis] and
/// [dev.gradus.train.Listener#warned] bring.
///
/// A [dev.gradus.diagnose.Diagnosis] has the likely [dev.gradus.diagnose.Cause], the place where the first NaN or infinity came
/// from, and how large gradients and updates were in the steps before.
package dev.gradus.diagnose;
