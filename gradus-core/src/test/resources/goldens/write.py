"""Writes the goldens beside it: numbers of independent programs that the tests named *GoldensTest compare Gradus with.

Made with Python 3.11.2, NumPy 1.24.2, SciPy 1.10.1, scikit-learn 1.2.1 and PyTorch 1.13.0a0 (those of Debian 12), all in
double. Run it in any folder:

    python3 write.py

It needs no network and draws its inputs by fixed seeds, so another run writes the same. One case is one line.
"""
import json
import math
import pathlib

import numpy as np
import sklearn.metrics as sk
import torch
import torch.nn.functional as F
from scipy import integrate, special, stats
from sklearn.preprocessing import label_binarize

torch.set_default_dtype(torch.float64)
HERE = pathlib.Path(__file__).parent


def numbers(values):
  """Twelve digits are more than any tolerance looks at."""
  if torch.is_tensor(values):
    values = values.detach().numpy()
  return [float("%.12g" % v) for v in np.asarray(values, dtype=float).ravel()]


def draw(seed, *shape):
  return torch.tensor(np.random.default_rng(seed).integers(-20, 21, shape) / 10)


def write(name, cases):
  lines = ",\n".join(json.dumps(case, separators=(",", ":")) for case in cases)
  (HERE / (name + ".json")).write_text("[\n" + lines + "\n]\n")


# Activations ------------------------------------------------------------------------------------------------------

UNITS = {
    "relu": F.relu,
    "leakyRelu": lambda x: F.leaky_relu(x, 0.01),
    "generalisedRelu": lambda x: F.prelu(x, torch.tensor([0.1])),
    "absoluteValue": torch.abs,
    "elu": F.elu,
    "elu of 1.5": lambda x: F.elu(x, 1.5),
    "selu": F.selu,
    "celu": F.celu,
    "celu of 2": lambda x: F.celu(x, 2),
    "gelu": F.gelu,
    "geluTanh": lambda x: F.gelu(x, approximate="tanh"),
    "silu": F.silu,
    "mish": F.mish,
    "softplus": F.softplus,
    "softsign": F.softsign,
    "hardSigmoid": F.hardsigmoid,
    "hardTanh": F.hardtanh,
    "hardSwish": F.hardswish,
    "sigmoid": torch.sigmoid,
    "tanh": torch.tanh,
    "softmax": lambda x: F.softmax(x, -1),
    "logSoftmax": lambda x: F.log_softmax(x, -1),
}


def activations():
  """Values, and the gradient of their sum weighted by 1, 2, 3, ..., away from kinks."""
  grid = torch.tensor([-7.5, -3.25, -2.5, -1.5, -0.75, -0.3, -0.01, 0.02, 0.4, 0.9, 1.6, 2.75, 3.5, 8])
  for name, unit in UNITS.items():
    x = grid.clone().requires_grad_()
    y = unit(x)
    (y * torch.arange(1, len(grid) + 1)).sum().backward()
    yield {"name": name, "x": numbers(x), "y": numbers(y), "gradient": numbers(x.grad)}


def gains():
  """1 / sqrt(E[f(z)^2]) for a normal z by quadrature, with pieces between kinks."""
  density = stats.norm.pdf
  for name in ["relu", "leakyRelu", "generalisedRelu", "absoluteValue", "elu", "celu", "selu", "gelu", "geluTanh", "silu",
               "mish", "hardSwish", "softplus", "softsign", "hardTanh", "tanh"]:
    def square(z):
      return float(UNITS[name](torch.tensor([z]))) ** 2 * density(z)
    cuts = [-12, -3, -1, 0, 1, 3, 12]
    mean = sum(integrate.quad(square, a, b, epsabs=1e-13)[0] for a, b in zip(cuts, cuts[1:]))
    yield {"name": name, "gain": numbers([1 / math.sqrt(mean)])[0]}
  yield {"name": "parametricRelu", "gain": numbers([torch.nn.init.calculate_gain("leaky_relu", 0.25)])[0]}
  yield {"name": "torch's tanh", "gain": numbers([torch.nn.init.calculate_gain("tanh")])[0]}
  # The larger of two normal numbers z has the density 2 φ(z) Φ(z).
  square = integrate.quad(lambda z: 2 * z * z * density(z) * stats.norm.cdf(z), -12, 12)[0]
  yield {"name": "maxout", "gain": numbers([1 / math.sqrt(square)])[0]}
  yield {"name": "deviation of truncatedNormal", "gain": numbers([stats.truncnorm(-2, 2).std()])[0]}


