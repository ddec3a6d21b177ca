#!/usr/bin/env python3
"""Writes `golden.json` beside this script: reference values computed by PyTorch; and runs the other scripts here, each of
which writes the `.json` of its name.

The Rust tests compare the crate against these numbers; they only read the JSON
file, so Python is needed only to make it again:

    pip install torch numpy expecttest hypothesis pytest
    python3 tests/golden/make.py

All inputs and initial weights come from a small hand-written generator (a
64-bit linear congruential generator), not from torch's, so they do not depend
on the version of PyTorch.

Conventions
-----------
* A tensor is `{"shape": [...], "data": [...]}`, `data` flat in row-major order.
* Weights of linear layers are written `[in, out]` (torch keeps `[out, in]`),
  hence `y = x @ w + b`; their gradients likewise.
* Every case is computed in float64. Its inputs are exact in float32, so that
  what is computed from them in float32 differs by rounding on the way alone.
* At x = 0 the derivative of relu is 0 and that of leaky_relu its slope.
* `dy` is the gradient that arrives at the output `y`; `dx`, `dw`, `db`, ... are
  the gradients of `sum(y * dy)`. Losses are averaged over the batch and `dx`
  (`dp`) is the gradient of the loss itself.
"""

import json
import math
import pathlib
import platform

import torch
import torch.nn.functional as F

torch.set_num_threads(1)


class Lcg:
    """Knuth's MMIX generator; the upper bits make a uniform number."""

    def __init__(self, seed):
        self.state = seed
        for _ in range(4):
            self.bits()

    def bits(self):
        self.state = (self.state * 6364136223846793005 + 1442695040888963407) % 2**64
        return self.state >> 33

    def uniform(self, low, high):
        """A multiple of 2**-12 in [low, high): exact in float32, few digits."""
        span = int((high - low) * 4096)
        return low + (self.bits() % span) / 4096

    def list(self, count, low=-1.0, high=1.0):
        return [self.uniform(low, high) for _ in range(count)]

    def tensor(self, *shape, low=-1.0, high=1.0):
        """float64; cast (exactly) by the cases."""
        data = self.list(math.prod(shape), low, high)
        return torch.tensor(data, dtype=torch.float64).reshape(shape)


# ---------------------------------------------------------------- writing


def finite(value):
    assert math.isfinite(value), value
    return value


def pack(value):
    """Tensors to shape and data, within dicts and lists."""
    if isinstance(value, torch.Tensor):
        value = value.detach()
        if value.dim() == 0:
            return finite(value.item())
        flat = value.contiguous().reshape(-1).tolist()
        return {"shape": list(value.shape), "data": [finite(v) for v in flat]}
    if isinstance(value, dict):
        return {k: pack(v) for k, v in value.items()}
    if isinstance(value, (list, tuple)):
        return [pack(v) for v in value]
    if isinstance(value, float):
        return finite(value)
    return value


def run_case(case):
    """Run `case(cast)`, `cast` making a fresh leaf of an input that is exact in float32."""

    def cast(t):
        made = t.to(torch.float64)
        assert torch.equal(made.float().double(), made), "inputs must be exact in float32"
        return made.clone().requires_grad_()

    return pack(case(cast))


# ---------------------------------------------------------------- linear


def linear(x, w, b=None):
    """`w` is [in, out]; torch's own layer is given its transpose."""
    return F.linear(x, w.t(), b)


def linear_cases():
    rng = Lcg(1)
    x, w, b, dy = (rng.tensor(4, 5), rng.tensor(5, 3), rng.tensor(3), rng.tensor(4, 3))

    def with_bias(cast):
        tx, tw, tb = cast(x), cast(w), cast(b)
        y = linear(tx, tw, tb)
        y.backward(cast(dy).detach())
        return {"x": tx, "w": tw, "b": tb, "dy": cast(dy), "y": y,
                "dx": tx.grad, "dw": tw.grad, "db": tb.grad}  # fmt: skip

    def without_bias(cast):
        tx, tw = cast(x), cast(w)
        y = linear(tx, tw)
        y.backward(cast(dy).detach())
        return {"x": tx, "w": tw, "dy": cast(dy), "y": y, "dx": tx.grad, "dw": tw.grad}

    return {"bias": run_case(with_bias), "no_bias": run_case(without_bias)}


# ----------------------------------------------------------- activations


