# Makes attention.txt, which AttentionGoldenTest holds our layers to: numbers of PyTorch in double precision.
#
#     python3 attention.py > attention.txt
#
# The first line names the version. Kernels are written as ours are, [in, out].
import torch
from torch import nn

torch.manual_seed(20261125)
torch.set_default_dtype(torch.float64)
N, T, D, HEADS, UNITS, WORDS = 2, 5, 6, 3, 7, 4


def write(name, tensor):
    print(name, *(repr(number) for number in tensor.detach().reshape(-1).tolist()))


def attention_weights(prefix, module):
    for i, name in enumerate(("query", "key", "value")):
        write(f"{prefix}{name}/kernel", module.in_proj_weight[i * D:(i + 1) * D].T)
        write(f"{prefix}{name}/bias", module.in_proj_bias[i * D:(i + 1) * D])
    write(f"{prefix}output/kernel", module.out_proj.weight.T)
    write(f"{prefix}output/bias", module.out_proj.bias)


def shaken(module):
    for parameter in module.parameters():
        nn.init.normal_(parameter, std=0.5)
    return module


print("version", torch.__version__)
x = torch.randn(N, T, D, requires_grad=True)
loss_weights = torch.randn(N, T, D)
padded = torch.tensor([[False, False, False, True, True], [False, True, False, False, False]])
later = torch.triu(torch.ones(T, T, dtype=torch.bool), diagonal=1)
write("x", x)
write("lossWeights", loss_weights)
write("mask", (~padded).double())

attention = shaken(nn.MultiheadAttention(D, HEADS, batch_first=True))
attention_weights("attention/", attention)
for name, options in {
    "plain": {}, "masked": {"key_padding_mask": padded}, "causal": {"attn_mask": later},
    "both": {"key_padding_mask": padded, "attn_mask": later}
}.items():
    y, _ = attention(x, x, x, need_weights=False, **options)
    (gradient,) = torch.autograd.grad((y * loss_weights).sum(), x)
    write(f"attention/{name}/y", y)
    write(f"attention/{name}/gradient", gradient)

block = shaken(nn.TransformerEncoderLayer(D, HEADS, UNITS, dropout=0.0, activation="relu", batch_first=True, norm_first=True))
attention_weights("block/", block.self_attn)
for i, norm in enumerate((block.norm1, block.norm2)):
    write(f"block/norm{i + 1}/gamma", norm.weight)
    write(f"block/norm{i + 1}/beta", norm.bias)
for i, linear in enumerate((block.linear1, block.linear2)):
    write(f"block/dense{i + 1}/kernel", linear.weight.T)
    write(f"block/dense{i + 1}/bias", linear.bias)
y = block(x, src_key_padding_mask=padded)
(gradient,) = torch.autograd.grad((y * loss_weights).sum(), x)
write("block/y", y)
write("block/gradient", gradient)

ids = torch.tensor([[1, 3, 3, 0, 1], [2, 1, 3, 3, 3]])
table = torch.randn(WORDS, D, requires_grad=True)
y = nn.functional.embedding(ids, table)
(gradient,) = torch.autograd.grad((y * loss_weights).sum(), table)
write("embedding/ids", ids.double())
write("embedding/table", table)
write("embedding/y", y)
write("embedding/gradient", gradient)