# Losses -----------------------------------------------------------------------------------------------------------

def losses():
  """The loss of each example, and the gradient of their sum by the output where torch gives it."""
  z = torch.tensor([[0.3, -1.2, 2.5], [-0.7, 0.1, 0.4], [3, 3.1, -4]])
  labels = torch.tensor([2, 0, 1])
  shares = torch.tensor([[0.2, 0.3, 0.5], [0, 1, 0], [0.25, 0.25, 0.5]])
  answers = torch.tensor([[1.0, 0, 1], [0, 0, 1], [1, 1, 0]])
  counts = torch.tensor([[0.0, 1, 2], [7, 3, 0], [20, 25, 1]])
  reals = torch.tensor([[0.1, -1.15, 0.5], [0.7, -2.1, 3.4], [3, 0, -9]])
  weights = torch.tensor([0.5, 2, 3])
  signs = answers * 2 - 1

  def case(name, loss, output, target):
    x = output.clone().requires_grad_()
    value = loss(x, target)
    value.sum().backward()
    return {"name": name, "z": numbers(output), "t": numbers(target), "loss": numbers(value), "gradient": numbers(x.grad)}

  def mean(loss):
    return lambda x, t: loss(x, t).mean(1)

  for name, options in {"softmaxCrossEntropy": {}, "softmaxCrossEntropy smoothed": {"label_smoothing": 0.1},
                        "softmaxCrossEntropy weighted": {"weight": weights},
                        "softmaxCrossEntropy smoothed and weighted": {"label_smoothing": 0.3, "weight": weights}}.items():
    def entropy(x, t, options=options):
      return F.cross_entropy(x, t, reduction="none", **options)
    yield case(name, entropy, z, labels)
    yield case(name + " of distributions", entropy, z, shares)
  yield case("kullbackLeibler", lambda x, t: F.kl_div(F.log_softmax(x, 1), t, reduction="none").sum(1), z, shares)
  yield case("binaryCrossEntropy", mean(lambda x, t: F.binary_cross_entropy_with_logits(x, t, reduction="none")), z, answers)
  yield case("binaryCrossEntropy weighted",
             mean(lambda x, t: F.binary_cross_entropy_with_logits(x, t, reduction="none", pos_weight=weights)), z, shares)

  def focal(gamma):
    # (1 - p)^γ as the authors have it.
    def loss(x, t):
      entropy = F.cross_entropy(x, t, reduction="none")
      return (1 - torch.exp(-entropy)) ** gamma * entropy
    return loss
  yield case("focal", focal(2), z, labels)
  yield case("focal of 0.5", focal(0.5), z, labels)
  yield case("meanSquaredError", mean(lambda x, t: F.mse_loss(x, t, reduction="none")), z, reals)
  yield case("meanAbsoluteError", mean(lambda x, t: F.l1_loss(x, t, reduction="none")), z, reals + 0.05)
  yield case("huber", mean(lambda x, t: F.huber_loss(x, t, reduction="none")), z, reals)
  yield case("huber of 0.3", mean(lambda x, t: F.huber_loss(x, t, reduction="none", delta=0.3)), z, reals)
  yield case("poisson", mean(lambda x, t: F.poisson_nll_loss(x, t, reduction="none")), z, counts)
  yield case("hinge", mean(lambda x, t: F.relu(1 - (t * 2 - 1) * x)), z, answers)
  yield case("multiClassHinge", lambda x, t: torch.stack([
      F.relu(1 + torch.cat([row[:int(k)], row[int(k) + 1:]]).max() - row[int(k)]) for row, k in zip(x, t)]), z, labels)
  yield case("gaussianWithVariance", mean(lambda x, t: F.gaussian_nll_loss(
      x[:, :2], t, torch.exp(x[:, 2:]), full=True, eps=1e-12, reduction="none")), draw(1, 3, 4), reals[:, :2])

  def mixture(x, t):
    k, size = 2, t.shape[1]
    parts = torch.distributions.Independent(torch.distributions.Normal(
        x[:, k:k + k * size].reshape(-1, k, size), x[:, k + k * size:].exp().reshape(-1, k, size)), 1)
    return -torch.distributions.MixtureSameFamily(torch.distributions.Categorical(logits=x[:, :k]), parts).log_prob(t)
  yield case("mixtureDensity of 2", mixture, draw(2, 3, 10), reals[:, :2])

  def plain(name, loss, target):
    return {"name": name, "z": numbers(z), "t": numbers(target), "loss": numbers(loss)}
  yield plain("logCosh", -(stats.hypsecant.logpdf(z - reals) + math.log(math.pi)).mean(1), reals)
  for q in (0.9, 0.2):
    yield plain("quantile of %g" % q, [sk.mean_pinball_loss(t, y, alpha=q) for t, y in zip(reals, z)], reals)
  yield plain("hinge by scikit-learn", [sk.hinge_loss(t, y) for t, y in zip(signs, z)], answers)
  yield plain("multiClassHinge by scikit-learn",
              [sk.hinge_loss([int(t)], y[None], labels=[0, 1, 2]) for t, y in zip(labels, z)], labels)