ACTIVATIONS = {
    "relu": F.relu,
    "leaky_relu_0.01": lambda x: F.leaky_relu(x, 0.01),
    "leaky_relu_0.2": lambda x: F.leaky_relu(x, 0.2),
    "sigmoid": torch.sigmoid,
    "tanh": torch.tanh,
    "softmax": lambda x: F.softmax(x, dim=-1),
    "log_softmax": lambda x: F.log_softmax(x, dim=-1),
}


def activation_cases():
    rng = Lcg(2)
    x = rng.tensor(4, 6, low=-3.0, high=3.0)
    x[0, 0], x[0, 1], x[0, 2] = -3.0, 0.0, 3.0
    # The last row holds big values: saturation, and overflow of a plain exp.
    x[3] = torch.tensor([100.0, -100.0, 0.0, 30.0, -30.0, 99.5], dtype=torch.float64)
    dy = rng.tensor(4, 6)

    def case(function):
        def run(cast):
            tx = cast(x)
            y = function(tx)
            y.backward(cast(dy).detach())
            return {"x": tx, "dy": cast(dy), "y": y, "dx": tx.grad}

        return run_case(run)

    return {name: case(function) for name, function in ACTIVATIONS.items()}


# ---------------------------------------------------------------- losses


def loss_cases():
    rng = Lcg(3)

    def from_logits(x, target, smoothing=0.0):
        def run(cast):
            tx = cast(x)
            loss = F.cross_entropy(tx, target, label_smoothing=smoothing)
            loss.backward()
            return {"x": tx, "target": target, "loss": loss, "dx": tx.grad}

        return run_case(run)

    ordinary = rng.tensor(5, 4, low=-3.0, high=3.0)
    extreme = torch.tensor(
        [
            [1e4, -1e4, 0.0, 1.0],  # right and certain
            [1e4, -1e4, 0.0, 1.0],  # wrong and certain
            [1e4, 1e4, -1e4, -1e4],  # a tie
            [-1e4, -1e4, -1e4, -1e4],  # all equal and far below zero
            [0.0, -1e4, -1e4, 1e4],
        ],
        dtype=torch.float64,
    )

    # Probabilities that are exact in float32: counts over 64, one row a
    # distribution; the targets one-hot, and then soft (counts over 8).
    probabilities = torch.tensor(
        [[40, 8, 12, 4], [1, 60, 2, 1], [16, 16, 16, 16], [5, 20, 9, 30]],
        dtype=torch.float64,
    ) / 64
    one_hot = F.one_hot(torch.tensor([0, 1, 3, 2]), 4).double()
    soft = torch.tensor(
        [[5, 1, 1, 1], [0, 8, 0, 0], [2, 2, 2, 2], [0, 1, 3, 4]], dtype=torch.float64
    ) / 8

    def from_probabilities(target):
        def run(cast):
            p, y = cast(probabilities), cast(target).detach()
            loss = -(y * p.log()).sum(1).mean()
            loss.backward()
            return {"p": p, "target": y, "loss": loss, "dp": p.grad}

        return run_case(run)

    prediction, wanted = rng.tensor(4, 3, low=-2.0, high=2.0), rng.tensor(4, 3)

    def mse(cast):
        tx, target = cast(prediction), cast(wanted).detach()
        loss = F.mse_loss(tx, target)
        loss.backward()
        return {"x": tx, "target": target, "loss": loss, "dx": tx.grad}

    return {
        "cross_entropy_logits": from_logits(ordinary, torch.tensor([2, 0, 3, 1, 1])),
        "cross_entropy_logits_extreme": from_logits(
            extreme, torch.tensor([0, 1, 0, 2, 3])
        ),
        "cross_entropy_smoothed": from_logits(
            ordinary, torch.tensor([2, 0, 3, 1, 1]), smoothing=0.2
        ),
        "cross_entropy_probs_one_hot": from_probabilities(one_hot),
        "cross_entropy_probs_soft": from_probabilities(soft),
        "mse": run_case(mse),
    }


# -------------------------------------------------------------- networks


