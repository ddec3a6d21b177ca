"""PyTorch's files as they come: prefixes, types, tied weights, foreign tensors, with what PyTorch computes with them.

    pip install torch safetensors numpy && python3 tests/files/variants.py

Writes variants/*.safetensors and variants/golden.json: for each file an input and the output of the module it was saved from.
"""

import json
import pathlib
import struct

import torch
from safetensors.torch import load_file, save_file, save_model
from torch import nn

HERE = pathlib.Path(__file__).parent / "variants"
PT = {"format": "pt"}
X = torch.tensor([[0.5, -1.0, 2.0], [1.5, 0.25, -0.75]])
GOLDEN = {}


class Net(nn.Module):
    def __init__(self, out=2):
        super().__init__()
        self.fc1 = nn.Linear(3, 3)
        self.fc2 = nn.Linear(3, out)

    def forward(self, x):
        return self.fc2(torch.tanh(self.fc1(x)))


class Square(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(3, 3)

    def forward(self, x):
        return self.fc(x)


class Normed(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc1 = nn.Linear(3, 3)
        self.norm = nn.BatchNorm1d(3)
        self.fc2 = nn.Linear(3, 2)

    def forward(self, x):
        return self.fc2(torch.tanh(self.norm(self.fc1(x))))


class Tied(nn.Module):
    """Two layers that are one, and an embedding whose rows are the weight of the last layer."""

    def __init__(self):
        super().__init__()
        self.first = nn.Linear(3, 3)
        self.second = nn.Linear(3, 3)
        self.second.weight = self.first.weight
        self.second.bias = self.first.bias

    def forward(self, x):
        return self.second(torch.tanh(self.first(x)))


class Words(nn.Module):
    def __init__(self):
        super().__init__()
        self.embed = nn.Embedding(5, 3)
        self.head = nn.Linear(3, 5, bias=False)
        self.head.weight = self.embed.weight

    def forward(self, x):
        return self.head(torch.tanh(self.embed(x)))


def golden(name, module, x=X):
    module.eval()
    with torch.no_grad():
        GOLDEN[name] = {"x": x.flatten().tolist(), "y": module(x).flatten().tolist()}


def save(name, module, tensors=None, metadata=None, x=X):
    save_file(module.state_dict() if tensors is None else tensors, HERE / f"{name}.safetensors", metadata=metadata)
    golden(name, module, x)


def edited(name, of, edit):
    """The same file with another header, which the reference still reads."""
    raw = (HERE / f"{of}.safetensors").read_bytes()
    (length,) = struct.unpack("<Q", raw[:8])
    header = edit(raw[8 : 8 + length].decode())
    (HERE / f"{name}.safetensors").write_bytes(struct.pack("<Q", len(header)) + header.encode() + raw[8 + length :])
    first, second = load_file(HERE / f"{of}.safetensors"), load_file(HERE / f"{name}.safetensors")
    assert all(torch.equal(first[key], second[key]) for key in first), name
    GOLDEN[name] = GOLDEN[of]


def main():
    torch.manual_seed(16)
    HERE.mkdir(exist_ok=True)

    # Nothing says whose this is: no metadata, and a square.
    save("bare_square", Square())
    save("square", Square(), metadata=PT)
    # No metadata either, but a shape that decides.
    save("bare", Net())

    net = Net()
    save("compiled", net, torch.compile(net).state_dict(), PT)
    save("parallel", net, nn.DataParallel(net).state_dict(), PT)
    save("parallel_compiled", net, nn.DataParallel(torch.compile(net)).state_dict(), PT)
    save("sequential", nn.Sequential(nn.Linear(3, 3), nn.Tanh(), nn.Linear(3, 2)))

    for name, dtype in (("f16", torch.float16), ("bf16", torch.bfloat16), ("f64", torch.float64)):
        tensors = {key: value.to(dtype) for key, value in Net().double().state_dict().items()}
        module = Net().double()
        module.load_state_dict(tensors)
        save(name, module.double(), tensors, PT, X.double())
    huge = Net().double().state_dict()
    huge["fc2.weight"][1, 0] = 1e39
    save_file(huge, HERE / "f64_huge.safetensors", metadata=PT)

    tied = Tied()
    save_model(tied, str(HERE / "tied.safetensors"), metadata=dict(PT))
    golden("tied", tied)
    # The same without a word about it.
    once = {key: value for key, value in tied.state_dict().items() if key.startswith("first.")}
    save("tied_silent", tied, once, PT)
    words = Words()
    save_model(words, str(HERE / "tied_table.safetensors"), metadata=dict(PT))
    golden("tied_table", words, torch.tensor([4, 0, 2]))

    foreign = Net()
    tensors = foreign.state_dict() | {
        "position_ids": torch.arange(2),
        "mask": torch.tensor([True, False]),
        "phase": torch.tensor([1 + 2j]),
        "scale.e8m0": torch.tensor([1.0, 2.0]).to(torch.float8_e8m0fnu),
        "scale.fnuz": torch.tensor([1.0, 2.0]).to(torch.float8_e4m3fnuz),
        "packed": torch.tensor([0x12, 0x34], dtype=torch.uint8).view(torch.float4_e2m1fn_x2),
    }
    save("foreign", foreign, tensors, PT)

    normed = Normed()
    for _ in range(3):
        normed(torch.randn(4, 3) * 2 + 1)
    save("normed", normed, nn.DataParallel(normed).state_dict(), PT)
    # Another last layer: what is read of it is the first one.
    save("head", Net(out=5), metadata=PT)

    edited("metadata_null", "bare", lambda header: header.replace("{", '{"__metadata__":null,', 1))
    edited("unknown_field", "bare", lambda header: header.replace('"dtype"', '"note":{"a":[1,null]},"dtype"'))

    (HERE / "golden.json").write_text(json.dumps(GOLDEN) + "\n")


main()