# Optimizers and schedules -----------------------------------------------------------------------------------------

def optimizers():
  """Ten steps on (3 x² + x y + 2 y²) / 2 from two starting points at once: x0, x1, y0, y1 after each."""
  opt = torch.optim
  made = {
      "gradientDescent": lambda p: opt.SGD(p, 0.1),
      "momentum": lambda p: opt.SGD(p, 0.1, momentum=0.9),
      "nesterov": lambda p: opt.SGD(p, 0.1, momentum=0.9, nesterov=True),
      "adaGrad": lambda p: opt.Adagrad(p, 0.1),
      "adaDelta": lambda p: opt.Adadelta(p, 1, rho=0.95),
      "rmsProp": lambda p: opt.RMSprop(p, 0.1, alpha=0.9),
      # With an ε so small that it doesn't matter that torch has it outside the root.
      "centredRmsProp of ε 1e-12": lambda p: opt.RMSprop(p, 0.1, alpha=0.95, eps=1e-12, centered=True),
      "rprop": lambda p: opt.Rprop(p, 0.1),
      "adam": lambda p: opt.Adam(p, 0.1),
      "adaMax": lambda p: opt.Adamax(p, 0.1),
      # A decay so large that its μ is β1 from the first step, as ours. "foreach" because the plain loop of this version has a
      # fault, which later ones have not: it multiplies the product of the μ by the step's μ twice.
      "nadam": lambda p: opt.NAdam(p, 0.1, momentum_decay=1e9, foreach=True),
      "adamW": lambda p: opt.AdamW(p, 0.1),
      "adam with L2": lambda p: opt.Adam(p, 0.1, weight_decay=0.3),
      "momentum with L2": lambda p: opt.SGD(p, 0.1, momentum=0.9, weight_decay=0.3),
      "gradientDescent clipped": lambda p: opt.SGD(p, 0.1),
      # Torch corrects AMSGrad's means for their start at 0, the paper and we don't: its rate takes the correction back.
      "amsGrad": lambda p: opt.Adam(p, 0.1, amsgrad=True),
  }
  for name, make in made.items():
    x = torch.tensor([1, -0.5], requires_grad=True)
    y = torch.tensor([2, 0.25], requires_grad=True)
    optimizer = make([x, y])
    steps = []
    for t in range(1, 11):
      optimizer.zero_grad()
      ((3 * x**2 + x * y + 2 * y**2) / 2).sum().backward()
      if name.endswith("clipped"):
        torch.nn.utils.clip_grad_norm_([x, y], 0.5)
      if name == "amsGrad":
        optimizer.param_groups[0]["lr"] = 0.1 * (1 - 0.9**t) / math.sqrt(1 - 0.999**t)
      optimizer.step()
      steps.append(numbers(torch.cat([x, y])))
    yield {"name": name, "steps": steps}


