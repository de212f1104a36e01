"""Writes the goldens named *-optax beside it: what `write.py` has no other program for, or what PyTorch does otherwise than the papers.

Made with Python 3.11.2, JAX 0.10.2 and optax 0.2.8, in double. Run it where these are installed:

    python3 write_with_optax.py

It draws nothing, so another run writes the same. One case is one line.
"""
import json
import pathlib

import jax
import jax.numpy as jnp
import optax

jax.config.update("jax_enable_x64", True)


def numbers(values):
  return [float("%.12g" % v) for v in jnp.ravel(values)]


def optimizers():
  """Ten steps on (3 x² + x y + 2 y²) / 2 from two starting points at once: x0, x1, y0, y1 after each."""
  made = {
      # As the paper has it, without Adam's correction for the start at 0.
      "amsGrad": optax.chain(optax.scale_by_amsgrad(bias_correction_mu=False, bias_correction_nu=False), optax.scale(-0.1)),
      # With ε inside the root, as Graves has it.
      "centredRmsProp": optax.chain(optax.scale_by_stddev(0.95, 1e-4, eps_in_sqrt=True), optax.scale(-0.1)),
      "adaDelta": optax.adadelta(1, rho=0.95),
      "adaMax": optax.adamax(0.1),
      "nadam": optax.nadam(0.1),
      "lion": optax.lion(0.1, weight_decay=0),
      "lion with decay": optax.lion(0.1, weight_decay=0.3),
      "lamb": optax.lamb(0.1, weight_decay=0.01),
      "lamb without decay": optax.lamb(0.1, weight_decay=0),
      # x is 0 at first, so that a norm of LAMB is.
      "lamb of a zero": optax.lamb(0.1, weight_decay=0.01),
  }
  for name, optimizer in made.items():
    start = (0.0, 0.0) if name.endswith("zero") else (1.0, -0.5)
    parameters = {"x": jnp.array(start), "y": jnp.array([2, 0.25])}
    state = optimizer.init(parameters)
    gradient = jax.grad(lambda p: jnp.sum(3 * p["x"]**2 + p["x"] * p["y"] + 2 * p["y"]**2) / 2)
    steps = []
    for _ in range(10):
      updates, state = optimizer.update(gradient(parameters), state, parameters)
      parameters = optax.apply_updates(parameters, updates)
      steps.append(numbers(jnp.concatenate([parameters["x"], parameters["y"]])))
    yield {"name": name, "start": numbers(jnp.array(start)), "steps": steps}


def focal():
  """The mean over each example's answers, and the gradient of the sum of these means."""
  z = jnp.array([[0.3, -1.2, 2.5], [-0.7, 0.1, 0.4], [3, 3.1, -4]])
  t = jnp.array([[1.0, 0, 1], [0, 0, 1], [1, 1, 0]])
  for name, gamma, alpha in (("binaryFocal", 2, 0.25), ("binaryFocal of 0.5", 0.5, 0.6)):
    def loss(x):
      return optax.losses.sigmoid_focal_loss(x, t, alpha=alpha, gamma=gamma).mean(1)
    yield {"name": name, "z": numbers(z), "t": numbers(t), "loss": numbers(loss(z)),
           "gradient": numbers(jax.grad(lambda x: loss(x).sum())(z))}


def sparsemax():
  z = jnp.array([[0.3, 0.1, -0.5], [2.1, 2, 1.9], [-1, 3, 2.5]])
  yield {"name": "sparsemax", "z": numbers(z), "p": numbers(jax.vmap(optax.projections.projection_simplex)(z))}


if __name__ == "__main__":
  for kind, cases in (("optimizers-optax", optimizers()), ("losses-optax", [*focal(), *sparsemax()])):
    lines = ",\n".join(json.dumps(case, separators=(",", ":")) for case in cases)
    (pathlib.Path(__file__).parent / (kind + ".json")).write_text("[\n" + lines + "\n]\n")
