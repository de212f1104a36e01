# Values and gradients of recurrent layers by PyTorch 1.13.0 in double precision, on CPU. RecurrentGoldensTest reads what it prints:
#   python3 recurrent_goldens.py > recurrent_goldens.json
# Numbers are sines of their place, so that both sides make the same ones. Kernels are as Gradus has them, [in, gates * units].
import json, math, torch

torch.set_default_dtype(torch.float64)
N, T, IN, UNITS = 2, 4, 3, 2
LENGTHS = [4, 2]


def numbers(start, *shape):
    count = math.prod(shape)
    return torch.tensor([0.9 * math.sin(1.3 * i + start) for i in range(count)]).reshape(shape).requires_grad_()


def parameters(kind, start):
    gates = {"simpleRnn": 1, "lstm": 4, "gru": 3, "gruResetBefore": 3}[kind]
    made = {"kernel": numbers(start + 1, IN, gates * UNITS), "recurrentKernel": numbers(start + 2, UNITS, gates * UNITS),
            "bias": numbers(start + 3, gates * UNITS)}
    if kind == "gru":
        made["recurrentBias"] = numbers(start + 4, gates * UNITS)
    return made


def run(kind, x, p, reverse, lengths):
    """All outputs [N, T, UNITS] and the last state, by a PyTorch layer of one direction."""
    if kind == "gruResetBefore":
        return reset_before(x, p, reverse)
    if reverse and lengths is None:
        outputs, last = run(kind, x.flip(1), p, False, None)
        return outputs.flip(1), last
    layer = {"simpleRnn": torch.nn.RNN, "lstm": torch.nn.LSTM, "gru": torch.nn.GRU}[kind](IN, UNITS, batch_first=True)
    zero = torch.zeros_like(p["bias"])
    own = {"weight_ih_l0": p["kernel"].T, "weight_hh_l0": p["recurrentKernel"].T, "bias_ih_l0": p["bias"],
           "bias_hh_l0": p.get("recurrentBias", zero)}
    for name, value in own.items():
        del layer._parameters[name]
        setattr(layer, name, value)
    if lengths is not None:
        if reverse:
            x = torch.stack([torch.cat([row[:n].flip(0), row[n:]]) for row, n in zip(x, lengths)])
        x = torch.nn.utils.rnn.pack_padded_sequence(x, lengths, batch_first=True, enforce_sorted=False)
    outputs, last = layer(x)
    return outputs, (last[0] if kind == "lstm" else last)[0]


def reset_before(x, p, reverse):
    """The form of arXiv:1406.1078, which PyTorch has no layer for."""
    h, outputs = torch.zeros(N, UNITS), [None] * T
    for t in reversed(range(T)) if reverse else range(T):
        a = (x[:, t] @ p["kernel"] + p["bias"]).split(UNITS, 1)
        u = p["recurrentKernel"].split(UNITS, 1)
        r, z = torch.sigmoid(a[0] + h @ u[0]), torch.sigmoid(a[1] + h @ u[1])
        h = (1 - z) * torch.tanh(a[2] + (r * h) @ u[2]) + z * h
        outputs[t] = h
    return torch.stack(outputs, 1), h


def case(result, leaves):
    (result * numbers(9, *result.shape).detach()).sum().backward()
    return {"output": result.flatten().tolist(), "gradients": {name: leaf.grad.flatten().tolist() for name, leaf in leaves.items()}}


goldens = {}
for kind in ["simpleRnn", "lstm", "gru", "gruResetBefore"]:
    for way in ["last", "sequences", "reversed", "reversed sequences", "bidirectional", "bidirectional sequences", "masked bidirectional"]:
        if kind == "gruResetBefore" and "masked" in way:
            continue
        x = numbers(0, N, T, IN)
        lengths = LENGTHS if "masked" in way else None
        if "bidirectional" in way:
            p, q = parameters(kind, 10), parameters(kind, 20)
            leaves = {"x": x, **{"forward/" + n: v for n, v in p.items()}, **{"backward/" + n: v for n, v in q.items()}}
            both = [run(kind, x, p, False, lengths), run(kind, x, q, True, lengths)]
        else:
            p = parameters(kind, 10)
            leaves = {"x": x, **p}
            both = [run(kind, x, p, "reversed" in way, lengths)]
        result = torch.cat([one[0] if "sequences" in way else one[1] for one in both], -1)
        goldens[kind + " " + way] = case(result, leaves)
print("{" + ",\n".join(json.dumps(name) + ": " + json.dumps(golden) for name, golden in goldens.items()) + "}")