def schedules():
  """The factor of each step of a training of 20."""
  lr = torch.optim.lr_scheduler

  def factors(name, make, steps=20):
    optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], 1)
    schedule = make(optimizer)
    values = []
    for _ in range(steps):
      values.append(optimizer.param_groups[0]["lr"])
      optimizer.step()
      schedule.step()
    return {"name": name, "factors": numbers(values)}

  yield factors("step", lambda o: lr.StepLR(o, 6, gamma=0.3))
  yield factors("exponential", lambda o: lr.ExponentialLR(o, 0.9))
  yield factors("polynomial", lambda o: lr.PolynomialLR(o, 20, power=2))
  yield factors("linear to 0.2", lambda o: lr.LinearLR(o, 1, 0.2, total_iters=20))
  yield factors("cosine", lambda o: lr.CosineAnnealingLR(o, 20))
  yield factors("cosineRestarts", lambda o: lr.CosineAnnealingWarmRestarts(o, 3, 2))
  yield factors("linearWarmUp", lambda o: lr.LinearLR(o, 1 / 20, total_iters=19))
  yield factors("linearWarmUp then cosine", lambda o: lr.SequentialLR(o, [
      lr.LinearLR(o, 1 / 5, total_iters=4), lr.CosineAnnealingLR(o, 15)], [5]))
  # Torch is at the end in the last of its steps, fastai and we after the last: its training is a step longer.
  yield factors("oneCycle", lambda o: lr.OneCycleLR(o, 1, total_steps=21, pct_start=(0.3 * 20 + 1) / 21, cycle_momentum=False))

  # Torch's patience is how many bad epochs it bears, ours after how many it acts.
  optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], 1)
  plateau = lr.ReduceLROnPlateau(optimizer, factor=0.5, patience=1, threshold=0, eps=0)
  seen = [3, 2, 2.5, 1.5, 1.5, 1.6, 1.7, 1.4, 1.8, 1.4, 1.4, 1.4, 1.3]
  values = []
  for loss in seen:
    plateau.step(loss)
    values.append(optimizer.param_groups[0]["lr"])
  yield {"name": "reduceOnPlateau", "losses": seen, "factors": values}


# Metrics ----------------------------------------------------------------------------------------------------------

def of_classes(actual, seen, classes):
  figures = {}
  for name, metric in {"precision": sk.precision_score, "recall": sk.recall_score, "f1": sk.f1_score}.items():
    for average in ("macro", "micro"):
      figures[average + name.capitalize()] = metric(actual, seen, average=average, zero_division=0)
    for label, value in enumerate(metric(actual, seen, labels=range(classes), average=None, zero_division=0)):
      figures["%sOfClass%d" % (name, label)] = value
  figures["accuracy"] = sk.accuracy_score(actual, seen)
  return figures


def calibration(confidence, right, bins):
  """By hand: scikit-learn has no expected calibration error."""
  bin_of = np.ceil(confidence * bins).astype(int) - 1
  return sum(np.mean(bin_of == b) * abs(right[bin_of == b].mean() - confidence[bin_of == b].mean()) for b in set(bin_of))


def metrics():
  def case(name, kind, actual, scores, figures):
    return {"name": name, "kind": kind, "examples": len(actual), "actual": numbers(actual), "scores": numbers(scores),
            "figures": {key: numbers([value])[0] for key, value in figures.items()}}

  # The examples of scikit-learn's reference documentation.
  actual, seen = [0, 1, 2, 0, 1, 2], [0, 2, 1, 0, 0, 1]
  yield case("documented classes", "classes", actual, np.eye(3)[seen] * 0.6, of_classes(actual, seen, 3))
  actual, scores = np.array([0, 0, 1, 1]), np.array([0.1, 0.4, 0.35, 0.8])
  yield case("documented answers", "answers", actual, scores,
             {"rocAuc": sk.roc_auc_score(actual, scores), "averagePrecision": sk.average_precision_score(actual, scores)})
  for actual, seen in (([3, -0.5, 2, 7], [2.5, 0, 2, 8]), ([[0.5, 1], [-1, 1], [7, -6]], [[0, 2], [-1, 2], [8, -5]])):
    yield case("documented numbers", "numbers", actual, seen,
               {"rSquared": sk.r2_score(actual, seen),
                "rootMeanSquaredError": math.sqrt(sk.mean_squared_error(actual, seen)),
                "meanSquaredError": sk.mean_squared_error(actual, seen), "meanAbsoluteError": sk.mean_absolute_error(actual, seen)})

  # Yes or no, with many equal scores; probabilities in float32 as ours are.
  rng = np.random.default_rng(3)
  actual = rng.integers(0, 2, 30)
  scores = (np.clip(np.round(0.5 * actual + rng.random(30) * 0.5 + 0.02, 1), 0.05, 0.95)).astype(np.float32).astype(float)
  seen = (scores > 0.5).astype(int)
  figures = of_classes(actual, seen, 2)
  # Micro averages over the classes no and yes.
  figures.update({"rocAuc": sk.roc_auc_score(actual, scores), "averagePrecision": sk.average_precision_score(actual, scores),
                  "calibrationError": calibration(np.maximum(scores, 1 - scores), (seen == actual).astype(float), 15)})
  del figures["accuracy"]
  yield case("answers with ties", "answers", actual, scores, figures)

  # Three answers for each example, any of which may be yes.
  other = np.random.default_rng(4)
  actual = other.integers(0, 2, (14, 3))
  scores = np.round(np.clip(0.3 * actual + 0.8 * other.random((14, 3)), 0, 1), 1).astype(np.float32).astype(float)
  figures = of_classes(actual, (scores > 0.5).astype(int), 3)
  figures.update({"rocAuc": sk.roc_auc_score(actual, scores, average="macro"),
                  "averagePrecision": sk.average_precision_score(actual, scores, average="macro")})
  del figures["accuracy"]
  yield case("three answers", "answers", actual, scores, figures)

  # One of four classes, from logits.
  actual = rng.integers(0, 4, 40)
  logits = np.round(rng.normal(size=(40, 4)) + 1.2 * np.eye(4)[actual], 2)
  logits[:, 3] -= 1.5
  # Rounding would decide between equal logits.
  assert all(len(set(row)) == 4 for row in logits)
  p = special.softmax(logits, 1)
  seen = logits.argmax(1)
  figures = of_classes(actual, seen, 4)
  each = label_binarize(actual, classes=range(4))
  figures.update({
      "rocAuc": sk.roc_auc_score(actual, p, multi_class="ovr", average="macro"),
      "averagePrecision": sk.average_precision_score(each, p, average="macro"),
      "calibrationError": calibration(p.max(1), (seen == actual).astype(float), 15),
      "logLoss": sk.log_loss(actual, p),
      "top2Accuracy": sk.top_k_accuracy_score(actual, logits, k=2)})
  yield case("four classes", "logits", actual, logits, figures)