def network_case(seed, inputs, layers, outputs, forward, batch=3):
    """`inputs` and `outputs`: name to width; `layers`: name to (in, out)."""
    rng = Lcg(seed)
    xs = {name: rng.tensor(batch, width) for name, width in inputs.items()}
    params = {}
    for name, (fan_in, fan_out) in layers.items():
        params[name] = {
            "w": rng.tensor(fan_in, fan_out),
            "b": rng.tensor(fan_out, low=-0.5, high=0.5),
        }
    dys = {name: rng.tensor(batch, width) for name, width in outputs.items()}

    def run(cast):
        tx = {name: cast(x) for name, x in xs.items()}
        tp = {
            name: {k: cast(v) for k, v in layer.items()}
            for name, layer in params.items()
        }

        def apply(name, value):
            return linear(value, tp[name]["w"], tp[name]["b"])

        ys = forward(apply, **tx)
        tdy = {name: cast(dy).detach() for name, dy in dys.items()}
        assert list(ys) == list(tdy)
        torch.autograd.backward(list(ys.values()), [tdy[name] for name in ys])
        return {
            "inputs": tx,
            "params": tp,
            "dy": tdy,
            "outputs": ys,
            "dx": {name: t.grad for name, t in tx.items()},
            "grads": {
                name: {k: t.grad for k, t in layer.items()}
                for name, layer in tp.items()
            },
        }

    return run_case(run)


def chain(fc, x):
    return {"y": fc("fc2", F.relu(fc("fc1", x)))}


def residual(fc, x):
    h = F.relu(fc("fc1", x))
    return {"y": fc("fc3", h + fc("fc2", h))}


def shared(fc, x):
    h = F.relu(fc("fc1", x))
    return {"y": fc("fc2", F.relu(fc("fc1", h)))}


def two_inputs(fc, a, b):
    return {"y": fc("fc", torch.cat([fc("a_fc", a), fc("b_fc", b)], dim=-1))}


def two_outputs(fc, x):
    h = torch.tanh(fc("fc", x))
    return {"p": fc("p", h), "q": fc("q", h)}


def network_cases():
    return {
        "chain": network_case(
            10, {"x": 6}, {"fc1": (6, 8), "fc2": (8, 4)}, {"y": 4}, chain
        ),
        "residual": network_case(
            11,
            {"x": 6},
            {"fc1": (6, 5), "fc2": (5, 5), "fc3": (5, 3)},
            {"y": 3},
            residual,
        ),
        "shared": network_case(
            12, {"x": 5}, {"fc1": (5, 5), "fc2": (5, 3)}, {"y": 3}, shared
        ),
        "two_inputs": network_case(
            13,
            {"a": 4, "b": 3},
            {"a_fc": (4, 5), "b_fc": (3, 2), "fc": (7, 3)},
            {"y": 3},
            two_inputs,
        ),
        "two_outputs": network_case(
            14,
            {"x": 5},
            {"fc": (5, 6), "p": (6, 3), "q": (6, 2)},
            {"p": 3, "q": 2},
            two_outputs,
        ),
    }


# ------------------------------------------------------------------ main


def lines(value, indent=0):
    """JSON with each tensor on a line of its own, for readable differences."""
    leaf = not isinstance(value, dict) or set(value) == {"shape", "data"}
    if leaf:
        return json.dumps(value, separators=(",", ":"), allow_nan=False)
    pad = " " * (indent + 1)
    items = [f"{pad}{json.dumps(k)}: {lines(v, indent + 1)}" for k, v in value.items()]
    return "{\n" + ",\n".join(items) + "\n" + " " * indent + "}"


def main():
    document = {
        "torch": torch.__version__.split("+")[0],
        "python": platform.python_version(),
        "linear": linear_cases(),
        "activations": activation_cases(),
        "losses": loss_cases(),
        "networks": network_cases(),
    }
    path = pathlib.Path(__file__).resolve().parent / "golden.json"
    path.write_text(lines(document) + "\n", encoding="utf-8")
    print(f"{path.name}: {path.stat().st_size} bytes")

    # They take their helpers from here, so they cannot stand above.
    import activations
    import attention
    import attention_lengths
    import convolution
    import embedding
    import expressions
    import axes
    import einsum
    import joins
    import losses
    import last_axis
    import normalization
    import optimizers
    import recurrent
    import training
    import unpool
    import zoo

    activations.main()
    attention.main()
    attention_lengths.main()
    convolution.main()
    embedding.main()
    expressions.main()
    axes.main()
    einsum.main()
    joins.main()
    losses.main()
    last_axis.main()
    normalization.main()
    optimizers.main()
    recurrent.main()
    training.main()
    unpool.main()
    zoo.main()


if __name__ == "__main__":
    main()