# Layers -----------------------------------------------------------------------------------------------------------

def nhwc(x):
  """Torch's channels come before the pixels, ours after."""
  return x.movedim(1, -1)


def filters(weight):
  """[out, in, h, w] to [h, w, in, out]."""
  return weight.permute(*range(2, weight.dim()), 1, 0)


def layers():
  def case(name, x, y, training=False, **variables):
    return {"name": name, "shape": list(nhwc(x).shape) if x.dim() > 2 else list(x.shape), "training": training,
            "x": numbers(nhwc(x) if x.dim() > 2 else x), "y": numbers(nhwc(y) if y.dim() > 2 else y),
            "variables": {key: numbers(value) for key, value in variables.items()}}

  x, w, b = draw(11, 2, 3), draw(12, 4, 3), draw(13, 4)
  yield case("dense", x, F.linear(x, w, b), kernel=w.T, bias=b)

  x, w, b = draw(14, 1, 4, 7, 6), draw(15, 6, 2, 3, 2), draw(16, 6)
  yield case("conv2d grouped", x, F.conv2d(x, w, b, (2, 1), (1, 2), (1, 2), groups=2), filter=filters(w), bias=b)
  x, w = draw(17, 1, 2, 4, 5), draw(18, 3, 2, 4, 4)
  yield case("conv2d of even size, SAME", x, F.conv2d(x, w, padding="same"), filter=filters(w))
  w = draw(19, 3, 2, 3, 3)
  # Batch normalisation of the filters as if they were a batch of one: (w - mean) / √(variance + ε).
  even = F.batch_norm(w.reshape(1, 3, -1), None, None, training=True, eps=1e-5).reshape_as(w)
  yield case("conv2d standardised", x, F.conv2d(x, even, padding=1), filter=filters(w))
  x, w, b = draw(20, 1, 3, 5, 4), draw(21, 6, 1, 3, 3), draw(22, 6)
  yield case("depthwiseConv2d", x, F.conv2d(x, w, b, 1, 2, 2, groups=3), filter=filters(w), bias=b)
  x, w, deep, b = draw(42, 2, 3, 5, 4), draw(43, 6, 1, 3, 3), draw(44, 4, 6, 1, 1), draw(45, 4)
  # For stride 2, SAME pads the rows on both sides, the columns on the right alone.
  apart = F.conv2d(F.pad(x, (0, 1, 1, 1)), w, None, 2, groups=3)
  yield case("separableConv2d", x, F.conv2d(apart, deep, b), **{"depthwise/filter": filters(w), "pointwise/filter": filters(deep),
                                                                "pointwise/bias": b})
  x, w, b = draw(46, 2, 2, 5, 4), draw(47, 6, 3 * 3 * 2, 3), draw(48, 3, 3, 2)
  # Each window's numbers for each place; ours are in the order row, column, channel.
  windows = F.unfold(F.pad(x, (0, 1, 1, 1)), 3, stride=2).reshape(2, 2, 9, 6)
  y = torch.einsum("nctp,ptco->nop", windows, w.reshape(6, 9, 2, 3)).reshape(2, 3, 3, 2) + b
  yield case("locallyConnected2d", x, y, kernel=w, bias=nhwc(b[None]))
  x, squeeze, low, excite, high = draw(49, 2, 4, 3, 2), draw(50, 2, 4), draw(51, 2), draw(52, 4, 2), draw(53, 4)
  gate = torch.sigmoid(F.linear(F.relu(F.linear(F.adaptive_avg_pool2d(x, 1).flatten(1), squeeze, low)), excite, high))
  yield case("squeezeExcitation", x, x * gate[:, :, None, None], **{
      "dense_1/kernel": squeeze.T, "dense_1/bias": low, "dense_2/kernel": excite.T, "dense_2/bias": high})
  x, w, b = draw(23, 2, 4, 9), draw(24, 6, 2, 3), draw(25, 6)
  yield case("conv1d", x, F.conv1d(x, w, b, 2, 2, 2, groups=2), filter=filters(w), bias=b)

  x, w, b = draw(26, 1, 2, 3, 4), draw(27, 2, 3, 4, 4), draw(28, 3)
  taps = w.permute(2, 3, 0, 1)
  yield case("transposedConv2d SAME", x, F.conv_transpose2d(x, w, b, 2, 1), filter=taps, bias=b)
  w = draw(29, 2, 3, 3, 3)
  yield case("transposedConv2d dilated", x, F.conv_transpose2d(x, w, b, 2, 1, dilation=2), filter=w.permute(2, 3, 0, 1), bias=b)

  x = draw(30, 1, 2, 6, 8)
  yield case("adaptiveAveragePool", x, F.adaptive_avg_pool2d(x, (3, 2)))
  yield case("adaptiveMaxPool", x, F.adaptive_max_pool2d(x, (3, 2)))
  yield case("maxPool", x, F.max_pool2d(x, 3, 2, 1))
  yield case("averagePool", x, F.avg_pool2d(x, 3, 2, 1, count_include_pad=False))
  x = draw(31, 1, 2, 2, 3)
  yield case("upSample2d", x, F.interpolate(x, scale_factor=3, mode="nearest"))

  x, g, b = draw(32, 2, 4, 2, 3), draw(33, 4), draw(34, 4)
  mean, variance = draw(35, 4), draw(36, 4).abs() + 0.1
  yield case("batchNorm", x, F.batch_norm(x, mean, variance, g, b), gamma=g, beta=b, mean=mean, variance=variance)
  yield case("batchNorm", x, F.batch_norm(x, None, None, g, b, training=True), True, gamma=g, beta=b, mean=mean,
             variance=variance)
  yield case("groupNorm", x, F.group_norm(x, 2, g, b), gamma=g, beta=b)
  yield case("instanceNorm", x, F.instance_norm(x, weight=g, bias=b), gamma=g, beta=b)
  x, g, b = draw(37, 3, 5), draw(38, 5), draw(39, 5)
  yield case("layerNorm", x, F.layer_norm(x, (5,), g, b), gamma=g, beta=b)
  x, slope = draw(40, 1, 3, 2, 2), torch.tensor([0.25, -0.5, 1.5])
  yield case("parametricRelu", x, F.prelu(x, slope), slope=slope)

  # Torch's running variance is the unbiased one, so its share of the batch is taken apart and made the biased one.
  x = draw(41, 2, 2, 2, 3)
  n = x.numel() / 2
  mean, variance = torch.tensor([0.5, -1]), torch.tensor([2.0, 0.25])
  old = variance.clone()
  F.batch_norm(x, mean, variance, training=True, momentum=0.1)
  yield {"name": "batchNorm's running statistics", "shape": list(nhwc(x).shape), "x": numbers(nhwc(x)),
         "mean": numbers(mean), "variance": numbers(0.9 * old + (variance - 0.9 * old) * (n - 1) / n)}


if __name__ == "__main__":
  for kind in (activations, gains, losses, optimizers, schedules, metrics, layers):
    write(kind.__name__, kind())
